import type { Tx } from '#base/transact.ts'
import { canEndTask } from '#features/cases/index.ts'
import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { mayAnswerFor, mayDrawUp } from '../alert.policy.ts'
import type { AlertDesk } from '../alert-desk.ts'
import { findReceived } from '../delivery.store.ts'
import type { GiveTask, PlanOffice, PlanSeen, SharePlan, TurnTask } from './plan.contract.ts'
import { endShare, giveTask, listPlanFields, listPlanOffices, listPlanTasks, sharePlan, turnTask } from './plan.store.ts'

/** Who is in the plan of a case, and who could come in: offices here that opened an alert about it. */
export function viewPlan(desk: AlertDesk, caller: Caller, code: string): Promise<{ offices: PlanOffice[] }> {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    return { offices: await listPlanOffices(db, room, desk.base.clock.now()) }
  })
}

/** By an alert that lets it in, where the office has several about the case. Refuses `plan.closed` when none does. */
async function demandOpen(tx: Tx, room: CompartmentId, is: (one: PlanOffice) => boolean): Promise<PlanOffice> {
  const all = (await listPlanOffices(tx.db, room, tx.clock.now())).filter(is)
  if (all.length === 0) throw new Refusal('record.not_found')
  return all.find(({ may }) => may) ?? Promise.reject(new Refusal('plan.closed'))
}

/**
 * Lets an office see coded fields of a case beside its alert, changes which, or ends that. Whether it may is asked anew at each of
 * its looks. Refuses `plan.closed` while bars, consent or the state of the alert are against it. guards T-21, T-27
 */
export function sharePlanWith(desk: AlertDesk, caller: Caller, given: SharePlan): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, given.case)
    const { delivery, fields, revision } = given
    const verdict = mayDrawUp(caller.actor, { writes: true })
    const isThis = (one: PlanOffice) => one.delivery === delivery
    if (fields === null) {
      const office = (await listPlanOffices(tx.db, room, tx.clock.now())).find(isThis)?.office
      if (office === undefined) throw new Refusal('record.not_found')
      const permit = await tx.grant({ action: 'share.plan_end', subject: office, compartment: room }, verdict)
      if (!(await endShare(tx.db, permit, room, delivery))) throw new Refusal('record.stale')
      return { revision: 0 }
    }
    const { office } = await demandOpen(tx, room, isThis)
    const permit = await tx.grant({ action: 'share.plan', subject: office, compartment: room }, verdict)
    const today = dayOf(tx.clock.now())
    const next = await sharePlan(tx.db, permit, room, { delivery, revision, fields, by: caller.actor.id, today })
    if (next === undefined) throw new Refusal('record.stale')
    return { revision: next }
  })
}

/** Gives an open task to an office of the plan, takes it back, or says whether the other offices see it. */
export function giveOneTask(desk: AlertDesk, caller: Caller, given: GiveTask): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, given.case)
    if (given.office !== null) await demandOpen(tx, room, ({ office, fields }) => office === given.office && fields !== null)
    const permit = await tx.grant(
      { action: 'share.task', subject: given.task, compartment: room },
      mayDrawUp(caller.actor, { writes: true }),
    )
    const today = dayOf(tx.clock.now())
    const next = await giveTask(tx.db, permit, room, { ...given, by: caller.actor.id, today })
    if (next === undefined) throw new Refusal('record.stale')
    return { revision: next }
  })
}

/** What came with a copy to the own office: the fields that it was given, its tasks, and those that it is shown. */
export function viewReceivedPlan(desk: AlertDesk, caller: Caller, delivery: string): Promise<PlanSeen> {
  return desk.base.read(caller.actor, async (db) => {
    if ((await findReceived(db, caller.room, delivery)) === undefined) throw new Refusal('record.not_found')
    const at = desk.base.clock.now()
    return { fields: await listPlanFields(db, delivery, at), tasks: await listPlanTasks(db, delivery, at) }
  })
}

const ACTIONS = { taken: 'plan.take', done: 'plan.end', declined: 'plan.decline' } as const

/** The own office takes a task on, ends it and says how, or does not take it on. The sender learns which office, never who in it. */
export function turnOneTask(desk: AlertDesk, caller: Caller, given: TurnTask): Promise<{ revision: number }> {
  const { task, becomes, outcome, gap } = given
  demand(canEndTask({ state: becomes === 'done' ? 'done' : 'open', outcome, gap }))
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findReceived(tx.db, caller.room, given.delivery)
    const permit = await tx.grant(
      { action: ACTIONS[becomes], subject: task, compartment: caller.room },
      mayAnswerFor(caller.actor, caller.room, found),
    )
    const next = await turnTask(tx.db, permit, given, tx.clock.now())
    if (next === undefined) throw new Refusal('record.stale')
    return { revision: next }
  })
}
