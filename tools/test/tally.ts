import type { Result } from './collect.ts'

export type Tally = { readonly passed: number; readonly failed: number; readonly notRun: readonly Result[] }

/** The one reason that even a build machine accepts. */
const SHARED_ABSENT = 'ASYLIA_SHARED is absent'

/** Counts a run. Where `strict`, as on a build machine, what did not run has failed, unless the shared material is absent. */
export function tally(results: readonly Result[], strict: boolean): Tally {
  const notRun = results.filter((result) => result.outcome === 'not run')
  const counted = strict ? notRun.filter((result) => result.why !== SHARED_ABSENT).length : 0
  const failed = results.filter((result) => result.outcome === 'failed').length
  return { passed: results.filter((result) => result.outcome === 'passed').length, failed: failed + counted, notRun }
}

/** The last lines of every run: what did not run and why, then the count alone on its line. */
export function closingLines(total: Tally): string[] {
  const reasons = Map.groupBy(total.notRun, (result) => result.why ?? 'no reason given')
  const why = [...reasons].map(([reason, results]) => `  ${results.length} because: ${reason}`)
  const names = total.notRun.map((result) => `${result.file}: ${result.title}`).join('; ')
  const notRun = `not run: ${total.notRun.length}${names === '' ? '' : ` (${names})`}`
  return [...why, notRun, `${total.passed} passed, ${total.failed} failed`]
}
