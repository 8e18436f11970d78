import type { Tx } from '#base/transact.ts'
import { roomOf } from '#features/reports/index.ts'
import { type Caller, canVerify } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { isDay } from '#kernel/years.ts'
import * as findings from './finding.store.ts'
import { canCorrectHedge } from './hedge.rules.ts'
import type { Assess, Inform, Screen } from './incident.contract.ts'
import { hasAct, hasCard, lockIncident, setStatus } from './incident.store.ts'
import { demandIncident, type IncidentDesk, mayRecord } from './record-incident.ts'
import { canAssess, isConfirming, statusAfterScreening } from './screening.rules.ts'

type Reason = { readonly id: string; readonly kind: string; readonly about: string }

/** A reason has to lie there, sealed, before anything rests on it. */
async function demandCard(tx: Tx, room: CompartmentId, card: Reason): Promise<void> {
  if (!(await hasCard(tx.db, room, card))) throw new Refusal('record.not_found')
}

/** Answers one of the four questions. Failing one keeps the record as related, and nothing is deleted (R-EP-01). */
export function screen(desk: IncidentDesk, caller: Caller, said: Screen): Promise<{ status: string }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    await lockIncident(tx.db, room, said.incident)
    const { status } = await demandIncident(tx, room, said.incident)
    await demandCard(tx, room, { id: said.reason, kind: 'screening.reason', about: said.incident })
    const permit = await tx.grant({ action: 'incident.screen', subject: said.id, compartment: room }, mayRecord(caller))
    const added = await findings.addScreening(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    const next = statusAfterScreening(status, await findings.listScreening(tx.db, room, said.incident))
    await setStatus(tx.db, permit, room, { incident: said.incident, status: next })
    return { status: next }
  })
}

/** Writes down what a source said, with its own hedge. A correction never raises one (R-NGO-09). */
export function addInformation(desk: IncidentDesk, caller: Caller, said: Inform): Promise<{ done: true }> {
  if (!isDay(said.receivedOn)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    await lockIncident(tx.db, room, said.incident)
    await demandIncident(tx, room, said.incident)
    await demandCard(tx, room, { id: said.source, kind: 'information.source', about: said.incident })
    if (said.act !== null && !(await hasAct(tx.db, room, said.act, said.incident))) throw new Refusal('record.not_found')
    if (said.supersedes !== null) {
      const before = (await findings.listInformation(tx.db, room, said.incident)).find(({ id }) => id === said.supersedes)
      if (before === undefined) throw new Refusal('record.stale')
      demand(canCorrectHedge(before.hedge, said.hedge))
    }
    const permit = await tx.grant({ action: 'information.add', subject: said.id, compartment: room }, mayRecord(caller))
    const added = await findings.addInformation(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Writes an assessment beside the earlier ones. What confirms something takes a verifier who did not record it. */
export function assess(desk: IncidentDesk, caller: Caller, said: Assess): Promise<{ status: string }> {
  if (isConfirming(said.status)) demand(canVerify(caller))
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    await lockIncident(tx.db, room, said.incident)
    await demandIncident(tx, room, said.incident)
    await demandCard(tx, room, { id: said.basis, kind: 'assessment.basis', about: said.incident })
    const answers = await findings.listScreening(tx.db, room, said.incident)
    const isRecorder = await findings.isRecorder(tx.db, room, said.incident)
    demand(canAssess({ status: said.status, standard: said.standard, answers, isRecorder }))
    const [last] = await findings.listAssessments(tx.db, room, said.incident)
    if ((last?.id ?? null) !== said.supersedes) throw new Refusal('record.stale')
    const permit = await tx.grant({ action: 'incident.assess', subject: said.id, compartment: room }, mayRecord(caller))
    const added = await findings.addAssessment(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    await setStatus(tx.db, permit, room, { incident: said.incident, status: said.status })
    return { status: said.status }
  })
}
