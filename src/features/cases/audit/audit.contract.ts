import Type, { type Static } from 'typebox'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Hex32, MemberCode, TeamSlug } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const LINES_PAGE = 100
const EntryId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
/** The minute of a line, in UTC. */
const Minute = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z$' })
const Action = Type.String({ pattern: '^[a-z_]+(\\.[a-z_]+)?$', maxLength: 60 })

/**
 * `POST /api/desk/audit/list`: lines newest first. `action` is a whole action, or the word before its dot for all of the
 * kind; `after` the last line of the page before.
 */
export const AuditInput = Type.Object(
  {
    member: orNull(MemberCode),
    action: orNull(Action),
    case: orNull(CaseCode),
    from: orNull(Day),
    to: orNull(Day),
    after: orNull(Type.Object({ at: Minute, entry: EntryId }, closed)),
  },
  closed,
)
export const AuditLine = Type.Object(
  {
    entry: EntryId,
    at: Minute,
    action: Type.String(),
    subject: Type.String(),
    case: orNull(CaseCode),
    member: orNull(MemberCode),
    team: orNull(TeamSlug),
    machine: Type.Boolean(),
  },
  closed,
)
export const AuditAnswer = Type.Object({ lines: Type.Array(AuditLine), more: Type.Boolean(), isAuditor: Type.Boolean() }, closed)

/** `GET /api/desk/audit/head`: the newest signed state of the whole ledger, and what the hourly check of it said. */
export const AuditHead = Type.Object(
  {
    signed: orNull(Type.Object({ size: Type.Integer(), root: Hex32, at: Minute, note: Type.String() }, closed)),
    verified: orNull(Type.Object({ at: Minute, ok: Type.Boolean(), size: Type.Integer() }, closed)),
    verifierKey: Type.String(),
  },
  closed,
)

/** `POST /api/desk/audit/proof`: that this line stands in the signed ledger (RFC 6962 §2.1.1). */
export const AuditProofInput = Type.Object({ entry: EntryId }, closed)
export const AuditProof = Type.Object(
  {
    format: Type.Literal('asylia-ledger-proof/1'),
    line: Type.String(),
    index: Type.Integer(),
    size: Type.Integer(),
    path: Type.Array(Hex32),
    checkpoint: Type.String(),
    verifierKey: Type.String(),
  },
  closed,
)

export type AuditAsked = Static<typeof AuditInput>
export type AuditLines = Static<typeof AuditAnswer>
export type AuditHeadTold = Static<typeof AuditHead>
export type AuditProofTold = Static<typeof AuditProof>
