import type { Nodes } from '#features/nodes/node.contract.ts'

export type NodeLine = Nodes['nodes'][number]

export type NodesCalls = {
  'nodes.list': { in: null; out: Nodes }
}
