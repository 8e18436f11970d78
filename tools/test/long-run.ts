import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { textOf } from '#tools/files.ts'
import type { FileReport } from './collect.ts'
import { writeCache } from './memory.ts'

/** What a long run has finished so far; it is taken up again as long as the code is the same. */
export type LongRun = { readonly key: string; readonly seed: number; readonly finished: FileReport[] }

const STATE = '.cache/long.json'

/** Takes up the long run of exactly this code, or begins one with the given seed. */
export function openLongRun(root: string, seed: number): LongRun {
  const key = keyOfCode(root)
  const text = textOf(root, STATE)
  const known = text === undefined ? undefined : (JSON.parse(text) as LongRun)
  return known?.key === key && key !== '' ? known : { key, seed, finished: [] }
}

/** Keeps a finished file; one with a failure runs again next time. */
export function keepFinished(root: string, run: LongRun, report: FileReport): void {
  if (report.results.some((result) => result.outcome !== 'passed')) return
  run.finished.push(report)
  writeCache(root, STATE, run)
}

/** The commit and whatever differs from it; empty where there is no git, and then nothing is taken up again. */
function keyOfCode(root: string): string {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })
  try {
    const changes = createHash('sha256').update(git('diff', 'HEAD')).update(git('status', '--porcelain'))
    return `${git('rev-parse', 'HEAD').trim()} ${changes.digest('hex')}`
  } catch {
    return ''
  }
}
