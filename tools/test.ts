/**
 * `./asylia test`: everything that can be proven here, part by part, with a count at the end. What tests need from the
 * system is installed where that asks nothing; `ASYLIA_INSTALL=off` leaves the system alone.
 */
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ALL_CHECKS } from './checks/all.ts'
import { describeFinding, isFault } from './checks/finding.ts'
import { runChecks } from './checks/run-checks.ts'
import { commitOf, stateOfCode } from './commit.ts'
import { textOf } from './files.ts'
import { homeFolder } from './home.ts'
import { listBenches, runBenches, writeFigures } from './test/benches.ts'
import type { FileReport, Result } from './test/collect.ts'
import { keepBench, keepFinished, type LongRun, openLongRun } from './test/long-run.ts'
import { rememberResults } from './test/memory.ts'
import { findTestFiles, inBrowser, PARTS, type Part, type TestFile, titlesIn } from './test/parts.ts'
import { runFiles } from './test/run-files.ts'
import { scratchFolder } from './test/scratch-folder.ts'
import { afterSecondTry, forSecondTry, type Unsteady } from './test/second-try.ts'
import { installPackages, listSystemPackages, missingPackages } from './test/system-packages.ts'
import { closingLines, tally } from './test/tally.ts'
import { makeTemplate } from './test/template.ts'

const FIGURES = 'figures'
const USAGE = `./asylia test [--long [--part ${FIGURES}]] [--part ${PARTS.join('|')}] [FILE …]`
const PART_PROMISE_MS = 3 * 60_000

type Session = {
  readonly root: string
  readonly env: Readonly<Record<string, string>>
  readonly absent: ReadonlySet<string>
  readonly long: LongRun | undefined
  readonly results: Result[]
  readonly reports: FileReport[]
  readonly unsteady: Unsteady[]
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

await main()

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  const root = homeFolder()
  const chosen = chooseFiles(root, values, positionals)
  const seed = chooseSeed(root)
  const long = values.long ? openLongRun(root, seed) : undefined
  say(`Asylia at ${commitOf(root)}, seed ${long?.seed ?? seed} (ASYLIA_SEED repeats it)`)
  const env = environmentOf(root, long?.seed ?? seed, long !== undefined)
  // The full counts take more room than memory has.
  const scratch = long === undefined ? scratchFolder() : undefined
  if (scratch !== undefined) process.env['TMPDIR'] = scratch
  const session: Session = {
    root,
    env: { ...env, ...(chosen.files.length > 1 ? makeTemplate(root, env) : {}) },
    absent: preparePackages(root, chosen, values.part === undefined && positionals.length === 0),
    long,
    results: [],
    reports: [],
    unsteady: [],
  }
  for (const part of PARTS) await runPart(session, part, chosen)
  await tryAgain(session, chosen.files)
  if (long !== undefined) await finishLong(session, long, chosen)
  finish(session)
}

/** The same code draws the same stories on every machine, the next draws others; outside git, and where one is asked for, others. */
function chooseSeed(root: string): number {
  const asked = process.env['ASYLIA_SEED']
  if (asked !== undefined && asked !== '') return Number(asked)
  const state = stateOfCode(root)
  return state === undefined ? randomInt(1, 2 ** 31) : state.readUInt32BE() % 2 ** 31
}

type Asked = { readonly long: boolean; readonly part?: readonly string[] }

function readArguments(): { values: Asked; positionals: string[] } {
  try {
    const options = { long: { type: 'boolean', default: false }, part: { type: 'string', multiple: true } } as const
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    say(USAGE)
    return process.exit(2)
  }
}

type Chosen = { readonly parts: ReadonlySet<string>; readonly files: readonly TestFile[] }

/** Everything, or only the named parts and files; naming what does not exist is an error, never an empty success. */
function chooseFiles(root: string, { long, part: parts = [] }: Asked, names: readonly string[]): Chosen {
  const files = findTestFiles(root)
  const known: readonly string[] = long ? [...PARTS, FIGURES] : PARTS
  const wrong = parts.filter((part) => !known.includes(part))
  const paths = names.map((name) => resolve(name))
  const missing = paths.filter((path) => !files.some((file) => join(root, file.path) === path))
  if (wrong.length > 0 || missing.length > 0) {
    say(`There is no such part or test file: ${[...wrong, ...missing].join(' ')}`)
    say(USAGE)
    process.exit(2)
  }
  if (paths.length > 0) return { parts: new Set(), files: files.filter((file) => paths.includes(join(root, file.path))) }
  const wanted = new Set<string>(parts.length > 0 ? parts : known)
  return { parts: wanted, files: files.filter((file) => wanted.has(file.part)) }
}

function environmentOf(root: string, seed: number, long: boolean): Record<string, string> {
  const shared = resolve(root, process.env['ASYLIA_SHARED'] ?? '../shared')
  return {
    ASYLIA_HOME: root,
    ASYLIA_SEED: String(seed),
    ...(long ? { ASYLIA_LONG: '1' } : {}),
    ...(existsSync(shared) ? { ASYLIA_SHARED: shared } : {}),
  }
}

/** Sees to the system packages the chosen files need, or all of them for a whole run; returns the names still missing. */
function preparePackages(root: string, chosen: Chosen, whole: boolean): Set<string> {
  const needed = new Set(chosen.files.flatMap((file) => file.needs))
  const wanted = listSystemPackages(root).filter((one) => whole || needed.has(one.package))
  return new Set(installPackages(missingPackages(wanted), say).map((one) => one.package))
}

async function runPart(session: Session, part: Part, chosen: Chosen): Promise<void> {
  const files = chosen.files.filter((file) => file.part === part)
  const isChecking = part === 'check' && chosen.parts.has('check')
  if (files.length === 0 && !isChecking) return
  say(`\n── ${part}`)
  const started = performance.now()
  if (isChecking) await runCheckPart(session)
  else await runFilePart(session, part, files)
  const ms = performance.now() - started
  say(`   ${part} took ${seconds(ms)}`)
  if (ms > PART_PROMISE_MS && session.long === undefined) say(`   NOTE ${part} took more than the 3 minutes it may take`)
}

async function runCheckPart(session: Session): Promise<void> {
  await runChecks(session.root, ALL_CHECKS, availableParallelism(), (outcome) => {
    const faults = outcome.findings.filter(isFault)
    const why = faults.map(describeFinding).join('\n')
    session.results.push({ part: 'check', file: 'check', title: outcome.name, outcome: outcome.ok ? 'passed' : 'failed', why })
    say(`   ${outcome.ok ? 'ok' : 'NO'}  ${outcome.name} (${seconds(outcome.ms)})`)
    for (const finding of outcome.findings) say(`      ${describeFinding(finding)}`)
  })
}

async function runFilePart(session: Session, part: Part, files: readonly TestFile[]): Promise<void> {
  const cannot = files.filter((file) => file.needs.some((need) => session.absent.has(need)))
  for (const file of cannot) session.results.push(...notRunFor(session, file))
  const finished = session.long?.finished.filter((report) => files.some((file) => file.path === report.file)) ?? []
  for (const report of finished) record(session, report, 'finished earlier')
  const left = files.filter((file) => !cannot.includes(file) && !finished.some((report) => report.file === file.path))
  await runFiles(session.root, {
    part,
    files: left.map((file) => file.path),
    // A file waits for its database a third of its time. In a browser a core too few is a key that comes too early.
    atOnce: availableParallelism() + (inBrowser(part) ? 0 : 1),
    env: session.env,
    onFile: (report) => {
      record(session, report, seconds(report.ms))
      if (session.long !== undefined) keepFinished(session.root, session.long, report)
    },
  })
}

function notRunFor(session: Session, file: TestFile): Result[] {
  const why = `not installed: ${file.needs.filter((need) => session.absent.has(need)).join(', ')}`
  return titlesIn(textOf(session.root, file.path) ?? '').map((title) => ({
    part: file.part,
    file: file.path,
    title,
    outcome: 'not run',
    why,
  }))
}

function record(session: Session, report: FileReport, when: string): void {
  session.results.push(...report.results)
  session.reports.push(report)
  const count = (outcome: string): number => report.results.filter((result) => result.outcome === outcome).length
  const notRun = count('not run') === 0 ? '' : `, ${count('not run')} not run`
  say(`   ${count('failed') === 0 ? 'ok' : 'NO'}  ${report.file}  ${count('passed')} passed${notRun} (${when})`)
  for (const failed of report.results.filter((result) => result.outcome === 'failed')) {
    say(`      ${failed.title}`)
    say(`         ${(failed.why ?? '').replaceAll('\n', '\n         ')}`)
  }
}

/** A file that failed is tried once more, alone. What passes then is counted so, and named with what it said first. */
async function tryAgain(session: Session, files: readonly TestFile[]): Promise<void> {
  const again = forSecondTry(session.results, files)
  if (again.length > 0) say('\n── once more, each alone')
  for (const { path, part } of again) {
    const { results, env, root } = session
    await runFiles(root, {
      part,
      files: [path],
      atOnce: 1,
      env,
      onFile: (report) => {
        const { kept, unsteady } = afterSecondTry(results, report)
        results.splice(0, results.length, ...kept)
        session.unsteady.push(...unsteady)
        record(session, report, seconds(report.ms))
      },
    })
  }
}

/** Figures that missed their goal are measured once more; the page says what has not run yet for this code. */
async function finishLong(session: Session, long: LongRun, chosen: Chosen): Promise<void> {
  const { root, env } = session
  const names = listBenches(root)
  if (chosen.parts.has(FIGURES)) {
    say('\n── figures')
    const kept = long.benches.filter(({ result }) => result.outcome === 'passed').map(({ name }) => name)
    const left = names.filter((name) => !kept.includes(name))
    await runBenches(root, env, left, { say, keep: (bench) => keepBench(root, long, bench) })
    session.results.push(...long.benches.map((bench) => bench.result))
  }
  // The last word on each file: one that failed was tried again.
  const reports = [...new Map([...session.reports, ...long.finished].map((one) => [one.file, one])).values()]
  const ran = new Set([...reports.map(({ file }) => file), ...long.benches.map(({ result }) => result.file)])
  const all = [...findTestFiles(root).map(({ path }) => path), ...names.map((name) => `bench/${name}.ts`)]
  const waiting = all.filter((file) => !ran.has(file))
  writeFigures(root, { seed: long.seed, reports, benches: long.benches, waiting })
}

function finish(session: Session): void {
  rememberResults(session.root, session.results)
  const total = tally(session.results, process.env['CI'] === 'true')
  const failed = session.results.filter((result) => result.outcome === 'failed')
  say('')
  if (failed.length > 0) say('Failed:')
  for (const result of failed) say(`  ${result.file}: ${result.title}`)
  for (const { file, title, why } of session.unsteady)
    say(`UNSTEADY, passed when tried again: ${file}: ${title}\n   ${why.split('\n')[0] ?? ''}`)
  for (const line of closingLines(total)) say(line)
  process.exitCode = total.failed > 0 ? 1 : 0
}
