import type { TakeBriefing } from './take.contract.ts'

/** With more cases than this in it nobody takes a briefing out alone (T-22). */
const ALONE_CASES = 10

/** What two people sign of a longer briefing that leaves: which version, its very bytes, and of which cases it is. */
export function briefingBinds(team: string, { version, digest, cases }: Omit<TakeBriefing, 'audience'>) {
  return { team, version, digest, cases: cases.toSorted() }
}

/** Whether a briefing of so many cases leaves with the yes of two alone. */
export function needsTwo(cases: readonly string[]): boolean {
  return cases.length > ALONE_CASES
}
