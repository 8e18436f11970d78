import { relative } from 'node:path'

export type Outcome = 'passed' | 'failed' | 'not run'
export type Result = {
  readonly part: string
  readonly file: string
  readonly title: string
  readonly outcome: Outcome
  readonly why?: string
}
export type FileReport = { readonly file: string; readonly ms: number; readonly results: readonly Result[]; readonly counts: readonly string[] }

/** What we read of an event of Node's test runner; its own types leave most of this optional. */
export type RunnerEvent = {
  readonly type: string
  readonly data: {
    readonly name?: string | undefined
    readonly file?: string | undefined
    readonly nesting?: number | undefined
    readonly skip?: string | boolean | undefined
    readonly todo?: string | boolean | undefined
    readonly message?: string | undefined
    readonly details?: { readonly type?: string | undefined; readonly error?: unknown } | undefined
  }
}

type Growing = { readonly started: number; readonly path: string[]; results: Result[]; counts: string[]; stderr: string[] }

const KEPT_LINES = 30
/** A test says a full count with `t.diagnostic('count 10000 mutated proofs refused')`. */
const COUNT = 'count '

/** Turns the runner's stream of events into one report for each file, handed over when the file has ended. */
export function collect(root: string, part: string, onFile: (report: FileReport) => void): { take(event: RunnerEvent): void; end(): void } {
  const open = new Map<string, Growing>()
  const of = (file: string): Growing => {
    const fresh: Growing = open.get(file) ?? { started: performance.now(), path: [], results: [], counts: [], stderr: [] }
    open.set(file, fresh)
    return fresh
  }
  const close = (file: string): void => {
    const grown = open.get(file)
    if (grown === undefined) return
    open.delete(file)
    if (grown.results.length === 0) return
    onFile({ file: relative(root, file), ms: performance.now() - grown.started, results: grown.results, counts: grown.counts })
  }
  const take = (event: RunnerEvent): void => {
    const { file, name = '', nesting = 0, message = '' } = event.data
    if (file === undefined) return
    const grown = of(file)
    if (event.type === 'test:start') grown.path.splice(nesting, Number.POSITIVE_INFINITY, name)
    if (event.type === 'test:stderr') grown.stderr.push(message)
    if (event.type === 'test:diagnostic' && message.startsWith(COUNT)) grown.counts.push(message.slice(COUNT.length))
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      const result = readResult({ root, part, file, grown }, event)
      if (result !== undefined) grown.results.push(result)
      if (name === file) close(file)
    }
    if (event.type === 'test:summary') close(file)
  }
  return { take, end: () => [...open.keys()].forEach(close) }
}

type Place = { readonly root: string; readonly part: string; readonly file: string; readonly grown: Growing }

function readResult(place: Place, event: RunnerEvent): Result | undefined {
  const { name = '', nesting = 0, skip, todo, details } = event.data
  if (details?.type === 'suite') return undefined
  const file = relative(place.root, place.file)
  const base = { part: place.part, file, title: [...place.grown.path.slice(0, nesting), name].join(' > ') }
  if (name === place.file) return { ...base, title: `${file} as a whole`, ...wholeFile(event.type === 'test:pass', place.grown) }
  if (skip !== undefined && skip !== false) return { ...base, outcome: 'not run', why: typeof skip === 'string' && skip !== '' ? skip : 'skipped without a reason' }
  if (todo !== undefined && todo !== false) return { ...base, outcome: 'not run', why: 'marked as to do' }
  if (event.type === 'test:pass') return { ...base, outcome: 'passed' }
  return isParentOnly(details?.error) ? undefined : { ...base, outcome: 'failed', why: reasonOf(details?.error) }
}

/** The runner speaks of a file itself only when the file could not run, or holds no test; neither is a pass. */
function wholeFile(passed: boolean, grown: Growing): { outcome: Outcome; why: string } {
  const said = grown.stderr.join('').trim().split('\n').slice(0, KEPT_LINES).join('\n')
  return { outcome: 'failed', why: passed ? 'the file holds no test' : said === '' ? 'the file ended with an error' : said }
}

/** A test whose subtests failed is counted once, by them. */
function isParentOnly(error: unknown): boolean {
  return error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed'
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const said = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  return said
    .split('\n')
    .filter((line) => !line.includes('node:internal'))
    .slice(0, KEPT_LINES)
    .join('\n')
}
