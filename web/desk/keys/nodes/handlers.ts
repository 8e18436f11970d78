import type { Conflicts, Nodes } from '#features/nodes/node.contract.ts'
import type { NodesCalls } from '../../rooms/nodes/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

/** Other installations: how it stands with each, and what both sides changed. */
export function nodesHandlers(opened: () => Vault): Handlers<NodesCalls> {
  const post = async (path: string, body: object): Promise<null> => {
    await opened().door.ask(path, body)
    return null
  }
  return {
    'nodes.list': () => opened().door.ask<Nodes>('nodes'),
    'nodes.conflicts': async () => (await opened().door.ask<Conflicts>('nodes/conflicts')).conflicts,
    'nodes.introduce': (given) => post('nodes/introduce', given),
    'nodes.revoke': (given) => post('nodes/revoke', given),
    'nodes.resume': (given) => post('nodes/resume', given),
    'nodes.settle': (given) => post('nodes/conflicts/settle', given),
  }
}
