import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Benchmark, Decide, Step } from './ladder.contract.ts'

type Looked = { readonly due: string; readonly looks: readonly { readonly result: string; readonly on: string }[] }
type Promised = { readonly state: string; readonly checks: readonly { readonly verdict: string; readonly on: string }[] }
type Planned = Pick<Step, 'setOff' | 'afterDays'> & {
  readonly decisions: readonly { readonly decision: string; readonly until: string | null; readonly on: string }[]
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * Where a benchmark stands. Missed is one whose day has passed while nobody found it met, from the day after, or one that somebody
 * found missed before. What was met late is met.
 */
export function stateOfBenchmark({ due, looks }: Looked, today: string): Pick<Benchmark, 'state' | 'since'> {
  const [last] = looks
  if (last?.result === 'met') return { state: 'met', since: last.on }
  if (last?.result === 'lifted') return { state: 'lifted', since: last.on }
  const passed = today > due ? daysAfter(due, 1) : null
  if (last?.result === 'missed') return { state: 'missed', since: passed !== null && passed < last.on ? passed : last.on }
  return passed === null ? { state: 'ahead', since: null } : { state: 'missed', since: passed }
}

/** Since when a step is set off; null while nothing did. What was dropped or lifted sets nothing off. */
function setOffOn({ setOff }: Pick<Planned, 'setOff'>, benchmark: Looked, promised: Promised, today: string): string | null {
  const { state, since } = stateOfBenchmark(benchmark, today)
  if (promised.state === 'dropped' || state === 'lifted') return null
  if (setOff === 'missed') return state === 'missed' ? since : null
  const [found] = promised.checks
  return found?.verdict === 'found_false' ? found.on : null
}

/** Where a step of the ladder stands, and since when or from when. What was put off is due again on its day. */
export function standingOf(step: Planned, benchmark: Looked, promised: Promised, today: string): Pick<Step, 'state' | 'on'> {
  const last = step.decisions.at(-1)
  if (last?.decision === 'taken') return { state: 'taken', on: last.on }
  if (last?.decision === 'waived') return { state: 'waived', on: last.on }
  const since = setOffOn(step, benchmark, promised, today)
  if (since === null) return { state: 'waiting', on: null }
  const on = last?.until ?? daysAfter(since, step.afterDays)
  if (on <= today) return { state: 'due', on }
  return { state: last?.decision === 'put_off' ? 'put_off' : 'coming', on }
}

/** A later step of the same kind never comes before an earlier one: the ladder goes up. */
export function canAddStep(
  steps: readonly Pick<Step, 'step' | 'setOff' | 'afterDays'>[],
  added: Pick<Step, 'step' | 'setOff' | 'afterDays'>,
): Verdict {
  const isOut = steps.some(
    (one) => one.setOff === added.setOff && (one.step < added.step ? one.afterDays > added.afterDays : one.afterDays < added.afterDays),
  )
  return isOut ? no('consequence.out_of_order') : yes
}

/** Who decides knows the log; what nothing has set off can only be waived; what is put off has a later day. What was taken stays taken. */
export function canDecide(
  step: Pick<Step, 'state'> & { readonly decisions: readonly unknown[] },
  { seen, decision, until }: Pick<Decide, 'seen' | 'decision' | 'until'>,
  today: string,
): Verdict {
  if (step.state === 'taken' || step.decisions.length !== seen) return no('record.stale')
  if ((decision === 'put_off') !== (until !== null)) return no('consequence.day_needed')
  if (until !== null && until <= today) return no('consequence.day_needed')
  return step.state === 'waiting' && decision !== 'waived' ? no('consequence.not_due') : yes
}
