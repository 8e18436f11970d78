import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { ARGS, CHROMIUM } from '../test/browser/chromium.ts'

export type BrowserProcess = { readonly id: number; readonly type: string; readonly cpuTime: number }
export type PlainPage = {
  /** What an expression of the page comes to, promises awaited. */
  readonly run: <Answer>(expression: string) => Promise<Answer>
  /** Puts a file into the page's one file field. */
  readonly pick: (path: string) => Promise<void>
  readonly processes: () => Promise<readonly BrowserProcess[]>
  readonly close: () => Promise<void>
}

/**
 * A page in a Chromium that nobody watches. The browser of our tests has an inspector of the network, which follows every body:
 * of sending a file that is a seventh of all work, and a body of bytes is seven times slower only because of it.
 */
export async function openPlainPage(address: string): Promise<PlainPage> {
  const profile = await mkdtemp(join(tmpdir(), 'asylia-plain-'))
  const args = [...ARGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const child = spawn(CHROMIUM, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const send = await connected(await endpointOf(child.stderr))
  const { targetId } = (await send('Target.createTarget', { url: address })) as { targetId: string }
  const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
  const run = async <Answer>(expression: string): Promise<Answer> => {
    const asked = { expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = (await send('Runtime.evaluate', asked, sessionId)) as Evaluated
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
    return result.value as Answer
  }
  while (!(await run<boolean>(`location.href === ${JSON.stringify(address)} && document.readyState === 'complete'`))) await wait(50)
  return {
    run,
    pick: async (path) => {
      const { root } = (await send('DOM.getDocument', {}, sessionId)) as { root: { nodeId: number } }
      const { nodeId } = (await send('DOM.querySelector', { nodeId: root.nodeId, selector: 'input' }, sessionId)) as { nodeId: number }
      await send('DOM.setFileInputFiles', { files: [path], nodeId }, sessionId)
    },
    processes: async () => ((await send('SystemInfo.getProcessInfo')) as { processInfo: readonly BrowserProcess[] }).processInfo,
    close: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(profile, { recursive: true, force: true })
    },
  }
}

type Evaluated = { readonly result: { readonly value: unknown }; readonly exceptionDetails?: { readonly text: string } }
type Send = (method: string, params?: object, sessionId?: string) => Promise<unknown>
type Answered = { readonly id?: number; readonly result?: unknown; readonly error?: { readonly message: string } }

async function endpointOf(output: Readable): Promise<string> {
  let text = ''
  for await (const piece of output.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    text += piece.toString('utf8')
    const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? []
    if (address !== undefined) {
      output.resume()
      return address
    }
  }
  throw new Error('the browser did not start')
}

async function connected(address: string): Promise<Send> {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Answered) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answered
    waiting.get(answer.id ?? 0)?.(answer)
    waiting.delete(answer.id ?? 0)
  })
  let last = 0
  return (method, params = {}, sessionId) =>
    new Promise((yes, no) => {
      last += 1
      waiting.set(last, ({ result, error }) => (error === undefined ? yes(result) : no(new Error(error.message))))
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
    })
}
