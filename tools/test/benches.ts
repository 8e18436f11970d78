import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesBelow, textOf } from '#tools/files.ts'
import type { Figure } from '../../bench/measure.ts'
import type { FileReport, Result } from './collect.ts'
import { tally } from './tally.ts'

export type BenchRun = {
  readonly name: string
  readonly result: Result
  readonly said: BenchAnswer | undefined
}
type BenchAnswer = { readonly name: string; readonly commit: string; readonly machine: Machine; readonly figures: readonly Figure[] }
type Machine = { readonly cores: number; readonly memoryGb: number; readonly cpu: string; readonly node: string }

/** Ours, whichever tree it is to measure. */
const BENCH = fileURLToPath(new URL('../bench.ts', import.meta.url))

/** Each file of `bench/` that exports `figures`; the others are what they share. */
export function listBenches(root: string): string[] {
  return filesBelow(root, 'bench')
    .filter(
      (path) =>
        /^bench\/[a-z0-9-]+\.ts$/.test(path) && /^export (?:async function|function|const) figures\b/m.test(textOf(root, path) ?? ''),
    )
    .map((path) => path.slice('bench/'.length, -'.ts'.length))
}

/** Runs benches, each in a process of its own, one after the other; a missed goal or a broken bench is a failure. */
export async function runBenches(
  root: string,
  env: Readonly<Record<string, string>>,
  names: readonly string[],
  { say, keep }: { readonly say: (line: string) => void; readonly keep: (run: BenchRun) => void },
): Promise<void> {
  for (const name of names) {
    const said = await runBench(root, env, name)
    const ok = said?.figures.every((figure) => figure.ok) ?? false
    const why = said === undefined ? 'the bench broke' : 'a goal was missed'
    say(`   ${ok ? 'ok' : 'NO'}  bench ${name}`)
    const base = { part: 'bench', file: `bench/${name}.ts`, title: `bench ${name}` }
    keep({ name, said, result: ok ? { ...base, outcome: 'passed' } : { ...base, outcome: 'failed', why } })
  }
}

function runBench(root: string, env: Readonly<Record<string, string>>, name: string): Promise<BenchAnswer | undefined> {
  const words = ['--disable-warning=ExperimentalWarning', BENCH, name, '--json']
  const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  return new Promise((done) => {
    child.on('error', () => done(undefined))
    child.on('close', () => done(readAnswer(Buffer.concat(pieces).toString('utf8'))))
  })
}

/** The last line of a bench is its object; without one the bench broke. */
function readAnswer(output: string): BenchAnswer | undefined {
  const line = output.trim().split('\n').at(-1) ?? ''
  return line.startsWith('{') ? (JSON.parse(line) as BenchAnswer) : undefined
}

export type FiguresSource = {
  readonly seed: number
  readonly reports: readonly FileReport[]
  readonly benches: readonly BenchRun[]
  /** Files of tests and figures that this page says nothing of, since they have not run in full for this code. */
  readonly waiting: readonly string[]
}

/** Writes `docs/figures.md`: every figure with floor, commit and machine, and every full count with its seed. */
export function writeFigures(root: string, source: FiguresSource): void {
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(join(root, 'docs/figures.md'), figuresPage(source))
}

export function figuresPage(source: FiguresSource): string {
  const total = tally([...source.reports.flatMap(({ results }) => results), ...source.benches.map(({ result }) => result)], false)
  const counts = source.reports.flatMap((report) => report.counts.map((count) => `| ${report.file} | ${count} |`))
  return [
    '# Figures',
    '',
    'Made by `./asylia test --long`. A figure stands with its floor, measured in turn on the same machine, at least five rounds after a warm-up: median, and the distance from slowest to fastest round as a share of it.',
    '',
    ...source.benches.flatMap(benchLines),
    '## Full counts',
    '',
    `Seed ${source.seed}. ${total.passed} passed, ${total.failed} failed, ${total.notRun.length} not run.`,
    '',
    ...(source.waiting.length === 0 ? [] : ['Not run in full for this code:', '', ...source.waiting.map((file) => `- ${file}`), '']),
    ...(counts.length === 0 ? [] : ['| test | count |', '|---|---|', ...counts, '']),
  ].join('\n')
}

function benchLines(bench: BenchRun): string[] {
  if (bench.said === undefined) return [`## ${bench.name}`, '', 'This bench broke; there is no figure.', '']
  const { machine, commit, figures } = bench.said
  return [
    `## ${bench.name}`,
    '',
    `Commit ${commit}; ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.cpu}, Node ${machine.node}.`,
    '',
    '| what | value | unit | goal | floor | ratio | spread | kept |',
    '|---|---:|---|---|---:|---:|---:|---|',
    ...figures.map(figureLine),
    '',
  ]
}

function figureLine(figure: Figure): string {
  const goal = [figure.atLeast === undefined ? '' : `≥ ${figure.atLeast}`, figure.atMost === undefined ? '' : `≤ ${figure.atMost}`]
    .join(' ')
    .trim()
  const cells = [
    figure.what,
    short(figure.value),
    figure.unit,
    goal,
    figure.floor === undefined ? '' : short(figure.floor),
    figure.ratio === undefined ? '' : short(figure.ratio),
    `${Math.round(figure.spread * 100)} %`,
    figure.ok ? 'yes' : 'no',
  ]
  return `| ${cells.join(' | ')} |`
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
