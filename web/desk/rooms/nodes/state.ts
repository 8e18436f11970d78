import { signal } from '@preact/signals'
import { call, quietly, working } from '../../actions.ts'
import { say } from '../../words.ts'
import type { NodesCalls } from './calls.ts'

export const told = signal<NodesCalls['nodes.list']['out'] | null>(null)
/** The installation whose fingerprint is typed now, and what was typed. */
export const hearing = signal<string | null>(null)
export const typed = signal('')
/** What was done last, said once. */
export const said = signal<string | null>(null)

export async function load(): Promise<void> {
  told.value = await call('nodes.list', null)
}

export function ask(name: string | null): void {
  hearing.value = name
  typed.value = ''
  said.value = null
}

export async function hear(name: string): Promise<void> {
  const done = await working(say('approvals.signing'), async () => {
    await call('nodes.hear', { name, typed: typed.value })
    return true
  })
  if (done === null) return
  await quietly(load)
  ask(null)
  said.value = say('nodes.heard_done', { name })
}

export function forgetNodes(): void {
  told.value = null
  ask(null)
}
