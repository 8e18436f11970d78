import type { Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type DeliverableRow, findDeliverable, listDeliverables } from '../deliverables/deliverable.store.ts'
import { type DialogueDesk, mayCheck, mayEngage, todayOf } from '../dialogue-desk.ts'
import type { AddBenchmark, AddConsequence, Benchmark, Decide, Ladder, Look } from './ladder.contract.ts'
import { canAddStep, canDecide, standingOf, stateOfBenchmark } from './ladder.rules.ts'
import * as store from './ladder.store.ts'

/** Lays out something measurable on the way to a deliverable, beforehand (R-NGO-24). */
export function addBenchmark(desk: DialogueDesk, caller: Caller, said: AddBenchmark): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const deliverable = await findDeliverable(tx.db, caller.room, said.deliverable)
    if (deliverable === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'dialogue.benchmark', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, deliverable, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.addBenchmark(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Writes down what somebody found when they looked. */
export function lookAtBenchmark(desk: DialogueDesk, caller: Caller, said: Look): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { looks } = await demandBenchmark(tx, caller.room, said.benchmark)
    if (looks.length !== said.seen) throw new Refusal('record.stale')
    const permit = await tx.grant({ action: 'dialogue.look', subject: said.id, compartment: caller.room }, mayCheck(caller))
    const written = { ...said, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.addLook(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Lays out one step of the ladder of a benchmark. */
export function addConsequence(desk: DialogueDesk, caller: Caller, said: AddConsequence): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { steps } = await demandBenchmark(tx, caller.room, said.benchmark)
    demand(canAddStep(steps, said))
    const permit = await tx.grant({ action: 'dialogue.consequence', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.addConsequence(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Decides on a step: it stays in the log, whatever is decided later (R-NGO-24). */
export function decideConsequence(desk: DialogueDesk, caller: Caller, said: Decide): Promise<{ done: true }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const of = await store.benchmarkOf(tx.db, caller.room, said.consequence)
    if (of === undefined) throw new Refusal('record.not_found')
    const row = await demandBenchmark(tx, caller.room, of)
    const [promised] = await listDeliverables(tx.db, caller.room, { code: row.deliverable })
    const step = promised && viewOf(row, promised, today).steps.find(({ id }) => id === said.consequence)
    if (step === undefined) throw new Refusal('record.not_found')
    demand(canDecide(step, said, today))
    const permit = await tx.grant({ action: 'dialogue.decide', subject: said.id, compartment: caller.room }, mayEngage(caller))
    if (!(await store.addDecision(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today }))) throw new Refusal('record.stale')
    return { done: true }
  })
}

async function demandBenchmark(tx: Pick<Tx, 'db'>, room: CompartmentId, id: string): Promise<store.BenchmarkRow> {
  const [row] = await store.listBenchmarks(tx.db, room, id)
  if (row === undefined) throw new Refusal('record.not_found')
  return row
}

function viewOf({ deliverable: _, ...row }: store.BenchmarkRow, promised: DeliverableRow, today: string): Benchmark {
  const steps = row.steps.map((step) => ({ ...step, ...standingOf(step, row, promised, today) }))
  return { ...row, ...stateOfBenchmark(row, today), steps }
}

/** Deliverables with their benchmarks; those with a step that is due come first, the longest due before the others. */
export function viewLadder(desk: DialogueDesk, caller: Caller): Promise<{ ladder: Ladder[]; today: string }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const rows = Map.groupBy(await store.listBenchmarks(db, caller.room, null), ({ deliverable }) => deliverable)
    const ladder = (await listDeliverables(db, caller.room, {})).map((one): Ladder => {
      const { code: deliverable, round, said, due } = one
      return { deliverable, round, said, due, benchmarks: (rows.get(deliverable) ?? []).map((row) => viewOf(row, one, today)) }
    })
    return {
      ladder: ladder.toSorted((one, other) => (firstDue(one) < firstDue(other) ? -1 : firstDue(one) > firstDue(other) ? 1 : 0)),
      today,
    }
  })
}

const NEVER = '9999-12-31'
function firstDue({ benchmarks }: Ladder): string {
  const days = benchmarks.flatMap(({ steps }) => steps.flatMap(({ state, on }) => (state === 'due' && on !== null ? [on] : [])))
  return days.toSorted()[0] ?? (benchmarks.length > 0 ? NEVER : `${NEVER}~`)
}

/** Steps that are due or will be, with the deliverable and the track that they belong to. */
export async function stepsAhead(
  tx: Pick<Tx, 'db'>,
  room: CompartmentId,
  today: string,
): Promise<{ readonly code: string; readonly track: string | null; readonly on: string }[]> {
  const rows = (await store.listBenchmarks(tx.db, room, null)).filter(({ steps }) => steps.length > 0)
  if (rows.length === 0) return []
  const promises = new Map((await listDeliverables(tx.db, room, {})).map((one) => [one.code, one]))
  const all = rows.flatMap((row) => {
    const promised = promises.get(row.deliverable)
    if (promised === undefined) return []
    const ahead = viewOf(row, promised, today).steps.filter(({ state }) => state === 'due' || state === 'coming' || state === 'put_off')
    return ahead.flatMap(({ on }) => (on === null ? [] : [{ code: row.deliverable, track: promised.trackCode, on }]))
  })
  return [...new Map(all.map((one) => [`${one.code} ${one.on}`, one])).values()]
}
