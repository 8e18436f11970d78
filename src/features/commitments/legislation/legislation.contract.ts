import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { standards } from '#kernel/standards.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (least: number, most: number) =>
  Type.String({ minLength: least, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })
const State = Type.String({ pattern: '^[A-Z]{2}$' })
/** Where a law stands: an address, or a quotation or document of the public record. */
const LawSource = Type.String({ maxLength: 300, pattern: '^(https?://[!-~]+|[QD]-[2-9A-HJ-NP-Z]{4})$' })

export const LegislationCode = Type.String({ pattern: '^Z-[2-9A-HJ-NP-Z]{6}$' })
const Body = {
  state: State,
  title: Line(2, 160),
  kind: Type.Enum(['law', 'bill', 'decree', 'regulation', 'policy']),
  stage: Type.Enum(['announced', 'draft', 'in_parliament', 'adopted', 'in_force', 'ended']),
  /** Whether it reaches people outside the state. */
  abroad: Type.Boolean(),
  source: LawSource,
  /** When the writer opened the source; null leaves the mark "not checked against the source". */
  readOn: orNull(Day),
}
/** `POST /api/desk/commitments/laws/keep`: `revision` 0 is a new one; those who watch its state are told, and a review is due from then on. */
export const KeepLegislationInput = Type.Object(
  { id: RecordId, code: LegislationCode, revision: Revision, body: Type.Object(Body, closed) },
  closed,
)
const Assessment = {
  provision: Line(1, 120),
  standard: Type.Enum(standards.standards.map(({ code }) => code)),
  source: LawSource,
  readOn: orNull(Day),
  finding: Type.Enum(['concern', 'no_concern', 'unclear', 'withdrawn']),
  said: Line(2, 300),
  supersedes: orNull(RecordId),
}
/** `POST /api/desk/commitments/laws/assess`: one provision against one standard, with where it stands. */
export const AssessInput = Type.Object({ id: RecordId, law: LegislationCode, body: Type.Object(Assessment, closed) }, closed)
/** `POST /api/desk/commitments/laws/reviewed`: the reading against the standards is done. */
export const ReviewedInput = Type.Object({ law: LegislationCode, revision: Revision }, closed)
/** `POST /api/desk/commitments/laws/watch`: to be told of new laws of a state, or no more. */
export const WatchInput = Type.Object({ state: State, watching: Type.Boolean() }, closed)
/** `POST /api/desk/commitments/laws/seen`: the caller has read what they were told. */
export const SeenInput = Type.Object({ law: LegislationCode }, closed)

const AssessmentView = Type.Object({ ...Assessment, standard: Type.String(), id: RecordId, by: MemberCode, on: Day }, closed)
export const LegislationView = Type.Object(
  {
    ...Body,
    id: RecordId,
    code: LegislationCode,
    revision: Revision,
    reviewBy: Day,
    reviewedOn: orNull(Day),
    reviewedBy: orNull(MemberCode),
    isLate: Type.Boolean(),
    /** The caller was told of it and has not said that they read it. */
    isNews: Type.Boolean(),
    /** The newest first. */
    assessments: Type.Array(AssessmentView),
  },
  closed,
)

export type KeepLegislation = Static<typeof KeepLegislationInput>
export type Assess = Static<typeof AssessInput>
export type Reviewed = Static<typeof ReviewedInput>
export type Watch = Static<typeof WatchInput>
export type Legislation = Static<typeof LegislationView>
export type Assessed = Static<typeof AssessmentView>
