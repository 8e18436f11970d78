import Type, { type Static, type TSchema } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode } from '#features/teams/teams.contract.ts'
import { terms } from '#kernel/vocabulary.ts'
import { RiskLevel } from '../files/case.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Factors = Type.Array(Type.Enum(terms('risk_factors').map(({ code }) => code)), { maxItems: 40, uniqueItems: true })
export const Cause = Type.Enum(['first', 'review', 'change', 'reprisal'])

/**
 * `POST /api/desk/cases/risk/assess`: what a member says of the risk. `supersedes` is the assessment that was read, null for
 * the first; another one meanwhile is `record.stale`. Reasons are on a card about it. The formula suggests and never decides.
 */
export const AssessInput = Type.Object(
  { case: CaseCode, assessment: RecordId, supersedes: orNull(RecordId), factors: Factors, level: RiskLevel, cause: Cause },
  closed,
)
export const RiskView = Type.Object(
  {
    assessment: RecordId,
    supersedes: orNull(RecordId),
    factors: Type.Array(Type.String()),
    formula: Type.Integer(),
    score: Type.Integer(),
    suggested: RiskLevel,
    level: RiskLevel,
    cause: Cause,
    by: MemberCode,
    on: Day,
    card: orNull(RecordId),
  },
  closed,
)
/** What the caller's cases say today of the state in which the person is; whoever assesses reads it and decides (R-NGO-41). */
const HostView = Type.Object(
  {
    case: CaseCode,
    entry: RecordId,
    host: Type.String(),
    community: orNull(Type.String()),
    level: Type.Enum(['unsafe', 'limited', 'tolerable']),
    grounds: Type.Array(Type.String()),
    on: Day,
    until: Day,
  },
  closed,
)
/** `POST /api/desk/cases/risk`: the newest first, with what went before. */
export const RisksAnswer = Type.Object({ assessments: Type.Array(RiskView), due: orNull(Day), hosts: Type.Array(HostView) }, closed)

export type Assess = Omit<Static<typeof AssessInput>, 'factors'> & { readonly factors: readonly string[] }
export type Risk = Static<typeof RiskView>
export type Host = Static<typeof HostView>
