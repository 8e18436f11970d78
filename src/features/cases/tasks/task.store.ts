import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '#base/within-few.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { GuidelinesUsed, Task, TaskFacts, Tasks } from './task.contract.ts'

type Db = Transaction<Schema>

/** Tasks of one case or of all that the speaker sees, the earliest first. */
export async function listTasks(db: Db, { case: code, owner, state, after }: Tasks, most: number): Promise<Task[]> {
  const few = code === null ? await withinFew(db, sql`t.compartment_id`) : sql`true`
  const rows = await sql<Task>`
    select t.id as task, c.code as "case", t.playbook, t.action, t.due_on as due, o.code as owner,
      (select m.code from asylia.member m where m.id = t.second) as second, t.state, t.outcome, t.gap, t.jurisdiction,
      (select k.id from asylia.card k where k.compartment_id = t.compartment_id and k.about = t.id and k.kind = 'task' order by k.id limit 1) as card,
      (select o.slug from asylia.team o where o.id = p.partner) as partner, coalesce(p.is_shown, false) as shown, p.taken_on as taken,
      (select o.slug from asylia.team o where o.id = p.declined_by) as declined, t.revision
    from (
      select * from asylia.case_task t
      where ${few} ${code === null ? sql`` : sql`and t.compartment_id = (select r.compartment_id from asylia.report_case r where r.code = ${code})`}
        ${owner === null ? sql`` : sql`and t.owner = (select m.id from asylia.member m where m.code = ${owner})`}
        ${state === null ? sql`` : sql`and t.state = ${state}`}
        ${after === null ? sql`` : sql`and (t.due_on, t.id) > (${after.on}::date, ${after.task}::uuid)`}
      order by t.due_on, t.id limit ${most}
    ) t join asylia.report_case c on c.compartment_id = t.compartment_id join asylia.member o on o.id = t.owner
    left join asylia.plan_task p on p.compartment_id = t.compartment_id and p.task_id = t.id
    order by t.due_on, t.id`.execute(db)
  return rows.rows
}

/** What was missing, by country, over the cases that the speaker sees. */
export async function countGaps(db: Db): Promise<{ jurisdiction: string | null; gap: string; n: number }[]> {
  const rows = await sql<{ jurisdiction: string | null; gap: string; n: number }>`
    select t.jurisdiction, t.gap, count(*)::int as n from access.counted_case_task t where t.gap is not null
    group by t.jurisdiction, t.gap order by n desc, t.jurisdiction, t.gap`.execute(db)
  return rows.rows
}

export type Waited = {
  readonly host: string | null
  readonly action: string
  readonly asked: number
  readonly met: number
  readonly unmet: number
  /** Of those that ended, how many days half of them took at most; null before one did. */
  readonly medianDays: number | null
}

/** What was asked for and what became of it, by the state in which the person is, over the cases that the speaker sees. */
export async function countCoverage(db: Db): Promise<Waited[]> {
  const rows = await sql<Waited>`
    select f.host, t.action, count(*)::int as asked, count(*) filter (where t.outcome in ('done', 'partly'))::int as met,
      count(*) filter (where t.state = 'done' and t.outcome not in ('done', 'partly') or t.state = 'dropped')::int as unmet,
      percentile_disc(0.5) within group (order by t.ended_on - t.made_on) filter (where t.outcome in ('done', 'partly')) as "medianDays"
    from access.counted_case_task t join access.counted_case_file f on f.compartment_id = t.compartment_id
    where t.action like 'pa.%' group by f.host, t.action order by f.host, asked desc, t.action limit 500`.execute(db)
  return rows.rows
}

type Measure = { readonly code: string; readonly actions: readonly string[] }

/** Which measure each team used, by the actions that were done, over the cases that the speaker sees. */
export async function countMeasures(db: Db, measures: readonly Measure[]): Promise<GuidelinesUsed['rows']> {
  const pairs = measures.flatMap(({ code, actions }) => actions.map((action) => ({ code, action })))
  const rows = await sql<GuidelinesUsed['rows'][number]>`
    select m.slug as team, u.measure, count(distinct t.compartment_id)::int as cases, count(*)::int as times, min(t.ended_on) as first, max(t.ended_on) as last
    from unnest(${pairs.map(({ code }) => code)}::text[], ${pairs.map(({ action }) => action)}::text[]) as u (measure, action)
    join access.counted_case_task t on t.action = u.action and t.outcome in ('done', 'partly') and t.ended_on is not null
    join asylia.report_case c on c.compartment_id = t.compartment_id join asylia.team m on m.id = c.team_id
    group by m.slug, u.measure order by m.slug, cases desc, u.measure`.execute(db)
  return rows.rows
}

export async function hasOpenTask(db: Db, room: CompartmentId, action: string): Promise<boolean> {
  const rows = await sql`
    select from asylia.case_task where compartment_id = ${room}::uuid and action = ${action} and state = 'open' limit 1`.execute(db)
  return rows.rows.length === 1
}

export type NewTask = {
  readonly revision: number
  readonly body: TaskFacts
  readonly owner: string
  readonly second: string | null
  readonly by: MemberId
  readonly today: string
}

/** Writes the task of the permit; undefined when somebody was faster. Another day or owner may be late anew. */
export async function keepTask(db: Db, permit: Permit<'task.keep'>, room: CompartmentId, task: NewTask): Promise<number | undefined> {
  const { body, owner, second, revision, by, today } = task
  const ended = body.state === 'open' ? null : today
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.case_task (compartment_id, id, playbook, action, due_on, owner, second, state, outcome, gap, jurisdiction,
            made_on, ended_on, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${body.playbook}, ${body.action}, ${body.due}::date, ${owner}::uuid,
            ${second}::uuid, ${body.state}, ${body.outcome}, ${body.gap}, ${body.jurisdiction}, ${today}::date, ${ended}::date, ${by}::uuid,
            ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.case_task set playbook = ${body.playbook}, action = ${body.action},
            late_told = late_told and due_on = ${body.due}::date and second is not distinct from ${second}::uuid,
            due_on = ${body.due}::date, owner = ${owner}::uuid, second = ${second}::uuid, state = ${body.state},
            outcome = ${body.outcome}, gap = ${body.gap}, jurisdiction = ${body.jurisdiction},
            ended_on = case when ${body.state} = 'open' then null else coalesce(ended_on, ${today}::date) end, revision = revision + 1,
            written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export type LateTask = { readonly id: string; readonly room: CompartmentId; readonly second: string }

/** Late tasks whose second officer was not told yet, in the cases that the speaker works on. */
export async function listUntold(db: Db, today: string, most: number): Promise<LateTask[]> {
  const rows = await sql<LateTask>`
    select t.id, t.compartment_id as room, m.code as second from asylia.case_task t join asylia.member m on m.id = t.second
    where t.state = 'open' and t.due_on < ${today}::date and not t.late_told and access.writes(t.compartment_id)
    order by t.due_on, t.compartment_id, t.id limit ${most} for update of t skip locked`.execute(db)
  return rows.rows
}

export async function markTold(db: Db, permit: Permit<'task.tell'>, room: CompartmentId): Promise<void> {
  await sql`update asylia.case_task set late_told = true where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid`.execute(db)
}
