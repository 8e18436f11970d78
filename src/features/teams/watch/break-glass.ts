import { randomUUID } from 'node:crypto'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { findRoom } from '../approvals/approvals.store.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { canHoldKeys, canReview, canWorkCases } from '../roles/roles.policy.ts'
import { glassEnds } from './glass.rules.ts'
import { breakGlass, listHolders, reviewGlass, setHolders } from './glass.store.ts'
import { tellTeam } from './tell-team.ts'
import type { Holders } from './watch.contract.ts'

const MOST_READERS = 80

/**
 * Opens one case for 60 minutes to a colleague who holds its key for that and does not read it. Nobody is asked before;
 * every desk of the team is told at once. What the server then hands out opens only with the member's own key, so a case
 * whose key was never sealed to them is not there for them; neither is one that their team is barred from. guards T-24
 */
export function openByGlass(desk: Desk, caller: Caller, { case: code, reason }: { case: string; reason: string }) {
  return desk.base.transact(caller.actor, async (tx) => {
    const at = tx.clock.now()
    const glass = { id: randomUUID(), reason, at, until: glassEnds(at) }
    const permit = await tx.grant({ action: 'glass.open', subject: code, compartment: caller.room }, canHoldKeys(caller))
    const outcome = await breakGlass(tx.db, permit, glass)
    if (outcome === 'unreviewed') throw new Refusal('glass.unreviewed')
    if (outcome === 'nothing') throw new Refusal('record.not_found')
    await tellTeam(tx, caller, { kind: 'glass.opened', subject: code, about: caller.code })
    return { id: glass.id, until: glass.until.toISOString() }
  })
}

/** Another person says whether it was right; a second account of the same person is not another. */
export function reviewBreak(desk: Desk, caller: Caller, { id, verdict }: { id: string; verdict: string }): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'glass.review', subject: id, compartment: caller.room }, canReview(caller))
    if (!(await reviewGlass(tx.db, permit, verdict, tx.clock.now()))) throw new Refusal('record.not_found')
    return { done: true }
  })
}

/** Who else holds the key of a case. The wrap comes from a reader's browser, in which it was sealed to them. */
export function chooseHolders(desk: Desk, caller: Caller, said: Holders): Promise<{ done: true }> {
  demandKeyFile(said.key)
  return desk.base.transact(caller.actor, async (tx) => {
    demand(canWorkCases(caller))
    const room = await findRoom(tx.db, said.case)
    if (room === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'glass.set_holders', subject: said.case, compartment: room }, canWorkCases(caller))
    if (!(await setHolders(tx.db, permit, room, said))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function viewHolders(desk: Desk, caller: Caller, code: string): Promise<{ holders: string[] }> {
  return desk.base.read(caller.actor, async (db) => {
    const room: CompartmentId | undefined = await findRoom(db, code)
    if (room === undefined) throw new Refusal('record.not_found')
    return { holders: await listHolders(db, room) }
  })
}

/** guards T-11 */
function demandKeyFile(text: string): void {
  try {
    readStanzas(unb64u(text), { min: 1, max: MOST_READERS })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}
