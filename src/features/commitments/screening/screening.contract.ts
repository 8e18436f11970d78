import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, Revision } from '#features/teams/teams.contract.ts'
import { screening } from '#kernel/screening.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })
const oneOf = (codes: readonly string[]) => Type.Enum([...codes])
const Question = screening.questions.map((one) => one.code).join('|')

export const CooperationCode = Type.String({ pattern: '^J-[2-9A-HJ-NP-Z]{6}$' })
const CooperationBody = Type.Object(
  {
    title: Line(120),
    partner: Type.String({ pattern: '^[A-Z]{2}$' }),
    kinds: Type.Array(oneOf(screening.kinds), { minItems: 1, maxItems: 8, uniqueItems: true }),
    technologies: Type.Array(oneOf(screening.technologies.map((one) => one.code)), { maxItems: 8, uniqueItems: true }),
    paragraphs: Type.Array(Type.Integer({ minimum: 1, maximum: 500 }), { maxItems: 16, uniqueItems: true }),
    answers: Type.Record(Type.String({ pattern: `^(${Question})$` }), oneOf(screening.answers)),
    evidence: Type.Record(Type.String({ pattern: `^(${Question})$` }), Type.String({ pattern: '^[!-~]{2,300}$' })),
    state: Type.Enum(['open', 'cleared', 'conditions', 'refused', 'watched']),
    reasons: orNull(Line(600)),
    conditions: orNull(Line(600)),
    reviewOn: orNull(Day),
  },
  closed,
)
/** `POST /api/desk/commitments/cooperation/keep`: `revision` 0 is a new one under a random code. */
export const KeepCooperationInput = Type.Object({ id: RecordId, code: CooperationCode, revision: Revision, body: CooperationBody }, closed)
export const Nothing = Type.Object({}, closed)
export const CooperationView = Type.Object(
  {
    ...CooperationBody.properties,
    id: RecordId,
    code: CooperationCode,
    revision: Revision,
    risk: Type.Enum(['low', 'moderate', 'high']),
    /** Questions that stand against it: red flags, then those still open. */
    against: Type.Array(Type.String()),
  },
  closed,
)

export type KeepCooperation = Static<typeof KeepCooperationInput>
export type Cooperation = Static<typeof CooperationView>
