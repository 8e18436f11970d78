import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { ReplyRow } from './raising.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }

export type StoredReply = Omit<ReplyRow, 'waiting'> & { readonly raised: string }

/** All replies of a case with all their codings; who may read which, the rules say. */
export async function listReplies(db: Db, room: CompartmentId): Promise<StoredReply[]> {
  const rows = await sql<StoredReply>`
    select y.id, y.raised_id as raised, y.form, y.on_day as on, coalesce((select m.code from asylia.member m where m.id = y.written_by), '') as by,
      coalesce((
        select jsonb_agg(jsonb_build_object('code', k.code, 'scheme', k.scheme, 'on', k.coded_on,
          'by', (select m.code from asylia.member m where m.id = k.coded_by)) order by k.coded_on, k.id)
        from asylia.reply_coding k where k.compartment_id = y.compartment_id and k.reply_id = y.id
      ), '[]') as codings
    from asylia.raised_reply y where y.compartment_id = ${room}::uuid order by y.on_day, y.id`.execute(db)
  return rows.rows
}

/** That the raised case of this id was answered. */
export async function addReply(
  db: Db,
  permit: Permit<'dialogue.reply'>,
  room: CompartmentId,
  { raised, form, on, by, today }: By & { readonly raised: string; readonly form: string; readonly on: string },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.raised_reply (compartment_id, id, raised_id, form, on_day, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${raised}::uuid, ${form}, ${on}::date, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** One person's reading of a reply; false when they gave one before. */
export async function addCoding(
  db: Db,
  permit: Permit<'dialogue.code'>,
  room: CompartmentId,
  { reply, code, scheme, by, today }: By & { readonly reply: string; readonly code: string; readonly scheme: number },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.reply_coding (compartment_id, id, reply_id, scheme, code, coded_by, coded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${reply}::uuid, ${scheme}, ${code}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export type RoundCount = { readonly round: string; readonly listed: number; readonly raised: number; readonly answered: number }

/** How many cases of these exchanges were listed, raised and answered, over the cases that the speaker reads. */
export async function countRaised(db: Db, room: CompartmentId, rounds: readonly string[]): Promise<RoundCount[]> {
  const rows = await sql<RoundCount>`
    select round_id as round, listed, raised, answered from access.raised_counts(${room}::uuid, ${[...rounds]}::uuid[])`.execute(db)
  return rows.rows
}

export type CodeCount = { readonly track: string; readonly code: string | null; readonly n: number; readonly apart: number }

/** Replies that two or more coded, by what they agree on; without a code are those on which they differ. */
export async function countReplies(db: Db, room: CompartmentId): Promise<CodeCount[]> {
  const rows = await sql<CodeCount>`
    select t.code as track, k.code, k.n, k.apart from access.reply_counts(${room}::uuid) k
    join asylia.dialogue_track t on t.compartment_id = ${room}::uuid and t.id = k.track_id order by t.code, k.code nulls last`.execute(db)
  return rows.rows
}
