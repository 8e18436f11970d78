import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Revision } from '#features/teams/teams.contract.ts'
import { judicial } from '#kernel/judicial.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const codesOf = (rows: readonly { readonly code: string }[]) => Type.Enum(rows.map(({ code }) => code))
const some = (rows: readonly { readonly code: string }[]) => Type.Array(codesOf(rows), { maxItems: 20, uniqueItems: true })

export const LawCode = Type.String({ pattern: '^V-[2-9A-HJ-NP-Z]{6}$' })
const Subject = Type.String({ pattern: '^(reporter|P-[2-9A-HJ-NP-Z]{6})$' })
const Safeguard = judicial.safeguards.map(({ code }) => code).join('|')

/** `POST /api/desk/commitments/law/add`: a request about somebody in a case. Its review is due from then on. */
export const AddLawInput = Type.Object(
  {
    id: RecordId,
    code: LawCode,
    case: CaseCode,
    subject: Subject,
    kind: codesOf(judicial.kinds),
    label: Type.Enum([...judicial.labels]),
    from: Type.String({ pattern: '^[A-Z]{2}$' }),
    receivedOn: Day,
  },
  closed,
)
/** `POST /api/desk/commitments/law/review`: once, by counsel where a court asks. */
export const ReviewLawInput = Type.Object(
  {
    id: RecordId,
    case: CaseCode,
    revision: Revision,
    indicators: some(judicial.indicators),
    refusals: some(judicial.refusals),
    safeguards: Type.Record(Type.String({ pattern: `^(${Safeguard})$` }), Type.Enum([...judicial.answers])),
    finding: Type.Enum(['abuse', 'indicators', 'none']),
  },
  closed,
)
/** `POST /api/desk/commitments/law/assist`: what came of it. */
export const AssistInput = Type.Object(
  { id: RecordId, case: CaseCode, revision: Revision, assistance: Type.Enum(['refused', 'partly', 'given']), on: Day },
  closed,
)
export const LawView = Type.Object(
  {
    ...AddLawInput.properties,
    judicial: Type.Boolean(),
    reviewBy: Day,
    indicators: Type.Array(Type.String()),
    refusals: Type.Array(Type.String()),
    safeguards: Type.Record(Type.String(), Type.String()),
    finding: orNull(ReviewLawInput.properties.finding),
    reviewedAs: orNull(Type.Enum(['counsel', 'caseworker'])),
    reviewedOn: orNull(Day),
    assistance: Type.Enum(['open', 'refused', 'partly', 'given']),
    assistedOn: orNull(Day),
    revision: Revision,
    isLate: Type.Boolean(),
    /** Safeguards that are not answered, or answered with no. */
    open: Type.Array(Type.String()),
  },
  closed,
)

export type AddLaw = Static<typeof AddLawInput>
export type ReviewLaw = Static<typeof ReviewLawInput>
export type Assist = Static<typeof AssistInput>
export type Law = Static<typeof LawView>
