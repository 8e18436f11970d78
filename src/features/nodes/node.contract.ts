import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

/**
 * How it stands with another installation. `restored`: it came back from an older backup; `behind`: this one did; `forked`: two
 * messages of it bear one number. In these three nothing goes or takes effect until a person has looked.
 */
export const NODE_STATES = ['active', 'restored', 'behind', 'forked', 'revoked'] as const
/** What goes between nodes. */
export const NODE_KINDS = ['alert', 'withdraw', 'state', 'reply', 'roster', 'directory', 'extract', 'gone', 'key'] as const

/** What this installation calls another one; the other side never learns it. */
export const NodeName = Type.String({ pattern: '^(?!.*--)[a-z][a-z0-9-]{1,23}$' })

/**
 * `GET /api/desk/nodes`: this installation's fingerprint, and every other one with how it stands since when. What waits for whom, and
 * when one was heard, would tell of the alerts of all teams; only the operator reads that. guards T-21
 */
export const NodesAnswer = Type.Object(
  {
    own: Type.String(),
    nodes: Type.Array(Type.Object({ name: NodeName, state: Type.Enum([...NODE_STATES]), since: Type.String() }, closed)),
  },
  closed,
)

export type Nodes = Static<typeof NodesAnswer>
export type NodeState = (typeof NODE_STATES)[number]
export type NodeKind = (typeof NODE_KINDS)[number]
