import { sql, type Transaction } from 'kysely'
import type { LedgerEntry } from '#base/ledger/entry.ts'
import type { Schema } from '#base/schema.ts'
import type { AuditAsked, AuditLines } from './audit.contract.ts'

type Db = Transaction<Schema>
type Line = AuditLines['lines'][number]

/** Whether the speaker reads lines of rooms that they do not see themselves. */
export async function isAuditor(db: Db): Promise<boolean> {
  const rows = await sql<{ audits: boolean }>`select cardinality(access.audited()) > 0 as audits`.execute(db)
  return rows.rows[0]?.audits === true
}

/** Up to here each room is asked for its own newest lines; beyond, the ledger is walked from its newest. */
const FEW = 1_000

async function isToldOfMany(db: Db): Promise<boolean> {
  const rows = await sql<{ many: boolean }>`select access.told_of_many(${FEW}) as many`.execute(db)
  return rows.rows[0]?.many === true
}

/**
 * Lines of the rooms that the speaker sees or audits, newest first. Who is told of few rooms asks each for its own newest lines, so
 * that how much is written elsewhere costs nothing here.
 */
export async function listLines(db: Db, asked: AuditAsked, most: number): Promise<Line[]> {
  const { member, action, case: code, from, to, after } = asked
  const fits = sql`
    (${member}::text is null or e.actor = (select m.id from asylia.member m where m.code = ${member}))
    and (${action}::text is null or e.action = ${action} or split_part(e.action, '.', 1) = ${action})
    and (${from}::date is null or e.at >= ${from}::date::timestamptz) and (${to}::date is null or e.at < (${to}::date + 1)::timestamptz)
    and (${after?.at ?? null}::timestamptz is null or (e.at, e.id) < (${after?.at ?? null}::timestamptz, ${after?.entry ?? null}::uuid))
    order by e.at desc, e.id desc limit ${most}`
  const columns = sql`e.id, e.at, e.action, e.subject, e.actor`
  // A filter that few lines pass is quicker by rooms: each of them has an order of its own.
  const isWide = code === null && member === null && action === null && (await isToldOfMany(db))
  const found = isWide
    ? sql`
      newest as materialized (select e.compartment_id, ${columns} from base.ledger_entry e where ${fits}),
      line as materialized (
        select l.*, r.code as room_code from newest l
        left join access.told_codes(array(select distinct n.compartment_id from newest n)) r on r.compartment_id = l.compartment_id
      )`
    : sql`
      room as materialized (select * from ${code === null ? sql`access.told_rooms()` : sql`access.told_case(${code})`} r),
      line as materialized (
        select l.*, room.code as room_code from room cross join lateral (
          select ${columns} from base.ledger_entry e where e.compartment_id = room.compartment_id and ${fits}
        ) l
        order by l.at desc, l.id desc limit ${most}
      )`
  const rows = await sql<Line>`
    with ${found}
    select l.id as entry, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at, l.action, l.subject, l.room_code as "case",
      w.code as member, w.team, coalesce(w.kind = 'machine', false) as machine
    from line l left join access.who(array(select actor from line)) w on w.id = l.actor
    order by l.at desc, l.id desc`.execute(db)
  return rows.rows
}

/** A line as it was hashed; undefined to whoever may not read it. */
export async function findEntry(db: Db, entry: string): Promise<LedgerEntry | undefined> {
  const rows = await sql<LedgerEntry>`
    select e.action, e.actor, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at, e.compartment_id as compartment, e.id,
      e.month::text as month, e.object_hash as "objectHash", encode(e.salt, 'hex') as salt, e.subject
    from base.ledger_entry e
    where e.id = ${entry}::uuid and e.compartment_id = any (array(select compartment_id from access.told_rooms()))`.execute(db)
  return rows.rows[0]
}
