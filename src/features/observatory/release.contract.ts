import Type, { type Static } from 'typebox'
import { PublicOfficeSchema } from '#features/alerts/public-office.contract.ts'
import {
  AgreementSchema,
  CodedParagraphSchema,
  CommitmentSchema,
  FindingSchema,
  InstrumentSchema,
  MechanismSchema,
  RatificationSchema,
  RecommendationSchema,
} from '#features/commitments/commitment.contract.ts'
import { DialogueGapSchema, DialogueRoundSchema } from '#features/diplomacy/dialogue.contract.ts'
import { CitationSchema, DocumentSchema } from '#features/documents/document.contract.ts'
import {
  DiscrepancySchema,
  PublicCaseSchema,
  PublicEventSchema,
  PublicIncidentSchema,
  PublicOrganisationSchema,
  PublicPersonSchema,
  SignatorySchema,
  SourceStatementSchema,
} from '#features/register/register.contract.ts'
import { Code, CountryCode, Day, SaidSchema, Sha256, VocabularyCode } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const

/** All public-source records of one corridor, without anything derived. The file in `data/corridors/` has this form. */
const RECORDS = {
  documents: Type.Array(DocumentSchema),
  citations: Type.Array(CitationSchema),
  persons: Type.Array(PublicPersonSchema),
  cases: Type.Array(PublicCaseSchema),
  incidents: Type.Array(PublicIncidentSchema),
  events: Type.Array(PublicEventSchema),
  organisations: Type.Array(PublicOrganisationSchema),
  signatories: Type.Array(SignatorySchema),
  discrepancies: Type.Array(DiscrepancySchema),
  paragraphs: Type.Array(CodedParagraphSchema),
  commitments: Type.Array(CommitmentSchema),
  recommendations: Type.Array(RecommendationSchema),
  mechanisms: Type.Array(MechanismSchema),
  agreements: Type.Array(AgreementSchema),
  findings: Type.Array(FindingSchema),
  instruments: Type.Array(InstrumentSchema),
  ratifications: Type.Array(RatificationSchema),
  dialogues: Type.Array(DialogueRoundSchema),
  dialogueGaps: Type.Array(DialogueGapSchema),
} as const

export const CorridorFileSchema = Type.Object(
  {
    format: Type.Literal('asylia-corridor/1'),
    id: VocabularyCode,
    version: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.[0-9]+)?$' }),
    title: SaidSchema,
    summary: SaidSchema,
    origin: CountryCode,
    host: CountryCode,
    partners: Type.Array(CountryCode),
    ...RECORDS,
  },
  closed,
)

const MOMENT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$'

/** A change of the register that readers must be able to see: loaded, corrected, withdrawn. */
export const ChangeSchema = Type.Object(
  { on: Day, kind: Type.Enum(['loaded', 'corrected', 'withdrawn']), subject: Type.String(), note: SaidSchema },
  closed,
)

/**
 * What leaves the database: everything that the static site is built from. A pure function of the released rows,
 * so the same rows give the same bytes.
 */
export const ReleaseSchema = Type.Object(
  {
    format: Type.Literal('asylia-release/1'),
    asOf: Day,
    /** Operator's contact for corrections; null means none is configured, and the page says so. */
    contact: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    /** Public address of this installation, for Atom and DCAT. */
    site: Type.String({ minLength: 1 }),
    vocabulary: Type.Object({ taxonomy: Type.String(), vocabularies: Type.String() }, closed),
    corridors: Type.Array(
      Type.Object(
        {
          id: VocabularyCode,
          version: Type.String(),
          fileHash: Sha256,
          title: SaidSchema,
          summary: SaidSchema,
          origin: CountryCode,
          host: CountryCode,
          partners: Type.Array(CountryCode),
        },
        closed,
      ),
    ),
    /** Hashes of the documents whose text is held here. All others are "quoted, text not held here". */
    held: Type.Array(Sha256),
    /** When the copy of a held document was stored here, UTC; absent of older copies. */
    copies: Type.Optional(Type.Array(Type.Object({ sha256: Sha256, at: Type.String({ pattern: MOMENT }) }, closed))),
    changes: Type.Array(ChangeSchema),
    /** What people accepted out of imported documents that no record of a corridor holds; absent from older releases. */
    statements: Type.Optional(Type.Array(SourceStatementSchema)),
    /** Codes of records that people accepted out of documents and that nobody has coded by hand; absent from older releases. */
    uncoded: Type.Optional(Type.Array(Code)),
    /** Offices whose steward said that everybody may find them here; absent from older releases. */
    offices: Type.Optional(Type.Array(PublicOfficeSchema)),
    ...RECORDS,
  },
  closed,
)

export type CorridorFile = Static<typeof CorridorFileSchema>
export type Release = Static<typeof ReleaseSchema>
export type Change = Static<typeof ChangeSchema>
export type SourceStatement = NonNullable<Release['statements']>[number]
