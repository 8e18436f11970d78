import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode, Lane, ReportCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const CASES_PAGE = 50
export const Country = Type.String({ pattern: '^[A-Z]{2}$' })
export const RiskLevel = Type.Enum(['low', 'moderate', 'high', 'critical'])
/** `merged`: its records were brought over to another case. */
export const CaseState = Type.Enum(['open', 'watching', 'closed', 'merged'])

export const CaseRow = Type.Object(
  {
    case: CaseCode,
    state: CaseState,
    owner: orNull(MemberCode),
    host: orNull(Country),
    origin: orNull(Country),
    risk: orNull(RiskLevel),
    deadline: orNull(Day),
    changedOn: Day,
    movedInto: orNull(CaseCode),
    revision: Revision,
  },
  closed,
)

/** `POST /api/desk/cases/list`: the last changed first; `after` is the last row of the page before. */
export const CasesInput = Type.Object(
  {
    state: orNull(CaseState),
    owner: orNull(MemberCode),
    host: orNull(Country),
    origin: orNull(Country),
    risk: orNull(RiskLevel),
    deadline: orNull(Type.Enum(['late', 'week'])),
    after: orNull(Type.Object({ on: Day, case: CaseCode }, closed)),
  },
  closed,
)
export const CasesAnswer = Type.Object({ cases: Type.Array(CaseRow), more: Type.Boolean() }, closed)

/** `POST /api/desk/cases/view`: what the server knows of one case. `record` is what cards about the whole case are about. */
export const ViewCaseInput = Type.Object({ case: CaseCode }, closed)
export const CaseView = Type.Object(
  {
    ...CaseRow.properties,
    record: RecordId,
    openedOn: Day,
    riskDue: orNull(Day),
    readers: Type.Array(MemberCode),
    reports: Type.Array(
      Type.Object(
        {
          report: ReportCode,
          record: RecordId,
          arrivedOn: Day,
          takenOn: Day,
          takenBy: MemberCode,
          lane: Lane,
          files: Type.Integer({ minimum: 0 }),
          state: Type.String({ pattern: '^[a-z]{4,12}$' }),
        },
        closed,
      ),
    ),
    openTasks: Type.Integer({ minimum: 0 }),
    entries: Type.Integer({ minimum: 0 }),
  },
  closed,
)

/** `POST /api/desk/cases/change`: `revision` is the one that was read; a stale one is `record.stale`. */
export const ChangeCaseInput = Type.Object(
  {
    case: CaseCode,
    revision: Revision,
    state: Type.Enum(['open', 'watching', 'closed']),
    owner: orNull(MemberCode),
    host: orNull(Country),
    origin: orNull(Country),
  },
  closed,
)
export const RevisionAnswer = Type.Object({ revision: Revision }, closed)

export const DeadlineRow = Type.Object(
  {
    case: CaseCode,
    what: Type.Enum(['task', 'entry', 'risk']),
    record: orNull(RecordId),
    /** The action of a task, the kind of an entry, `risk`. */
    code: Type.String({ pattern: '^[a-z][a-z0-9._-]{1,39}$' }),
    on: Day,
    owner: orNull(MemberCode),
    /** Late, and the caller is the second officer. */
    forSecond: Type.Boolean(),
    /** A hearing within 72 hours that nobody observes. */
    unobserved: Type.Boolean(),
  },
  closed,
)
/** `POST /api/desk/cases/deadlines`: what is due up to `until` in the cases that the caller sees, the earliest first. */
export const DeadlinesInput = Type.Object({ until: Day, mine: Type.Boolean() }, closed)
export const DeadlinesAnswer = Type.Object({ deadlines: Type.Array(DeadlineRow), more: Type.Boolean() }, closed)
export const DEADLINES_PAGE = 200

export type Cases = Static<typeof CasesInput>
export type Case = Static<typeof CaseRow>
export type ViewedCase = Static<typeof CaseView>
export type ChangeCase = Static<typeof ChangeCaseInput>
export type Deadline = Static<typeof DeadlineRow>
export type Deadlines = Static<typeof DeadlinesInput>
