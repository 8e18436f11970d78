import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, mayCheck, mayCodeFound, mayEngage, todayOf } from '../dialogue-desk.ts'
import { demandOwnRound } from '../rounds/keep-rounds.ts'
import type { Check, KeepDeliverable } from './deliverable.contract.ts'
import { canCheck, canKeepDeliverable } from './deliverable.rules.ts'
import * as store from './deliverable.store.ts'

/** Keeps a deliverable. Agreed is what can be measured and has a day (R-NGO-18). */
export function keepDeliverable(desk: DialogueDesk, caller: Caller, said: KeepDeliverable): Promise<{ revision: number }> {
  demand(canKeepDeliverable(said.body))
  return desk.base.transact(caller.actor, async (tx) => {
    const round = await demandOwnRound(tx, caller.room, said.round)
    const permit = await tx.grant({ action: 'dialogue.deliverable', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, round: round.id, by: caller.actor.id, today: todayOf(desk) }
    const revision = await store.keepDeliverable(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Writes down what somebody found. The incident on which it rests is named in the room of its case, and there alone. guards T-21 */
export function checkDeliverable(desk: DialogueDesk, caller: Caller, said: Check): Promise<{ done: true }> {
  demand(canCheck(said))
  return desk.base.transact(caller.actor, async (tx) => {
    const deliverable = await store.findDeliverable(tx.db, caller.room, said.deliverable)
    if (deliverable === undefined) throw new Refusal('record.not_found')
    const by = { by: caller.actor.id, today: todayOf(desk) }
    const permit = await tx.grant({ action: 'dialogue.check', subject: said.id, compartment: caller.room }, mayCheck(caller))
    if (!(await store.addCheck(tx.db, permit, caller.room, { ...said, deliverable, ...by }))) throw new Refusal('record.stale')
    if (said.incident === null) return { done: true }
    const room = await roomOf(tx, caller, said.incident.case)
    if (!(await store.hasIncident(tx.db, room, said.incident.incident))) throw new Refusal('record.not_found')
    const rests = await tx.grant({ action: 'dialogue.doubt', subject: said.incident.incident, compartment: room }, mayCodeFound(caller))
    await store.addDoubt(tx.db, rests, room, {
      id: crypto.randomUUID(),
      checkRoom: caller.room,
      check: said.id,
      incident: said.incident.incident,
      ...by,
    })
    return { done: true }
  })
}
