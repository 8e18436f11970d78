import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Table } from './take-along.contract.ts'

type Db = Transaction<Schema>
type Begun = { readonly room: CompartmentId; readonly id: string; readonly member: MemberId; readonly until: Date }

export async function begin(db: Db, _permit: Permit<'export.take_along'>, { room, id, member, until }: Begun): Promise<void> {
  await sql`insert into asylia.take_along (compartment_id, id, member_id, until) values (${room}::uuid, ${id}::uuid, ${member}::uuid, ${until})`.execute(
    db,
  )
}

export async function isBegun(db: Db, id: string, now: Date): Promise<boolean> {
  const rows = await sql`select from asylia.take_along where id = ${id}::uuid and until > ${now}`.execute(db)
  return rows.rows.length === 1
}

/** The columns of the primary key of a table, in their order. */
async function keyOf(db: Db, table: Table): Promise<string[]> {
  const rows = await sql<{ name: string }>`
    select a.attname as name from pg_index i cross join lateral unnest(i.indkey) with ordinality as k (number, at)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
    where i.indrelid = ${table}::regclass and i.indisprimary order by k.at`.execute(db)
  return rows.rows.map(({ name }) => name)
}

type Asked = { readonly table: Table; readonly after: string | null; readonly most: number }

/**
 * Rows of the rooms that the team owns and the speaker may read, in the order of their keys; `key` is where the next page
 * goes on. Bytes come as base64.
 */
export async function readPage(
  db: Db,
  team: string,
  { table, after, most }: Asked,
): Promise<{ row: Record<string, unknown>; key: string }[]> {
  const key = (await keyOf(db, table)).map((name) => sql`t.${sql.id(name)}::text`)
  const place = sql.join(key)
  const past = after === null ? sql`true` : sql`(${place}) > (${sql.join((JSON.parse(after) as string[]).map((one) => sql`${one}`))})`
  const [schema = '', name = ''] = table.split('.')
  const rows = await sql<{ row: Record<string, unknown>; key: string }>`
    select to_jsonb(t) as row, to_jsonb(array[${place}])::text as key
    from ${sql.id(schema, name)} t join asylia.compartment c on c.id = t.compartment_id and c.team_id = ${team}::uuid
    where (select true from asylia.compartment_member own where own.compartment_id = c.id and own.member_id = access.member()) and ${past}
    order by ${place} limit ${most}`.execute(db)
  return rows.rows
}
