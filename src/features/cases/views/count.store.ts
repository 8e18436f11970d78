import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import { conditionsOf, type Within, withinCase } from './filter.store.ts'
import type { Counted, CountedBy, Filter, GroupedBy, Work } from './view.contract.ts'

type Db = Transaction<Schema>
type By = CountedBy['by']
/** What entries are counted by, and not incidents. */
export type OfEntries = 'stage' | 'impact'

/**
 * The speaker's cases, and of them those in which everybody agreed to statistics today: each person, or whoever reported where
 * nobody is recorded; and whoever reported has not taken it back. The same law as `canUse`; a test holds the two against each
 * other. All of it by sets of what the speaker reads (ADR 0038). guards T-21
 */
function consenting(within: Within, today: string): RawBuilder<unknown> {
  return sql`
    mine as materialized (
      select c.compartment_id, c.replies from access.counted_report_case c
      where ${within(sql`c.compartment_id`)} and c.compartment_id not in (
        select f.compartment_id from access.counted_case_file f where f.state = 'merged' and ${within(sql`f.compartment_id`)}
      )
    ),
    said as materialized (
      select s.compartment_id, s.subject, max(s.n) as last, max(s.n) filter (where s.change = 'withdrawn') as taken,
        max(s.n) filter (where s.change = 'given' and ${today}::date between s.from_on and s.expires_on) as given
      from access.counted_consent s where ${within(sql`s.compartment_id`)} and s.scope = 'statistics' group by s.compartment_id, s.subject
    ),
    folk as (
      select p.compartment_id, count(*) as n, count(*) filter (where s.given > coalesce(s.taken, 0)) as agreed
      from access.counted_person p left join said s on s.compartment_id = p.compartment_id and s.subject = p.code
      where ${within(sql`p.compartment_id`)} group by p.compartment_id
    ),
    counted as materialized (
      select m.compartment_id, m.replies from mine m
      left join folk p on p.compartment_id = m.compartment_id
      left join said r on r.compartment_id = m.compartment_id and r.subject = 'reporter'
      where case when p.n is null then coalesce(r.given > coalesce(r.taken, 0), false) else p.agreed = p.n end
        and not coalesce(r.taken = r.last, false)
    )`
}

const CASES = sql`jsonb_build_object('counted', (select count(*) from counted), 'left', (select count(*) from mine) - (select count(*) from counted))`

/** One key for each incident `i`; null where it is not known. A month is counted only where it is known. */
const KEYS: Readonly<Record<Exclude<By, OfEntries>, RawBuilder<unknown>>> = {
  host: sql`i.host`,
  origin: sql`i.origin`,
  status: sql`i.verification_status`,
  year: sql`case when extract(year from lower(i.happened)) = extract(year from upper(i.happened) - 1)
    then extract(year from lower(i.happened))::int::text end`,
  month: sql`case when i.happened_precision in ('exact', 'month') then to_char(lower(i.happened), 'YYYY-MM') end`,
  // These follow from its acts.
  method: sql`null::text`,
  actor_kind: sql`null::text`,
}

/** Every key of every incident that was found, each once. */
function keysOf(by: Exclude<By, OfEntries>, within: Within): RawBuilder<unknown> {
  if (by !== 'method' && by !== 'actor_kind') return sql`select i.key from found i`
  const acts = sql`(select * from access.counted_act a where ${within(sql`a.compartment_id`)}) a`
  if (by === 'method')
    return sql`
      select distinct i.compartment_id, i.id, a.method as key from found i
      left join ${acts} on a.compartment_id = i.compartment_id and a.incident_id = i.id`
  return sql`
    select distinct i.compartment_id, i.id, case when v.actor_id is not null then coalesce(r.kind, 'other_team') end as key from found i
    left join (
      ${acts} join access.counted_involvement v on v.compartment_id = a.compartment_id and v.act_id = a.id and ${within(sql`v.compartment_id`)}
    ) on a.compartment_id = i.compartment_id and a.incident_id = i.id
    left join access.counted_actor r on r.id = v.actor_id`
}

type Found = Omit<Counted, 'whole' | 'today'>

/** Incidents by one coded field. An incident with two methods stands in both rows and once in `all`. */
export async function countIncidents(
  db: Db,
  { by, filter }: { readonly by: Exclude<By, OfEntries>; readonly filter: Filter },
  { today, most }: { readonly today: string; readonly most: number },
): Promise<Found> {
  const [all, within] = [await withinCase(db, null), await withinCase(db, filter.case)]
  const rows = await sql<Found>`
    with ${consenting(all, today)},
    found as materialized (
      select i.compartment_id, i.id, i.recorded_on, ${KEYS[by]} as key from access.counted_incident i
      where ${conditionsOf(filter, within, 'sets')} and i.compartment_id in (select k.compartment_id from counted k) limit ${most}
    ),
    keyed as (select g.key, count(*)::int as n from (${keysOf(by, within)}) g group by g.key),
    whole as (select count(*)::int as n, max(i.recorded_on) as last from found i)
    select coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'year', null, 'n', k.n) order by k.n desc, k.key) from keyed k), '[]') as groups,
      w.n as "all", ${CASES} as cases, w.last from whole w`.execute(db)
  return rows.rows[0] ?? NOTHING
}

/** Entries of the chronologies by year: arrests, detentions, sentences over time (R-HRD-05), effects on people (R-EP-10). */
export async function countEntries(
  db: Db,
  { by, filter: { case: code, year, origin, host } }: { readonly by: OfEntries; readonly filter: Filter },
  { today, most }: { readonly today: string; readonly most: number },
): Promise<Found> {
  const [all, within] = [await withinCase(db, null), await withinCase(db, code)]
  const rows = await sql<Found>`
    with ${consenting(all, today)},
    found as materialized (
      select ${by === 'stage' ? sql`e.stage` : sql`e.impact`} as key, case when extract(year from e.from_day) = extract(year from e.until_day) then extract(year from e.from_day)::int end as year, e.written_on
      from access.counted_case_entry e
      where ${within(sql`e.compartment_id`)} and e.compartment_id in (select k.compartment_id from counted k)
        ${origin === null && host === null ? sql`` : sql`and e.compartment_id in (${casesBetween(origin, host, within)})`}
        and ${by === 'stage' ? sql`e.kind in ('event', 'proceeding', 'hearing')` : sql`e.kind = 'impact'`}
        ${
          year === null
            ? sql``
            : sql`and daterange(e.from_day, e.until_day, '[]') && daterange(${`${year}-01-01`}::date, ${`${year + 1}-01-01`}::date)
          and e.date_precision <> 'unknown'`
        }
      limit ${most}
    ),
    keyed as (select key, year, count(*)::int as n from found group by key, year)
    select coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'year', k.year, 'n', k.n) order by k.key, k.year) from keyed k), '[]') as groups,
      (select count(*)::int from found) as "all", ${CASES} as cases, (select max(e.written_on) from found e) as last`.execute(db)
  return rows.rows[0] ?? NOTHING
}

const casesBetween = (origin: string | null, host: string | null, within: Within) => sql`
  select f.compartment_id from access.counted_case_file f
  where ${within(sql`f.compartment_id`)} ${origin === null ? sql`` : sql`and f.origin = ${origin}`} ${host === null ? sql`` : sql`and f.host = ${host}`}`

const NOTHING: Found = { groups: [], all: 0, cases: { counted: 0, left: 0 }, last: null }

/** Of a group that somebody named themselves, and for statistics; of what they do, which is no sensitive attribute. */
const GROUPED: Readonly<Record<GroupedBy, { readonly key: RawBuilder<unknown>; readonly where: RawBuilder<unknown> }>> = {
  community: {
    key: sql`p.community`,
    where: sql`p.community is not null and p.community_said_by = 'self' and 'statistics' = any (p.community_for)`,
  },
  occupation: { key: sql`p.occupation`, where: sql`p.occupation is not null` },
}

/** People by one of these, in the same cases (R-EP-11). Small numbers are still in it. */
export async function countGroups(
  db: Db,
  by: GroupedBy,
  today: string,
): Promise<{ readonly groups: readonly { readonly key: string; readonly n: number }[]; readonly cases: Counted['cases'] }> {
  const within = await withinCase(db, null)
  const rows = await sql<{ groups: { key: string; n: number }[]; cases: Counted['cases'] }>`
    with ${consenting(within, today)},
    named as (
      select ${GROUPED[by].key} as key, count(*)::int as n
      from counted k join access.counted_person p on p.compartment_id = k.compartment_id and ${within(sql`p.compartment_id`)}
      where ${GROUPED[by].where} group by 1
    )
    select coalesce((select jsonb_agg(jsonb_build_object('key', n.key, 'n', n.n) order by n.key) from named n), '[]') as groups,
      ${CASES} as cases`.execute(db)
  return rows.rows[0] ?? { groups: [], cases: NOTHING.cases }
}

/** How long reports waited, who has no answer yet, what is late. */
export async function countWork(db: Db, today: string): Promise<Omit<Work, 'today'>> {
  const within = await withinCase(db, null)
  const rows = await sql<Omit<Work, 'today'>>`
    with ${consenting(within, today)},
    came as materialized (
      select k.compartment_id, r.taken_on - r.arrived_on as d from counted k
      join access.counted_report r on r.compartment_id = k.compartment_id and ${within(sql`r.compartment_id`)}
    ),
    waited as (
      select case when d < 1 then 'same_day' when d < 2 then 'next_day' when d < 4 then 'days_2_3' when d < 8 then 'days_4_7' else 'longer' end as wait
      from came
    ),
    late as (
      select 'task' as what, count(*)::int as n from counted k join access.counted_case_task t on t.compartment_id = k.compartment_id
        where t.state = 'open' and t.due_on < ${today}::date and ${within(sql`t.compartment_id`)}
      union all
      select 'entry', count(*)::int from counted k join access.counted_case_entry e on e.compartment_id = k.compartment_id
        where e.state = 'open' and e.due_on < ${today}::date and ${within(sql`e.compartment_id`)}
      union all
      select 'risk', count(*)::int from counted k join access.counted_case_file f on f.compartment_id = k.compartment_id
        where f.state in ('open', 'watching') and f.risk_due < ${today}::date and ${within(sql`f.compartment_id`)}
    )
    select coalesce((select jsonb_agg(jsonb_build_object('wait', w.wait, 'n', w.n) order by w.wait) from (select wait, count(*)::int as n from waited group by wait) w), '[]') as waits,
      (select count(*)::int from counted k where k.replies = 0 and k.compartment_id in (select c.compartment_id from came c)) as unanswered,
      (select jsonb_agg(jsonb_build_object('what', l.what, 'n', l.n) order by l.what) from late l) as late, ${CASES} as cases`.execute(db)
  return rows.rows[0] ?? { waits: [], unanswered: 0, late: [], cases: { counted: 0, left: 0 } }
}
