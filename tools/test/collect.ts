import { relative } from 'node:path'

export type Outcome = 'passed' | 'failed' | 'not run'
export type Result = {
  readonly part: string
  readonly file: string
  readonly title: string
  readonly outcome: Outcome
  readonly why?: string
}
export type FileReport = {
  readonly file: string
  readonly ms: number
  readonly results: readonly Result[]
  readonly counts: readonly string[]
}

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
    readonly details?: { readonly type?: string | undefined; readonly error?: unknown; readonly duration_ms?: number } | undefined
  }
}

type Growing = { ms: number; readonly path: string[]; results: Result[]; counts: string[]; stderr: string[] }

const KEPT_LINES = 30
/** A test says a full count with `t.diagnostic('count 10000 mutated proofs refused')`. */
const COUNT = 'count '

/** Turns the runner's stream of events into one report for each file, handed over when the file has ended. */
export function collect(root: string, part: string, onFile: (report: FileReport) => void): { take(event: RunnerEvent): void; end(): void } {
  const open = new Map<string, Growing>()
  const close = (file: string): void => {
    const grown = open.get(file)
    open.delete(file)
    if (grown === undefined || grown.results.length === 0) return
    onFile({ file: relative(root, file), ms: grown.ms, results: grown.results, counts: grown.counts })
  }
  const take = (event: RunnerEvent): void => {
    const { file } = event.data
    if (file === undefined) return
    const grown = open.get(file) ?? { ms: 0, path: [], results: [], counts: [], stderr: [] }
    open.set(file, grown)
    grow(grown, { root, part, file }, event)
    if (isLast(event, file)) close(file)
  }
  return { take, end: () => [...open.keys()].forEach(close) }
}

type Place = { readonly root: string; readonly part: string; readonly file: string }

function grow(grown: Growing, place: Place, event: RunnerEvent): void {
  const { name = '', nesting = 0, message = '' } = event.data
  switch (event.type) {
    case 'test:start':
      grown.path.splice(nesting, Number.POSITIVE_INFINITY, name)
      break
    case 'test:stderr':
      grown.stderr.push(message)
      break
    case 'test:diagnostic':
      if (message.startsWith(COUNT)) grown.counts.push(message.slice(COUNT.length))
      break
    case 'test:pass':
    case 'test:fail':
      // Files run side by side and are told in order, so their time is the sum of their tests' own.
      if (nesting === 0) grown.ms += event.data.details?.duration_ms ?? 0
      grown.results.push(...readResult(grown, place, event))
      break
    default:
  }
}

function readResult(grown: Growing, place: Place, event: RunnerEvent): Result[] {
  const { name = '', nesting = 0, details } = event.data
  if (details?.type === 'suite') return []
  const passed = event.type === 'test:pass'
  const file = relative(place.root, place.file)
  if (name === place.file) return [{ part: place.part, file, title: `${file} as a whole`, ...wholeFile(passed, grown) }]
  const ending = endingOf(passed, event.data)
  const title = [...grown.path.slice(0, nesting), name].join(' > ')
  return ending === undefined ? [] : [{ part: place.part, file, title, ...ending }]
}

/** A file ends with its summary, or with the runner speaking of the file itself. */
function isLast(event: RunnerEvent, file: string): boolean {
  const ofFile = event.data.name === file && (event.type === 'test:pass' || event.type === 'test:fail')
  return ofFile || event.type === 'test:summary'
}

type Ending = { readonly outcome: Outcome; readonly why?: string }

function endingOf(passed: boolean, { skip, todo, details }: RunnerEvent['data']): Ending | undefined {
  if (isSaid(skip)) return { outcome: 'not run', why: typeof skip === 'string' ? skip : 'skipped without a reason' }
  if (isSaid(todo)) return { outcome: 'not run', why: 'marked as to do' }
  if (passed) return { outcome: 'passed' }
  return isParentOnly(details?.error) ? undefined : { outcome: 'failed', why: reasonOf(details?.error) }
}

function isSaid(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false
}

/** The runner speaks of a file itself only when the file could not run, or holds no test; neither is a pass. */
function wholeFile(passed: boolean, grown: Growing): Ending {
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
