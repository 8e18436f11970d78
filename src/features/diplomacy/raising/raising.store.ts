import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '#base/within-few.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { ChangeRaised, Raised, WillingPerson } from './raising.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }

export type RaisedRow = Omit<Raised, 'standing'> & { readonly stands: boolean; readonly room: CompartmentId }

/**
 * Raised cases as they stand on a day: chosen first, and asked of consent and of the past only where they are shown. They rest on
 * the newest yes that holds, or on the one with which they were listed.
 */
const shownAt = (today: string, chosen: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<RaisedRow>`
  select r.compartment_id as room, r.id, c.code as "case", r.subject, d.code as round, r.form, r.scope, coalesce(s.id, r.consent_id) as consent, r.state,
    r.raised_on as "raisedOn", r.level, r.next_on as next, r.touched_on as "touchedOn", r.revision,
    s.id is not null as stands,
    coalesce(p.times, 0) as times, p.last_raised as "lastRaised", p.last_reply as "lastReply"
  from (select * from asylia.raised_case r ${chosen}) r
  join asylia.report_case c on c.compartment_id = r.compartment_id
  left join asylia.dialogue_round d on d.compartment_id = r.round_room and d.id = r.round_id
  cross join lateral (select access.standing_consent(r.compartment_id, r.subject, r.scope, ${today}::date) as id offset 0) s
  cross join lateral access.raised_before(r.compartment_id, r.subject, ${today}::date) p ${order}`

type Listed = { readonly room: CompartmentId; readonly round: string; readonly after: string | null; readonly today: string }

/** The list of an exchange, in the order of random ids; cases that the speaker does not read are not on it. */
export async function listRaised(db: Db, { room, round, after, today }: Listed, most: number): Promise<RaisedRow[]> {
  const chosen = sql`
    where r.round_room = ${room}::uuid and r.round_id = ${round}::uuid and r.state <> 'dropped'
      ${after === null ? sql`` : sql`and r.id > ${after}::uuid`}
    order by r.id limit ${most}`
  return (await shownAt(today, chosen, sql`order by r.id`).execute(db)).rows
}

/** Every time that something of one case was raised or listed, the newest first. */
export async function listOfCase(db: Db, room: CompartmentId, today: string): Promise<RaisedRow[]> {
  const order = sql`order by coalesce(r.raised_on, r.written_on) desc, r.id`
  return (await shownAt(today, sql`where r.compartment_id = ${room}::uuid ${order} limit 200`, order).execute(db)).rows
}

export async function findRaised(db: Db, room: CompartmentId, id: string, today: string): Promise<RaisedRow | undefined> {
  const found = await shownAt(today, sql`where r.compartment_id = ${room}::uuid and r.id = ${id}::uuid`, sql``).execute(db)
  return found.rows[0]
}

type SilentAsked = { readonly before: string; readonly today: string; readonly after: { readonly on: string; readonly id: string } | null }

/** Raised cases of which nothing was written for long, the longest first (R-EEAS-07). */
export async function listSilent(db: Db, { before, today, after }: SilentAsked, most: number): Promise<RaisedRow[]> {
  const order = sql`order by r.touched_on, r.id`
  const chosen = sql`
    where r.state = 'raised' and r.touched_on < ${before}::date and ${await withinFew(db, sql`r.compartment_id`)}
      ${after === null ? sql`` : sql`and (r.touched_on, r.id) > (${after.on}::date, ${after.id}::uuid)`}
    ${order} limit ${most}`
  return (await shownAt(today, chosen, order).execute(db)).rows
}

type NextRow = { readonly case: string; readonly round: string | null; readonly track: string | null; readonly on: string }

/** What was said of raised cases to be looked at on a day. */
export async function listNext(db: Db, until: string, most: number): Promise<NextRow[]> {
  const rows = await sql<NextRow>`
    select c.code as "case", d.code as round, t.code as track, r.next_on as on
    from asylia.raised_case r join asylia.report_case c on c.compartment_id = r.compartment_id
    left join asylia.dialogue_round d on d.compartment_id = r.round_room and d.id = r.round_id
    left join asylia.dialogue_track t on t.compartment_id = d.compartment_id and t.id = d.track_id
    where r.next_on is not null and r.state <> 'dropped' and r.next_on <= ${until}::date
      and ${await withinFew(db, sql`r.compartment_id`)} order by r.next_on, r.id limit ${most}`.execute(db)
  return rows.rows
}

type WillingAsked = {
  readonly scope: string
  readonly partner: string | null
  readonly today: string
  readonly after: { readonly room: CompartmentId; readonly subject: string } | null
}

/** Who agreed to a use, in cases that the speaker reads and that concern a state. */
export async function listWilling(db: Db, { scope, partner, today, after }: WillingAsked, most: number): Promise<WillingPerson[]> {
  const rows = await sql<WillingPerson>`
    select c.code as "case", w.subject, coalesce(p.times, 0) as times, p.last_raised as "lastRaised", p.last_reply as "lastReply"
    from access.willing(${scope}, ${partner}, ${today}::date, ${after?.room ?? null}::uuid, ${after?.subject ?? null}, ${most}) w
    join asylia.report_case c on c.compartment_id = w.compartment_id
    cross join lateral access.raised_before(w.compartment_id, w.subject, ${today}::date) p order by w.compartment_id, w.subject`.execute(db)
  return rows.rows
}

type NewRaised = By & {
  readonly subject: string
  readonly roundRoom: CompartmentId
  readonly round: string
  readonly form: string
  readonly scope: string
  readonly consent: string
}

/** Puts the case of the permit on a list; false when it is on it already. */
export async function addRaised(db: Db, permit: Permit<'dialogue.raise'>, room: CompartmentId, one: NewRaised): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.raised_case (compartment_id, id, round_room, round_id, subject, form, scope, consent_id, touched_on, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${one.roundRoom}::uuid, ${one.round}::uuid, ${one.subject}, ${one.form}, ${one.scope},
      ${one.consent}::uuid, ${one.today}::date, ${one.by}::uuid, ${one.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function changeRaised(
  db: Db,
  permit: Permit<'dialogue.raised_change'>,
  room: CompartmentId,
  { state, raisedOn, level, next, revision, today }: Omit<ChangeRaised, 'id' | 'case'> & { readonly today: string },
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.raised_case set state = ${state}, raised_on = ${raisedOn}::date, level = ${level}, next_on = ${next}::date,
      touched_on = ${today}::date, revision = revision + 1
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and state <> 'dropped'
    returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Something happened with it today. */
export async function touchRaised(
  db: Db,
  _permit: Permit<'dialogue.reply'>,
  room: CompartmentId,
  { id, isAnswered, today }: { readonly id: string; readonly isAnswered: boolean; readonly today: string },
): Promise<void> {
  await sql`
    update asylia.raised_case set touched_on = greatest(touched_on, ${today}::date), is_answered = is_answered or ${isAnswered}
    where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
}
