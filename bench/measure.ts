import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

/** One measured thing. `ok` says whether it keeps its goal; without a goal it is true. */
export type Figure = {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
  readonly floor?: number
  readonly ratio?: number
  readonly spread: number
  readonly ok: boolean
}

export type BenchOptions = { readonly root: string }

/** What a `bench/<name>.ts` exports. */
export type Bench = { readonly figures: (options: BenchOptions) => Promise<Figure[]> }

/** Median of the rounds, and the distance from slowest to fastest as a share of the median. */
export type Measured = { readonly median: number; readonly spread: number; readonly rounds: readonly number[] }

/** One round: works for about so many seconds and answers how much it did, in the figure's own unit. */
export type Round = (seconds: number) => Promise<number>

export type RoundsPlan = {
  readonly warmUp?: number
  readonly rounds?: number
  readonly seconds?: number
  readonly floor: Round
  readonly figure: Round
}

/** Runs floor and figure in turn, so that a busy machine hurts both alike; warm-up rounds are thrown away. */
export async function rounds(plan: RoundsPlan): Promise<{ floor: Measured; figure: Measured; ratio: number }> {
  const { warmUp = 1, rounds: count = 5, seconds = 3 } = plan
  const floors: number[] = []
  const figures: number[] = []
  for (let round = -warmUp; round < count; round += 1) {
    const floor = await plan.floor(seconds)
    const figure = await plan.figure(seconds)
    if (round < 0) continue
    floors.push(floor)
    figures.push(figure)
  }
  const [floor, figure] = [summarise(floors), summarise(figures)]
  return { floor, figure, ratio: figure.median / floor.median }
}

/** Repeats one thing that has no floor, for example a start, and answers milliseconds. */
export async function repeat(plan: { warmUp?: number; rounds?: number; once: () => Promise<void> }): Promise<Measured> {
  const { warmUp = 1, rounds: count = 5, once } = plan
  const values: number[] = []
  for (let round = -warmUp; round < count; round += 1) {
    const started = performance.now()
    await once()
    if (round >= 0) values.push(performance.now() - started)
  }
  return summarise(values)
}

/** Median and spread of a row of values; an empty row is an error of the caller. */
export function summarise(values: readonly number[]): Measured {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)]
  const high = sorted[Math.ceil((sorted.length - 1) / 2)]
  const [least, most] = [sorted.at(0), sorted.at(-1)]
  if (low === undefined || high === undefined || least === undefined || most === undefined) throw new Error('nothing was measured')
  const median = (low + high) / 2
  return { median, spread: median === 0 ? 0 : (most - least) / median, rounds: values }
}

type Goal = { readonly atLeast?: number; readonly atMost?: number; readonly floor?: number; readonly ratio?: number }

/** A figure with its verdict. With a ratio the goal is about the ratio, else about the value. */
export function judge(what: string, measured: Measured, unit: string, goal: Goal = {}): Figure {
  const judged = goal.ratio ?? measured.median
  const ok = (goal.atLeast === undefined || judged >= goal.atLeast) && (goal.atMost === undefined || judged <= goal.atMost)
  return { what, value: measured.median, unit, ...goal, spread: measured.spread, ok }
}

export type Load = { readonly url: string; readonly connections?: number; readonly headers?: Readonly<Record<string, string>> }

/** Loads an HTTP address from a process of its own for so many seconds; answers requests per second, and throws on any failed answer. */
export async function loadHttp(load: Load, seconds: number): Promise<number> {
  const headers = Object.entries(load.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const words = ['--json', '--no-progress', '-c', String(load.connections ?? 32), '-d', String(seconds), ...headers, load.url]
  const said = JSON.parse(await outputOf(createRequire(import.meta.url).resolve('autocannon'), words)) as LoadAnswer
  if (said.non2xx > 0 || said.errors > 0) throw new Error(`${said.non2xx} answers were not a success and ${said.errors} requests failed`)
  return said.requests.average
}

type LoadAnswer = { readonly non2xx: number; readonly errors: number; readonly requests: { readonly average: number } }

/** What a script prints, run in a process of its own. */
export function outputOf(script: string, words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'ignore'] })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) =>
      code === 0 ? done(Buffer.concat(pieces).toString('utf8')) : fail(new Error(`the load tool ended with ${code}`)),
    )
  })
}
