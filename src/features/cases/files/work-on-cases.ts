import type { Base, Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { mayChangeCase } from '../case.policy.ts'
import { daysAfter } from '../days.rules.ts'
import { CASES_PAGE, type Cases, type ChangeCase, DEADLINES_PAGE, type Deadlines } from './case.contract.ts'
import { changeCase, findReader, findRoom, listCases, listDeadlines, listReportsOf, viewCase } from './case.store.ts'

export type CaseDesk = { readonly base: Base }

/** The compartment of a case that the caller works on; to anybody else it is not there. */
export async function roomFor(tx: Pick<Tx, 'db'>, caller: Caller, code: string): Promise<CompartmentId> {
  const found = await findRoom(tx.db, code)
  demand(mayChangeCase(caller.actor, found))
  return found?.room ?? Promise.reject(new Refusal('record.not_found'))
}

/** One page of the cases that the caller sees. */
export function viewCases(desk: CaseDesk, caller: Caller, asked: Cases) {
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => {
    const rows = await listCases(db, asked, { today, week: daysAfter(today, 7), most: CASES_PAGE + 1 })
    return { cases: rows.slice(0, CASES_PAGE), more: rows.length > CASES_PAGE }
  })
}

/** The coded facts of one case; its cards are asked for apart. */
export function viewOneCase(desk: CaseDesk, caller: Caller, code: string) {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomFor({ db }, caller, code)
    const viewed = await viewCase(db, room)
    if (viewed === undefined) throw new Refusal('record.not_found')
    return { ...viewed, reports: await listReportsOf(db, room) }
  })
}

/** Says who works on a case, what it is about, and whether it is open. The owner is one of its readers. */
export function changeOneCase(desk: CaseDesk, caller: Caller, said: ChangeCase): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomFor(tx, caller, said.case)
    const owner = said.owner === null ? null : await findReader(tx.db, room, said.owner)
    if (owner === undefined) throw new Refusal('case.member_unknown')
    const permit = await tx.grant(
      { action: 'case.change', subject: said.case, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    const { revision, state, host, origin } = said
    const next = await changeCase(tx.db, permit, room, { revision, state, owner, host, origin, today: dayOf(desk.base.clock.now()) })
    if (next === undefined) throw new Refusal('record.stale')
    return { revision: next }
  })
}

/** What is due: tasks, hearings and answers, looks at the risk; late ones come first because they are the oldest. */
export function viewDeadlines(desk: CaseDesk, caller: Caller, asked: Deadlines) {
  const now = desk.base.clock.now()
  const [today, soon] = [dayOf(now), daysAfter(dayOf(now), 3)]
  return desk.base.read(caller.actor, async (db) => {
    const me = caller.actor.id
    const found = await listDeadlines(db, { until: asked.until, mine: asked.mine ? me : null, me, most: DEADLINES_PAGE + 1 })
    const deadlines = found.slice(0, DEADLINES_PAGE).map(({ isSecond, needsObserver, ...due }) => ({
      ...due,
      forSecond: isSecond && due.on < today,
      unobserved: needsObserver && due.on >= today && due.on <= soon,
    }))
    return { deadlines, more: found.length > DEADLINES_PAGE }
  })
}
