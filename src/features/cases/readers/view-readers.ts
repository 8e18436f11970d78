import type { InboxDesk } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { ReadersViewed } from './readers.contract.ts'
import {
  findToldRoom,
  listAuditors,
  listBarred,
  listHolders,
  listOpened,
  listReaders,
  listShared,
  namesOf,
  type ReaderRow,
} from './readers.store.ts'

const TWO_YEARS_MS = 731 * 86_400_000
const SHARED_MOST = 200

/**
 * Who can see a case, and who has. To its readers, and to the auditors of its team; for anybody else there is no such
 * case. Asking leaves no line, so that looking costs nothing.
 */
// guards T-21
export function viewReaders(desk: Pick<InboxDesk, 'base'>, caller: Caller, of: string): Promise<ReadersViewed> {
  return desk.base.read(caller.actor, async (db) => {
    const found = await findToldRoom(db, of)
    if (found === undefined) throw new Refusal('record.not_found')
    const { room, code } = found
    const since = dayOf(new Date(desk.base.clock.now().getTime() - TWO_YEARS_MS))
    const readers = (await listReaders(db, room)).map(readerOf)
    const barred = await listBarred(db, room)
    const told = {
      readers,
      holders: await listHolders(db, room),
      auditors: await listAuditors(db, room),
      opened: await listOpened(db, room, since),
      shared: await listShared(db, room, SHARED_MOST),
      barred,
    }
    const slugs = [...Object.values(told)].flat().map(({ team }) => team)
    return { case: code, ...told, names: await namesOf(db, slugs) }
  })
}

function readerOf({
  member,
  team,
  since,
  until,
  writes,
  by_glass,
  is_own,
  by_member,
  by_team,
}: ReaderRow): ReadersViewed['readers'][number] {
  const why = by_glass && !writes ? 'break_glass' : is_own ? 'opened' : 'added'
  return { member, team, since, until, writes, why, by: by_team === null ? null : { member: by_member, team: by_team } }
}
