import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { GiveTask, PlanOffice, PlanSeen, SharePlan, TurnTask } from './plan.contract.ts'

type Db = Transaction<Schema>

export async function listPlanOffices(db: Db, room: CompartmentId, at: Date): Promise<PlanOffice[]> {
  const rows = await sql<PlanOffice>`
    select delivery, alert, office, state, to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "endsAt", fields, revision, may
    from access.plan_offices(${room}::uuid, ${at.toISOString()}::timestamptz)`.execute(db)
  return rows.rows
}

type Share = Pick<SharePlan, 'delivery' | 'revision'> & {
  readonly fields: readonly string[]
  readonly by: MemberId
  readonly today: string
}
/** Lets an office in, or changes what it sees; undefined when somebody was faster. */
export async function sharePlan(db: Db, _permit: Permit<'share.plan'>, room: CompartmentId, share: Share): Promise<number | undefined> {
  const { delivery, revision, fields, by, today } = share
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.plan_share (compartment_id, delivery_id, fields, shared_by, shared_on)
          values (${room}::uuid, ${delivery}::uuid, ${[...fields]}::text[], ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.plan_share set fields = ${[...fields]}::text[], shared_by = ${by}::uuid, shared_on = ${today}::date, revision = revision + 1
          where compartment_id = ${room}::uuid and delivery_id = ${delivery}::uuid and revision = ${revision} returning revision`.execute(
          db,
        )
  return rows.rows[0]?.revision
}

/** Takes an office out; false when it was not in. */
export async function endShare(db: Db, _permit: Permit<'share.plan_end'>, room: CompartmentId, delivery: string): Promise<boolean> {
  const rows = await sql`
    delete from asylia.plan_share where compartment_id = ${room}::uuid and delivery_id = ${delivery}::uuid`.execute(db)
  return rows.numAffectedRows === 1n
}

type Given = Pick<GiveTask, 'revision' | 'office' | 'shown'> & { readonly by: MemberId; readonly today: string }
/** Whatever another office said of it before does not count for this one. Undefined when somebody was faster. */
export async function giveTask(db: Db, permit: Permit<'share.task'>, room: CompartmentId, given: Given): Promise<number | undefined> {
  const { revision, office, shown, by, today } = given
  const rows = await sql<{ revision: number }>`
    update asylia.case_task set revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and state = 'open' returning revision`.execute(
    db,
  )
  const [kept] = rows.rows
  if (kept === undefined) return undefined
  await sql`
    insert into asylia.plan_task as p (compartment_id, task_id, partner, is_shown)
    select ${room}::uuid, ${permit.subject}::uuid, case when ${office}::text is not null then access.team_named(${office}) end, ${shown}
    on conflict (compartment_id, task_id) do update set is_shown = excluded.is_shown, partner = excluded.partner,
      taken_on = case when p.partner = excluded.partner then p.taken_on end, declined_by = case when excluded.partner is null then p.declined_by end`.execute(
    db,
  )
  return kept.revision
}

export async function listPlanFields(db: Db, delivery: string, at: Date): Promise<PlanSeen['fields']> {
  const rows = await sql<PlanSeen['fields'][number]>`
    select field, value from access.plan_fields(${delivery}::uuid, ${at.toISOString()}::timestamptz)`.execute(db)
  return rows.rows
}

export async function listPlanTasks(db: Db, delivery: string, at: Date): Promise<PlanSeen['tasks']> {
  const rows = await sql<PlanSeen['tasks'][number]>`
    select task, action, due, state, outcome, gap, taken, office, mine, revision
    from access.plan_tasks(${delivery}::uuid, ${at.toISOString()}::timestamptz)`.execute(db)
  return rows.rows
}

/** What the office did with its task; undefined when somebody was faster, or the plan is closed. */
export async function turnTask(
  db: Db,
  permit: Permit<'plan.take' | 'plan.end' | 'plan.decline'>,
  { delivery, becomes, outcome, gap, revision }: TurnTask,
  at: Date,
): Promise<number | undefined> {
  const rows = await sql<{ revision: number | null }>`
    select access.turn_task(${delivery}::uuid, ${permit.subject}::uuid, ${becomes}, ${outcome}, ${gap}, ${revision}, ${at.toISOString()}::timestamptz)
      as revision`.execute(db)
  return rows.rows[0]?.revision ?? undefined
}
