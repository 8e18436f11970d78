import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { GraphNode, Link, LinksOf } from './view.contract.ts'

type Db = Transaction<Schema>
type Place = { readonly room: CompartmentId; readonly id: string }
type Asked = { readonly after: LinksOf['after']; readonly most: number }
type Row = Omit<Link, 'to'> & GraphNode & { readonly node: string | null }

/** The code of a record that the speaker sees; undefined for what is not there, or not for them. */
export async function findNode(db: Db, kind: 'incident' | 'person', { room, id }: Place): Promise<string | undefined> {
  const table = kind === 'incident' ? sql`asylia.incident` : sql`asylia.person`
  const rows = await sql<{
    code: string
  }>`select r.code from ${table} r where r.compartment_id = ${room}::uuid and r.id = ${id}::uuid`.execute(db)
  return rows.rows[0]?.code
}

export async function findActorCode(db: Db, id: string): Promise<string | undefined> {
  const rows = await sql<{ code: string }>`select r.code from asylia.actor r where r.id = ${id}::uuid`.execute(db)
  return rows.rows[0]?.code
}

const COLUMNS = (part: number, id: string) => sql`select ${part}::int, ${sql.ref(id)}`
const ofCase = (column: string) => sql`(select c.code from asylia.report_case c where c.compartment_id = ${sql.ref(column)})`

/** One page of links in the order of their random ids, part after part; a part that is behind the cursor is not read. */
async function pageOf(db: Db, { after, most }: Asked, parts: readonly { readonly id: string; readonly from: RawBuilder<unknown> }[]) {
  const open = parts.flatMap(({ id, from }, at) => {
    const part = at + 1
    if (after !== null && part < after.part) return []
    const beyond = after === null || part > after.part ? sql`` : sql`and ${sql.ref(id)} > ${after.id}::uuid`
    return [sql`(${COLUMNS(part, id)}, ${from} ${beyond} order by ${sql.ref(id)} limit ${most})`]
  })
  const rows =
    await sql<Row>`select * from (${sql.join(open, sql` union all `)}) l (part, id, kind, "case", node, code, by, level) order by part, id limit ${most}`.execute(
      db,
    )
  return rows.rows.map(({ part, id, by, level, kind, case: of, node, code }) => ({
    part,
    id,
    by,
    level,
    to: { kind, case: of, id: node, code },
  }))
}

/** People and incidents of a case. */
export function linksOfCase(db: Db, room: CompartmentId, asked: Asked): Promise<Link[]> {
  return pageOf(db, asked, [
    {
      id: 'p.id',
      from: sql`'person', ${ofCase('p.compartment_id')}, p.id, p.code, 'in', null
        from asylia.person p where p.compartment_id = ${room}::uuid`,
    },
    {
      id: 'i.id',
      from: sql`'incident', ${ofCase('i.compartment_id')}, i.id, i.code, 'in', null from asylia.incident i where i.compartment_id = ${room}::uuid`,
    },
  ])
}

/** The case of an incident, against whom its acts were, and who is said to be answerable. */
export function linksOfIncident(db: Db, { room, id }: Place, asked: Asked): Promise<Link[]> {
  return pageOf(db, asked, [
    {
      id: 'i.id',
      from: sql`'case', ${ofCase('i.compartment_id')}, null::uuid, ${ofCase('i.compartment_id')}, 'in', null
        from asylia.incident i where i.compartment_id = ${room}::uuid and i.id = ${id}::uuid`,
    },
    {
      id: 'a.id',
      from: sql`'person', ${ofCase('a.compartment_id')}, p.id, p.code, a.method, null
        from asylia.act a join asylia.person p on p.compartment_id = a.compartment_id and p.id = a.person_id
        where a.compartment_id = ${room}::uuid and a.incident_id = ${id}::uuid`,
    },
    {
      id: 'v.id',
      from: sql`'actor', null, v.actor_id, (select r.code from asylia.actor r where r.id = v.actor_id), v.degree, v.attribution_level
        from asylia.involvement v join asylia.act a on a.compartment_id = v.compartment_id and a.id = v.act_id
        where v.compartment_id = ${room}::uuid and a.incident_id = ${id}::uuid`,
    },
  ])
}

/** The case of a person, what was done to them, and whom they belong with; of a link with one end hidden nothing is told. */
export function linksOfPerson(db: Db, { room, id }: Place, asked: Asked): Promise<Link[]> {
  return pageOf(db, asked, [
    {
      id: 'p.id',
      from: sql`'case', ${ofCase('p.compartment_id')}, null::uuid, ${ofCase('p.compartment_id')}, 'in', null
        from asylia.person p where p.compartment_id = ${room}::uuid and p.id = ${id}::uuid`,
    },
    {
      id: 'a.id',
      from: sql`'incident', ${ofCase('a.compartment_id')}, i.id, i.code, a.method, null
        from asylia.act a join asylia.incident i on i.compartment_id = a.compartment_id and i.id = a.incident_id
        where a.compartment_id = ${room}::uuid and a.person_id = ${id}::uuid`,
    },
    {
      id: 'k.id',
      from: sql`'person', ${ofCase('p.compartment_id')}, p.id, p.code, k.kind, null
        from asylia.person_link k join asylia.person p
          on (p.compartment_id, p.id) = (k.other_room, k.other_id) and (k.compartment_id, k.person_id) = (${room}::uuid, ${id}::uuid)
          or (p.compartment_id, p.id) = (k.compartment_id, k.person_id) and (k.other_room, k.other_id) = (${room}::uuid, ${id}::uuid)
        where true`,
    },
  ])
}

/** Who stands above and below an actor, and what they are named for in cases that the speaker reads. */
export function linksOfActor(db: Db, id: string, asked: Asked): Promise<Link[]> {
  return pageOf(db, asked, [
    {
      id: 'k.id',
      from: sql`'actor', null, r.id, r.code, k.kind, k.level
        from asylia.actor_link k join asylia.actor r on r.compartment_id = k.compartment_id
          and r.id = case when k.actor_id = ${id}::uuid then k.above_id else k.actor_id end
        where ${id}::uuid in (k.actor_id, k.above_id)`,
    },
    {
      id: 'v.id',
      from: sql`'incident', ${ofCase('a.compartment_id')}, i.id, i.code, v.degree, v.attribution_level
        from asylia.involvement v join asylia.act a on a.compartment_id = v.compartment_id and a.id = v.act_id
          join asylia.incident i on i.compartment_id = a.compartment_id and i.id = a.incident_id
        where v.actor_id = ${id}::uuid`,
    },
  ])
}
