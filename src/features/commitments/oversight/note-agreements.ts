import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayNote, todayOf } from '../commitment-desk.ts'
import type { AddNote, OversightReport } from './oversight.contract.ts'
import { canNote, reportOf } from './oversight.rules.ts'
import * as store from './oversight.store.ts'

/** Notes what was seen in the field of how a clause of an agreement is kept (R-NGO-38). */
export function addNote(desk: CommitmentDesk, caller: Caller, said: AddNote): Promise<{ done: true }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    demand(canNote(await store.listNotes(tx.db, caller.room, said.body.agreement), said.body, today))
    const permit = await tx.grant({ action: 'agreement.note', subject: said.id, compartment: caller.room }, mayNote(caller))
    if (!(await store.addNote(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today }))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** The oversight report on an agreement, of what the caller's team saw. */
export function viewReport(desk: CommitmentDesk, caller: Caller, agreement: string): Promise<OversightReport> {
  return desk.base.read(caller.actor, async (db) => ({
    ...reportOf(agreement, await store.listNotes(db, caller.room, agreement)),
    today: todayOf(desk),
  }))
}
