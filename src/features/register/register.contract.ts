import Type, { type Static } from 'typebox'
import { Code, CountryCode, Day, HappenedSchema, PlaceSchema, SaidSchema, Sha256, VocabularyCode } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const
const citations = Type.Array(Code, { minItems: 1 })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** The source's own strength of wording: the code, and the words that carry it (null where the source states plainly). */
export const HedgeSchema = Type.Object({ code: VocabularyCode, said: orNull(Type.String({ minLength: 1 })) }, closed)

/** Who is said to have done it, apart from the act: in the source's words, with the attribution level those words bear and no more. */
export const AttributionSchema = Type.Object(
  {
    said: Type.String({ minLength: 1 }),
    level: VocabularyCode,
    agency: VocabularyCode,
    state: orNull(CountryCode),
    nexus: VocabularyCode,
    citation: Code,
  },
  closed,
)

/** Our own finding, apart from the hedge. Until a named person has assessed, `verification` is `unverified` and `standard` is `none`. */
export const PublicAssessmentSchema = Type.Object({ verification: VocabularyCode, standard: VocabularyCode }, closed)

/** A person as a public document names them. `descriptors` are the document's words. */
export const PublicPersonSchema = Type.Object(
  {
    code: Code,
    name: Type.String({ minLength: 1 }),
    kind: Type.Union([Type.Literal('targeted_person'), Type.Literal('official'), Type.Literal('press_contact')]),
    descriptors: Type.Array(Type.String({ minLength: 1 })),
    community: orNull(VocabularyCode),
    occupations: Type.Array(VocabularyCode),
    citations,
  },
  closed,
)

export const PublicCaseSchema = Type.Object(
  {
    code: Code,
    person: Code,
    title: SaidSchema,
    summary: SaidSchema,
    origin: CountryCode,
    host: CountryCode,
    protection: Type.Object({ summary: SaidSchema, citation: Code }, closed),
    /** Facts that the sources do not give and that we therefore do not add. */
    notInSources: Type.Array(SaidSchema),
    citations,
  },
  closed,
)

/** One act, or a set of acts that the source tells together. `case` is null for incidents against a community. */
export const PublicIncidentSchema = Type.Object(
  {
    code: Code,
    case: orNull(Code),
    community: orNull(VocabularyCode),
    title: SaidSchema,
    methods: Type.Array(VocabularyCode, { minItems: 1 }),
    /** Why a method code goes beyond the words of the source; null where it does not. */
    methodNote: orNull(SaidSchema),
    origin: CountryCode,
    host: CountryCode,
    happened: HappenedSchema,
    place: PlaceSchema,
    hedge: HedgeSchema,
    attribution: orNull(AttributionSchema),
    assessment: PublicAssessmentSchema,
    sentenceYears: orNull(Type.Integer({ minimum: 0 })),
    citations,
  },
  closed,
)

/** What happened around the incidents: treaties negotiated, visits, resolutions, laws. */
export const PublicEventSchema = Type.Object(
  {
    code: Code,
    kind: VocabularyCode,
    title: SaidSchema,
    status: orNull(SaidSchema),
    happened: HappenedSchema,
    place: orNull(PlaceSchema),
    votes: orNull(Type.Object({ for: Type.Integer(), against: Type.Integer(), abstain: Type.Integer() }, closed)),
    citations,
  },
  closed,
)

export const PublicOrganisationSchema = Type.Object(
  { code: Code, name: Type.String({ minLength: 1 }), kind: VocabularyCode, country: orNull(CountryCode), citations },
  closed,
)

/** `number` is the place in the list as printed. */
export const SignatorySchema = Type.Object(
  { code: Code, number: Type.Integer({ minimum: 1 }), name: Type.String({ minLength: 1 }), document: Type.String(), citation: Code },
  closed,
)

/** Two sources, or a source and the world, that do not agree; shown, never settled by us. */
export const DiscrepancySchema = Type.Object(
  { code: Code, issue: SaidSchema, effect: SaidSchema, first: Code, second: orNull(Code) },
  closed,
)

/** What a statement may be about, where no record of its own kind holds it. */
export const STATEMENT_KINDS = ['commitment', 'relation', 'place', 'date', 'legal_reference', 'instrument'] as const

/**
 * What a document says of a promise, of who did what to whom, of a place, a day, a law or a treaty: its words, its hedge, and
 * no assessment of ours. `parts` are what a relation or a promise joins, in the words of the source.
 */
export const SourceStatementSchema = Type.Object(
  {
    code: Code,
    kind: Type.Enum(STATEMENT_KINDS),
    document: Sha256,
    /** The normal form of docs/import-format.md. */
    value: Type.String({ minLength: 1, maxLength: 500 }),
    said: Type.String({ minLength: 1, maxLength: 500 }),
    precision: orNull(Type.String({ minLength: 1 })),
    /** Of a place that a state made or dissolved: the first and the last day, where they are known. */
    valid: orNull(Type.Object({ from: orNull(Day), until: orNull(Day) }, closed)),
    happened: orNull(HappenedSchema),
    /** From a promise to a courtesy, as the verb says it; of commitments alone. */
    strength: orNull(VocabularyCode),
    /** Who promises, in the words of the document; null where they name nobody, absent from older statements. */
    promiser: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 500 }))),
    /** What a relation joins: `target`, `actor`, `place`, `date`, `addressee`, `safeguard`, `spelling`, `claim`. */
    role: orNull(VocabularyCode),
    /** `record` is the code of what was accepted of the same words, null where nothing was. */
    parts: Type.Array(
      Type.Object(
        { kind: VocabularyCode, value: Type.String({ minLength: 1 }), said: Type.String({ minLength: 1 }), record: orNull(Code) },
        closed,
      ),
    ),
    hedge: HedgeSchema,
    /** The source denies it in its own voice. */
    negated: Type.Boolean(),
    citations,
  },
  closed,
)

export type PublicPerson = Static<typeof PublicPersonSchema>
export type PublicCase = Static<typeof PublicCaseSchema>
export type PublicIncident = Static<typeof PublicIncidentSchema>
export type PublicEvent = Static<typeof PublicEventSchema>
export type PublicOrganisation = Static<typeof PublicOrganisationSchema>
export type Signatory = Static<typeof SignatorySchema>
export type Discrepancy = Static<typeof DiscrepancySchema>
export type SourceStatement = Static<typeof SourceStatementSchema>
