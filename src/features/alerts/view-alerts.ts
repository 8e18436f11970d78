import { RawAnswer } from '#base/door.ts'
import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import {
  type AskPage,
  type Barred,
  BOARD_PAGE,
  type Drafts,
  type KeptText,
  PATTERN_DAYS,
  RED_PAGE,
  type Received,
  type Red,
  type Rewrap,
  type SeenPatterns,
  type Sent,
  type View,
} from './alert.contract.ts'
import { mayAnswerFor } from './alert.policy.ts'
import {
  findAlert,
  findKept,
  findText,
  listBarredAway,
  listDrafts,
  listOldWraps,
  listRed,
  listRedOf,
  listVersions,
  rewrapText,
} from './alert.store.ts'
import type { AlertDesk } from './alert-desk.ts'
import { findFile, listFiles } from './attach.store.ts'
import { listOffices, listReceived, listReplies, listSent, type Page } from './delivery.store.ts'
import { listSeenPatterns } from './pattern.store.ts'

const MOST_DRAFTS = 200
const MOST_WRAPS = 100

/** What the team sent, office by office: what is awaited with its clock, or what is done. */
export function viewSent(desk: AlertDesk, caller: Caller, asked: AskPage): Promise<Page<Sent>> {
  return desk.base.read(caller.actor, (db) => listSent(db, caller.teamId, asked, BOARD_PAGE))
}

/** What came to this office: what it owes, soonest first, or what is done. */
export function viewReceived(desk: AlertDesk, caller: Caller, asked: AskPage): Promise<Page<Received>> {
  return desk.base.read(caller.actor, (db) => listReceived(db, caller.room, asked, BOARD_PAGE))
}

/** What stands with an office that may not have it any more: a duty of whoever sent it, and of their team. */
export function viewRed(desk: AlertDesk, caller: Caller): Promise<Red> {
  const at = desk.base.clock.now()
  return desk.base.read(caller.actor, async (db) => {
    const rows = await listRedOf(db, caller.teamId, { at, today: dayOf(at) }, RED_PAGE + 1)
    return { rows: rows.slice(0, RED_PAGE), more: rows.length > RED_PAGE }
  })
}

/** Which offices of other installations may have nothing of a case; the ones here stand in its bars. guards T-27 */
export function viewBarred(desk: AlertDesk, caller: Caller, code: string): Promise<Barred> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    return { offices: await listBarredAway(db, room, today) }
  })
}

export function viewDrafts(desk: AlertDesk, caller: Caller): Promise<Drafts> {
  return desk.base.read(caller.actor, async (db) => ({ drafts: await listDrafts(db, caller.teamId, MOST_DRAFTS) }))
}

/** What repeats across host countries in the cases that the caller reads, so that somebody may warn of it. */
export function viewPatterns(desk: AlertDesk, caller: Caller): Promise<SeenPatterns> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => ({ patterns: await listSeenPatterns(db, today, PATTERN_DAYS), days: PATTERN_DAYS }))
}

/** One alert of the own team: its versions, who has which of them, and what came back. */
export function viewAlert(desk: AlertDesk, caller: Caller, code: string): Promise<View> {
  return desk.base.read(caller.actor, async (db) => {
    const found = await findAlert(db, code)
    if (found === undefined) throw new Refusal('record.not_found')
    const versions: View['versions'] = []
    for (const { text, ...version } of await listVersions(db, found))
      versions.push({ ...version, own: await findKept(db, found.room, text) })
    const offices = await listOffices(db, found)
    const red = await listRed(db, found, dayOf(desk.base.clock.now()))
    const replies = await listReplies(db, found)
    const files = await listFiles(db, found)
    const { id, case: place, state, version } = found
    return { id, alert: found.code, case: place, state, version, versions, offices, red, replies, files }
  })
}

export async function readText(desk: AlertDesk, caller: Caller, text: string): Promise<RawAnswer> {
  const body = await desk.base.read(caller.actor, (db) => findText(db, text))
  if (body === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(body)
}

/** A sealed file of a reply to the own team. */
export async function readFile(desk: AlertDesk, caller: Caller, file: string): Promise<RawAnswer> {
  const body = await desk.base.read(caller.actor, (db) => findFile(db, file))
  if (body === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(body)
}

/** What is sealed to a team key that will be destroyed. */
export function viewWraps(desk: AlertDesk, caller: Caller, before: number): Promise<{ wraps: KeptText[] }> {
  return desk.base.read(caller.actor, async (db) => ({ wraps: await listOldWraps(db, before, MOST_WRAPS) }))
}

/** The same text under the newest key of the team. */
export function rewrap(desk: AlertDesk, caller: Caller, given: Rewrap): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'alert.rewrap', subject: given.text, compartment: caller.room },
      mayAnswerFor(caller.actor, caller.room, {}),
    )
    if (!(await rewrapText(tx.db, permit, given))) throw new Refusal('record.not_found')
    return { done: true }
  })
}
