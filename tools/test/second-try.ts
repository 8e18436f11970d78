import type { FileReport, Result } from './collect.ts'
import type { TestFile } from './parts.ts'

/** A test that failed and then passed: a race of the test, of the machine, or of ours. It is never left unsaid. */
export type Unsteady = { readonly file: string; readonly title: string; readonly why: string }

/** More than this is no accident of a busy machine. */
const MOST_FILES = 3

/** The files that are tried once more: few, and only those that failed as a test does, not the checks. */
export function forSecondTry(results: readonly Result[], files: readonly TestFile[]): TestFile[] {
  const failed = new Set(results.filter(({ outcome }) => outcome === 'failed').map(({ file }) => file))
  return failed.size > MOST_FILES ? [] : files.filter(({ path }) => failed.has(path))
}

/** What is left of the first try once the second is told, and which tests were unsteady. */
export function afterSecondTry(results: readonly Result[], report: FileReport): { kept: Result[]; unsteady: Unsteady[] } {
  const passed = new Set(report.results.filter(({ outcome }) => outcome === 'passed').map(({ title }) => title))
  const unsteady = results
    .filter(({ file, outcome, title }) => file === report.file && outcome === 'failed' && passed.has(title))
    .map(({ file, title, why }) => ({ file, title, why: why ?? '' }))
  return { kept: results.filter(({ file }) => file !== report.file), unsteady }
}
