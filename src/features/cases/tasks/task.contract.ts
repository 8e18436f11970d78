import Type, { type Static, type TSchema } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, Revision, TeamSlug } from '#features/teams/teams.contract.ts'
import { casework } from '#kernel/casework.ts'
import { terms } from '#kernel/vocabulary.ts'
import { Country } from '../files/case.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const TASKS_PAGE = 50
export const Playbook = Type.Enum(casework.playbooks.map(({ code }) => code))
/** A measure of the vocabulary, or a short word of one's own in small letters; details are on a card about the task. */
export const TaskAction = Type.String({ pattern: '^(pa\\.[a-z0-9-]{2,36}|own-[a-z0-9][a-z0-9-]{1,28})$' })
export const ACTION_OUTCOMES = terms('action_outcomes').map(({ code }) => code)
export const ACTION_GAPS = terms('protection_gaps').map(({ code }) => code)
const Outcome = Type.Enum(ACTION_OUTCOMES)
const Gap = Type.Enum(ACTION_GAPS)

const TaskBody = Type.Object(
  {
    playbook: orNull(Playbook),
    action: TaskAction,
    due: Day,
    owner: MemberCode,
    second: orNull(MemberCode),
    state: Type.Enum(['open', 'done', 'dropped']),
    outcome: orNull(Outcome),
    gap: orNull(Gap),
    jurisdiction: orNull(Country),
  },
  closed,
)
/** `POST /api/desk/tasks/keep`: up to sixteen of one case, all or none; `revision` 0 is a new one. */
export const KeepTasksInput = Type.Object(
  {
    case: CaseCode,
    tasks: Type.Array(Type.Object({ task: RecordId, revision: Revision, body: TaskBody }, closed), { minItems: 1, maxItems: 16 }),
  },
  closed,
)
export const KeptTasks = Type.Object({ tasks: Type.Array(Type.Object({ task: RecordId, revision: Revision }, closed)) }, closed)

/** `POST /api/desk/tasks/list`: of one case or of all that the caller sees, the earliest first. */
export const TasksInput = Type.Object(
  {
    case: orNull(CaseCode),
    owner: orNull(MemberCode),
    state: orNull(Type.Enum(['open', 'done', 'dropped'])),
    after: orNull(Type.Object({ on: Day, task: RecordId }, closed)),
  },
  closed,
)
export const TaskView = Type.Object(
  {
    ...TaskBody.properties,
    task: RecordId,
    case: CaseCode,
    card: orNull(RecordId),
    /** The office that carries it out, since when it does, and the one that did not take it on. */
    partner: orNull(TeamSlug),
    shown: Type.Boolean(),
    taken: orNull(Day),
    declined: orNull(TeamSlug),
    revision: Revision,
  },
  closed,
)
export const TasksAnswer = Type.Object({ tasks: Type.Array(TaskView), more: Type.Boolean() }, closed)

/** `POST /api/desk/tasks/gaps`: what was missing, by country; small numbers are not told apart outside of the team's own desk. */
export const GapsAnswer = Type.Object(
  { gaps: Type.Array(Type.Object({ jurisdiction: orNull(Country), gap: Type.String(), n: Type.Integer() }, closed)) },
  closed,
)

/** `POST /api/desk/tasks/coverage`: measures by the state in which people are: asked for, met, not met, and how long it took. */
export const CoverageAnswer = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          host: orNull(Country),
          action: Type.String(),
          asked: Type.Integer(),
          met: Type.Integer(),
          unmet: Type.Integer(),
          medianDays: orNull(Type.Integer()),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/tasks/guidelines`: which measures of the EU Guidelines on HRDs each team used, for how many cases, from when to when. */
export const GuidelinesAnswer = Type.Object(
  {
    rows: Type.Array(
      Type.Object({ team: TeamSlug, measure: Type.String(), cases: Type.Integer(), times: Type.Integer(), first: Day, last: Day }, closed),
    ),
  },
  closed,
)

/** Doors that are asked for everything there is: an empty object. */
export const NothingAsked = Type.Object({}, closed)

export type TaskFacts = Omit<Static<typeof TaskBody>, 'outcome' | 'gap'> & { readonly outcome: string | null; readonly gap: string | null }
export type KeepTasks = {
  readonly case: string
  readonly tasks: readonly { readonly task: string; readonly revision: number; readonly body: TaskFacts }[]
}
export type Tasks = Static<typeof TasksInput>
export type Task = Omit<Static<typeof TaskView>, 'outcome' | 'gap'> & TaskFacts
export type GuidelinesUsed = Static<typeof GuidelinesAnswer>
export type Coverage = Static<typeof CoverageAnswer>
