/**
 * Heavy work runs in a worker; where a browser refuses to make one, the same file runs in the page and pauses between
 * steps. One question, one answer; `onProgress` hears numbers from 0 to 1 on the way.
 */
export type Work = {
  /** Rejects with a WorkRefusal for an expected "no" (its code), with an Error for a fault of ours. */
  call<Answer>(name: string, question?: unknown, onProgress?: (done: number) => void): Promise<Answer>
  /** Ends everything at once; calls that wait are rejected with `work.ended`. */
  end(): void
}

export type Ask = { readonly id: number; readonly name: string; readonly question: unknown }
export type Told =
  | { readonly id: number; readonly done: number }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refused: string; readonly at?: number }

/** A part that is loaded late has a copy of this class of its own: the name makes one, not the copy. */
export class WorkRefusal extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'WorkRefusal'
  }

  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'WorkRefusal'
    this.code = code
  }
}

type Waiting = {
  readonly yes: (answer: unknown) => void
  readonly no: (error: Error) => void
  readonly onProgress: ((done: number) => void) | undefined
}
/** How a file that runs in the page takes its questions; `answer-asks.ts` puts itself here. */
export type InPage = { asyliaWork?: (ask: Ask, tell: (told: Told) => void) => void }

type Door = { readonly post: (ask: Ask) => void; readonly close: () => void }

/** Opens the work behind one of our own script files. Nothing is loaded before the first call unless `warm` is called. */
export function openWork(file: string): Work & { readonly warm: () => void } {
  const waiting = new Map<number, Waiting>()
  let door: Promise<Door> | null = null
  let next = 0
  const hear = (told: Told): void => {
    const one = waiting.get(told.id)
    if (one === undefined) return
    if ('done' in told) one.onProgress?.(told.done)
    else waiting.delete(told.id)
    if ('answer' in told) one.yes(told.answer)
    if ('refused' in told) one.no(new WorkRefusal(told.refused))
  }
  const fail = (): void => {
    for (const one of waiting.values()) one.no(new WorkRefusal('work.ended'))
    waiting.clear()
  }
  const opened = (): Promise<Door> => {
    door ??= openDoor(file, hear).catch((error: unknown) => {
      // A line that was cut while the file was loading must not close this door for good.
      door = null
      throw error
    })
    return door
  }
  return {
    warm: () => void opened().catch(fail),
    async call<Answer>(name: string, question?: unknown, onProgress?: (done: number) => void): Promise<Answer> {
      const { post } = await opened()
      return new Promise<Answer>((yes, no) => {
        const id = next++
        waiting.set(id, { yes: yes as (answer: unknown) => void, no, onProgress })
        post({ id, name, question })
      })
    },
    end() {
      fail()
      door?.then(({ close }) => close()).catch(() => undefined)
      door = null
    },
  }
}

async function openDoor(file: string, hear: (told: Told) => void): Promise<Door> {
  try {
    return await openWorker(file, hear)
  } catch {
    return openInPage(file, hear)
  }
}

/** A worker counts as open once it has said so: some browsers make one that never runs. */
function openWorker(file: string, hear: (told: Told) => void): Promise<Door> {
  return new Promise((yes, no) => {
    const worker = new Worker(ownScript(file))
    worker.onerror = () => no(new Error('no worker'))
    worker.onmessage = (event: MessageEvent<Told | 'ready'>) => {
      if (event.data !== 'ready') hear(event.data)
      else yes({ post: (ask) => worker.postMessage(ask), close: () => worker.terminate() })
    }
  })
}

function openInPage(file: string, hear: (told: Told) => void): Promise<Door> {
  return new Promise((yes, no) => {
    const script = document.createElement('script')
    script.src = ownScript(file)
    script.onerror = () => no(new WorkRefusal('work.missing'))
    script.onload = () => {
      const scope = globalThis as InPage
      const { asyliaWork } = scope
      delete scope.asyliaWork
      if (asyliaWork === undefined) no(new WorkRefusal('work.missing'))
      else yes({ post: (ask) => asyliaWork(ask, hear), close: () => script.remove() })
    }
    document.head.append(script)
  })
}

const OWN = /^\/report\/[a-z-]+\.[0-9a-f]+\.js$/

type Policies = {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => string }
}
let policy: { createScriptURL: (url: string) => string } | undefined

/** An address that may become a script: one of our own files, and nothing else. guards T-29 */
function ownScript(file: string): string {
  if (policy === undefined) {
    const rules = { createScriptURL }
    policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('asylia', rules) ?? rules
  }
  return policy.createScriptURL(file)
}

function createScriptURL(url: string): string {
  if (!OWN.test(url)) throw new TypeError('not a script of ours')
  return url
}
