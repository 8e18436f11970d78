import { sql, type Transaction } from 'kysely'
import type { Database } from '#base/database.ts'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

/** Since when the speaker has an address. */
export async function findFeed(db: Db, room: CompartmentId): Promise<string | null> {
  const rows = await sql<{ on: string }>`
    select made_on as on from asylia.dialogue_feed
    where compartment_id = ${room}::uuid and member_id = (select access.member()) and ended_on is null`.execute(db)
  return rows.rows[0]?.on ?? null
}

/** Ends the address of the speaker, if there is one. */
export async function endFeed(
  db: Db,
  _permit: Permit<'dialogue.feed_end' | 'dialogue.feed_make'>,
  room: CompartmentId,
  today: string,
): Promise<void> {
  await sql`
    update asylia.dialogue_feed set ended_on = ${today}::date
    where compartment_id = ${room}::uuid and member_id = (select access.member()) and ended_on is null`.execute(db)
}

export async function addFeed(
  db: Db,
  permit: Permit<'dialogue.feed_make'>,
  room: CompartmentId,
  { hash, member, today }: { readonly hash: Uint8Array; readonly member: MemberId; readonly today: string },
): Promise<void> {
  await sql`
    insert into asylia.dialogue_feed (compartment_id, id, member_id, token_hash, made_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${member}::uuid, ${Buffer.from(hash)}, ${today}::date)`.execute(db)
}

/** Whose calendar this token opens; undefined for nobody's. */
export async function memberOfFeed(db: Db | Database, hash: Uint8Array): Promise<MemberId | undefined> {
  const rows = await sql<{ id: MemberId | null }>`select access.feed_member(${Buffer.from(hash)}) as id`.execute(db)
  return rows.rows[0]?.id ?? undefined
}

/** The room of the speaker's own team. */
export async function ownRoom(db: Db): Promise<CompartmentId | undefined> {
  const rows = await sql<{ room: CompartmentId | null }>`select access.own_room() as room`.execute(db)
  return rows.rows[0]?.room ?? undefined
}
