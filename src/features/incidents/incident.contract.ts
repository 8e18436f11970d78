import Type, { type Static } from 'typebox'
import { ActorCode, RecordId, Revision, termOf } from '#features/actors/actor.contract.ts'
import { CountryCode, DATE_PRECISIONS, Day } from '#formats/public-record.ts'
import { definitions } from '#kernel/definitions.ts'
import { type MethodCode, methodCodes } from '#kernel/vocabulary.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const CaseCode = Type.String({ pattern: '^C-[2-9A-HJ-NP-Z]{6}$' })
export const PersonCode = Type.String({ pattern: '^P-[2-9A-HJ-NP-Z]{6}$' })
export const IncidentCode = Type.String({ pattern: '^I-[2-9A-HJ-NP-Z]{6}$' })
export const PatternCode = Type.String({ pattern: '^N-[2-9A-HJ-NP-Z]{6}$' })
export const MemberCode = Type.String({ pattern: '^M-[2-9A-HJ-NP-Z]{6}$' })
/** A country or a region of one, as ISO 3166-2. Nothing nearer is ever told to the server. */
const PlaceCode = Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' })
/** When, without a word of a source: those stand on the card beside it. */
export const When = Type.Object({ from: orNull(Day), until: orNull(Day), precision: Type.Enum(DATE_PRECISIONS) }, closed)

/** The four elements of the definition (R-EP-01). */
export const ELEMENTS = ['state_or_proxy', 'attack_or_pressure', 'protected_target', 'beyond_borders'] as const
export const ANSWERS = ['yes', 'no', 'unclear'] as const
/** How an act ended, as far as anybody knows. */
export const OUTCOMES = ['completed', 'attempted', 'threatened', 'prevented', 'ongoing', 'unknown'] as const
/** How the use of spyware was established (R-EP-07). */
export const DETERMINATIONS = [
  'lab_forensics',
  'own_forensics',
  'vendor_notice',
  'platform_notice',
  'network_traces',
  'court_finding',
] as const
export const CONFIDENCES = ['low', 'moderate', 'high'] as const
/** What a method does not say by itself, in codes. What was exposed is told by its kind and never itself (R-EP-07). */
export const ACT_DETAILS = {
  family: ['pegasus', 'predator', 'candiru', 'finspy', 'graphite', 'other', 'unknown'],
  vector: ['zero_click', 'link', 'attachment', 'app', 'network', 'physical', 'unknown'],
  lab: ['citizen_lab', 'amnesty_security_lab', 'other_lab', 'own_team'],
  platform: ['facebook', 'x', 'telegram', 'youtube', 'tiktok', 'zalo', 'forum', 'website', 'other'],
  exposed: ['name', 'photo', 'address', 'phone', 'workplace', 'family', 'documents', 'health', 'location'],
  stillOnline: ['yes', 'no', 'unknown'],
  made: ['video', 'voice', 'image', 'text', 'accounts'],
  measure: ['account_closed', 'account_frozen', 'transfer_blocked', 'assets_frozen', 'assets_confiscated', 'funding_barred', 'other'],
  ground: ['money_laundering', 'terror_financing', 'sanctions_list', 'tax', 'not_told'],
  remedy: ['none_open', 'none_used', 'institution', 'ombudsman', 'supervisor', 'court', 'other'],
  remedyState: ['open', 'won', 'partly', 'lost', 'unknown'],
} as const
export const PATTERN_REASONS = ['same_actor', 'same_method', 'same_period', 'same_group', 'same_place', 'same_operation'] as const

const Method = Type.Unsafe<MethodCode>(Type.Enum(methodCodes as readonly string[] as string[]))

const IncidentFacts = {
  origin: orNull(CountryCode),
  host: orNull(CountryCode),
  effect: orNull(CountryCode),
  place: orNull(PlaceCode),
  placePrecision: Type.Enum(['hidden', 'country', 'admin1'] as const),
  happened: When,
  community: orNull(termOf('communities')),
}

export const IncidentRow = Type.Object(
  {
    case: CaseCode,
    id: RecordId,
    code: IncidentCode,
    ...IncidentFacts,
    status: termOf('verification_status'),
    /** The methods of its acts, each once. */
    methods: Type.Array(Type.String()),
    /** Codes of the people against whom the acts were; none for an act against a community. */
    people: Type.Array(PersonCode),
    recordedBy: MemberCode,
    recordedOn: Day,
    revision: Revision,
  },
  closed,
)
export const INCIDENTS_PAGE = 100
/** `POST /api/desk/incidents/list`: of one case or of all that the caller reads, in the order of their random ids. */
export const IncidentsInput = Type.Object(
  { case: orNull(CaseCode), host: orNull(CountryCode), status: orNull(termOf('verification_status')), after: orNull(RecordId) },
  closed,
)
export const IncidentsAnswer = Type.Object({ incidents: Type.Array(IncidentRow), more: Type.Boolean() }, closed)

/** `POST /api/desk/incidents/keep`: `revision` 0 makes a new one. Nobody need be named in it (R-NGO-03). */
export const KeepIncidentInput = Type.Object(
  { case: CaseCode, id: RecordId, code: IncidentCode, revision: Revision, ...IncidentFacts },
  closed,
)

const Detail = Type.Object(
  {
    family: Type.Optional(Type.Enum(ACT_DETAILS.family)),
    vector: Type.Optional(Type.Enum(ACT_DETAILS.vector)),
    lab: Type.Optional(Type.Enum(ACT_DETAILS.lab)),
    platform: Type.Optional(Type.Enum(ACT_DETAILS.platform)),
    exposed: Type.Optional(Type.Array(Type.Enum(ACT_DETAILS.exposed), { maxItems: 9, uniqueItems: true })),
    stillOnline: Type.Optional(Type.Enum(ACT_DETAILS.stillOnline)),
    /** What artificial intelligence was used to make. */
    made: Type.Optional(Type.Enum(ACT_DETAILS.made)),
    /** Of a measure against somebody's money what it was, what it was called, and what was used against it (R-CSP-23). */
    measure: Type.Optional(Type.Enum(ACT_DETAILS.measure)),
    ground: Type.Optional(Type.Enum(ACT_DETAILS.ground)),
    remedy: Type.Optional(Type.Enum(ACT_DETAILS.remedy)),
    remedyState: Type.Optional(Type.Enum(ACT_DETAILS.remedyState)),
  },
  closed,
)
const ActFacts = {
  method: Method,
  person: orNull(RecordId),
  happened: When,
  outcome: Type.Enum(OUTCOMES),
  determinedBy: orNull(Type.Enum(DETERMINATIONS)),
  confidence: orNull(Type.Enum(CONFIDENCES)),
  detail: Type.Optional(Detail),
}
/** `POST /api/desk/incidents/act`: `act.determination_needed` for spyware without how it was established and how surely, `act.detail_unfit` for a detail of another method, `act.remedy_needed` for a measure without the remedy. */
export const KeepActInput = Type.Object({ case: CaseCode, incident: RecordId, id: RecordId, revision: Revision, ...ActFacts }, closed)

const Involved = { actor: RecordId, degree: termOf('degree_of_involvement'), level: termOf('attribution_level') }
/**
 * `POST /api/desk/incidents/involve`: names an alleged actor. Where that implicates a state, its teams lose the case with the
 * answer, the own team not excepted; `barred` names the states (R-EP-36).
 */
export const InvolveInput = Type.Object({ case: CaseCode, act: RecordId, id: RecordId, revision: Revision, ...Involved }, closed)
export const InvolveAnswer = Type.Object({ revision: Revision, barred: Type.Array(CountryCode) }, closed)
/** `POST /api/desk/incidents/bars`: whom naming an actor would bar, before it is done. */
export const BarsInput = Type.Object({ actor: RecordId }, closed)
export const BarsAnswer = Type.Object({ states: Type.Array(CountryCode), teams: Type.Array(Type.String()), own: Type.Boolean() }, closed)

/** `POST /api/desk/incidents/screen`: `reason` is a card of kind `screening.reason` about the incident. */
export const ScreenInput = Type.Object(
  {
    case: CaseCode,
    incident: RecordId,
    id: RecordId,
    element: Type.Enum(ELEMENTS),
    answer: Type.Enum(ANSWERS),
    reason: RecordId,
    supersedes: orNull(RecordId),
  },
  closed,
)

const Grades = {
  reliability: termOf('source_reliability'),
  credibility: termOf('information_credibility'),
  hedge: termOf('certainty_hedge'),
}
/** `POST /api/desk/incidents/information`: `source` is a card of kind `information.source` about the incident. */
export const InformationInput = Type.Object(
  {
    case: CaseCode,
    incident: RecordId,
    id: RecordId,
    act: orNull(RecordId),
    source: RecordId,
    ...Grades,
    receivedOn: Day,
    supersedes: orNull(RecordId),
  },
  closed,
)
/** `POST /api/desk/incidents/assess`: `basis` is a card of kind `assessment.basis` about the incident. */
export const AssessInput = Type.Object(
  {
    case: CaseCode,
    incident: RecordId,
    id: RecordId,
    status: termOf('verification_status'),
    standard: termOf('standard_of_proof'),
    basis: RecordId,
    supersedes: orNull(RecordId),
  },
  closed,
)

/** `POST /api/desk/incidents/read` */
export const IncidentInput = Type.Object({ case: CaseCode, incident: RecordId }, closed)
export const IncidentAnswer = Type.Object(
  {
    incident: IncidentRow,
    screening: Type.Array(
      Type.Object(
        { id: RecordId, element: Type.Enum(ELEMENTS), answer: Type.Enum(ANSWERS), reason: RecordId, by: MemberCode, on: Day },
        closed,
      ),
    ),
    acts: Type.Array(
      Type.Object(
        {
          id: RecordId,
          ...ActFacts,
          personCode: orNull(PersonCode),
          by: MemberCode,
          on: Day,
          revision: Revision,
          involved: Type.Array(
            Type.Object(
              /** The code is null for an actor of another team, of whom nothing is told here. */
              { id: RecordId, ...Involved, code: orNull(ActorCode), revision: Revision },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    information: Type.Array(
      Type.Object({ id: RecordId, act: orNull(RecordId), source: RecordId, ...Grades, receivedOn: Day, by: MemberCode, on: Day }, closed),
    ),
    assessments: Type.Array(
      Type.Object(
        {
          id: RecordId,
          status: termOf('verification_status'),
          standard: termOf('standard_of_proof'),
          basis: RecordId,
          supersedes: orNull(RecordId),
          by: MemberCode,
          on: Day,
        },
        closed,
      ),
    ),
    patterns: Type.Array(Type.Object({ pattern: RecordId, code: PatternCode, reason: Type.Enum(PATTERN_REASONS) }, closed)),
  },
  closed,
)

/** `POST /api/desk/incidents/count`: verified incidents that the caller may see, recounted under a definition (R-EP-05). */
export const CountInput = Type.Object(
  { definition: Type.Enum(definitions.map(({ id }) => id as string)), from: orNull(Day), until: orNull(Day) },
  closed,
)

const Member = {
  pattern: RecordId,
  case: CaseCode,
  incident: RecordId,
  reason: Type.Enum(PATTERN_REASONS),
  reasonCard: orNull(RecordId),
}
/** `GET /api/desk/patterns`: with those of their incidents that the caller may see. */
export const PatternsAnswer = Type.Object(
  {
    patterns: Type.Array(
      Type.Object({ id: RecordId, code: PatternCode, origin: orNull(CountryCode), host: orNull(CountryCode), on: Day }, closed),
    ),
    members: Type.Array(
      Type.Object(
        { ...Member, code: IncidentCode, happened: When, methods: Type.Array(Type.String()), status: termOf('verification_status') },
        closed,
      ),
    ),
  },
  closed,
)
/** `POST /api/desk/patterns/keep` */
export const KeepPatternInput = Type.Object(
  { id: RecordId, code: PatternCode, origin: orNull(CountryCode), host: orNull(CountryCode) },
  closed,
)
/** `POST /api/desk/patterns/add`: with why it belongs there. */
export const AddToPatternInput = Type.Object(Member, closed)
/** `POST /api/desk/patterns/drop` */
export const DropFromPatternInput = Type.Object({ pattern: RecordId, case: CaseCode, incident: RecordId }, closed)

export type Incidents = Static<typeof IncidentsInput>
export type Incident = Static<typeof IncidentRow>
export type IncidentDetail = Static<typeof IncidentAnswer>
export type KeepIncident = Static<typeof KeepIncidentInput>
export type KeepAct = Static<typeof KeepActInput>
export type ActDetail = Static<typeof Detail>
export type Involve = Static<typeof InvolveInput>
export type Screen = Static<typeof ScreenInput>
export type Inform = Static<typeof InformationInput>
export type Assess = Static<typeof AssessInput>
export type CountAsked = Static<typeof CountInput>
export type KeepPattern = Static<typeof KeepPatternInput>
export type AddToPattern = Static<typeof AddToPatternInput>
export type DropFromPattern = Static<typeof DropFromPatternInput>
export type Patterns = Static<typeof PatternsAnswer>
