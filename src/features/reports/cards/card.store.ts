import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

export type CardRow = {
  readonly id: string
  readonly about: string
  readonly kind: string
  readonly generation: number
  readonly revision: number
  readonly bytes: number
  readonly by: string
  readonly on: string
}

const CARD = sql`
  c.id, c.about, c.kind, c.generation, c.revision, octet_length(c.blob) as bytes,
  coalesce((select m.code from asylia.member m where m.id = c.written_by), '') as by, c.written_on as on`

type Asked = { readonly about: string | null; readonly kind: string | null; readonly after: string | null }

/** The sealed things of a case, in the order of their random ids. */
export async function listCards(db: Db, room: CompartmentId, { about, kind, after }: Asked, most: number): Promise<CardRow[]> {
  const rows = await sql<CardRow>`
    select ${CARD} from asylia.card c
    where c.compartment_id = ${room}::uuid and (${about}::uuid is null or c.about = ${about}::uuid)
      and (${kind}::text is null or c.kind = ${kind}) and (${after}::uuid is null or c.id > ${after}::uuid)
    order by c.id limit ${most}`.execute(db)
  return rows.rows
}

/** These cards of a case, as far as they are there. */
export async function findCards(db: Db, room: CompartmentId, ids: readonly string[]): Promise<CardRow[]> {
  const rows = await sql<CardRow>`
    select ${CARD} from asylia.card c where c.compartment_id = ${room}::uuid and c.id = any (${[...ids]}::uuid[]) order by c.id`.execute(db)
  return rows.rows
}

export async function readBlobs(db: Db, room: CompartmentId, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await sql<{ id: string; blob: Buffer }>`
    select id, blob from asylia.card where compartment_id = ${room}::uuid and id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.rows.map(({ id, blob }) => [id, blob]))
}

export type NewCard = {
  readonly about: string
  readonly kind: string
  readonly generation: number
  readonly revision: number
  readonly blob: Uint8Array
  readonly by: MemberId
  readonly today: string
}

/** The newest key of the case; a card sealed to an older one would open for somebody who left. */
export async function newestGeneration(db: Db, room: CompartmentId): Promise<number> {
  const rows = await sql<{ generation: number }>`select generation from keys.case_wrap where compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0]?.generation ?? 0
}

/** Writes the card of the permit; undefined when somebody was faster, or when the card is another than it was. */
export async function keepCard(db: Db, permit: Permit<'card.keep'>, room: CompartmentId, card: NewCard): Promise<number | undefined> {
  const blob = Buffer.from(card.blob)
  const rows =
    card.revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.card (compartment_id, id, about, kind, generation, blob, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${card.about}::uuid, ${card.kind}, ${card.generation}, ${blob}, ${card.by}::uuid, ${card.today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.card set generation = ${card.generation}, revision = revision + 1, blob = ${blob}, written_by = ${card.by}::uuid,
            written_on = ${card.today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and about = ${card.about}::uuid and kind = ${card.kind}
            and revision = ${card.revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function dropCard(db: Db, permit: Permit<'card.drop'>, room: CompartmentId, revision: number): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.card where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} returning id`.execute(
    db,
  )
  return rows.rows.length === 1
}
