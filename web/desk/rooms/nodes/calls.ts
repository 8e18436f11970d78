import type { Nodes } from '#features/nodes/node.contract.ts'

export type NodeLine = Nodes['nodes'][number] & {
  /** Whether this desk could check its offices; null for one that was ended. */
  readonly trust: 'heard' | 'unheard' | 'waits' | 'refused' | null
  readonly problem: string | null
  readonly heard: { readonly member: string; readonly at: string } | null
  readonly offices: number
}

export type NodesCalls = {
  'nodes.list': { in: null; out: { readonly own: string; readonly nodes: readonly NodeLine[] } }
  /** What somebody heard, as they typed it. */
  'nodes.hear': { in: { name: string; typed: string }; out: null }
}
