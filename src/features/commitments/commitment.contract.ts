import Type, { type Static } from 'typebox'
import { BasisSchema, Code, CountryCode, Day, SaidSchema, VocabularyCode } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** From a promise to a courtesy. Coded by us from the verb; the verb itself stands beside it. */
export const STRENGTHS = ['agree_will_commit', 'aim_intend', 'explore_may', 'recognise_reaffirm'] as const

/** A statement is a political commitment; a treaty in force is an obligation; the two words are never exchanged. */
export const LEGAL_FORCES = [
  'political_commitment',
  'binding_treaty',
  'not_in_force',
  'binding_eu_law',
  'domestic_law',
  'guideline',
  'model',
  'practice',
] as const

/** One of the numbered paragraphs of a joint statement. `commitments` is empty where it holds none, and the page says so. */
export const CodedParagraphSchema = Type.Object(
  {
    code: Code,
    number: Type.Integer({ minimum: 1 }),
    heading: SaidSchema,
    summary: SaidSchema,
    areas: Type.Array(VocabularyCode),
    relevance: Type.Union([Type.Literal('none'), Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
    relevanceNote: orNull(SaidSchema),
    citations: Type.Array(Code, { minItems: 1 }),
    commitments: Type.Array(Code),
  },
  closed,
)

export const CommitmentSchema = Type.Object(
  {
    code: Code,
    paragraph: Code,
    instrument: VocabularyCode,
    legalForce: Type.Enum(LEGAL_FORCES),
    /** What is promised, in our words, beginning with a verb. */
    action: SaidSchema,
    /** The deciding words of the document. */
    verb: Type.String({ minLength: 1 }),
    strength: Type.Enum(STRENGTHS),
    promiser: Type.Union([Type.Literal('both'), Type.Literal('EU'), Type.Literal('VN')]),
    status: VocabularyCode,
    citation: Code,
  },
  closed,
)

/**
 * A node of a tree of recommendations or calls. `id` is the dotted number of domain/recommendations; a demand of an
 * imported document stands alone, as `DOC-` and the letters of its code.
 */
export const RecommendationSchema = Type.Object(
  {
    code: Code,
    id: Type.String({ pattern: '^(?:(?:NGO-R|EP-C)[0-9]+(?:\\.[0-9]+)*|DOC-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4,8})$' }),
    parent: orNull(Type.String()),
    level: Type.Integer({ minimum: 1, maximum: 6 }),
    addressee: Type.String({ minLength: 1 }),
    addresseeCodes: Type.Array(VocabularyCode, { minItems: 1 }),
    kind: Type.String({ minLength: 1 }),
    action: SaidSchema,
    status: VocabularyCode,
    /** The source that says so, where the status is more than that it was asked. */
    statusCitation: Type.Optional(Code),
    /** Ids of the same demand in another document. */
    sameAs: Type.Array(Type.String()),
    citation: Code,
  },
  closed,
)

/** An agreement, body or dialogue between the parties, with where a case of repression may be raised in it. */
export const MechanismSchema = Type.Object(
  {
    code: Code,
    key: VocabularyCode,
    kind: Type.Union([Type.Literal('agreement'), Type.Literal('body'), Type.Literal('dialogue'), Type.Literal('partnership')]),
    name: SaidSchema,
    legalForce: orNull(Type.Enum(LEGAL_FORCES)),
    under: orNull(VocabularyCode),
    remit: orNull(SaidSchema),
    frequency: orNull(SaidSchema),
    chair: orNull(SaidSchema),
    entryPoint: orNull(SaidSchema),
    basis: BasisSchema,
    citations: Type.Array(Code, { minItems: 1 }),
  },
  closed,
)

/** An agreement of the Union with a third country, its human-rights clause, and each time the clause was invoked over repression. */
export const AgreementSchema = Type.Object(
  {
    code: Code,
    key: VocabularyCode,
    country: CountryCode,
    name: SaidSchema,
    legalForce: Type.Enum(LEGAL_FORCES),
    state: SaidSchema,
    clause: orNull(Type.Object({ reference: Type.String(), summary: SaidSchema, basis: BasisSchema }, closed)),
    invocations: Type.Array(Type.Object({ said: SaidSchema, by: Type.String(), citation: Code }, closed)),
    citations: Type.Array(Code),
  },
  closed,
)

/**
 * A source's own statement that conduct stands against a commitment or obligation. It is the source's finding:
 * `assertedBy` says whose, `standard` is our standard of proof and stays `none` until a named person has assessed.
 */
export const FindingSchema = Type.Object(
  {
    code: Code,
    commitments: Type.Array(Code),
    agreements: Type.Array(VocabularyCode),
    incidents: Type.Array(Code, { minItems: 1 }),
    assertedBy: SaidSchema,
    note: SaidSchema,
    verdict: VocabularyCode,
    hedge: VocabularyCode,
    standard: VocabularyCode,
    citation: Code,
  },
  closed,
)

export const ProvisionSchema = Type.Object(
  {
    id: VocabularyCode,
    ref: Type.String({ minLength: 1 }),
    summary: Type.String({ minLength: 1 }),
    safeguardTests: Type.Array(Type.String({ minLength: 1 })),
    basis: BasisSchema,
    basisNote: orNull(Type.String()),
  },
  closed,
)

export const InstrumentSchema = Type.Object(
  {
    id: VocabularyCode,
    title: Type.String({ minLength: 1 }),
    type: Type.String({ minLength: 1 }),
    legalForce: Type.String({ minLength: 1 }),
    source: Type.String({ minLength: 1 }),
    verifyNote: orNull(Type.String()),
    provisions: Type.Array(ProvisionSchema),
  },
  closed,
)

export const RatificationSchema = Type.Object(
  {
    state: CountryCode,
    treaty: Type.String({ minLength: 1 }),
    status: Type.Enum(['party', 'not_party', 'signed', 'not_applicable']),
    date: orNull(Day),
    note: orNull(Type.String()),
    basis: BasisSchema,
  },
  closed,
)

export type CodedParagraph = Static<typeof CodedParagraphSchema>
export type Commitment = Static<typeof CommitmentSchema>
export type Recommendation = Static<typeof RecommendationSchema>
export type Mechanism = Static<typeof MechanismSchema>
export type Agreement = Static<typeof AgreementSchema>
export type Finding = Static<typeof FindingSchema>
export type Instrument = Static<typeof InstrumentSchema>
export type Provision = Static<typeof ProvisionSchema>
export type Ratification = Static<typeof RatificationSchema>
