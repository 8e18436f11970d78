import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AMember } from './a-desk.ts'
import { HOME } from './database.ts'
import type { Calls, Seat } from './many-nodes-process.ts'

/** Installations in a process of their own, asked over its channel. */
export type NodeProcess = {
  ask<Call extends keyof Calls>(call: Call, given: Parameters<Calls[Call]>[0]): ReturnType<Calls[Call]>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** What `./asylia start` gives Node. */
function asStarted(): string[] {
  const [, flags] = /heap='(--[^']+)'/.exec(readFileSync(join(HOME, 'asylia'), 'utf8')) ?? []
  if (flags === undefined) throw new Error('asylia gives nothing to Node')
  return flags.split(' ')
}

export async function aNodeProcess(): Promise<NodeProcess> {
  const child = fork(`${import.meta.dirname}/many-nodes-process.ts`, [], {
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...asStarted()],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Each is a machine of its own here: none has a part of what another gets.
    detached: true,
  })
  await once(child, 'message')
  const asked = new Map<number, { readonly done: (answer: never) => void; readonly failed: (error: Error) => void }>()
  let last = 0
  child.on('message', ({ n, answer, failed }: { n: number; answer?: never; failed?: string }) => {
    const one = asked.get(n)
    asked.delete(n)
    if (failed === undefined) one?.done(answer as never)
    else one?.failed(new Error(failed))
  })
  child.on('exit', () => {
    for (const one of asked.values()) one.failed(new Error('the process of these nodes ended'))
  })
  const ask = (call: keyof Calls, given: unknown) =>
    new Promise((done, failed) => {
      last += 1
      asked.set(last, { done, failed })
      child.send({ n: last, call, given })
    })
  return {
    ask: ask as NodeProcess['ask'],
    kill: () => end(child, 'SIGKILL'),
    stop: () => ask('close', undefined).then(() => end(child, 'SIGTERM')),
  }
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Somebody at a desk, as another process can be told. */
export const seatOf = ({ code, team, keys, token, browser }: AMember): Seat => ({
  code,
  team,
  keys,
  token,
  number: browser.number,
  publicKey: browser.publicKey,
  jwk: browser.key.export({ format: 'jwk' }),
})
