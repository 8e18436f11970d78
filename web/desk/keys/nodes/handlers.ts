import type { Nodes } from '#features/nodes/node.contract.ts'
import type { NodesCalls } from '../../rooms/nodes/calls.ts'
import type { Handlers } from '../answers.ts'
import { refresh, type Vault } from '../vault.ts'
import { hear } from './hear.ts'
import { readPeers } from './peers.ts'

/** Other installations: how it stands with each, and whether this team can seal to its offices. */
export function nodesHandlers(opened: () => Vault): Handlers<NodesCalls> {
  return {
    'nodes.list': async () => {
      const vault = opened()
      await refresh(vault)
      const { own, nodes } = await vault.door.ask<Nodes>('nodes')
      const peers = nodes.length === 0 ? [] : await readPeers(vault)
      return {
        own,
        nodes: nodes.map((node) => {
          const peer = node.state === 'revoked' ? undefined : peers.find(({ name }) => name === node.name)
          if (peer === undefined) return { ...node, trust: null, problem: null, heard: null, offices: 0 }
          const { trust, problem, heard, offices } = peer
          return { ...node, trust, problem, heard, offices: offices.length }
        }),
      }
    },
    'nodes.hear': async (given) => {
      await hear(opened(), given)
      return null
    },
  }
}
