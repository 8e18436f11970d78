import { signal } from '@preact/signals'
import { call, working as run } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import type { RecoveryView } from './calls.ts'

export const recovery = signal<RecoveryView | null>(null)
export const said = signal<string | null>(null)

/** Reads what is due; the lines of the frame follow from the team. */
export async function load(): Promise<void> {
  recovery.value = await call('recovery.state', null)
}

/** Runs something, says what came of it, and reads everything again. */
export async function act<T>(words: string, work: () => Promise<T>, done: (out: T) => string): Promise<T | null> {
  said.value = null
  const out = await run(words, work)
  if (out === null) return null
  said.value = done(out)
  team.value = await call('team', null)
  await load()
  return out
}

export function forgetRecovery(): void {
  recovery.value = null
  said.value = null
}
