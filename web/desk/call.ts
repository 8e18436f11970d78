import type { Answer, Ask, CallName, Calls } from './calls.ts'
import type { Fault } from './model.ts'

export type Event = Exclude<Answer, { readonly id: number }>

/** The page's end of the line to the worker that holds the keys. */
export type Line = {
  readonly call: <Name extends CallName>(call: Name, given: Calls[Name]['in']) => Promise<Calls[Name]['out']>
  /** Ends the worker, and with it every key and every opened text that it held. */
  readonly end: () => void
}

/** A call that could not be done. */
export class CallFault extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.code)
    this.name = 'CallFault'
    this.fault = fault
  }
}

type Waiting = { readonly resolve: (out: unknown) => void; readonly reject: (error: CallFault) => void }

type Rules = { readonly createScriptURL: (url: string) => string }
type Policies = { readonly createPolicy: (name: string, rules: Rules) => Rules }
let policy: Rules | null = null

/** The one script address that the page ever makes: the worker that was built with it. guards T-29, A-17 */
function trusted(address: string): string {
  const rules: Rules = {
    createScriptURL: (url) => {
      if (!/^\/desk\/keys\.[0-9a-f]{12}\.js$/.test(url)) throw new Error('no such worker')
      return url
    },
  }
  policy ??= (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('asylia', rules) ?? rules
  return policy.createScriptURL(address)
}

export function openLine(address: string, onEvent: (event: Event) => void): Line {
  const worker = new Worker(trusted(address))
  const waiting = new Map<number, Waiting>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if ('event' in data) return onEvent(data)
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.ok) asked?.resolve(data.out)
    else asked?.reject(new CallFault(data.fault))
  })
  const failAll = (fault: Fault) => {
    for (const { reject } of waiting.values()) reject(new CallFault(fault))
    waiting.clear()
  }
  worker.addEventListener('error', () => failAll({ code: 'worker', kind: 'server' }))
  return {
    call: (call, given) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve: resolve as Waiting['resolve'], reject })
        worker.postMessage({ id: last, call, with: given } satisfies Ask, secretsIn(given))
      }),
    end: () => {
      worker.terminate()
      failAll({ code: 'locked', kind: 'gone' })
    },
  }
}

/** A secret is moved and not copied: the page has none of it from the moment that it is sent. guards T-08 */
function secretsIn(given: unknown): ArrayBuffer[] {
  if (typeof given !== 'object' || given === null || !('secret' in given)) return []
  return given.secret instanceof Uint8Array && given.secret.buffer instanceof ArrayBuffer ? [given.secret.buffer] : []
}
