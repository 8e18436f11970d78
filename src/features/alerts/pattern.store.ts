import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { SeenPatterns } from './alert.contract.ts'

type Db = Transaction<Schema>
/** Of so many of the newest incidents that the speaker reads, so that a large desk is not searched through for a hint. */
const NEWEST = 2_000

/**
 * Methods and actors that stand in incidents of several host countries within the window, as far as row security shows those
 * incidents to the speaker. Coded fields alone.
 */
export async function listSeenPatterns(db: Db, today: string, days: number): Promise<SeenPatterns['patterns']> {
  const rows = await sql<SeenPatterns['patterns'][number]>`
    with recent as materialized (
      select i.compartment_id, i.id, i.host, coalesce(lower(i.happened), i.recorded_on) as day
      from asylia.incident i where i.recorded_on > ${today}::date - ${days}::int and i.host is not null
      order by i.recorded_on desc, i.id limit ${NEWEST}
    ), found as (
      select 'method' as of, a.method as code, r.host, r.id, r.day from recent r
      join asylia.act a on a.compartment_id = r.compartment_id and a.incident_id = r.id
      union
      select 'actor', c.code, r.host, r.id, r.day from recent r
      join asylia.act a on a.compartment_id = r.compartment_id and a.incident_id = r.id
      join asylia.involvement v on v.compartment_id = a.compartment_id and v.act_id = a.id
      join asylia.actor c on c.id = v.actor_id
    )
    select f.of, f.code, array_agg(distinct f.host order by f.host) as hosts, count(distinct f.id)::int as incidents,
      min(f.day)::date as "from", max(f.day)::date as "until"
    from found f where f.day > ${today}::date - ${days}::int and f.day <= ${today}::date
    group by f.of, f.code having count(distinct f.host) >= 2
    order by count(distinct f.host) desc, count(distinct f.id) desc, f.of, f.code limit 20`.execute(db)
  return rows.rows
}
