import { join } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { collect, type FileReport, type RunnerEvent } from './collect.ts'

export type RunOptions = {
  readonly part: string
  readonly files: readonly string[]
  readonly atOnce: number
  readonly env: Readonly<Record<string, string>>
  readonly onFile: (report: FileReport) => void
}

const SEED_FILE = fileURLToPath(new URL('../test-seed.ts', import.meta.url))
const HANGS_AFTER_MS = 15 * 60_000
const HANGS_AFTER_MS_LONG = 6 * 3_600_000

/** Runs test files with Node's own runner, a process each, and hands over each file's results as it ends. */
export async function runFiles(root: string, options: RunOptions): Promise<void> {
  if (options.files.length === 0) return
  const collector = collect(root, options.part, options.onFile)
  const events = run({
    cwd: root,
    files: options.files.map((file) => join(root, file)),
    concurrency: options.atOnce,
    timeout: options.env['ASYLIA_LONG'] === '1' ? HANGS_AFTER_MS_LONG : HANGS_AFTER_MS,
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', SEED_FILE],
    env: { ...process.env, ...options.env },
  })
  for await (const event of events) collector.take(event as RunnerEvent)
  collector.end()
}
