import { stateOfCode } from '#tools/commit.ts'
import { textOf } from '#tools/files.ts'
import type { BenchRun } from './benches.ts'
import type { FileReport } from './collect.ts'
import { writeCache } from './memory.ts'

/** What a long run has finished so far; it is taken up again as long as the code is the same. */
export type LongRun = {
  readonly key: string
  readonly seed: number
  readonly finished: FileReport[]
  readonly benches: BenchRun[]
}

const STATE = '.cache/long.json'

/** Takes up the long run of exactly this code, or begins one with the given seed. */
export function openLongRun(root: string, seed: number): LongRun {
  // Outside git nothing is taken up again.
  const key = stateOfCode(root)?.toString('hex') ?? ''
  const text = textOf(root, STATE)
  const known = text === undefined ? undefined : (JSON.parse(text) as LongRun)
  return known?.key === key && key !== '' ? known : { key, seed, finished: [], benches: [] }
}

/** Keeps a finished file; one with a failure runs again next time. */
export function keepFinished(root: string, run: LongRun, report: FileReport): void {
  if (report.results.some((result) => result.outcome !== 'passed')) return
  run.finished.push(report)
  writeCache(root, STATE, run)
}

/** Keeps what a bench said last. */
export function keepBench(root: string, run: LongRun, bench: BenchRun): void {
  const before = run.benches.findIndex(({ name }) => name === bench.name)
  run.benches.splice(before < 0 ? run.benches.length : before, before < 0 ? 0 : 1, bench)
  writeCache(root, STATE, run)
}
