import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { conditionsOf, listedIn, NO_DAY, withinCase } from './filter.store.ts'
import type { CaseTime, Dated, DatedRow, Filter, Flows, Mark } from './view.contract.ts'

type Db = Transaction<Schema>

/** Incidents by the state behind them and the country in which they were done; at most `most` of them are looked at. */
export async function countFlows(db: Db, filter: Filter, most: number): Promise<Flows['flows']> {
  const asked = conditionsOf(filter, await withinCase(db, filter.case), 'sets')
  const rows = await sql<Flows['flows'][number]>`
    select f.origin, f.host, count(*)::int as n from (select i.origin, i.host from access.counted_incident i where ${asked} limit ${most}) f
    group by f.origin, f.host order by n desc, f.origin nulls last, f.host nulls last`.execute(db)
  return rows.rows
}

/** Incidents of all cases that the speaker reads, the last day first. */
export async function listDated(db: Db, { filter, without, after }: Dated, most: number): Promise<DatedRow[]> {
  const { year } = filter
  const { within, passesOver } = await listedIn(db, filter.case)
  const asked = conditionsOf({ ...filter, year: null }, within, 'rows')
  const page = (when: RawBuilder<unknown>) => sql`
    select ${passesOver ? sql`i.compartment_id, i.id, i.on_day` : sql`*`} from asylia.incident i
    where ${asked} and ${when}
      ${without.includes('origin') ? sql`and i.origin is null` : sql``} ${without.includes('host') ? sql`and i.host is null` : sql``}
      ${after === null ? sql`` : sql`and (i.on_day, i.id) < (${after.on ?? NO_DAY}::date, ${after.id}::uuid)`}
    order by i.on_day desc, i.id desc limit ${most}`
  const found = year === null ? page(sql`true`) : sql`(${page(ofYear(year))}) union all (${page(intoYear(year))})`
  const rows = await sql<DatedRow>`
    select c.code as "case", i.id, i.code, i.origin, i.host, nullif(i.on_day, ${NO_DAY}::date) as "on",
      jsonb_build_object('from', lower(i.happened), 'until', upper(i.happened) - 1, 'precision', i.happened_precision) as happened,
      i.verification_status as status,
      array(select distinct a.method from asylia.act a where a.compartment_id = i.compartment_id and a.incident_id = i.id order by 1) as methods
    from (select * from (${found}) i order by i.on_day desc, i.id desc limit ${most})
      ${passesOver ? sql`k join asylia.incident i on i.compartment_id = k.compartment_id and i.id = k.id` : sql`i`}
      join asylia.report_case c on c.compartment_id = i.compartment_id
    order by i.on_day desc, i.id desc`.execute(db)
  return rows.rows
}

/** The first and the last day of a year. */
const daysOf = (year: number) => ({ first: sql`${`${year}-01-01`}::date`, last: sql`${`${year}-12-31`}::date` })

/** Those whose day is in a year, and those that have it in their time although their day is in another; each has an index in the order of the list. */
function ofYear(year: number): RawBuilder<unknown> {
  const { first, last } = daysOf(year)
  return sql`i.on_day between ${first} and ${last}`
}
function intoYear(year: number): RawBuilder<unknown> {
  const { first, last } = daysOf(year)
  return sql`i.crosses_years and i.from_day <= ${last} and i.until_day >= ${first} and i.on_day not between ${first} and ${last}`
}

type Cursor = CaseTime['after']
const past = (after: Cursor, on: string, what: string, id: string) =>
  after === null
    ? sql``
    : sql`and (${sql.ref(on)}, ${what}::text, ${sql.ref(id)}) > (${after.on}::date, ${after.what}::text, ${after.id}::uuid)`
const oneDay = (column: string) => sql`jsonb_build_object('from', ${sql.ref(column)}, 'until', ${sql.ref(column)}, 'precision', 'exact')`

/** What is dated in one case, the earliest first; what has no day at all stands in no time. */
export async function listMarks(db: Db, room: CompartmentId, { after }: CaseTime, most: number): Promise<Mark[]> {
  const rows = await sql<Mark>`
    select * from (
      (select 'entry' as what, e.id, e.on_day as "on",
         jsonb_build_object('from', e.from_day, 'until', e.until_day, 'precision', e.date_precision) as "when", e.kind as code,
         array[e.stage] as codes, e.state, e.hedge
       from asylia.case_entry e where e.compartment_id = ${room}::uuid and e.kind not in ('proceeding', 'hearing') ${past(after, 'e.on_day', 'entry', 'e.id')}
       order by e.on_day, e.id limit ${most})
      union all
      (select 'proceeding', e.id, e.on_day, jsonb_build_object('from', e.from_day, 'until', e.until_day, 'precision', e.date_precision), e.kind,
         array[e.stage], e.state, e.hedge
       from asylia.case_entry e where e.compartment_id = ${room}::uuid and e.kind in ('proceeding', 'hearing') ${past(after, 'e.on_day', 'proceeding', 'e.id')}
       order by e.on_day, e.id limit ${most})
      union all
      (select 'incident', d.id, d.on_day, jsonb_build_object('from', lower(d.happened), 'until', upper(d.happened) - 1, 'precision', d.happened_precision),
         d.code, array(select distinct a.method from asylia.act a where a.compartment_id = ${room}::uuid and a.incident_id = d.id order by 1),
         d.verification_status, null
       from asylia.incident d
       where d.compartment_id = ${room}::uuid and d.from_day is not null ${past(after, 'd.on_day', 'incident', 'd.id')} order by d.on_day, d.id limit ${most})
      union all
      (select 'task', t.id, t.due_on, ${oneDay('t.due_on')}, t.action,
         array(select m.code from asylia.member m where m.id = t.owner), t.state, null
       from asylia.case_task t where t.compartment_id = ${room}::uuid ${past(after, 't.due_on', 'task', 't.id')}
       order by t.due_on, t.id limit ${most})
      union all
      (select 'consent', k.id, k.from_on, ${oneDay('k.from_on')}, k.scope, array[k.subject], k.change, null
       from asylia.consent k where k.compartment_id = ${room}::uuid ${past(after, 'k.from_on', 'consent', 'k.id')}
       order by k.from_on, k.id limit ${most})
    ) m order by "on", what, id limit ${most}`.execute(db)
  return rows.rows
}
