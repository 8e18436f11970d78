import Type, { type Static } from 'typebox'
import { Second } from '#features/alerts/alert.contract.ts'
import { bytesOf, Hex32, TeamSlug } from '#features/teams/teams.contract.ts'

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
 * when one was heard, would tell of the alerts of all teams; only the operator reads that. `answers` is false when several tries went
 * by without an answer: all are called each minute, whether something waits for them or not. guards T-21
 */
export const NodesAnswer = Type.Object(
  {
    own: Type.String(),
    nodes: Type.Array(
      Type.Object({ name: NodeName, state: Type.Enum([...NODE_STATES]), since: Type.String(), answers: Type.Boolean() }, closed),
    ),
  },
  closed,
)

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instance = Type.String({ pattern: '^[0-9a-f]{32}$' })

/** That a member heard the fingerprint of an installation, as they signed it (`crypto/node/heard-node.ts`). */
const Heard = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Literal('node-heard'),
    team: TeamSlug,
    name: NodeName,
    instance: Instance,
    pins: Hex32,
    sign: bytesOf(32),
    by: bytesOf(32),
    at: Second,
  },
  closed,
)
/** `POST /api/desk/nodes/hear`: from here on the desks of the caller's team check the lists of that installation against it. */
export const HearInput = Type.Object({ statement: Heard, signature: bytesOf(64) }, closed)

/**
 * `GET /api/desk/nodes/offices`: what a desk needs to check the offices of other installations by itself: the keys of each, of which
 * the fingerprint is made, what somebody of the own team signed that they heard, and which list of keys is here.
 */
export const NodeOfficesAnswer = Type.Object(
  {
    nodes: Type.Array(
      Type.Object(
        {
          name: NodeName,
          state: Type.Enum([...NODE_STATES]),
          card: Type.Object(
            { instance: Instance, gen: Type.Integer({ minimum: 1 }), sign: bytesOf(32), recipient: bytesOf(1_216), pins: Hex32 },
            closed,
          ),
          list: orNull(Hex32),
          heard: orNull(Type.Object({ ...HearInput.properties, member: Type.String() }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
)
/** `POST /api/desk/nodes/list` -> the five files of the signed list of keys of one of them, in their exact bytes. */
export const NodeListInput = Type.Object({ name: NodeName }, closed)
const File = Type.String()
export const NodeFilesAnswer = Type.Object({ pins: File, roster: File, epochs: File, former: File, recipients: File }, closed)

export type HeardInput = Static<typeof HearInput>
export type NodeOffices = Static<typeof NodeOfficesAnswer>
export type NodeFiles = Static<typeof NodeFilesAnswer>
export type Nodes = Static<typeof NodesAnswer>
export type NodeState = (typeof NODE_STATES)[number]
export type NodeKind = (typeof NODE_KINDS)[number]
