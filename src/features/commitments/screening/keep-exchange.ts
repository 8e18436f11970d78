import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, todayOf } from '../commitment-desk.ts'
import * as store from './exchange.store.ts'
import type { Exchange, KeepExchange } from './screening.contract.ts'
import { canExchange } from './screening.rules.ts'
import { findCooperation } from './screening.store.ts'

/** Keeps what was exchanged under a project: topics, authorities, outputs, and what its screening says (R-CSP-22). */
export function keepExchange(desk: CommitmentDesk, caller: Caller, said: KeepExchange): Promise<{ revision: number }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const project = await findCooperation(tx.db, caller.room, said.project)
    if (project === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'cooperation.exchange', subject: said.id, compartment: caller.room }, mayKeep(caller))
    demand(canExchange(project.state, { on: said.body.on, today }))
    const written = { ...said, project: project.id, result: project.state, by: caller.actor.id, today }
    const revision = await store.keepExchange(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

export function viewExchanges(desk: CommitmentDesk, caller: Caller): Promise<{ exchanges: Exchange[] }> {
  return desk.base.read(caller.actor, async (db) => ({ exchanges: await store.listExchanges(db, caller.room) }))
}
