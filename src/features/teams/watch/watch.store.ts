import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { type CompartmentId, isUuid } from '#kernel/ids.ts'
import type { Counted } from './tripwire.rules.ts'

type Db = Transaction<Schema>

export type NewNotice = {
  readonly id: string
  readonly room: CompartmentId
  readonly kind: string
  readonly subject: string
  /** The code of the member whom it concerns. */
  readonly about: string | null
  readonly audience: 'all' | 'watch'
  readonly at: Date
}

/** No permit: a notice changes nothing and stands beside an action that has its own. */
export async function addNotice(db: Db, { id, room, kind, subject, about, audience, at }: NewNotice): Promise<void> {
  await sql`
    insert into asylia.notice (compartment_id, id, kind, subject, about, audience, at)
    values (${room}::uuid, ${id}::uuid, ${kind}, ${subject}, (select m.id from asylia.member m where m.code = ${about}), ${audience},
      date_trunc('minute', ${at.toISOString()}::timestamptz))`.execute(db)
}

export type NoticeRow = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly about: string | null
  readonly at: Date
}

/** The newest first, as far as the speaker may hear of them. */
export async function listNotices(db: Db, since: Date, most: number): Promise<NoticeRow[]> {
  const rows = await sql<NoticeRow>`
    select n.id, n.kind, n.subject, (select m.code from asylia.member m where m.id = n.about) as about, n.at
    from asylia.notice n where n.at > ${since.toISOString()}::timestamptz order by n.at desc, n.id limit ${most}`.execute(db)
  return rows.rows
}

export type NewCount = { readonly room: CompartmentId; readonly kind: Counted; readonly at: Date; readonly n: number }

/** Adds to what the speaker opened in this minute. */
export async function addCount(db: Db, { room, kind, at, n }: NewCount): Promise<void> {
  await sql`
    insert into asylia.tripwire_count as c (compartment_id, member_id, kind, minute, n)
    values (${room}::uuid, access.member(), ${kind}, date_trunc('minute', ${at.toISOString()}::timestamptz), ${n})
    on conflict (compartment_id, member_id, kind, minute) do update set n = c.n + excluded.n`.execute(db)
}

export async function sumCounts(db: Db, kind: Counted, since: Date): Promise<number> {
  const rows = await sql<{ n: number }>`
    select coalesce(sum(n), 0)::int as n from asylia.tripwire_count
    where member_id = access.member() and kind = ${kind} and minute > ${since.toISOString()}::timestamptz`.execute(db)
  return rows.rows[0]?.n ?? 0
}

/** What was counted was answered with a step-up; counting begins anew. */
export async function dropCounts(db: Db, kind: Counted): Promise<void> {
  await sql`delete from asylia.tripwire_count where member_id = access.member() and kind = ${kind}`.execute(db)
}

/** The member's key is needed again, on every device. */
export async function endOwnSessions(db: Db): Promise<void> {
  await sql`select access.end_own_sessions()`.execute(db)
}

/** Of what is opened, by code or by the id of a person, the codes that are honey. */
export async function honeyAmong(db: Db, opened: readonly string[]): Promise<string[]> {
  const rows = await sql<{ code: string }>`
    select code from access.honey_among(
      ${[...opened]}::text[] || array(select p.code from asylia.person p where p.id = any (${opened.filter(isUuid)}::uuid[]))) code`.execute(
    db,
  )
  return rows.rows.map(({ code }) => code)
}

export async function markHoney(db: Db, _permit: Permit<'honey.mark'>, marked: string): Promise<void> {
  await sql`select access.mark_honey(${marked})`.execute(db)
}

export async function forgetTrips(db: Db, before: Date, noticesBefore: Date): Promise<void> {
  await sql`select access.forget_trips(${before.toISOString()}::timestamptz, ${noticesBefore.toISOString()}::timestamptz)`.execute(db)
}
