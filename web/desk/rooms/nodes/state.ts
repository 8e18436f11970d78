import { signal } from '@preact/signals'
import type { Nodes } from '#features/nodes/node.contract.ts'
import { call, quietly, working } from '../../actions.ts'
import type { ConflictLine } from './calls.ts'

export const told = signal<Nodes | null>(null)
export const conflicts = signal<readonly ConflictLine[]>([])
/** What was done last, said once. */
export const said = signal<string | null>(null)
/** The installation that is about to be ended. */
export const ending = signal<string | null>(null)

export async function load(): Promise<void> {
  told.value = await call('nodes.list', null)
  conflicts.value = await call('nodes.conflicts', null)
}

/** Does it, says so, and looks again. */
export async function act(words: string, work: () => Promise<unknown>, done: string): Promise<boolean> {
  said.value = null
  const out = await working(words, async () => {
    await work()
    return true
  })
  if (out === null) return false
  await quietly(load)
  said.value = done
  return true
}

export function forgetNodes(): void {
  told.value = null
  conflicts.value = []
  said.value = null
  ending.value = null
}
