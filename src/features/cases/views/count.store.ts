import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '../rooms.store.ts'
import { conditionsOf } from './filter.store.ts'
import type { Counted, CountedBy, Filter, Work } from './view.contract.ts'

type Db = Transaction<Schema>
type By = CountedBy['by']
/** What entries are counted by, and not incidents. */
export type OfEntries = 'stage' | 'impact'

/**
 * The speaker's cases, and of them those in which everybody agreed to statistics today: each person, or whoever reported where
 * nobody is recorded; and whoever reported has not taken it back. The same law as `canUse`; a test holds the two against each
 * other. guards T-21
 */
async function consenting(db: Db, today: string): Promise<RawBuilder<unknown>> {
  const few = await withinFew(db, sql`c.compartment_id`)
  return sql`
    mine as materialized (
      select c.compartment_id from asylia.report_case c left join asylia.case_file f on f.compartment_id = c.compartment_id
      where ${few} and f.state is distinct from 'merged'
    ),
    subject as (
      select m.compartment_id, p.code as subject from mine m join asylia.person p on p.compartment_id = m.compartment_id
      union all
      select m.compartment_id, 'reporter' from mine m where not exists (select from asylia.person p where p.compartment_id = m.compartment_id)
    ),
    counted as materialized (
      select s.compartment_id from subject s group by s.compartment_id having bool_and(exists (
        select from asylia.consent g
        where g.compartment_id = s.compartment_id and g.subject = s.subject and g.scope = 'statistics' and g.change = 'given'
          and ${today}::date between g.from_on and g.expires_on
          and not exists (
            select from asylia.consent w where w.compartment_id = g.compartment_id and w.subject = g.subject and w.scope = g.scope
              and w.change = 'withdrawn' and w.n > g.n
          )
      )) and (
        select r.change from asylia.consent r
        where r.compartment_id = s.compartment_id and r.subject = 'reporter' and r.scope = 'statistics' order by r.n desc limit 1
      ) is distinct from 'withdrawn'
    )`
}

const CASES = sql`jsonb_build_object('counted', (select count(*) from counted), 'left', (select count(*) from mine) - (select count(*) from counted))`

/** One key for each incident `i`, or several; null where it is not known. A month is counted only where it is known. */
const KEYS: Readonly<Record<Exclude<By, OfEntries>, RawBuilder<unknown>>> = {
  host: sql`select i.host`,
  origin: sql`select i.origin`,
  status: sql`select i.verification_status`,
  year: sql`select case when extract(year from lower(i.happened)) = extract(year from upper(i.happened) - 1)
    then extract(year from lower(i.happened))::int::text end`,
  month: sql`select case when i.happened_precision in ('exact', 'month') then to_char(lower(i.happened), 'YYYY-MM') end`,
  method: sql`select distinct a.method from asylia.act a where a.compartment_id = i.compartment_id and a.incident_id = i.id`,
  actor_kind: sql`select distinct coalesce(r.kind, 'other_team') from asylia.act a
    join asylia.involvement v on v.compartment_id = a.compartment_id and v.act_id = a.id left join asylia.actor r on r.id = v.actor_id
    where a.compartment_id = i.compartment_id and a.incident_id = i.id`,
}

type Found = Omit<Counted, 'whole' | 'today'>

/** Incidents by one coded field. An incident with two methods stands in both rows and once in `all`. */
export async function countIncidents(
  db: Db,
  { by, filter }: { readonly by: Exclude<By, OfEntries>; readonly filter: Filter },
  { today, most }: { readonly today: string; readonly most: number },
): Promise<Found> {
  const asked = await conditionsOf(db, filter)
  const rows = await sql<Found>`
    with ${await consenting(db, today)},
    found as materialized (
      select i.* from asylia.incident i where ${asked} and i.compartment_id in (select k.compartment_id from counted k) limit ${most}
    ),
    keyed as (select g.key, count(*)::int as n from found i left join lateral (${KEYS[by]}) g(key) on true group by g.key)
    select coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'year', null, 'n', k.n) order by k.n desc, k.key) from keyed k), '[]') as groups,
      (select count(*)::int from found) as "all", ${CASES} as cases, (select max(i.recorded_on) from found i) as last`.execute(db)
  return rows.rows[0] ?? NOTHING
}

/** Entries of the chronologies by year: arrests, detentions, sentences over time (R-HRD-05), effects on people (R-EP-10). */
export async function countEntries(
  db: Db,
  { by, filter: { case: code, year, origin, host } }: { readonly by: OfEntries; readonly filter: Filter },
  { today, most }: { readonly today: string; readonly most: number },
): Promise<Found> {
  const rows = await sql<Found>`
    with ${await consenting(db, today)},
    found as materialized (
      select ${by === 'stage' ? sql`e.stage` : sql`e.facts ->> 'impact'`} as key, case when extract(year from e.from_day) = extract(year from e.until_day) then extract(year from e.from_day)::int end as year, e.written_on
      from counted k join asylia.case_entry e on e.compartment_id = k.compartment_id
        join asylia.case_file f on f.compartment_id = k.compartment_id
      where ${by === 'stage' ? sql`e.kind in ('event', 'proceeding', 'hearing')` : sql`e.kind = 'impact'`}
        ${code === null ? sql`` : sql`and k.compartment_id = (select c.compartment_id from asylia.report_case c where c.code = ${code})`}
        ${
          year === null
            ? sql``
            : sql`and daterange(e.from_day, e.until_day, '[]') && daterange(${`${year}-01-01`}::date, ${`${year + 1}-01-01`}::date)
          and e.date_precision <> 'unknown'`
        }
        ${origin === null ? sql`` : sql`and f.origin = ${origin}`} ${host === null ? sql`` : sql`and f.host = ${host}`}
      limit ${most}
    ),
    keyed as (select key, year, count(*)::int as n from found group by key, year)
    select coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'year', k.year, 'n', k.n) order by k.key, k.year) from keyed k), '[]') as groups,
      (select count(*)::int from found) as "all", ${CASES} as cases, (select max(e.written_on) from found e) as last`.execute(db)
  return rows.rows[0] ?? NOTHING
}

const NOTHING: Found = { groups: [], all: 0, cases: { counted: 0, left: 0 }, last: null }

/** How long reports waited, who has no answer yet, what is late. */
export async function countWork(db: Db, today: string): Promise<Omit<Work, 'today'>> {
  const rows = await sql<Omit<Work, 'today'>>`
    with ${await consenting(db, today)},
    waited as (
      select case when d < 1 then 'same_day' when d < 2 then 'next_day' when d < 4 then 'days_2_3' when d < 8 then 'days_4_7' else 'longer' end as wait
      from (select r.taken_on - r.arrived_on as d from counted k join asylia.report r on r.compartment_id = k.compartment_id) w
    ),
    late as (
      select 'task' as what, count(*)::int as n from counted k join asylia.case_task t on t.compartment_id = k.compartment_id
        where t.state = 'open' and t.due_on < ${today}::date
      union all
      select 'entry', count(*)::int from counted k join asylia.case_entry e on e.compartment_id = k.compartment_id
        where e.state = 'open' and e.due_on < ${today}::date
      union all
      select 'risk', count(*)::int from counted k join asylia.case_file f on f.compartment_id = k.compartment_id
        where f.state in ('open', 'watching') and f.risk_due < ${today}::date
    )
    select coalesce((select jsonb_agg(jsonb_build_object('wait', w.wait, 'n', w.n) order by w.wait) from (select wait, count(*)::int as n from waited group by wait) w), '[]') as waits,
      (select count(*)::int from counted k join asylia.report_case c on c.compartment_id = k.compartment_id
        where c.replies = 0 and exists (select from asylia.report r where r.compartment_id = k.compartment_id)) as unanswered,
      (select jsonb_agg(jsonb_build_object('what', l.what, 'n', l.n) order by l.what) from late l) as late, ${CASES} as cases`.execute(db)
  return rows.rows[0] ?? { waits: [], unanswered: 0, late: [], cases: { counted: 0, left: 0 } }
}
