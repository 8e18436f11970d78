import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/**
 * How it stands with another installation. `restored`: it came back from an older backup; `behind`: this one did; `forked`: two
 * messages of it bear one number. In these three nothing goes or takes effect until a person has looked.
 */
export const NODE_STATES = ['active', 'restored', 'behind', 'forked', 'revoked'] as const
/** What goes between nodes. */
export const NODE_KINDS = ['alert', 'withdraw', 'state', 'reply', 'roster', 'directory', 'extract', 'gone', 'key'] as const

/** What this installation calls another one; the other side never learns it. */
export const NodeName = Type.String({ pattern: '^[a-z][a-z0-9-]{1,23}$' })
/** As it is read aloud: eight groups of four. Spaces and dashes may differ, letters may be small. */
export const Fingerprint = Type.String({ pattern: '^[A-Za-z0-9 -]{32,60}$' })
/** The card of a node as it is published at `/api/node/card`, in its exact bytes, as base64url without padding. */
export const NodeCardText = Type.String({ pattern: '^[A-Za-z0-9_-]{1000,8000}$' })

export const NodeRow = Type.Object(
  {
    name: NodeName,
    /** Of the keys that were compared when it was introduced, or that it said since, signed with those. */
    fingerprint: Type.String(),
    address: Type.String(),
    state: Type.Enum([...NODE_STATES]),
    /** Since when it stands so. */
    since: Type.String(),
    introducedAt: Type.String(),
    /** When it last said something that counted, by our clock; null when it never did. */
    heardAt: orNull(Type.String()),
    /** When it is tried again; null when nothing is tried. */
    nextTryAt: orNull(Type.String()),
    /** Tries that failed one after the other. */
    tries: Type.Integer(),
    /** Messages that it has not acknowledged. */
    waiting: Type.Integer(),
    /** The newest refusal of something that it sent, or that it answered with; a code of the list of refusals. */
    problem: orNull(Type.String()),
    conflicts: Type.Integer(),
  },
  closed,
)
/** `GET /api/desk/nodes`: this installation's own card and fingerprint, to be read aloud, and every node that it knows. */
export const NodesAnswer = Type.Object(
  { own: Type.Object({ fingerprint: Type.String(), card: NodeCardText }, closed), nodes: Type.Array(NodeRow) },
  closed,
)
/**
 * `POST /api/desk/nodes/introduce`: by a steward who heard the fingerprint from somebody whom they know, by voice. Refuses
 * `node.fingerprint_differs`, `node.card_malformed`, `node.known`.
 */
export const IntroduceInput = Type.Object({ name: NodeName, card: NodeCardText, fingerprint: Fingerprint }, closed)
const Named = Type.Object({ name: NodeName }, closed)
/** `POST /api/desk/nodes/revoke`: at once, by one steward; nothing goes there and nothing from there counts from now on. */
export const NodeInput = Named
/** `POST /api/desk/nodes/resume`: goes on with a node after a backup was brought back on one side. Refuses `node.nothing_to_resume`, `node.resume_there_first`. */
export const ResumeInput = Named
export const Done = Type.Object({ done: Type.Literal(true) }, closed)

/** Coded fields of an incident extract; both sides may correct them. Nothing in them is free text. */
export const EXTRACT_FIELDS = ['origin', 'host', 'method', 'month', 'status'] as const
export const ExtractCode = Type.String({ pattern: '^X-[2-9A-HJ-NP-Z]{6}$' })
const Field = Type.Enum([...EXTRACT_FIELDS])
const Value = Type.String({ pattern: '^[A-Za-z0-9_.-]{1,40}$' })

/** `POST /api/desk/nodes/extracts/share`: coded fields for an office of another node, by the name that it has here. It speaks of no case and of nobody. */
export const ShareExtractInput = Type.Object(
  {
    office: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }),
    fields: Type.Array(Type.Object({ field: Field, value: Value }, closed), { minItems: 1, maxItems: 5 }),
  },
  closed,
)
export const ShareExtractAnswer = Type.Object({ extract: ExtractCode }, closed)

/** `GET /api/desk/nodes/conflicts`: fields that both sides changed without knowing of one another. Nothing was overwritten. */
export const ConflictsAnswer = Type.Object(
  {
    conflicts: Type.Array(
      Type.Object({ node: NodeName, extract: ExtractCode, field: Field, ours: Value, theirs: Value, since: Type.String() }, closed),
    ),
  },
  closed,
)
/** `POST /api/desk/nodes/conflicts/settle`: what holds from now on; it is a change like any other, made in knowledge of both. */
export const SettleInput = Type.Object({ node: NodeName, extract: ExtractCode, field: Field, value: Value }, closed)

export type Nodes = Static<typeof NodesAnswer>
export type NodeState = (typeof NODE_STATES)[number]
export type NodeKind = (typeof NODE_KINDS)[number]
export type Introduce = Static<typeof IntroduceInput>
export type Conflicts = Static<typeof ConflictsAnswer>
export type ShareExtract = Static<typeof ShareExtractInput>
export type Settle = Static<typeof SettleInput>
export type ExtractField = (typeof EXTRACT_FIELDS)[number]
