import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

/**
 * The room of a case whose readers the speaker may hear of: one they read, or one they audit. A person or a report leads to
 * its case for whoever reads it.
 */
export async function findToldRoom(db: Db, of: string): Promise<{ readonly room: CompartmentId; readonly code: string } | undefined> {
  const rows = await sql<{ room: CompartmentId; code: string }>`
    select r.compartment_id as room, r.code from (
      select * from access.told_case(${of})
      union all
      select c.compartment_id, c.code from asylia.report_case c
      where c.compartment_id in (select compartment_id from asylia.report where code = ${of} union all select compartment_id from asylia.person where code = ${of})
    ) r order by r.code limit 1`.execute(db)
  return rows.rows[0]
}

type Somebody = { readonly member: string | null; readonly team: string }

export type ReaderRow = Somebody & {
  readonly since: string
  readonly until: string | null
  readonly writes: boolean
  readonly by_glass: boolean
  readonly is_own: boolean
  readonly by_member: string | null
  readonly by_team: string | null
}

export async function listReaders(db: Db, room: CompartmentId): Promise<ReaderRow[]> {
  const rows = await sql<ReaderRow>`
    with reader as (select * from access.readers_of(${room}::uuid)),
      person as (select * from access.who((select array_agg(id) || array_agg(granted_by) from reader)))
    select w.code as member, w.team, r.since, r.until, r.writes, r.by_glass, r.granted_by is not distinct from r.id as is_own,
      g.code as by_member, g.team as by_team
    from reader r join person w on w.id = r.id left join (select distinct on (id) * from person) g on g.id = r.granted_by
    order by w.team, w.code, r.since`.execute(db)
  return rows.rows
}

export async function listHolders(db: Db, room: CompartmentId): Promise<Somebody[]> {
  const rows = await sql<Somebody>`
    select w.code as member, w.team from access.who(array(select id from access.holders_of(${room}::uuid))) w order by w.team, w.code`.execute(
    db,
  )
  return rows.rows
}

export async function listAuditors(db: Db, room: CompartmentId): Promise<Somebody[]> {
  const rows = await sql<Somebody>`
    select w.code as member, w.team from access.who(array(select id from access.auditors_of(${room}::uuid))) w order by w.team, w.code`.execute(
    db,
  )
  return rows.rows
}

export type OpenedRow = Somebody & { readonly first: string; readonly last: string; readonly times: number; readonly reads: boolean }

/** Who had keys or sealed things handed out, since a day. */
export async function listOpened(db: Db, room: CompartmentId, since: string): Promise<OpenedRow[]> {
  const rows = await sql<OpenedRow>`
    with opening as (
      select e.actor, min((e.at at time zone 'UTC')::date) as first, max((e.at at time zone 'UTC')::date) as last, count(*)::int as times
      from base.ledger_entry e
      where e.compartment_id = ${room}::uuid and e.at >= ${since}::date
        and (e.action = 'case.read' or e.action = 'glass.open' or e.action like 'identity.open\\_%' or e.action like 'evidence.open\\_%')
      group by e.actor
    )
    select w.code as member, w.team, o.first, o.last, o.times, r.id is not null as reads
    from opening o join access.who(array(select actor from opening)) w on w.id = o.actor
    left join access.readers_of(${room}::uuid) r on r.id = o.actor
    where w.kind = 'person' order by o.last desc, w.team, w.code`.execute(db)
  return rows.rows
}

export type SharedRow = Somebody & { readonly on: string; readonly action: string; readonly subject: string }

/** What left the case: exports, transfers, shares, briefings, lists that it was put on and that were taken out, newest first. */
export async function listShared(db: Db, room: CompartmentId, most: number): Promise<SharedRow[]> {
  const rows = await sql<SharedRow>`
    with gone as (
      select e.actor, (e.at at time zone 'UTC')::date as on, e.action, e.subject, e.at, e.id from base.ledger_entry e
      where e.compartment_id = ${room}::uuid and split_part(e.action, '.', 1) in ('export', 'transfer', 'share', 'brief', 'alert', 'statistic', 'takeout')
        or e.compartment_id = ${room}::uuid and e.action = 'dialogue.raise'
      order by e.at desc, e.id limit ${most}
    )
    select w.code as member, w.team, g.on, g.action, g.subject
    from gone g join access.who(array(select actor from gone)) w on w.id = g.actor order by g.at desc, g.id`.execute(db)
  return rows.rows
}

export async function listBarred(db: Db, room: CompartmentId): Promise<{ team: string; since: string }[]> {
  const rows = await sql<{ team: string; since: string }>`
    select team, since from access.barred_from(${room}::uuid) order by team`.execute(db)
  return rows.rows
}

/** The names of teams as the list of keys shows them. */
export async function namesOf(db: Db, slugs: readonly string[]): Promise<Record<string, Record<string, string>>> {
  const rows = await sql<{ slug: string; names: Record<string, string> }>`
    select slug, names from asylia.team where slug = any (${[...slugs]}) order by slug`.execute(db)
  return Object.fromEntries(rows.rows.map(({ slug, names }) => [slug, names]))
}
