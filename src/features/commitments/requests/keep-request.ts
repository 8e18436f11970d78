import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, todayOf } from '../commitment-desk.ts'
import type { DocumentRequest, KeepRequest } from './request.contract.ts'
import { canKeepRequest, clockOf } from './request.rules.ts'
import * as store from './request.store.ts'

/** Keeps a request for documents. */
export function keepRequest(desk: CommitmentDesk, caller: Caller, said: KeepRequest): Promise<{ revision: number }> {
  const today = todayOf(desk)
  demand(canKeepRequest(said.body, today))
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'document_request.keep', subject: said.id, compartment: caller.room }, mayKeep(caller))
    const revision = await store.keepRequest(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Every request with its clock; open ones past their day come first. */
export function viewRequests(desk: CommitmentDesk, caller: Caller): Promise<{ requests: DocumentRequest[] }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => ({
    requests: (await store.listRequests(db, caller.room)).map((row) => ({ ...row, ...clockOf(row, today) })),
  }))
}
