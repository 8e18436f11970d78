import type { Conflicts, Introduce, Nodes, Settle } from '#features/nodes/node.contract.ts'

export type NodeLine = Nodes['nodes'][number]
export type ConflictLine = Conflicts['conflicts'][number]

export type NodesCalls = {
  'nodes.list': { in: null; out: Nodes }
  'nodes.conflicts': { in: null; out: readonly ConflictLine[] }
  'nodes.introduce': { in: Introduce; out: null }
  'nodes.revoke': { in: { name: string }; out: null }
  'nodes.resume': { in: { name: string }; out: null }
  'nodes.settle': { in: Settle; out: null }
}
