import Type, { type Static } from 'typebox'
import { bytesOf, Day, Hex16, Hex32, MemberCode, SignatureSchema, TeamSlug } from '#features/teams/teams.contract.ts'
import { CaseCode, Lane, ReportCode } from '../inbox/inbox.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Key = bytesOf(32)
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
const Epoch = Type.Integer({ minimum: 1, maximum: 100_000 })
/** A body of one of the four sizes of the intake. */
const Body = bytesOf(18_043, 1_050_475)
const Wrap = bytesOf(200, 4_096)
const Slugs = Type.Array(TeamSlug, { maxItems: 128, uniqueItems: true })

/** Why something is passed on: a code, since the server keeps the statement. */
export const TransferReason = Type.Enum(['protection', 'legal_help', 'their_country', 'medical_help', 'asked_for', 'other'])

/** SEALING 14; signed by proposer and approver over the same bytes. */
export const TransferStatement = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Literal('transfer'),
    item: Hex16,
    from: TeamSlug,
    to: TeamSlug,
    epoch: Epoch,
    fields: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), { maxItems: 64, uniqueItems: true }),
    until: Day,
    reason: TransferReason,
    never_sha256: Hex32,
    proposer: Key,
    approver: Key,
  },
  closed,
)

/** `POST /api/desk/transfers/propose`: nothing goes yet; a second member has to sign the same statement. */
export const ProposeInput = Type.Object({ report: ReportCode, statement: TransferStatement, signature: bytesOf(64) }, closed)
/** `POST /api/desk/transfers/approve`: from here on it is held for ten minutes. */
export const ApproveInput = Type.Object({ transfer: Uuid, signature: bytesOf(64) }, closed)
/** `POST /api/desk/transfers/undo`: as long as it was not sent. */
export const TransferInput = Type.Object({ transfer: Uuid }, closed)
export const TransferAnswer = Type.Object({ transfer: Uuid }, closed)

/** `GET /api/desk/transfers` */
export const TransferView = Type.Object(
  {
    transfer: Uuid,
    case: CaseCode,
    report: ReportCode,
    state: Type.Enum(['proposed', 'approved', 'undone', 'sent', 'accepted', 'returned', 'ended']),
    statement: TransferStatement,
    signatures: Type.Array(SignatureSchema),
    proposedBy: MemberCode,
    approvedBy: orNull(MemberCode),
    /** Ten minutes after the second signature. */
    freeAt: orNull(Type.String()),
  },
  closed,
)
export const TransfersAnswer = Type.Object({ transfers: Type.Array(TransferView) }, closed)

/**
 * `POST /api/desk/transfers/send`: what goes, sealed under an identity of its own, and that identity for the key of the
 * target. `blocked` names every team that may never read it: those bars travel along.
 */
export const SendInput = Type.Object({ transfer: Uuid, epoch: Epoch, body: Body, wrap: Wrap, blocked: Slugs }, closed)

/** `GET /api/desk/incoming`: what other teams sent and nobody has accepted or sent back. */
export const IncomingView = Type.Object(
  {
    incoming: Uuid,
    from: TeamSlug,
    epoch: Epoch,
    wrap: Wrap,
    lane: Lane,
    bucket: Type.Integer({ minimum: 0, maximum: 3 }),
    urgent: Type.Boolean(),
    sentOn: Day,
    until: Day,
    sets: Type.Array(Hex16),
    barred: Slugs,
    forgets: Type.Boolean(),
  },
  closed,
)
export const IncomingAnswer = Type.Object({ incoming: Type.Array(IncomingView) }, closed)
/** `POST /api/desk/incoming/body` -> raw. */
export const IncomingInput = Type.Object({ incoming: Uuid }, closed)
/** `POST /api/desk/incoming/wrap`: the same for the next team key, before the one it was sealed to is destroyed. */
export const RewrapIncomingInput = Type.Object({ incoming: Uuid, epoch: Epoch, wrap: Wrap }, closed)

/** `POST /api/desk/incoming/accept`: sealed anew under the key of a case of the own team. */
export const AcceptInput = Type.Object(
  {
    incoming: Uuid,
    /** A fresh id: the copy of this team is no item of the intake. */
    item: Hex16,
    report: ReportCode,
    case: CaseCode,
    key: orNull(
      Type.Object(
        {
          wrap: bytesOf(200, 131_072),
          readers: Type.Array(MemberCode, { minItems: 1, maxItems: 64, uniqueItems: true }),
          /** The version of the recovery key among the readers, if one is. */
          recovery: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        closed,
      ),
    ),
    wrap: Wrap,
    body: Body,
    neverSha256: Hex32,
    blocked: Slugs,
  },
  closed,
)
export const AcceptAnswer = Type.Object({ report: ReportCode, case: CaseCode }, closed)
/** `POST /api/desk/reports/moved` -> the body of a report that came from another team, raw. */
export const MovedInput = Type.Object({ report: ReportCode }, closed)

export type Propose = Static<typeof ProposeInput>
export type Send = Static<typeof SendInput>
export type Accept = Static<typeof AcceptInput>
export type TransferRowView = Static<typeof TransferView>
export type Incoming = Static<typeof IncomingView>
