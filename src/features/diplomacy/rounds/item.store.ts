import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { AddDelegate, Demand, Item, KeepItem } from './round.contract.ts'
import type { By } from './round.store.ts'

type Db = Transaction<Schema>

const ITEM = sql`
  i.id, i.kind, i.topic, i.concerns, i.is_repression as repression, i.provision, i.method,
  (select g.code from asylia.deliverable g where g.compartment_id = i.compartment_id and g.id = i.deliverable_id) as deliverable,
  i.said, i.source, i.revision from asylia.dialogue_item i`

/** The points of one exchange, in the order in which they were first written down. */
export async function listItems(db: Db, room: CompartmentId, round: string): Promise<Item[]> {
  const rows = await sql<Item>`
    select ${ITEM} where i.compartment_id = ${room}::uuid and i.round_id = ${round}::uuid order by i.kind, i.written_on, i.id`.execute(db)
  return rows.rows
}

type NewItem = Omit<KeepItem, 'round'> & By & { readonly round: string; readonly deliverable: string | null }

export async function keepItem(
  db: Db,
  permit: Permit<'dialogue.item'>,
  room: CompartmentId,
  { round, revision, body, deliverable, by, today }: NewItem,
): Promise<number | undefined> {
  const { kind, topic, concerns, repression, provision, method, said, source } = body
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.dialogue_item (compartment_id, id, round_id, kind, topic, concerns, is_repression, provision, method, deliverable_id,
            said, source, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${round}::uuid, ${kind}, ${topic}, ${concerns}, ${repression}, ${provision}, ${method},
            ${deliverable}::uuid, ${said}, ${source}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.dialogue_item set kind = ${kind}, topic = ${topic}, concerns = ${concerns}, is_repression = ${repression},
            provision = ${provision}, method = ${method}, deliverable_id = ${deliverable}::uuid, said = ${said}, source = ${source},
            revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and round_id = ${round}::uuid and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function dropItem(db: Db, permit: Permit<'dialogue.item_drop'>, room: CompartmentId, round: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.dialogue_item where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and round_id = ${round}::uuid
    returning id`.execute(db)
  return rows.rows.length === 1
}

type DelegateRow = Omit<AddDelegate, 'round'>

export async function listDelegates(db: Db, room: CompartmentId, round: string): Promise<DelegateRow[]> {
  const rows = await sql<DelegateRow>`
    select id, side, is_head as head, office, name, people, source from asylia.dialogue_delegate
    where compartment_id = ${room}::uuid and round_id = ${round}::uuid order by side, is_head desc, id`.execute(db)
  return rows.rows
}

export async function addDelegate(
  db: Db,
  permit: Permit<'dialogue.delegate'>,
  room: CompartmentId,
  { round, side, head, office, name, people, source, by, today }: Omit<AddDelegate, 'round'> & By & { readonly round: string },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.dialogue_delegate (compartment_id, id, round_id, side, is_head, office, name, people, source, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${round}::uuid, ${side}, ${head}, ${office}, ${name}, ${people}, ${source}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function dropDelegate(db: Db, permit: Permit<'dialogue.delegate_drop'>, room: CompartmentId, round: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.dialogue_delegate where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and round_id = ${round}::uuid
    returning id`.execute(db)
  return rows.rows.length === 1
}

/** Of every demand to cease, what of the same kind and state was recorded after it in cases that the speaker reads (R-NGO-25). */
export async function listDemands(db: Db, room: CompartmentId, most: number): Promise<Demand[]> {
  const rows = await sql<Demand>`
    select i.id as item, d.code as round, t.partner, d.on_day as on, i.method, coalesce(a.n, 0)::int as after, a.last
    from asylia.dialogue_item i
    join asylia.dialogue_round d on d.compartment_id = i.compartment_id and d.id = i.round_id
    join asylia.dialogue_track t on t.compartment_id = d.compartment_id and t.id = d.track_id
    left join lateral (
      select count(distinct c.incident_id) as n, max(upper(c.happened) - 1) as last
      from asylia.act c join asylia.incident o on o.compartment_id = c.compartment_id and o.id = c.incident_id
      where c.method = i.method and lower(c.happened) > d.on_day and t.partner in (o.origin, o.effect)
    ) a on true
    where i.compartment_id = ${room}::uuid and i.kind = 'demand' order by d.on_day desc, i.id limit ${most}`.execute(db)
  return rows.rows
}

export type TopicCount = { readonly topic: string; readonly year: number; readonly n: number }

/** How often each topic stood on an agenda, by year (R-HRD-03). */
export async function countTopics(db: Db, room: CompartmentId): Promise<TopicCount[]> {
  const rows = await sql<TopicCount>`
    select i.topic, extract(year from d.on_day)::int as year, count(*)::int as n
    from asylia.dialogue_item i join asylia.dialogue_round d on d.compartment_id = i.compartment_id and d.id = i.round_id
    where i.compartment_id = ${room}::uuid and i.kind = 'agenda' and i.topic is not null and d.on_day < '9999-01-01'
    group by 1, 2 order by 2 desc, 3 desc, 1`.execute(db)
  return rows.rows
}

/** The rounds on whose agenda repression across borders stands. */
export async function roundsOnAgenda(db: Db, room: CompartmentId): Promise<ReadonlySet<string>> {
  const rows = await sql<{ round: string }>`
    select distinct round_id as round from asylia.dialogue_item where compartment_id = ${room}::uuid and kind = 'agenda' and is_repression`.execute(
    db,
  )
  return new Set(rows.rows.map(({ round }) => round))
}

/** How many points on repression across borders stand on each exchange of the team. */
export async function countPoints(db: Db, room: CompartmentId): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ round: string; n: number }>`
    select round_id as round, count(*)::int as n from asylia.dialogue_item where compartment_id = ${room}::uuid and is_repression
    group by round_id`.execute(db)
  return new Map(rows.rows.map(({ round, n }) => [round, n]))
}

/** The same of one exchange. */
export async function pointsOf(db: Db, room: CompartmentId, round: string): Promise<number> {
  const rows = await sql<{ n: number }>`
    select count(*)::int as n from asylia.dialogue_item
    where compartment_id = ${room}::uuid and round_id = ${round}::uuid and is_repression`.execute(db)
  return rows.rows[0]?.n ?? 0
}
