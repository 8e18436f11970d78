import type { Tx } from '#base/transact.ts'
import { type Caller, tellTeam } from '#features/teams/index.ts'
import { casework } from '#kernel/casework.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { mayChangeCase } from '../case.policy.ts'
import { daysAfter } from '../days.rules.ts'
import { findReader, touchCase } from '../files/case.store.ts'
import { type CaseDesk, roomFor } from '../files/work-on-cases.ts'
import { type KeepTasks, TASKS_PAGE, type Tasks } from './task.contract.ts'
import { canKeepTask } from './task.rules.ts'
import { countCoverage, countGaps, countMeasures, hasOpenTask, keepTask, listTasks, listUntold, markTold } from './task.store.ts'

/** One page of tasks. */
export function viewTasks(desk: CaseDesk, caller: Caller, asked: Tasks) {
  return desk.base.read(caller.actor, async (db) => {
    if (asked.case !== null) await roomFor({ db }, caller, asked.case)
    const rows = await listTasks(db, asked, TASKS_PAGE + 1)
    return { tasks: rows.slice(0, TASKS_PAGE), more: rows.length > TASKS_PAGE }
  })
}

/** What could not be done for want of something, by country (R-EP-18). */
export function viewGaps(desk: CaseDesk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ gaps: await countGaps(db) }))
}

/** What was asked for in each state, what was met and not, and how long it took (R-NGO-34). */
export function viewCoverage(desk: CaseDesk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ rows: await countCoverage(db) }))
}

/** Which measures of the EU Guidelines on Human Rights Defenders were used by each team, for how many cases, and when (R-EP-17). */
export function viewGuidelines(desk: CaseDesk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ rows: await countMeasures(db, casework.guidelines.measures) }))
}

/** Keeps tasks of one case, all of them or none. Owner and second officer read the case. */
export function keepSomeTasks(desk: CaseDesk, caller: Caller, said: KeepTasks) {
  for (const { body } of said.tasks) demand(canKeepTask(body))
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomFor(tx, caller, said.case)
    const kept: { task: string; revision: number }[] = []
    for (const task of said.tasks) kept.push(await keepOne(tx, caller, { room, today, ...task }))
    return { tasks: kept }
  })
}

type One = KeepTasks['tasks'][number] & { readonly room: CompartmentId; readonly today: string }

async function keepOne(tx: Tx, caller: Caller, { room, today, task, revision, body }: One) {
  const owner = await findReader(tx.db, room, body.owner)
  const second = body.second === null ? null : await findReader(tx.db, room, body.second)
  if (owner === undefined || second === undefined) throw new Refusal('case.member_unknown')
  const permit = await tx.grant({ action: 'task.keep', subject: task, compartment: room }, mayChangeCase(caller.actor, { writes: true }))
  const next = await keepTask(tx.db, permit, room, { revision, body, owner, second, by: caller.actor.id, today })
  if (next === undefined) throw new Refusal('record.stale')
  await touchCase(tx.db, permit, room, today)
  return { task, revision: next }
}

const MONITORING = 'pa.post-return-monitoring'

/** Somebody was returned: a task to look after them, of whoever wrote it down, unless one is open already (R-NGO-04). */
export async function openMonitoring(tx: Tx, caller: Caller, room: CompartmentId, today: string): Promise<void> {
  if (await hasOpenTask(tx.db, room, MONITORING)) return
  const permit = await tx.grant({ action: 'task.keep', subject: newId(), compartment: room }, mayChangeCase(caller.actor, { writes: true }))
  const nothing = { playbook: null, outcome: null, gap: null, jurisdiction: null, second: null, owner: '' }
  const body = { ...nothing, action: MONITORING, due: daysAfter(today, casework.monitoringDays), state: 'open' as const }
  const me = caller.actor.id
  await keepTask(tx.db, permit, room, { revision: 0, body, owner: me, second: null, by: me, today })
}

const TOLD_AT_ONCE = 20

/**
 * Tells second officers of what is late, once for each task. Row security hides cases from the installation, so the first
 * member who looks after the day does it; the notice names the officer and no case.
 */
export function tellOfLate(desk: CaseDesk, caller: Caller): Promise<{ told: number }> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const late = await listUntold(tx.db, today, TOLD_AT_ONCE)
    for (const { id, room, second } of late) {
      const permit = await tx.grant({ action: 'task.tell', subject: id, compartment: room }, mayChangeCase(caller.actor, { writes: true }))
      await markTold(tx.db, permit, room)
      await tellTeam(tx, caller, { kind: 'task.late', subject: second, about: second })
    }
    return { told: late.length }
  })
}
