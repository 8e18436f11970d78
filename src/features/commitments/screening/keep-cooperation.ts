import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, todayOf } from '../commitment-desk.ts'
import type { Cooperation, KeepCooperation } from './screening.contract.ts'
import { canDecide, riskOf } from './screening.rules.ts'
import * as store from './screening.store.ts'
import { standsVetted } from './vetting.store.ts'

/** Keeps a project. It is cleared only by the rules: every question answered with what it rests on, and no red flag standing. */
export function keepCooperation(desk: CommitmentDesk, caller: Caller, said: KeepCooperation): Promise<{ revision: number }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'cooperation.keep', subject: said.id, compartment: caller.room }, mayKeep(caller))
    const hasRecentActs = await store.hasRecentActs(tx.db, said.body.partner, today)
    demand(canDecide({ ...said.body, hasRecentActs, vetting: await standsVetted(tx.db, caller.room, said.id) }))
    const revision = await store.keepCooperation(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Every project of the team with what stands against it. */
export function viewCooperation(desk: CommitmentDesk, caller: Caller): Promise<{ projects: Cooperation[]; today: string }> {
  return desk.base.read(caller.actor, async (db) => {
    const rows = await store.listCooperation(db, caller.room)
    const projects = rows.map((row) => {
      const { risk, reasons } = riskOf(row)
      return { ...row, risk, against: [...reasons] }
    })
    return { projects, today: todayOf(desk) }
  })
}
