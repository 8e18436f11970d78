import Type, { type Static } from 'typebox'
import { RecordId, Revision, termOf } from '#features/actors/actor.contract.ts'
import { CaseCode, MemberCode, PersonCode, When } from '#features/incidents/incident.contract.ts'
import { CountryCode, Day } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Moment = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' })

export const COMMUNITY_PURPOSES = ['protection', 'asylum', 'statistics'] as const
export const PERSON_LINKS = ['relative', 'associate', 'same_person', 'targeted_because_of'] as const
/** The kind of the card that says who a person is; it opens with a reason and leaves a line. */
export const IDENTITY_KIND = 'person.identity'

const PersonFacts = {
  occupation: orNull(termOf('occupations')),
  community: orNull(termOf('communities')),
  communitySaidBy: orNull(Type.Enum(['self', 'other'] as const)),
  communityFor: Type.Array(Type.Enum(COMMUNITY_PURPOSES), { maxItems: 3, uniqueItems: true }),
  lowProfile: Type.Boolean(),
}

const Protection = Type.Object(
  {
    id: RecordId,
    status: termOf('person_protection_status'),
    host: orNull(CountryCode),
    held: When,
    by: MemberCode,
    on: Day,
  },
  closed,
)
const Liberty = Type.Object({ id: RecordId, status: termOf('liberty_status'), checkedOn: Day, by: MemberCode, on: Day }, closed)

export const PersonRow = Type.Object(
  {
    case: CaseCode,
    id: RecordId,
    code: PersonCode,
    ...PersonFacts,
    /** Whether a search by name may find them for the caller (R-NGO-07). */
    findable: Type.Boolean(),
    /** Members who may find somebody who keeps a low profile. */
    finders: Type.Array(MemberCode),
    /** Every status that somebody held, as far as none was put right (R-NGO-12). */
    protection: Type.Array(Protection),
    /** What was found when it was last looked at. */
    liberty: orNull(Liberty),
    /** The identity card, sealed: its id and its revision. */
    identity: orNull(Type.Object({ card: RecordId, revision: Revision }, closed)),
    recordedOn: Day,
    revision: Revision,
  },
  closed,
)

export const PEOPLE_PAGE = 100
/** `POST /api/desk/people/list`: of one case or of all that the caller reads, in the order of their random ids. */
export const PeopleInput = Type.Object({ case: orNull(CaseCode), after: orNull(RecordId) }, closed)
export const PeopleAnswer = Type.Object({ people: Type.Array(PersonRow), more: Type.Boolean() }, closed)

/** `POST /api/desk/people/keep`: `revision` 0 makes a new one. `finders` are all who may find them by name. */
export const KeepPersonInput = Type.Object(
  {
    case: CaseCode,
    id: RecordId,
    code: PersonCode,
    revision: Revision,
    ...PersonFacts,
    finders: Type.Array(MemberCode, { maxItems: 64, uniqueItems: true }),
  },
  closed,
)
/** `POST /api/desk/people/status`: a status and when it was held; `supersedes` is an entry that it puts right. */
export const StatusInput = Type.Object(
  {
    case: CaseCode,
    person: RecordId,
    id: RecordId,
    status: termOf('person_protection_status'),
    host: orNull(CountryCode),
    held: When,
    supersedes: orNull(RecordId),
  },
  closed,
)
/** `POST /api/desk/people/liberty`: what was found on the day on which somebody looked. */
export const LibertyInput = Type.Object(
  { case: CaseCode, person: RecordId, id: RecordId, status: termOf('liberty_status'), checkedOn: Day },
  closed,
)
/** `POST /api/desk/people/link`: two people of cases that the caller works on both. Nobody else learns that there is a link. */
export const LinkPeopleInput = Type.Object(
  { case: CaseCode, person: RecordId, id: RecordId, otherCase: CaseCode, other: RecordId, kind: Type.Enum(PERSON_LINKS) },
  closed,
)
/** `POST /api/desk/people/unlink` */
export const UnlinkPeopleInput = Type.Object({ case: CaseCode, link: RecordId }, closed)
/** `POST /api/desk/people/links`: from either end. */
export const PersonInput = Type.Object({ case: CaseCode, person: RecordId }, closed)
export const LinksAnswer = Type.Object(
  {
    links: Type.Array(
      Type.Object(
        {
          id: RecordId,
          /** The case that holds the link. */
          heldBy: CaseCode,
          case: CaseCode,
          person: RecordId,
          code: PersonCode,
          kind: Type.Enum(PERSON_LINKS),
          /** Whether the asked person is the one of whom the link speaks. */
          forward: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/people/printed`: an identity card is about to be printed; the line in the ledger comes first. */
export const PrintedInput = Type.Object({ case: orNull(CaseCode), person: PersonCode }, closed)

const Approval = RecordId
/**
 * `POST /api/desk/people/unseal/give`: a reader who said yes hands the identity card to the member who asked, sealed to that
 * member's own key. The yes of two is used up; the wrap is there for 60 minutes.
 */
export const GiveInput = Type.Object(
  {
    approval: Approval,
    case: CaseCode,
    person: PersonCode,
    member: MemberCode,
    card: RecordId,
    revision: Revision,
    blob: Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 3_000, maxLength: 360_000 }),
  },
  closed,
)
export const GiveAnswer = Type.Object({ until: Moment }, closed)
/** `POST /api/desk/people/unseal/take`: by the member who asked, while it is there. Each leaves a line. */
export const TakeInput = Type.Object({ approval: Approval }, closed)
export const TakeAnswer = Type.Object({ person: PersonCode, by: MemberCode, until: Moment, blob: Type.String() }, closed)
/** `POST /api/desk/people/unseal/find`: those of these codes that are people of the caller's cases, for answering a request. */
export const FindInput = Type.Object({ people: Type.Array(PersonCode, { minItems: 1, maxItems: 100, uniqueItems: true }) }, closed)
export const FindAnswer = Type.Object(
  {
    found: Type.Array(Type.Object({ case: CaseCode, id: RecordId, code: PersonCode, card: orNull(RecordId), revision: Revision }, closed)),
  },
  closed,
)

export type People = Static<typeof PeopleInput>
export type Person = Static<typeof PersonRow>
export type KeepPerson = Static<typeof KeepPersonInput>
export type SayStatus = Static<typeof StatusInput>
export type SayLiberty = Static<typeof LibertyInput>
export type LinkPeople = Static<typeof LinkPeopleInput>
export type PersonLink = Static<typeof LinksAnswer>['links'][number]
export type Give = Static<typeof GiveInput>
export type Taken = Static<typeof TakeAnswer>
export type Found = Static<typeof FindAnswer>['found'][number]
