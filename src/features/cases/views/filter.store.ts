import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import { fewRooms, type Listed, listedRooms } from '../rooms.store.ts'
import type { Filter } from './view.contract.ts'

type Db = Transaction<Schema>

/** The day by which incidents of an unknown time stand in order. */
export const NO_DAY = '0001-01-01'

/** Where a filter looks for acts: row by row under row security for a page, or as a set of what the speaker reads for a count (ADR 0038). */
export type Source = 'rows' | 'sets'
const FROM = {
  rows: { act: sql`asylia.act`, involvement: sql`asylia.involvement` },
  sets: { act: sql`access.counted_act`, involvement: sql`access.counted_involvement` },
} as const

/** Conditions on the room of a row that are true of all that can be found: an index finds it by them. Row security asks in any case. */
export type Within = (column: RawBuilder<unknown>) => RawBuilder<unknown>

export async function withinCase(db: Db, code: string | null): Promise<Within> {
  if (code !== null) return (column) => sql`${column} = (select c.compartment_id from asylia.report_case c where c.code = ${code})`
  return fewRooms(db)
}

/** The same for a list. */
export async function listedIn(db: Db, code: string | null): Promise<Listed> {
  return code === null ? listedRooms(db) : { within: await withinCase(db, code), passesOver: false }
}

/** What a filter asks of an incident `i`, as conditions under row security. */
export function conditionsOf({ method, actor, year, status, origin, host }: Filter, within: Within, source: Source): RawBuilder<unknown> {
  const all = [
    within(sql`i.compartment_id`),
    origin === null ? null : sql`i.origin = ${origin}`,
    host === null ? null : sql`i.host = ${host}`,
    status === null ? null : sql`i.verification_status = ${status}`,
    // An unknown time can be any, and is in no year by itself: whoever asks for a year asks for what is known to touch it.
    year === null ? null : sql`i.happened && daterange(${`${year}-01-01`}::date, ${`${year + 1}-01-01`}::date)`,
    method === null
      ? null
      : sql`exists (select from ${FROM[source].act} a where a.compartment_id = i.compartment_id and a.incident_id = i.id
          and a.method = ${method} and ${within(sql`a.compartment_id`)})`,
    actor === null ? null : namedIn(actor, source),
  ]
  return sql.join(
    all.filter((one) => one !== null),
    sql` and `,
  )
}

/** Whoever is named as one of the records of an actor is named as all of them. */
const namedIn = (actor: string, source: Source) => sql`(i.compartment_id, i.id) in (
  with recursive same as (
    select r.id, r.merged_into from asylia.actor r where r.id = ${actor}::uuid
    union select r.id, r.merged_into from asylia.actor r join same on r.merged_into = same.id or r.id = same.merged_into
  )
  select a.compartment_id, a.incident_id
  from ${FROM[source].involvement} v join ${FROM[source].act} a on a.compartment_id = v.compartment_id and a.id = v.act_id
  where v.actor_id = any (array(select same.id from same)))`
