import Type, { type Static } from 'typebox'
import { ActorCode, RecordId, termOf } from '#features/actors/actor.contract.ts'
import { CaseCode, IncidentCode, PersonCode, When } from '#features/incidents/incident.contract.ts'
import { CountryCode, Day } from '#formats/public-record.ts'
import { methodCodes } from '#kernel/vocabulary.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

/** What a map, a timeline or a count leaves in: coded fields alone. `year` keeps whatever may have been in that year. */
export const ViewFilter = Type.Object(
  {
    case: orNull(CaseCode),
    method: orNull(Type.Enum(methodCodes as readonly string[] as string[])),
    actor: orNull(RecordId),
    year: orNull(Type.Integer({ minimum: 1900, maximum: 2100 })),
    status: orNull(termOf('verification_status')),
    origin: orNull(CountryCode),
    host: orNull(CountryCode),
  },
  closed,
)

/** Beyond this nothing is counted on: the answer says that it is not the whole. */
export const COUNTED_MOST = 200_000

/** `POST /api/desk/views/flows`: the map. Countries alone; a region that is known is not told here. */
export const FlowsInput = Type.Object({ filter: ViewFilter }, closed)
export const FlowsAnswer = Type.Object(
  {
    flows: Type.Array(Type.Object({ origin: orNull(CountryCode), host: orNull(CountryCode), n: Count }, closed)),
    whole: Type.Boolean(),
  },
  closed,
)

export const DATED_PAGE = 100
/** `POST /api/desk/views/incidents`: the last first; those of an unknown day stand at the end, their `on` is null. */
export const DatedInput = Type.Object(
  {
    filter: ViewFilter,
    /** Where there is no state behind it or no country in which it was done: the list behind the row of the map that says so. */
    without: Type.Array(Type.Enum(['origin', 'host'] as const), { maxItems: 2, uniqueItems: true }),
    after: orNull(Type.Object({ on: orNull(Day), id: RecordId }, closed)),
  },
  closed,
)
export const DatedIncident = Type.Object(
  {
    case: CaseCode,
    id: RecordId,
    code: IncidentCode,
    origin: orNull(CountryCode),
    host: orNull(CountryCode),
    on: orNull(Day),
    happened: When,
    status: Type.String(),
    methods: Type.Array(Type.String()),
  },
  closed,
)
export const DatedAnswer = Type.Object({ incidents: Type.Array(DatedIncident), more: Type.Boolean() }, closed)

export const LANES = ['entry', 'proceeding', 'incident', 'task', 'consent'] as const
/** `POST /api/desk/views/case`: what is dated in one case, in its order, each with how exactly its day is known. */
export const CaseTimeInput = Type.Object(
  { case: CaseCode, after: orNull(Type.Object({ on: Day, what: Type.Enum(LANES), id: RecordId }, closed)) },
  closed,
)
export const CaseTimeAnswer = Type.Object(
  {
    marks: Type.Array(
      Type.Object(
        {
          what: Type.Enum(LANES),
          id: RecordId,
          on: Day,
          when: When,
          /** The kind of an entry, the code of an incident, the action of a task, the use that was agreed to. */
          code: Type.String(),
          /** The stage of an entry, the methods of an incident, the owner of a task, whose consent it is. */
          codes: Type.Array(Type.String()),
          state: orNull(Type.String()),
          /** How sure the source was, where it is an entry. */
          hedge: orNull(Type.String()),
        },
        closed,
      ),
    ),
    more: Type.Boolean(),
  },
  closed,
)

export const NODE_KINDS = ['case', 'incident', 'person', 'actor'] as const
export const LINKS_PAGE = 50
/** `POST /api/desk/views/links`: what hangs on one case, incident, person or actor, page by page. */
export const LinksInput = Type.Object(
  {
    kind: Type.Enum(NODE_KINDS),
    /** The case; null for an actor. */
    case: orNull(CaseCode),
    /** The record; null for a case. */
    id: orNull(RecordId),
    after: orNull(Type.Object({ part: Type.Integer({ minimum: 1, maximum: 3 }), id: RecordId }, closed)),
  },
  closed,
)
const Node = Type.Object(
  {
    kind: Type.Enum(NODE_KINDS),
    case: orNull(CaseCode),
    id: orNull(RecordId),
    /** Null for an actor of another team. */
    code: orNull(Type.Union([CaseCode, IncidentCode, PersonCode, ActorCode])),
  },
  closed,
)
export const LinksAnswer = Type.Object(
  {
    node: Node,
    links: Type.Array(
      Type.Object(
        {
          part: Type.Integer(),
          id: RecordId,
          to: Node,
          /** `in` a case, the method of an act, the degree of an involvement, the kind of a link. */
          by: Type.String(),
          /** How surely somebody is said to be answerable. */
          level: orNull(Type.String()),
        },
        closed,
      ),
    ),
    more: Type.Boolean(),
  },
  closed,
)

/** By what incidents are counted; `stage` and `impact` count entries of the chronology by year. */
export const COUNT_BY = ['method', 'host', 'origin', 'status', 'year', 'month', 'actor_kind', 'stage', 'impact'] as const
/** `POST /api/desk/views/statistics`: in cases in which everybody agreed to statistics, and in no other. */
export const StatisticsInput = Type.Object({ by: Type.Enum(COUNT_BY), filter: ViewFilter }, closed)
const Cases = { counted: Count, left: Count }
export const StatisticsAnswer = Type.Object(
  {
    /** A key is null where the field is not known; `year` is set for entries. */
    groups: Type.Array(Type.Object({ key: orNull(Type.String()), year: orNull(Type.Integer()), n: Count }, closed)),
    /** Incidents, or entries, each once. */
    all: Count,
    cases: Type.Object(Cases, closed),
    whole: Type.Boolean(),
    /** The last day on which one of them was written down. */
    last: orNull(Day),
    today: Day,
  },
  closed,
)
/** `POST /api/desk/views/work`: how the work goes, in the same cases. */
export const WorkInput = Type.Object({}, closed)
export const WAITS = ['same_day', 'next_day', 'days_2_3', 'days_4_7', 'longer'] as const
export const WorkAnswer = Type.Object(
  {
    /** From the day on which a report came to the day on which it was taken in. */
    waits: Type.Array(Type.Object({ wait: Type.Enum(WAITS), n: Count }, closed)),
    /** Cases with a report to which nobody has written an answer yet. */
    unanswered: Count,
    late: Type.Array(Type.Object({ what: Type.Enum(['task', 'entry', 'risk'] as const), n: Count }, closed)),
    cases: Type.Object(Cases, closed),
    today: Day,
  },
  closed,
)

/**
 * `POST /api/desk/views/groups`: people by the group that they say they belong to, where they said it for statistics, or by what they
 * do; where everybody in the case agreed. No filter: two questions that differ little would tell what each of them hides. `n` is null where it is hidden.
 */
export const GROUPED_BY = ['community', 'occupation'] as const
export const GroupsInput = Type.Object({ by: Type.Enum(GROUPED_BY) }, closed)
export const GroupsAnswer = Type.Object(
  {
    by: Type.Enum(GROUPED_BY),
    groups: Type.Array(Type.Object({ key: Type.String(), n: orNull(Count) }, closed)),
    /** People, each once; null where one group is hidden. */
    all: orNull(Count),
    least: Count,
    cases: Type.Object(Cases, closed),
    today: Day,
  },
  closed,
)

export type Filter = Static<typeof ViewFilter>
export type Flows = Static<typeof FlowsAnswer>
export type Dated = Static<typeof DatedInput>
export type DatedRow = Static<typeof DatedIncident>
export type CaseTime = Static<typeof CaseTimeInput>
export type Mark = Static<typeof CaseTimeAnswer>['marks'][number]
export type LinksOf = Static<typeof LinksInput>
export type Linked = Static<typeof LinksAnswer>
export type Link = Linked['links'][number]
export type GraphNode = Linked['node']
export type CountedBy = Static<typeof StatisticsInput>
export type Counted = Static<typeof StatisticsAnswer>
export type Work = Static<typeof WorkAnswer>
export type Groups = Static<typeof GroupsAnswer>
export type GroupedBy = Groups['by']
