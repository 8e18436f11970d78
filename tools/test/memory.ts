import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { textOf } from '#tools/files.ts'
import type { Outcome, Result } from './collect.ts'

const LAST = '.cache/last-test.json'

/** Remembers how each test ended last, for the trace; files that did not run this time keep what is known. */
export function rememberResults(root: string, results: readonly Result[]): void {
  const seen = new Set(results.map((result) => result.file))
  const kept = recallResults(root).filter((result) => !seen.has(result.file))
  writeCache(root, LAST, [...kept, ...results.map(({ part, file, title, outcome }) => ({ part, file, title, outcome }))])
}

export function recallResults(root: string): { part: string; file: string; title: string; outcome: Outcome }[] {
  const text = textOf(root, LAST)
  return text === undefined ? [] : (JSON.parse(text) as Result[])
}

/** Writes a cache file in one step, so that a killed run leaves the old one whole. */
export function writeCache(root: string, path: string, content: unknown): void {
  const target = join(root, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(`${target}.new`, JSON.stringify(content))
  renameSync(`${target}.new`, target)
}
