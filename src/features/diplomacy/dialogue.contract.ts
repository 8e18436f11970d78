import Type, { type Static } from 'typebox'
import { Code, HappenedSchema, PlaceSchema, SaidSchema, VocabularyCode } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const saidBySource = Type.Object({ summary: SaidSchema, citation: Code }, closed)

/** A case that was raised with a state in public, and what a source tells of the reply; without `case` where it names nobody. */
const raisedInPublic = Type.Object({ ...saidBySource.properties, case: orNull(Code), reply: orNull(saidBySource) }, closed)

/** One entry of the history of a dialogue: a round, its launch, or its confirmation as a mechanism. */
export const DialogueRoundSchema = Type.Object(
  {
    code: Code,
    track: VocabularyCode,
    /** The ordinal that the source gives; null where it gives none. Never renumbered by us. */
    round: orNull(Type.Integer({ minimum: 1 })),
    title: SaidSchema,
    status: Type.Enum(['held', 'ongoing', 'announced_only', 'anticipated', 'mechanism_confirmed']),
    happened: HappenedSchema,
    place: orNull(PlaceSchema),
    legalBasis: orNull(Type.String({ minLength: 1 })),
    heads: Type.Array(Code),
    preparatory: Type.Array(saidBySource),
    agenda: Type.Array(saidBySource),
    asks: Type.Array(saidBySource),
    offers: Type.Array(saidBySource),
    partnerCommitments: Type.Array(saidBySource),
    raised: Type.Optional(Type.Array(raisedInPublic)),
    repressionRaised: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('not_stated')]),
    citations: Type.Array(Code, { minItems: 1 }),
  },
  closed,
)

/** What the sources do not tell about a track. A gap is shown as a gap. */
export const DialogueGapSchema = Type.Object({ code: Code, track: VocabularyCode, summary: SaidSchema }, closed)

export type DialogueRound = Static<typeof DialogueRoundSchema>
export type RaisedInPublic = Static<typeof raisedInPublic>
export type DialogueGap = Static<typeof DialogueGapSchema>
