import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '../rooms.store.ts'
import type { Filter } from './view.contract.ts'

/** The day that orders an incident `i`; the first of all days where none is known. As in the index. */
export const DAY = sql`coalesce(lower(i.happened), upper(i.happened) - 1, date '0001-01-01')`
export const NO_DAY = '0001-01-01'

/** What a filter asks of an incident `i`, as conditions under row security. */
export async function conditionsOf(db: Transaction<Schema>, filter: Filter): Promise<RawBuilder<unknown>> {
  const { case: code, method, actor, year, status, origin, host } = filter
  const few = await withinFew(db, sql`i.compartment_id`)
  const all = [
    few,
    code === null ? null : sql`i.compartment_id = (select c.compartment_id from asylia.report_case c where c.code = ${code})`,
    origin === null ? null : sql`i.origin = ${origin}`,
    host === null ? null : sql`i.host = ${host}`,
    status === null ? null : sql`i.verification_status = ${status}`,
    // An unknown time can be any, and is in no year by itself: whoever asks for a year asks for what is known to touch it.
    year === null ? null : sql`i.happened && daterange(${`${year}-01-01`}::date, ${`${year + 1}-01-01`}::date)`,
    method === null
      ? null
      : sql`exists (select from asylia.act a where a.compartment_id = i.compartment_id and a.incident_id = i.id and a.method = ${method})`,
    actor === null ? null : namedIn(actor),
  ]
  return sql.join(
    all.filter((one) => one !== null),
    sql` and `,
  )
}

/** Whoever is named as one of the records of an actor is named as all of them. */
const namedIn = (actor: string) => sql`(i.compartment_id, i.id) in (
  with recursive same as (
    select r.id, r.merged_into from asylia.actor r where r.id = ${actor}::uuid
    union select r.id, r.merged_into from asylia.actor r join same on r.merged_into = same.id or r.id = same.merged_into
  )
  select a.compartment_id, a.incident_id from same join asylia.involvement v on v.actor_id = same.id
    join asylia.act a on a.compartment_id = v.compartment_id and a.id = v.act_id)`
