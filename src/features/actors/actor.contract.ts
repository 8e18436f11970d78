import Type, { type Static } from 'typebox'
import { CountryCode, Day } from '#formats/public-record.ts'
import { type TermOf, terms, type VocabularyList } from '#kernel/vocabulary.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A code of a list that is in use; a retired one stays in old rows and enters no new one. */
export const termOf = <List extends VocabularyList>(list: List) =>
  Type.Unsafe<TermOf<List>>(
    Type.Enum(
      terms(list)
        .filter(({ retired }) => retired === null)
        .map(({ code }) => code as string),
    ),
  )

export const RecordId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
export const Revision = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })
export const ActorCode = Type.String({ pattern: '^A-[2-9A-HJ-NP-Z]{6}$' })

export const ACTOR_KINDS = ['person', 'unit', 'agency', 'company', 'organisation'] as const
export const ACTOR_NAME_KINDS = ['name', 'variant', 'former', 'short'] as const
export const ACTOR_LINKS = ['commanded_by', 'part_of', 'acts_for', 'owned_by'] as const
/** Why a record of somebody alleged may be held at all; somebody who is alleged has rights too (DP-03, DP-17). */
export const LEGAL_BASES = ['public_interest', 'legal_claims', 'vital_interests', 'made_public', 'legal_obligation'] as const

export const ActorName = Type.Object(
  { id: RecordId, name: Type.String({ minLength: 1, maxLength: 200 }), kind: Type.Enum(ACTOR_NAME_KINDS) },
  closed,
)

export const ActorFacts = {
  kind: Type.Enum(ACTOR_KINDS),
  agencyType: orNull(termOf('perpetrator_agency_types')),
  stateNexus: termOf('state_nexus'),
  country: orNull(CountryCode),
  legalBasis: Type.Enum(LEGAL_BASES),
}

export const ActorLinkView = Type.Object(
  { id: RecordId, actor: RecordId, above: RecordId, kind: Type.Enum(ACTOR_LINKS), level: termOf('attribution_level') },
  closed,
)
export const ActorView = Type.Object(
  {
    id: RecordId,
    code: ActorCode,
    ...ActorFacts,
    names: Type.Array(ActorName),
    /** The record that stands for this one since they were found to be the same. */
    mergedInto: orNull(RecordId),
    recordedOn: Day,
    revision: Revision,
  },
  closed,
)

export const ACTORS_PAGE = 200
/** `POST /api/desk/actors/list`: the actors of the own team in the order of their random ids. */
export const ActorsInput = Type.Object({ after: orNull(RecordId) }, closed)
export const ActorsAnswer = Type.Object({ actors: Type.Array(ActorView), links: Type.Array(ActorLinkView), more: Type.Boolean() }, closed)

/**
 * `POST /api/desk/actors/keep`: `revision` 0 makes a new one under a random code. The names are all its names. A change that
 * implicates a state bars its teams from every case that names the actor, and `barred` says how many doors that closed.
 */
export const KeepActorInput = Type.Object(
  { id: RecordId, code: ActorCode, revision: Revision, ...ActorFacts, names: Type.Array(ActorName, { minItems: 1, maxItems: 32 }) },
  closed,
)
/** `POST /api/desk/actors/link`: who stands below whom; `actor.circle` where it would run in one. */
export const LinkActorsInput = Type.Object(ActorLinkView.properties, closed)
/** `POST /api/desk/actors/unlink` */
export const UnlinkActorsInput = Type.Object({ link: RecordId }, closed)
/** `POST /api/desk/actors/merge`: two records of the same actor. Nothing is rewritten, so that `unmerge` gives both back. */
export const MergeActorsInput = Type.Object({ actor: RecordId, revision: Revision, into: RecordId }, closed)
/** `POST /api/desk/actors/unmerge` */
export const UnmergeActorInput = Type.Object({ actor: RecordId, revision: Revision }, closed)

export type KeepActor = Static<typeof KeepActorInput>
export type LinkActors = Static<typeof LinkActorsInput>
export type ActorRecord = Static<typeof ActorView>
export type ActorLink = Static<typeof ActorLinkView>
