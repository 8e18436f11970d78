import type { JobName, Jobs } from '../../press/jobs.ts'
import { DeskFault } from '../fault.ts'

/** The way to the press: whoever does a job, and how it ends. */
export type PressLine = {
  readonly ask: <Name extends JobName>(job: Name, given: Jobs[Name]['in']) => Promise<Jobs[Name]['out']>
  readonly end: () => void
}

/** Where the builder put the worker that prints. */
declare const ASYLIA_PRESS_WORKER: string

type Rules = { readonly createScriptURL: (url: string) => string }
type Policies = { readonly createPolicy: (name: string, rules: Rules) => Rules }
type Answer =
  | { readonly id: number; readonly ok: true; readonly out: unknown }
  | { readonly id: number; readonly ok: false; readonly code: string | null; readonly detail?: string }
let policy: Rules | null = null

/** The one script that this worker ever starts: the press that was built with it. guards T-29 */
function trusted(address: string): string {
  const rules: Rules = {
    createScriptURL: (url) => {
      if (!/^\/desk\/press\.[0-9a-f]{12}\.js$/.test(url)) throw new Error('no such worker')
      return url
    },
  }
  policy ??= (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('asylia', rules) ?? rules
  return policy.createScriptURL(address)
}

/** Starts the press in a worker of its own, without keys. */
export function openPressLine(): PressLine {
  const worker = new Worker(trusted(ASYLIA_PRESS_WORKER))
  const waiting = new Map<number, { readonly resolve: (out: unknown) => void; readonly reject: (error: DeskFault) => void }>()
  const failAll = () => {
    for (const { reject } of waiting.values()) reject(new DeskFault('press', 'server'))
    waiting.clear()
  }
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.ok) asked?.resolve(data.out)
    else asked?.reject(new DeskFault(data.code ?? 'press', data.code === null ? 'server' : 'refused'))
  })
  worker.addEventListener('error', failAll)
  return {
    ask: (job, given) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve: resolve as (out: unknown) => void, reject })
        worker.postMessage({ id: last, job, with: given })
      }),
    end: () => {
      worker.terminate()
      failAll()
    },
  }
}
