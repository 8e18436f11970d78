import type { Nodes } from '#features/nodes/node.contract.ts'
import type { NodesCalls } from '../../rooms/nodes/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

/** Other installations: how it stands with each. */
export function nodesHandlers(opened: () => Vault): Handlers<NodesCalls> {
  return { 'nodes.list': () => opened().door.ask<Nodes>('nodes') }
}
