import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, mayEngage, todayOf } from '../dialogue-desk.ts'
import type { AddParticipant, Consultation, KeepConsultation, Shared } from './coalition.contract.ts'
import * as store from './consultation.store.ts'
import * as shared from './shared.store.ts'
import { canName } from './statement.rules.ts'

/** Keeps a consultation with an institution. */
export function keepConsultation(desk: DialogueDesk, caller: Caller, said: KeepConsultation): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'coalition.consult', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const revision = await store.keepConsultation(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today: todayOf(desk) })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Names an organisation that took part, with its consent to being named (R-NGO-28). */
export function addParticipant(desk: DialogueDesk, caller: Caller, said: AddParticipant): Promise<{ done: true }> {
  const today = todayOf(desk)
  demand(canName(said.agreedOn, today))
  return desk.base.transact(caller.actor, async (tx) => {
    const consultation = await store.findConsultation(tx.db, caller.room, said.consultation)
    if (consultation === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'coalition.name', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, consultation, by: caller.actor.id, today }
    if (!(await store.addParticipant(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Takes a name away when the consent to it is; nothing of it stays. */
export function dropParticipant(
  desk: DialogueDesk,
  caller: Caller,
  { id, consultation: code }: { readonly id: string; readonly consultation: string },
): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const consultation = await store.findConsultation(tx.db, caller.room, code)
    if (consultation === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'coalition.unname', subject: id, compartment: caller.room }, mayEngage(caller))
    if (!(await store.dropParticipant(tx.db, permit, caller.room, consultation))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function viewConsultations(desk: DialogueDesk, caller: Caller): Promise<{ consultations: Consultation[] }> {
  return desk.base.read(caller.actor, async (db) => ({ consultations: await store.listConsultations(db, caller.room) }))
}

/** What other teams read of the own. */
export function viewShared(desk: DialogueDesk, caller: Caller): Promise<{ shared: Shared[] }> {
  return desk.base.read(caller.actor, async (db) => ({ shared: await shared.listShared(db, caller.room, caller.teamId) }))
}

/** Ends what one team, or every other team, reads of the own records (R-NGO-28). What they copied before, they have. */
export function withdrawShared(desk: DialogueDesk, caller: Caller, team: string | null): Promise<{ ended: number }> {
  if (team === caller.team) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'coalition.withdraw', subject: team ?? 'all', compartment: caller.room }, mayEngage(caller))
    return { ended: await shared.withdrawShared(tx.db, permit, caller.room, { own: caller.teamId, team }) }
  })
}
