import type { Tx } from '#base/transact.ts'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type Caller, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { TakeIn } from './inbox.contract.ts'
import { findItem } from './inbox.store.ts'
import type { InboxDesk } from './inbox-desk.ts'
import { mayWorkOn } from './report.policy.ts'
import { addReport, barTeams, findCase, findTeamIds, openCase, takeItem, takeSets } from './reports.store.ts'

/** Readers of one case, its recovery key among them. */
export const MOST_READERS = 80

/**
 * Takes an item in: from here on the server knows which team works on it, which items and files are in one case, and which
 * teams are barred from it, and no record said so before. The wrap comes from the member's browser; nothing is opened here.
 * guards T-27
 */
export async function takeIn(desk: InboxDesk, caller: Caller, taken: TakeIn): Promise<{ report: string; case: string; sets: string[] }> {
  demandKeyFile(taken.wrap, 1)
  if (taken.key !== null) demandKeyFile(taken.key.wrap, MOST_READERS)
  if (taken.blocked.includes(caller.team)) demand(no('report.excluded'))
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const facts = await findItem(tx.db, taken.day, taken.item)
    if (facts === undefined) throw new Refusal('record.not_found')
    const blocked = await findTeamIds(tx.db, taken.blocked)
    if (blocked === undefined) throw new Refusal('record.not_found')

    const room = await caseFor(tx, caller, taken, { blocked, today })
    const permit = await tx.grant(
      { action: 'report.take_in', subject: taken.report, compartment: room, objectHash: taken.neverSha256 },
      mayWorkOn(caller.actor, await findCase(tx.db, taken.case)),
    )
    await barTeams(tx.db, permit, room, blocked)
    if (!(await takeItem(tx.db, permit, taken.item))) throw new Refusal('record.not_found')
    const sets = await takeSets(tx.db, permit, taken.sets)
    const id = newId<CompartmentId>()
    await addReport(tx.db, permit, taken, { id, room, team: caller.teamId, by: caller.actor.id, today, facts, sets }).catch(refuseTaken)
    await tx.emit(permit, 'report.accepted', { reportId: id, compartmentId: room })
    return { report: taken.report, case: taken.case, sets }
  })
}

/** The compartment of a case that is there, or of a new one for the named readers, the caller among them. */
async function caseFor(tx: Tx, caller: Caller, taken: TakeIn, said: { blocked: readonly string[]; today: string }): Promise<CompartmentId> {
  const found = await findCase(tx.db, taken.case)
  const { key } = taken
  if (key === null) {
    demand(mayWorkOn(caller.actor, found))
    return found?.room ?? Promise.reject(new Refusal('record.not_found'))
  }
  if (found !== undefined) throw new Refusal('report.taken')
  if (!key.readers.includes(caller.code)) throw new Refusal('request.malformed')
  const room = newId<CompartmentId>()
  const permit = await tx.grant(
    { action: 'case.open', subject: taken.case, compartment: caller.room },
    mayRunTeam(caller.actor, caller.room),
  )
  await openCase(tx.db, permit, { room, wrap: key.wrap, readers: key.readers, recovery: key.recovery, ...said }).catch(refuseTaken)
  return room
}

/** guards T-11 */
export function demandKeyFile(text: string, most: number): void {
  try {
    readStanzas(unb64u(text), { min: 1, max: most })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}

/** A code or an item that the team has already; the database's own words would name which. */
export function refuseTaken(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '23505') demand(no('report.taken'))
  throw error
}
