import Type, { type Static } from 'typebox'
import { bytesOf, Day, Hex32, MemberCode, PageId, TeamSlug } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const ActionName = Type.String({ pattern: '^[a-z_]+\\.[a-z_]+$', maxLength: 60 })
export const Subject = Type.String({ pattern: '^[A-Za-z0-9:._-]{1,80}$' })
export const CaseCode = Type.String({ pattern: '^C-[2-9A-HJ-NP-Z]{6}$' })
export const ReasonCode = Type.String({ pattern: '^[a-z_]{2,40}$' })
/** UTC, to the second or finer. */
const Moment = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' })

/** As src/crypto/team/approval.ts words it; signed as `"asylia/v1/approval" || 0x00 || JCS`. */
export const ApprovalStatementSchema = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Literal('approval'),
    step: Type.Enum(['ask', 'yes', 'no']),
    id: PageId,
    team: TeamSlug,
    case: orNull(CaseCode),
    action: ActionName,
    subject: Subject,
    payload: Hex32,
    reason: ReasonCode,
    member: MemberCode,
    by: bytesOf(32),
    at: Day,
  },
  closed,
)
const Signed = { statement: ApprovalStatementSchema, signature: bytesOf(64) }

const Code = Type.String({ pattern: '^[A-Za-z0-9:._/+-]{0,200}$' })
/** What is done, in codes alone: `payload` is the SHA-256 of its canonical JSON, and both people see it. */
export const BindsSchema = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,39}$' }),
  Type.Union([Code, Type.Integer(), Type.Boolean(), Type.Null(), Type.Array(Code, { maxItems: 200 })]),
  { maxProperties: 24, additionalProperties: false },
)

/** `POST /api/desk/approvals/propose`: step `ask`, in the caller's own name, of today or the day beside it. */
export const ProposeInput = Type.Object({ ...Signed, binds: BindsSchema }, closed)
export const ProposeAnswer = Type.Object({ id: PageId }, closed)
/** `POST /api/desk/approvals/decide`: step `yes` or `no`, everything else as it was asked. */
export const DecideApprovalInput = Type.Object(Signed, closed)
/** `POST /api/desk/approvals/withdraw`: one's own, while nobody answered. */
export const ApprovalInput = Type.Object({ id: PageId }, closed)

export const ApprovalView = Type.Object(
  {
    id: PageId,
    state: Type.Enum(['waiting', 'approved', 'refused', 'withdrawn', 'used']),
    /** Whether more than 24 hours have passed since: nothing can be done with it any more. */
    over: Type.Boolean(),
    binds: BindsSchema,
    asked: Type.Object({ ...Signed, at: Moment }, closed),
    answered: orNull(Type.Object({ ...Signed, at: Moment }, closed)),
  },
  closed,
)
/** `GET /api/desk/approvals`: of the last 30 days, as far as the caller may see them. */
export const ApprovalsAnswer = Type.Object(
  {
    approvals: Type.Array(ApprovalView),
    /** In the first seven days the founders count as old enough. */
    founding: Type.Boolean(),
  },
  closed,
)

export type Propose = Static<typeof ProposeInput>
export type DecideApproval = Static<typeof DecideApprovalInput>
export type ApprovalsView = Static<typeof ApprovalsAnswer>
