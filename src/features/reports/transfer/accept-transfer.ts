import { RawAnswer } from '#base/door.ts'
import type { Tx } from '#base/transact.ts'
import { b64u } from '#crypto/bytes.ts'
import { type Caller, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import { mayWorkOn } from '../inbox/report.policy.ts'
import { findCase, findTeamIds, openCase, retireForgotten } from '../inbox/reports.store.ts'
import { demandKeyFile, MOST_READERS } from '../inbox/take-in.ts'
import { demandBody } from './send-transfer.ts'
import type { Accept, Incoming } from './transfer.contract.ts'
import {
  addMoved,
  findIncoming,
  findIncomingBody,
  findMovedBody,
  type IncomingRow,
  listForgotten,
  listIncoming,
  rewrapIncoming,
  settleIncoming,
} from './transfer.store.ts'

const MOST_LISTED = 500

/** What other teams sent to the caller's. */
export function viewIncoming(desk: InboxDesk, caller: Caller): Promise<{ incoming: Incoming[] }> {
  return desk.base.read(caller.actor, async (db) => ({
    incoming: (await listIncoming(db, caller.room, MOST_LISTED)).map((row) => ({
      incoming: row.id,
      from: row.from,
      epoch: row.epoch,
      wrap: b64u(row.age_file),
      lane: row.lane,
      bucket: row.bucket,
      urgent: row.urgent,
      sentOn: row.sent_on,
      until: row.until,
      sets: [...row.sets],
      barred: [...row.barred],
      forgets: row.forgets,
    })),
  }))
}

export async function readIncoming(desk: InboxDesk, caller: Caller, id: string): Promise<RawAnswer> {
  const body = await desk.base.read(caller.actor, (db) => findIncomingBody(db, caller.room, id))
  if (body === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(body)
}

/** The body of a report that came from another team; its key hangs on the case. */
export async function readMoved(desk: InboxDesk, caller: Caller, report: string): Promise<RawAnswer> {
  const body = await desk.base.read(caller.actor, (db) => findMovedBody(db, report))
  if (body === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(body)
}

/** The same for the next team key: what waits outlives the key that it was sealed to. */
export function rewrap(desk: InboxDesk, caller: Caller, given: { incoming: string; epoch: number; wrap: string }): Promise<{ done: true }> {
  demandKeyFile(given.wrap, 1)
  return desk.base.transact(caller.actor, async (tx) => {
    if ((await findIncoming(tx.db, caller.room, given.incoming)) === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'incoming.rewrap', subject: given.incoming, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    if (!(await rewrapIncoming(tx.db, permit, caller.room, given))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/**
 * Accepts a transfer: sealed anew under a key of this team, in a case from which every barred team of the giving case is
 * barred too. Where that team wanted to forget, its report loses its key in the same transaction. guards T-27
 */
export function accept(desk: InboxDesk, caller: Caller, given: Accept): Promise<{ report: string; case: string }> {
  demandKeyFile(given.wrap, 1)
  if (given.key !== null) demandKeyFile(given.key.wrap, MOST_READERS)
  demandBody(given.body)
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findIncoming(tx.db, caller.room, given.incoming)
    if (found === undefined) throw new Refusal('record.not_found')
    const blocked = await findTeamIds(tx.db, given.blocked)
    if (blocked === undefined) throw new Refusal('record.not_found')
    if (found.barred_ids.includes(caller.teamId) || blocked.includes(caller.teamId)) demand(no('report.excluded'))
    const today = dayOf(desk.base.clock.now())
    const room = await caseFor(tx, caller, given, { blocked: [...new Set([...blocked, ...found.barred_ids])], today })
    const permit = await tx.grant(
      { action: 'incoming.accept', subject: given.incoming, compartment: caller.room, objectHash: given.neverSha256 },
      mayRunTeam(caller.actor, caller.room),
    )
    await addMoved(tx.db, permit, given, {
      id: newId<CompartmentId>(),
      room,
      team: caller.teamId,
      by: caller.actor.id,
      today,
      facts: found,
    }).catch(refuseTaken)
    await settle(tx, permit, found)
    return { report: given.report, case: given.case }
  })
}

async function settle(tx: Tx, permit: Parameters<typeof listForgotten>[1], found: IncomingRow): Promise<void> {
  const forgotten = await listForgotten(tx.db, permit)
  await settleIncoming(tx.db, permit, 'accepted')
  if (found.forgets) await retireForgotten(tx.db, permit, forgotten)
}

/** A new case of the caller's team; what comes from outside never joins a case by itself. */
async function caseFor(tx: Tx, caller: Caller, given: Accept, said: { blocked: readonly string[]; today: string }): Promise<CompartmentId> {
  const { key } = given
  if (key === null || !key.readers.includes(caller.code)) throw new Refusal('request.malformed')
  if ((await findCase(tx.db, given.case)) !== undefined) throw new Refusal('report.taken')
  const room = newId<CompartmentId>()
  const permit = await tx.grant(
    { action: 'case.open', subject: given.case, compartment: caller.room },
    mayRunTeam(caller.actor, caller.room),
  )
  await openCase(tx.db, permit, { room, wrap: key.wrap, readers: key.readers, recovery: key.recovery, ...said }).catch(refuseTaken)
  demand(mayWorkOn(caller.actor, await findCase(tx.db, given.case)))
  return room
}

function refuseTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw new Refusal('report.taken')
  throw error
}

/** Sends a transfer back: it leaves this team, and the giving one sees that it was not accepted. */
export function giveBack(desk: InboxDesk, caller: Caller, id: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    if ((await findIncoming(tx.db, caller.room, id)) === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'incoming.return', subject: id, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await settleIncoming(tx.db, permit, 'returned')
    return { done: true }
  })
}
