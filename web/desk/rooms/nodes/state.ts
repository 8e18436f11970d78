import { signal } from '@preact/signals'
import type { Nodes } from '#features/nodes/node.contract.ts'
import { call } from '../../actions.ts'

export const told = signal<Nodes | null>(null)

export async function load(): Promise<void> {
  told.value = await call('nodes.list', null)
}

export function forgetNodes(): void {
  told.value = null
}
