import { type Caller, countRows } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, todayOf } from '../commitment-desk.ts'
import { canLabel } from './label.rules.ts'
import type { Vet, Vetting } from './vetting.contract.ts'
import * as store from './vetting.store.ts'

/** A look counts as so many lines of a list: whoever tries names one after another trips the wire. guards T-25 */
const COUNTS_AS = 10

/**
 * Compares a unit or person of a project with the actors on record: hit, no hit, or needs review, and nothing else (R-CSP-08).
 * Each look is one line of the ledger, without the name.
 */
export async function vetUnit(desk: CommitmentDesk, caller: Caller, said: Vet): Promise<{ result: Vetting['result'] }> {
  demand(canLabel(said.label, said.named))
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'cooperation.vet', subject: said.id, compartment: caller.room }, mayKeep(caller))
    await countRows(tx, caller, COUNTS_AS)
    const result = await store.compare(tx.db, said.named)
    if (result === null) throw new Refusal('role.needed')
    const { named: _, ...kept } = said
    if (!(await store.addVetting(tx.db, permit, caller.room, { ...kept, result, by: caller.actor.id, today: todayOf(desk) })))
      throw new Refusal('record.not_found')
    return { result }
  })
}

/** Somebody else than who asked says whether what is alike is the same. */
export function settleVetting(
  desk: CommitmentDesk,
  caller: Caller,
  { id, settled }: { readonly id: string; readonly settled: 'same' | 'another' },
): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = (await store.listVetting(tx.db, caller.room)).find((one) => one.id === id)
    if (found === undefined) throw new Refusal('record.not_found')
    if (found.by === caller.code) throw new Refusal('approval.same_person')
    const permit = await tx.grant({ action: 'cooperation.settle', subject: id, compartment: caller.room }, mayKeep(caller))
    if (!(await store.settle(tx.db, permit, caller.room, { settled, by: caller.actor.id, today: todayOf(desk) })))
      throw new Refusal('record.stale')
    return { done: true }
  })
}

export function viewVetting(desk: CommitmentDesk, caller: Caller): Promise<{ vetting: Vetting[] }> {
  return desk.base.read(caller.actor, async (db) => ({ vetting: await store.listVetting(db, caller.room) }))
}
