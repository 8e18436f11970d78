import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { listedRooms, withinFew } from '#base/within-few.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Case, Cases, Deadline, ViewedCase } from './case.contract.ts'

type Db = Transaction<Schema>

export type FoundCase = { readonly room: CompartmentId; readonly writes: boolean }

/** A case that the speaker may see. */
export async function findRoom(db: Db, code: string): Promise<FoundCase | undefined> {
  const rows = await sql<FoundCase>`
    select compartment_id as room, access.writes(compartment_id) as writes from asylia.report_case where code = ${code}`.execute(db)
  return rows.rows[0]
}

const ROW = sql`
  c.code as "case", f.state, (select m.code from asylia.member m where m.id = f.owner) as owner, f.host, f.origin, f.risk,
  f.next_deadline as deadline, f.changed_on as "changedOn", f.moved_into as "movedInto", f.revision`

/** Cases that the speaker sees, the last changed first, from after the place that is named. */
export async function listCases(
  db: Db,
  asked: Cases,
  { today, week, most }: { today: string; week: string; most: number },
): Promise<Case[]> {
  const { state, owner, host, origin, risk, deadline, after } = asked
  const few = await withinFew(db, sql`f.compartment_id`)
  // The page first, from one table in its order; what stands beside it is looked up for these rows alone.
  const rows = await sql<Case>`
    select ${ROW} from (
      select * from asylia.case_file f
      where ${few} and ${state === null ? sql`f.state <> 'merged'` : sql`f.state = ${state}`}
        ${owner === null ? sql`` : sql`and f.owner = (select m.id from asylia.member m where m.code = ${owner})`}
        ${host === null ? sql`` : sql`and f.host = ${host}`}
        ${origin === null ? sql`` : sql`and f.origin = ${origin}`}
        ${risk === null ? sql`` : sql`and f.risk = ${risk}`}
        ${deadline === null ? sql`` : deadline === 'late' ? sql`and f.next_deadline < ${today}::date` : sql`and f.next_deadline between ${today}::date and ${week}::date`}
        ${
          after === null
            ? sql``
            : sql`and f.changed_on <= ${after.on}::date and (f.changed_on < ${after.on}::date
              or f.compartment_id > (select a.compartment_id from asylia.report_case a where a.code = ${after.case}))`
        }
      order by f.changed_on desc, f.compartment_id limit ${most}
    ) f join asylia.report_case c on c.compartment_id = f.compartment_id
    order by f.changed_on desc, f.compartment_id`.execute(db)
  return rows.rows
}

type Viewed = Case & Pick<ViewedCase, 'record' | 'openedOn' | 'riskDue' | 'readers' | 'openTasks'>

export async function viewCase(db: Db, room: CompartmentId): Promise<(Viewed & { readonly entries: number }) | undefined> {
  const rows = await sql<Viewed & { entries: number }>`
    select ${ROW}, f.compartment_id as record, c.opened_on as "openedOn", f.risk_due as "riskDue", n.readers, n.open_tasks as "openTasks", n.entries
    from asylia.case_file f join asylia.report_case c on c.compartment_id = f.compartment_id cross join access.count_case(f.compartment_id) n
    where f.compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0]
}

export async function listReportsOf(db: Db, room: CompartmentId): Promise<ViewedCase['reports']> {
  const rows = await sql<ViewedCase['reports'][number]>`
    select r.code as report, r.id as record, r.arrived_on as "arrivedOn", r.taken_on as "takenOn",
      coalesce((select m.code from asylia.member m where m.id = r.taken_by), '') as "takenBy", r.lane, cardinality(r.sets) as files, r.state
    from asylia.report r where r.compartment_id = ${room}::uuid order by r.arrived_on, r.id limit 1024`.execute(db)
  return rows.rows
}

/** The id of a member who reads this case, by their code. */
export async function findReader(db: Db, room: CompartmentId, code: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`
    select m.id from asylia.member m join asylia.compartment_member cm on cm.member_id = m.id and cm.compartment_id = ${room}::uuid
    where m.code = ${code} and m.left_on is null`.execute(db)
  return rows.rows[0]?.id
}

export type CaseChange = {
  readonly revision: number
  readonly state: string
  readonly owner: string | null
  readonly host: string | null
  readonly origin: string | null
  readonly today: string
}

/** Changes the case of the permit; undefined when somebody was faster, or when it was merged away. */
export async function changeCase(db: Db, _permit: Permit<'case.change'>, room: CompartmentId, to: CaseChange): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.case_file set state = ${to.state}, owner = ${to.owner}::uuid, host = ${to.host}, origin = ${to.origin},
      changed_on = ${to.today}::date, revision = revision + 1
    where compartment_id = ${room}::uuid and revision = ${to.revision} and state <> 'merged' returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Sets the day of the case by what is open in it, and that it was changed. Its revision stays: nobody's form is about this. */
export async function touchCase(db: Db, _permit: Permit<string>, room: CompartmentId, today: string): Promise<void> {
  await sql`
    update asylia.case_file f set changed_on = ${today}::date, next_deadline = least(
      (select min(t.due_on) from asylia.case_task t where t.compartment_id = f.compartment_id and t.state = 'open'),
      (select min(e.due_on) from asylia.case_entry e where e.compartment_id = f.compartment_id and e.due_on is not null and e.state = 'open'),
      f.risk_due)
    where f.compartment_id = ${room}::uuid`.execute(db)
}

type Due = Omit<Deadline, 'forSecond' | 'unobserved'> & { readonly isSecond: boolean; readonly needsObserver: boolean }
type Asked = { readonly until: string; readonly mine: string | null; readonly me: string; readonly most: number }

/** What is due in the cases that the speaker sees, the earliest first. `mine` names a member: theirs, and what they are second for. */
export async function listDeadlines(db: Db, { until, mine, me, most }: Asked): Promise<Due[]> {
  const { within } = await listedRooms(db)
  const ownerOf = sql`(select f.owner from asylia.case_file f where f.compartment_id = e.compartment_id)`
  const [task, entry, file] = [within(sql`t.compartment_id`), within(sql`e.compartment_id`), within(sql`f.compartment_id`)]
  const rows = await sql<Due>`
    select c.code as "case", d.what, d.record, d.code, d."on", o.code as owner, d."isSecond", d."needsObserver" from (select * from (
      (select t.compartment_id as room, 'task' as what, t.id as record, t.action as code, t.due_on as "on", t.owner,
         t.second = ${me}::uuid as "isSecond", false as "needsObserver"
       from asylia.case_task t
       where ${task} and t.state = 'open' and t.due_on <= ${until}::date
         ${mine === null ? sql`` : sql`and (t.owner = ${mine}::uuid or t.second = ${mine}::uuid)`}
       order by t.due_on, t.compartment_id, t.id limit ${most})
      union all
      (select e.compartment_id, 'entry', e.id, e.kind, e.due_on,
         -- A table that is named twice is planned twice, with all of row security; of one's own cases the owner is known.
         ${mine === null ? ownerOf : sql`${mine}::uuid`},
         false, e.kind = 'hearing' and e.facts -> 'observer' = 'null'::jsonb
       from (
         select * from asylia.case_entry e
         where ${entry} and e.due_on <= ${until}::date and e.due_on is not null and e.state = 'open'
           ${mine === null ? sql`` : sql`and ${ownerOf} = ${mine}::uuid`}
         order by e.due_on, e.compartment_id, e.id limit ${most}
       ) e)
      union all
      (select f.compartment_id, 'risk', null, 'risk', f.risk_due, f.owner, false, false
       from asylia.case_file f
       where ${file} and f.risk_due <= ${until}::date and f.state in ('open', 'watching') ${mine === null ? sql`` : sql`and f.owner = ${mine}::uuid`}
       order by f.risk_due, f.compartment_id limit ${most})
    ) d order by d."on", d.room, d.record limit ${most}) d
      join asylia.report_case c on c.compartment_id = d.room left join asylia.member o on o.id = d.owner
    order by d."on", c.code, d.code`.execute(db)
  return rows.rows
}
