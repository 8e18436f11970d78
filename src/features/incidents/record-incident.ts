import type { Base, Tx } from '#base/transact.ts'
import { implicatedBy } from '#features/actors/index.ts'
import { mayWorkOn, roomOf } from '#features/reports/index.ts'
import { barState, type Caller, canReadCoded, canWorkCases, teamsOfState } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { isDateRange } from '#kernel/daterange.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, no, Refusal, type Verdict, yes } from '#kernel/refusal.ts'
import { TAXONOMY_VERSION } from '#kernel/vocabulary.ts'
import { canDetailAct, canRecordAct } from './act.rules.ts'
import * as findings from './finding.store.ts'
import { INCIDENTS_PAGE, type Incident, type Incidents, type Involve, type KeepAct, type KeepIncident } from './incident.contract.ts'
import { canRecord } from './incident.rules.ts'
import * as store from './incident.store.ts'
import { listPatternsOf } from './pattern.store.ts'

export type IncidentDesk = { readonly base: Base }

/** The incidents of a case, or of all cases that the caller reads; whatever else there is leaves no trace. guards T-21 */
export function viewIncidents(desk: IncidentDesk, caller: Caller, asked: Incidents) {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => {
    const room = asked.case === null ? null : await roomOf({ db }, caller, asked.case)
    const rows = await store.listIncidents(db, { ...asked, room }, INCIDENTS_PAGE + 1)
    return { incidents: rows.slice(0, INCIDENTS_PAGE), more: rows.length > INCIDENTS_PAGE }
  })
}

type One = { readonly case: string; readonly incident: string }

/** An incident with all that was recorded of it, in codes and days. */
export function readIncident(desk: IncidentDesk, caller: Caller, { case: code, incident: id }: One) {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    const incident = await demandIncident({ db }, room, id)
    const involved = await store.listInvolvements(db, room, id)
    const acts = await store.listActs(db, room, id)
    const screening = await findings.listScreening(db, room, id)
    return {
      incident,
      screening: screening.map(({ id: answer, element, answer: said, reason, by, on }) => ({
        id: answer,
        element,
        answer: said,
        reason,
        by,
        on,
      })),
      acts: acts.map((act) => ({ ...act, involved: involved.filter(({ act: of }) => of === act.id).map(({ act: _of, ...one }) => one) })),
      information: await findings.listInformation(db, room, id),
      assessments: await findings.listAssessments(db, room, id),
      patterns: await listPatternsOf(db, room, id),
    }
  })
}

export async function demandIncident(tx: Pick<Tx, 'db'>, room: CompartmentId, id: string): Promise<Incident> {
  const found = await store.findIncident(tx.db, room, id)
  return found ?? Promise.reject(new Refusal('record.not_found'))
}

/** Whoever works on the case, in a role that does casework. */
export const mayRecord = (caller: Caller): Verdict => {
  const role = canWorkCases(caller)
  return role.ok ? mayWorkOn(caller.actor, { writes: true }) : role
}

/** Keeps an incident: new, or in the place of the revision that it names. */
export function keepIncident(desk: IncidentDesk, caller: Caller, said: KeepIncident): Promise<{ revision: number }> {
  demand(canRecord(said))
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const permit = await tx.grant({ action: 'incident.keep', subject: said.id, compartment: room }, mayRecord(caller))
    const revision = await store.keepIncident(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Keeps an act of an incident. One kind of conduct is one act; several of them are counted once in each category. */
export function keepAct(desk: IncidentDesk, caller: Caller, said: KeepAct): Promise<{ revision: number }> {
  demand(canRecordAct(said))
  demand(canDetailAct(said))
  demand(isDateRange(said.happened) ? yes : no('request.malformed'))
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    await demandIncident(tx, room, said.incident)
    if (said.person !== null && !(await store.hasPerson(tx.db, room, said.person))) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'act.keep', subject: said.id, compartment: room }, mayRecord(caller))
    const written = { ...said, taxonomy: TAXONOMY_VERSION, by: caller.actor.id, today: dayOf(tx.clock.now()) }
    const revision = await store.keepAct(tx.db, permit, room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Names an alleged actor for an act, and closes the case to the teams of every state that this implicates. guards T-27 */
export function involve(desk: IncidentDesk, caller: Caller, said: Involve): Promise<{ revision: number; barred: readonly string[] }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    if (!(await store.hasAct(tx.db, room, said.act))) throw new Refusal('record.not_found')
    const states = await implicatedBy(tx, caller, said.actor)
    if (states === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'actor.involve', subject: said.id, compartment: room }, mayRecord(caller))
    const written = { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) }
    const revision = await store.keepInvolvement(tx.db, permit, room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    if (states.length > 0) await barState(tx, caller, room, ...states)
    return { revision, barred: states }
  })
}

/** Whom naming an actor would bar, so that the screen says it first. */
export function viewBars(desk: IncidentDesk, caller: Caller, actor: string) {
  demand(canWorkCases(caller))
  return desk.base.read(caller.actor, async (db) => {
    const states = await implicatedBy({ db }, caller, actor)
    if (states === undefined) throw new Refusal('record.not_found')
    const found = await Promise.all(states.map((state) => teamsOfState(db, caller, state)))
    return { states, teams: [...new Set(found.flatMap(({ teams }) => teams))].toSorted(), own: found.some(({ own }) => own) }
  })
}
