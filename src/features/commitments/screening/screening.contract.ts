import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, Revision } from '#features/teams/teams.contract.ts'
import { screening } from '#kernel/screening.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })
const oneOf = (codes: readonly string[]) => Type.Enum([...codes])
const Question = screening.questions.map((one) => one.code).join('|')
const Criterion = screening.benchmark.criteria.join('|')

export const CooperationCode = Type.String({ pattern: '^J-[2-9A-HJ-NP-Z]{6}$' })
const CooperationBody = Type.Object(
  {
    title: Line(120),
    partner: Type.String({ pattern: '^[A-Z]{2}$' }),
    kinds: Type.Array(oneOf(screening.kinds), { minItems: 1, maxItems: 8, uniqueItems: true }),
    technologies: Type.Array(oneOf(screening.technologies.map((one) => one.code)), { maxItems: 8, uniqueItems: true }),
    paragraphs: Type.Array(Type.Integer({ minimum: 1, maximum: 500 }), { maxItems: 16, uniqueItems: true }),
    answers: Type.Record(Type.String({ pattern: `^(${Question})$` }), oneOf(screening.answers)),
    evidence: Type.Record(Type.String({ pattern: `^(${Question}|${Criterion})$` }), Type.String({ pattern: '^[!-~]{2,300}$' })),
    /** Pass or fail for each criterion of the human-centric benchmark (R-CSP-20). */
    benchmark: Type.Record(Type.String({ pattern: `^(${Criterion})$` }), Type.Enum(['pass', 'fail'])),
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

const Lines = (most: number) => Type.Array(Line(160), { minItems: 1, maxItems: most, uniqueItems: true })
const ExchangeBody = Type.Object(
  {
    on: Day,
    topics: Type.Array(oneOf(screening.exchangeTopics), { minItems: 1, maxItems: 6, uniqueItems: true }),
    /** Authorities of the other side, by what they are called; nobody is named. */
    agencies: Lines(8),
    outputs: Lines(8),
    source: orNull(Type.String({ pattern: '^[!-~]{2,300}$' })),
  },
  closed,
)
/** `POST /api/desk/commitments/exchanges/keep`: what was exchanged on telecommunications, AI or data under a screened project. */
export const KeepExchangeInput = Type.Object({ id: RecordId, project: CooperationCode, revision: Revision, body: ExchangeBody }, closed)
export const ExchangeView = Type.Object(
  {
    ...ExchangeBody.properties,
    id: RecordId,
    project: CooperationCode,
    /** What the screening of the project said when this was written down. */
    result: Type.Enum(['cleared', 'conditions', 'refused', 'watched']),
    revision: Revision,
  },
  closed,
)

export type KeepExchange = Static<typeof KeepExchangeInput>
export type Exchange = Static<typeof ExchangeView>
export type KeepCooperation = Static<typeof KeepCooperationInput>
export type Cooperation = Static<typeof CooperationView>
