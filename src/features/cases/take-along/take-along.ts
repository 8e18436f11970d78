import type { Base } from '#base/transact.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { type Caller, canStewardTeam, countExport, demandTwo, mayRunTeam } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type Page, TAKEN_PAGE } from './take-along.contract.ts'
import { begin, isBegun, readPage } from './take-along.store.ts'

export type TakeAlongDesk = { readonly base: Base }

const HOUR_MS = 3_600_000

/** What both sign: that everything this team owns is taken along. Whoever fetches it is one of the two. */
export const takeAlongBinds = (team: string) => ({ team, what: 'everything' })

/** Opens the hour in which everything can be fetched. guards T-22 */
export function beginTakeAlong(desk: TakeAlongDesk, caller: Caller): Promise<{ id: string; until: string }> {
  demand(canStewardTeam(caller))
  return desk.base.transact(caller.actor, async (tx) => {
    const payload = payloadOf(takeAlongBinds(caller.team))
    await demandTwo(tx, caller, { action: 'export.take_along', subject: caller.team, room: caller.room, payload })
    await countExport(tx, caller)
    const permit = await tx.grant(
      { action: 'export.take_along', subject: caller.team, compartment: caller.room, objectHash: payload },
      mayRunTeam(caller.actor, caller.room),
    )
    const id = crypto.randomUUID()
    const until = new Date(tx.clock.now().getTime() + HOUR_MS)
    await begin(tx.db, permit, { room: caller.room, id, member: caller.actor.id, until })
    return { id, until: until.toISOString() }
  })
}

/** One page of one table, as far as the caller reads it: a case that is closed to them stays behind. */
export function readTakeAlong(desk: TakeAlongDesk, caller: Caller, { id, table, after }: Page) {
  return desk.base.read(caller.actor, async (db) => {
    if (!(await isBegun(db, id, desk.base.clock.now()))) throw new Refusal('record.not_found')
    const rows = await readPage(db, caller.teamId, { table, after: after === null ? null : decoded(after), most: TAKEN_PAGE + 1 })
    const page = rows.slice(0, TAKEN_PAGE)
    const last = rows.length > TAKEN_PAGE ? page.at(-1) : undefined
    return {
      rows: page.map(({ row }) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
      next: last === undefined ? null : Buffer.from(last.key).toString('base64url'),
    }
  })
}

/** A cursor is a JSON list of texts; anything else is nobody's. */
function decoded(after: string): string {
  const text = Buffer.from(after, 'base64url').toString('utf8')
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string')) return text
  } catch {
    // Not ours: it is refused below.
  }
  throw new Refusal('request.malformed')
}

/** PostgreSQL writes bytes as `\x…` in JSON. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^\\x(?:[0-9a-f]{2})*$/.test(value) ? Buffer.from(value.slice(2), 'hex').toString('base64') : value
}
