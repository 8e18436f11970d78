import { daysAfter } from '#features/cases/days.rules.ts'
import { calendarOf, countDeadlines } from '#features/cases/tasks/calendar.rules.ts'
import type { TaskFacts } from '#features/cases/tasks/task.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import { call, done, now, working } from '../../actions.ts'
import { say } from '../../words.ts'
import { savePlain } from '../cases/save.ts'
import { dialog } from '../cases/state.ts'
import { again } from '../cases/work.ts'
import type { ShownTask } from './calls.ts'
import * as state from './state.ts'

export const today = (): string => dayOf(now())
/** Three months ahead are enough to plan by. */
const AHEAD = 90

/** What is due; the server tells second officers of what is late by the way. */
export async function look(): Promise<void> {
  state.deadlines.value = await deadlinesOf()
  state.takeBack.value = await call('alerts.red', null)
}

async function deadlinesOf() {
  const { deadlines, more } = await call('tasks.deadlines', { until: daysAfter(today(), AHEAD), mine: state.mine.value })
  return { list: deadlines, more }
}

/** "3 due this week, 1 late": one quiet line for every room. */
export function due(): { readonly week: number; readonly late: number } {
  return countDeadlines(state.deadlines.value?.list ?? [], today(), daysAfter(today(), 7))
}

/** Deadlines for somebody's own calendar: whole days and codes (RFC 5545). */
export function exportCalendar(): void {
  const list = state.deadlines.value?.list ?? []
  savePlain([calendarOf(list, now())], 'calendar.ics', 'text/calendar')
}

export async function lookAtDuty(): Promise<void> {
  state.duty.value = await call('tasks.duty', null)
}

/** Does it, and reads the roster again. */
export async function onDuty(work: () => Promise<unknown>): Promise<boolean> {
  const isDone = await working(say('cases.keeping'), async () => {
    await work()
    await lookAtDuty()
    return true
  })
  return isDone === true
}

export async function lookAtCoverage(): Promise<void> {
  const answer = await working(say('cases.loading'), () => call('tasks.coverage', null))
  if (answer !== null) state.coverage.value = answer.rows
}

export async function lookAtGuidelines(): Promise<void> {
  const answer = await working(say('cases.loading'), () => call('tasks.guidelines', null))
  if (answer !== null) state.guidelines.value = answer.rows
}

export async function lookAtGaps(): Promise<void> {
  const answer = await working(say('cases.loading'), () => call('tasks.gaps', null))
  if (answer !== null) state.gaps.value = answer.gaps
}

export async function lookAtTasks(code: string, further = false): Promise<void> {
  const before = further && state.tasks.value?.of === code ? state.tasks.value.list : []
  const last = before.at(-1)
  const after = last === undefined ? null : { on: last.due, task: last.task }
  const page = await working(say('cases.loading'), () => call('tasks.list', { case: code, owner: null, state: null, after, open: true }))
  if (page !== null) state.tasks.value = { of: code, list: [...before, ...page.tasks], more: page.more }
}

export async function keep(code: string, task: ShownTask | null, body: TaskFacts, detail: string): Promise<boolean> {
  const given = { case: code, task: task?.task ?? null, revision: task?.revision ?? 0, body, detail }
  const kept = await working(say('cases.keeping'), async () => {
    await call('tasks.keep', given)
    return true
  })
  if (kept === null) return false
  await refreshed(code)
  done(() => say('tasks.kept'), null)
  return true
}

export async function start(code: string, playbook: string, owner: string, second: string | null): Promise<void> {
  const made = await working(say('cases.keeping'), () => call('tasks.playbook', { case: code, playbook, owner, second }))
  if (made === null) return
  await refreshed(code)
  done(() => say('tasks.made', { count: made.made }), null)
}

async function refreshed(code: string): Promise<void> {
  dialog.value = null
  await lookAtTasks(code)
  await look()
  await again()
}
