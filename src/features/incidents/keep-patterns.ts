import { roomOf } from '#features/reports/index.ts'
import { type Caller, canReadCoded, canWorkCases } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { AddToPattern, DropFromPattern, KeepPattern, Patterns } from './incident.contract.ts'
import { hasCard } from './incident.store.ts'
import * as store from './pattern.store.ts'
import { demandIncident, type IncidentDesk, mayRecord } from './record-incident.ts'

/** The patterns of the team, each with those of its incidents that the caller may see (R-NGO-53). */
export function viewPatterns(desk: IncidentDesk, caller: Caller): Promise<Patterns> {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => ({
    patterns: await store.listPatterns(db, caller.room),
    members: await store.listPatternMembers(db, caller.room),
  }))
}

export function keepPattern(desk: IncidentDesk, caller: Caller, said: KeepPattern): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'pattern.keep', subject: said.id, compartment: caller.room }, canWorkCases(caller))
    const added = await store.addPattern(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Puts an incident into a pattern of the own team, with why it belongs there. */
export function addToPattern(desk: IncidentDesk, caller: Caller, said: AddToPattern): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    await demandIncident(tx, room, said.incident)
    if (!(await store.hasPattern(tx.db, caller.room, said.pattern))) throw new Refusal('record.not_found')
    const card = said.reasonCard
    if (card !== null && !(await hasCard(tx.db, room, { id: card, kind: 'pattern.reason', about: said.incident })))
      throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'pattern.add', subject: said.incident, compartment: room }, mayRecord(caller))
    const places = { room, team: caller.room }
    const added = await store.addMember(tx.db, permit, places, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function dropFromPattern(desk: IncidentDesk, caller: Caller, said: DropFromPattern): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const permit = await tx.grant({ action: 'pattern.drop', subject: said.incident, compartment: room }, mayRecord(caller))
    if (!(await store.dropMember(tx.db, permit, room, said.pattern))) throw new Refusal('record.not_found')
    return { done: true }
  })
}
