import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { FeedKind } from './feeds.contract.ts'

type Db = Transaction<Schema>
type Of = { readonly room: CompartmentId; readonly kind: FeedKind }
export type MakesFeed = 'dialogue.feed_make' | 'focal_point.feed_make'
export type EndsFeed = 'dialogue.feed_end' | 'focal_point.feed_end'

/** Since when the speaker has an address. */
export async function findFeed(db: Db, { room, kind }: Of): Promise<string | null> {
  const rows = await sql<{ on: string }>`
    select made_on as on from asylia.own_feed
    where compartment_id = ${room}::uuid and member_id = (select access.member()) and kind = ${kind} and ended_on is null`.execute(db)
  return rows.rows[0]?.on ?? null
}

/** Ends the address of the speaker, if there is one. */
export async function endFeed(db: Db, _permit: Permit<MakesFeed | EndsFeed>, { room, kind }: Of, today: string): Promise<void> {
  await sql`
    update asylia.own_feed set ended_on = ${today}::date
    where compartment_id = ${room}::uuid and member_id = (select access.member()) and kind = ${kind} and ended_on is null`.execute(db)
}

export async function addFeed(
  db: Db,
  permit: Permit<MakesFeed>,
  { room, kind }: Of,
  { hash, member, today }: { readonly hash: Uint8Array; readonly member: MemberId; readonly today: string },
): Promise<void> {
  await sql`
    insert into asylia.own_feed (compartment_id, id, member_id, kind, token_hash, made_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${member}::uuid, ${kind}, ${Buffer.from(hash)}, ${today}::date)`.execute(db)
}

/** Whose address of this kind the token is; undefined for nobody's. */
export async function memberOfFeed(db: Db, kind: FeedKind, hash: Uint8Array): Promise<MemberId | undefined> {
  const rows = await sql<{ id: MemberId | null }>`select access.feed_member(${kind}, ${Buffer.from(hash)}) as id`.execute(db)
  return rows.rows[0]?.id ?? undefined
}

/** The room of the speaker's own team. */
export async function ownRoom(db: Db): Promise<CompartmentId | undefined> {
  const rows = await sql<{ room: CompartmentId | null }>`select access.own_room() as room`.execute(db)
  return rows.rows[0]?.room ?? undefined
}
