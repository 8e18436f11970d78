import Type, { type Static, type TSchema } from 'typebox'
import { ACTION_GAPS, ACTION_OUTCOMES } from '#features/cases/tasks/task.contract.ts'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Revision, TeamSlug } from '#features/teams/teams.contract.ts'
import { AlertCode } from '../alert.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Coded fields of a case that an office can be shown; nothing sealed is among them. */
export const PLAN_FIELDS = ['state', 'host', 'origin', 'risk', 'deadline'] as const
export type PlanField = (typeof PLAN_FIELDS)[number]
const Field = Type.Enum([...PLAN_FIELDS])

/** `POST /api/desk/plan/view`: who could come into the plan of a case, and who is in it with what. */
export const PlanInput = Type.Object({ case: CaseCode }, closed)
export const PlanAnswer = Type.Object(
  {
    offices: Type.Array(
      Type.Object(
        {
          delivery: RecordId,
          alert: AlertCode,
          office: TeamSlug,
          state: Type.String(),
          endsAt: Type.String(),
          /** What it was given to see; null for an office that is not in the plan. */
          fields: orNull(Type.Array(Field)),
          revision: Revision,
          /** Whether it sees it now: bars, consent, a refusal and the end of the alert close it. */
          may: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/plan/share`: what the office of a copy sees of the case from now on; null for nothing more. `revision` 0 lets it in. */
export const SharePlanInput = Type.Object(
  { case: CaseCode, delivery: RecordId, revision: Revision, fields: orNull(Type.Array(Field, { maxItems: 5, uniqueItems: true })) },
  closed,
)
export const SharedPlan = Type.Object({ revision: Revision }, closed)

/** `POST /api/desk/plan/give`: which office carries a task out, and whether the others see it. */
export const GiveTaskInput = Type.Object(
  { case: CaseCode, task: RecordId, revision: Revision, office: orNull(TeamSlug), shown: Type.Boolean() },
  closed,
)

/** `POST /api/desk/alerts/received/plan`: what came with a copy to the own office. Nothing where there is no plan, or none any more. */
export const ReceivedPlan = Type.Object(
  {
    fields: Type.Array(Type.Object({ field: Field, value: orNull(Type.String()) }, closed)),
    tasks: Type.Array(
      Type.Object(
        {
          task: RecordId,
          action: Type.String(),
          due: Day,
          state: Type.Enum(['open', 'done', 'dropped']),
          outcome: orNull(Type.String()),
          gap: orNull(Type.String()),
          taken: orNull(Day),
          office: TeamSlug,
          mine: Type.Boolean(),
          revision: Revision,
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/alerts/received/task`: the office takes a task on, ends it, or does not take it on. */
export const TurnTaskInput = Type.Object(
  {
    delivery: RecordId,
    task: RecordId,
    revision: Revision,
    becomes: Type.Enum(['taken', 'done', 'declined']),
    outcome: orNull(Type.Enum([...ACTION_OUTCOMES])),
    gap: orNull(Type.Enum([...ACTION_GAPS])),
  },
  closed,
)

export type PlanOffice = Static<typeof PlanAnswer>['offices'][number]
export type SharePlan = Static<typeof SharePlanInput>
export type GiveTask = Static<typeof GiveTaskInput>
export type PlanSeen = Static<typeof ReceivedPlan>
export type TurnTask = Omit<Static<typeof TurnTaskInput>, 'outcome' | 'gap'> & {
  readonly outcome: string | null
  readonly gap: string | null
}
