import { missingOf } from '#crypto/files/bitmap.ts'
import { planSet, sealedSize } from '#crypto/files/set-plan.ts'
import { pause } from '../requests.ts'
import type { Shell } from '../screens.ts'
import type { FilePick, Upload } from '../state.ts'
import type { Work } from '../work.ts'
import type { SegmentAsk, SegmentSent } from './ask.ts'
import { refusalCode } from './refusal-code.ts'

export type FileState = {
  readonly n: number
  readonly name: string
  /** Sealed bytes. */
  readonly total: number
  readonly done: number
  /** `differs`: the server holds another file under this name; `gone`: the phone cannot read it any more. */
  readonly state: 'waiting' | 'going' | 'done' | 'dropped' | 'differs' | 'refused' | 'gone'
}

/** Where the sending stands. `line` says what it waits for: our server may be away, busy or full. */
export type SendState = {
  readonly files: readonly FileState[]
  readonly line: 'open' | 'lost' | 'busy' | 'full'
  readonly paused: boolean
  readonly over: boolean
}

export type Sending = {
  readonly state: () => SendState
  readonly pause: () => void
  readonly resume: () => void
  /** Leaves a file out; what the server has of it ends with its keeping time. */
  readonly drop: (n: number) => void
  /** True when every file that was not left out has arrived. */
  readonly finished: Promise<boolean>
}

const WORKERS = 2
/** A worker sends one segment and seals the next meanwhile; it never sends two, since a cut would cost both. */
const LANES = 2 * WORKERS
const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000] as const

type Job = { readonly upload: Upload; readonly pick: FilePick; state: FileState }

class Cut extends Error {
  readonly line: 'lost' | 'busy' | 'full'
  constructor(line: 'lost' | 'busy' | 'full') {
    super(line)
    this.line = line
  }
}

/**
 * Sends the files of an accepted report, one after the other, each sealed segment by segment in two workers. A line that
 * breaks is waited for; the server is asked what it has, and only what is missing goes again (UX-R-08). Never rejects.
 */
export function openSender(
  shell: Shell,
  uploads: readonly Upload[],
  picks: readonly FilePick[],
  onProgress: (state: SendState) => void,
): Sending {
  return new Sender(shell, jobsOf(uploads, picks), onProgress)
}

function jobsOf(uploads: readonly Upload[], picks: readonly FilePick[]): Job[] {
  return uploads.flatMap((upload) => {
    const pick = picks.find(({ n }) => n === upload.n)
    if (pick === undefined) return []
    const plan = planSet(pick.size, upload.segment)
    const total = Array.from({ length: plan.count }, (_, index) => sealedSize(plan, index)).reduce((sum, one) => sum + one, 0)
    return [{ upload, pick, state: { n: upload.n, name: pick.name, total, done: 0, state: 'waiting' } }]
  })
}

class Sender implements Sending {
  readonly finished: Promise<boolean>
  readonly #shell: Shell
  readonly #gone: AbortSignal
  readonly #jobs: readonly Job[]
  readonly #tell: (state: SendState) => void
  readonly #works: readonly Work[]
  #line: SendState['line'] = 'open'
  #paused = false
  #over = false
  #wake: () => void = () => undefined

  constructor(shell: Shell, jobs: readonly Job[], tell: (state: SendState) => void) {
    this.#shell = shell
    this.#gone = shell.gone
    this.#jobs = jobs
    this.#tell = tell
    this.#works = Array.from({ length: WORKERS }, () => shell.newWork('files'))
    shell.gone.addEventListener('abort', () => this.#wake())
    this.finished = this.#run()
  }

  state = (): SendState => ({ files: this.#jobs.map(({ state }) => state), line: this.#line, paused: this.#paused, over: this.#over })

  pause = (): void => {
    this.#paused = true
    this.#told()
  }

  resume = (): void => {
    this.#paused = false
    this.#wake()
    this.#told()
  }

  drop = (n: number): void => {
    const job = this.#jobs.find(({ upload }) => upload.n === n)
    if (job !== undefined && job.state.state !== 'done') this.#set(job, { state: 'dropped' })
  }

  #told(): void {
    if (!this.#gone.aborted) this.#tell(this.state())
  }

  #set(job: Job, change: Partial<FileState>): void {
    job.state = { ...job.state, ...change }
    this.#told()
  }

  #waitsFor(line: SendState['line']): void {
    if (this.#line === line) return
    this.#line = line
    this.#told()
  }

  async #run(): Promise<boolean> {
    for (const job of this.#jobs) {
      if (job.state.state === 'waiting') await this.#sendFile(job).catch(() => this.#set(job, { state: 'refused' }))
    }
    for (const work of this.#works) work.end()
    this.#over = true
    this.#told()
    return this.#jobs.every(({ state }) => state.state === 'done' || state.state === 'dropped')
  }

  async #sendFile(job: Job): Promise<void> {
    const hashes: Uint8Array[] = []
    for (let tries = 0; this.#goes(job); ) {
      const before = job.state.done
      try {
        return await this.#sendMissing(job, hashes)
      } catch (error) {
        if (!(error instanceof Cut)) return this.#fail(job, error)
        tries = job.state.done > before ? 0 : tries + 1
        this.#waitsFor(error.line)
        await pause(WAITS[Math.min(tries, WAITS.length - 1)] ?? 1_000, this.#gone)
      }
    }
  }

  #goes(job: Job): boolean {
    return !this.#gone.aborted && (job.state.state === 'waiting' || job.state.state === 'going')
  }

  #fail(job: Job, error: unknown): void {
    if (this.#gone.aborted) return
    const code = refusalCode(error) ?? (error as Error).message
    this.#set(job, { state: code === 'file.gone' ? 'gone' : code === 'differs' ? 'differs' : 'refused' })
  }

  /** Asks what has arrived, sends the rest, the last segment last: it carries the hash over all. */
  async #sendMissing(job: Job, hashes: Uint8Array[]): Promise<void> {
    const plan = planSet(job.pick.size, job.upload.segment)
    const bitmap = await this.#ask(0).call<Uint8Array | null>('present', { set: job.upload.set })
    if (bitmap === null) throw new Cut('lost')
    this.#waitsFor('open')
    const missing = new Set(missingOf(bitmap, plan.count))
    const sizeOf = (index: number): number => sealedSize(plan, index)
    const here = Array.from({ length: plan.count }, (_, index) => index)
    this.#set(job, { state: 'going', done: here.filter((index) => !missing.has(index)).reduce((sum, index) => sum + sizeOf(index), 0) })
    const last = plan.count - 1
    const todo = here.filter((index) => index !== last && (missing.has(index) || (missing.has(last) && hashes[index] === undefined)))
    await this.#many(job, todo, async (index, work) => {
      const { hash } = await this.#segment(job, work, { index, send: missing.has(index) })
      hashes[index] = hash
      if (missing.has(index)) this.#set(job, { done: job.state.done + sizeOf(index) })
    })
    if (!this.#goes(job)) return
    if (missing.has(last)) await this.#segment(job, this.#ask(0), { index: last, send: true, hashes: hashes.slice(0, last) })
    this.#set(job, { state: 'done', done: job.state.total })
  }

  #ask(which: number): Work {
    return this.#works[which % WORKERS] ?? this.#shell.newWork('files')
  }

  async #segment(job: Job, work: Work, part: Pick<SegmentAsk, 'index' | 'send' | 'hashes'>): Promise<SegmentSent> {
    const { upload, pick } = job
    const { item, n, set, token, recipient, segment } = upload
    const sent = await work.call<SegmentSent>('segment', { blob: pick.blob, segment, item, n, set, token, recipient, ...part })
    if (sent.answer === 'lost' || sent.answer === 'busy' || sent.answer === 'full') throw new Cut(sent.answer)
    if (sent.answer === 'differs' || sent.answer === 'refused') throw new Error(sent.answer)
    return sent
  }

  /** A few at once; the first that fails stops the others from starting, and is thrown once all have ended. */
  async #many(job: Job, indexes: readonly number[], send: (index: number, work: Work) => Promise<void>): Promise<void> {
    const queue = [...indexes]
    let failed: Error | undefined
    const lane = async (which: number): Promise<void> => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        await this.#going()
        if (failed !== undefined || !this.#goes(job)) return
        await send(index, this.#ask(which)).catch((error: Error) => {
          failed ??= error
        })
      }
    }
    await Promise.all(Array.from({ length: LANES }, (_, which) => lane(which)))
    if (failed !== undefined) throw failed
  }

  async #going(): Promise<void> {
    while (this.#paused && !this.#gone.aborted) {
      await new Promise<void>((yes) => {
        this.#wake = chained(this.#wake, yes)
      })
    }
  }
}

/** Several lanes wait for the same resume. */
function chained(before: () => void, then: () => void): () => void {
  return () => {
    before()
    then()
  }
}
