import { signal } from '@preact/signals'
import { call, working as run } from '../../actions.ts'
import { say } from '../../words.ts'
import type { Arrival, TransferRow } from './calls.ts'

export const rows = signal<readonly TransferRow[]>([])
export const arrived = signal<readonly Arrival[]>([])
export const said = signal<string | null>(null)
/** Drawn anew each second while something is held. */
export const clock = signal(0)

export async function load(): Promise<void> {
  rows.value = await call('transfer.list', null)
  arrived.value = await call('transfer.arrivals', null)
}

/** Each minute: what is due goes, then everything is read again. */
export async function beat(): Promise<void> {
  await load()
  if (!rows.value.some(({ mine, freeAt }) => mine === 'send' && freeAt !== null)) return
  const { sent, refused } = await call('transfer.sendDue', null)
  const [first] = refused
  if (first !== undefined && first.code !== 'transfer.held') said.value = say('transfer.refused', { code: first.code })
  else if (sent > 0) said.value = say('transfer.sent')
  if (sent > 0) await load()
}

/** Runs something, says what came of it, and reads the lists again. */
export async function act<T>(words: string, work: () => Promise<T>, done: (out: T) => string): Promise<boolean> {
  said.value = null
  const out = await run(words, async () => ({ out: await work() }))
  if (out === null) return false
  said.value = done(out.out)
  await load()
  return true
}

export function forgetTransfers(): void {
  rows.value = []
  arrived.value = []
  said.value = null
}
