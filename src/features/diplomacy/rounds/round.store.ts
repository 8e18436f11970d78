import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { KeepRound, KeepTrack, Round, Rounds } from './round.contract.ts'
import { dayOfOrder } from './series.rules.ts'

type Db = Transaction<Schema>
export type By = { readonly by: MemberId; readonly today: string }

export type TrackRow = {
  readonly id: string
  readonly code: string
  readonly kind: string
  readonly partner: string
  readonly basis: string | null
  readonly everyDays: number | null
  readonly state: 'open' | 'closed'
  readonly revision: number
}

export async function listTracks(db: Db, room: CompartmentId): Promise<TrackRow[]> {
  const rows = await sql<TrackRow>`
    select id, code, kind, partner, basis, every_days as "everyDays", state, revision from asylia.dialogue_track
    where compartment_id = ${room}::uuid order by state desc, partner, kind, code`.execute(db)
  return rows.rows
}

export async function findTrack(db: Db, room: CompartmentId, code: string): Promise<TrackRow | undefined> {
  return (await listTracks(db, room)).find((track) => track.code === code)
}

/** Writes the track of the permit; undefined when somebody was faster, or when its code is another. */
export async function keepTrack(
  db: Db,
  permit: Permit<'dialogue.track'>,
  room: CompartmentId,
  { code, revision, body, by, today }: KeepTrack & By,
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.dialogue_track (compartment_id, id, code, kind, partner, basis, every_days, state, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${body.kind}, ${body.partner}, ${body.basis}, ${body.everyDays},
            ${body.state}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.dialogue_track set kind = ${body.kind}, partner = ${body.partner}, basis = ${body.basis},
            every_days = ${body.everyDays}, state = ${body.state}, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export type RoundRecord = Omit<Round, 'unconfirmed' | 'shared'> & { readonly room: CompartmentId; readonly trackId: string }

const ROUND = sql`
  d.compartment_id as room, d.id, d.code, d.track_id as "trackId", t.code as track, t.kind as "trackKind", t.partner, d.kind, d.ordinal, d.status, d.stage,
  jsonb_build_object('from', d.from_day, 'until', d.until_day, 'precision', d.date_precision) as happened,
  d.country, d.level, d.held_by as "heldBy", d.announced_source as "announcedSource", d.held_source as "heldSource", d.raised, d.absence,
  d.themes, d.addressee, d.reference, d.answered_on as "answeredOn", d.answer_source as "answerSource",
  (select b.code from asylia.dialogue_round b where b.compartment_id = d.compartment_id and b.id = d.before_id) as before,
  d.next_on as next, d.on_day as on, d.revision
  from asylia.dialogue_round d
  left join asylia.dialogue_track t on t.compartment_id = d.compartment_id and t.id = d.track_id`

type Asked = Omit<Rounds, 'raised' | 'track'> & { readonly room: CompartmentId; readonly track: string | null; readonly raised: boolean }

/** Exchanges of the team, and those that were shared with it, the newest first. */
export async function listRounds(db: Db, { room, track, partner, raised, after }: Asked, most: number): Promise<RoundRecord[]> {
  const rows = await sql<RoundRecord>`
    select ${ROUND}
    where (d.compartment_id = ${room}::uuid or d.id = any ((select access.shown_rounds())::uuid[]))
      ${track === null ? sql`` : sql`and d.track_id = ${track}::uuid`} ${partner === null ? sql`` : sql`and t.partner = ${partner}`}
      ${raised ? sql`and d.raised = 'yes'` : sql``}
      ${after === null ? sql`` : sql`and (d.on_day, d.id) < (${after.on}::date, ${after.id}::uuid)`}
    order by d.on_day desc, d.id desc limit ${most}`.execute(db)
  return rows.rows
}

/** Every exchange of the team, for what is counted over all of them. */
export async function listAllRounds(db: Db, room: CompartmentId): Promise<RoundRecord[]> {
  const rows = await sql<RoundRecord>`select ${ROUND} where d.compartment_id = ${room}::uuid order by d.on_day, d.id`.execute(db)
  return rows.rows
}

/** The exchange of this code, of the own team or shared with it. */
export async function findRound(db: Db, room: CompartmentId, code: string): Promise<RoundRecord | undefined> {
  const rows = await sql<RoundRecord>`
    select ${ROUND} where d.code = ${code} and (d.compartment_id = ${room}::uuid or d.id = any ((select access.shown_rounds())::uuid[]))
    order by d.compartment_id = ${room}::uuid desc limit 1`.execute(db)
  return rows.rows[0]
}

/** What prepares an exchange, and what follows it up. */
export async function listAround(db: Db, room: CompartmentId, id: string): Promise<RoundRecord[]> {
  const rows = await sql<RoundRecord>`
    select ${ROUND} where d.compartment_id = ${room}::uuid and d.before_id = ${id}::uuid order by d.on_day, d.id`.execute(db)
  return rows.rows
}

/** In which exchanges a law was raised. */
export async function listByProvision(db: Db, room: CompartmentId, provision: string, most: number): Promise<RoundRecord[]> {
  const rows = await sql<RoundRecord>`
    select ${ROUND} where d.compartment_id = ${room}::uuid and exists (
      select from asylia.dialogue_item i where i.compartment_id = d.compartment_id and i.round_id = d.id and i.provision = ${provision}
    ) order by d.on_day desc, d.id desc limit ${most}`.execute(db)
  return rows.rows
}

/** Nobody else writes this exchange or counts its points until the transaction is over. */
export async function lockRound(db: Db, room: CompartmentId, code: string): Promise<void> {
  await sql`select from asylia.dialogue_round where compartment_id = ${room}::uuid and code = ${code} for update`.execute(db)
}

type NewRound = KeepRound & By & { readonly trackId: string; readonly beforeId: string | null }

/** Writes the exchange of the permit; undefined when somebody was faster, or when its code is another. */
export async function keepRound(
  db: Db,
  permit: Permit<'dialogue.round'>,
  room: CompartmentId,
  { code, revision, body, trackId, beforeId, by, today }: NewRound,
): Promise<number | undefined> {
  const { happened: when } = body
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.dialogue_round (compartment_id, id, code, track_id, kind, ordinal, status, stage, from_day, until_day,
            date_precision, on_day, country, level, held_by, announced_source, held_source, raised, absence, themes, addressee, reference,
            answered_on, answer_source, before_id, next_on, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${trackId}::uuid, ${body.kind}, ${body.ordinal}, ${body.status}, ${body.stage},
            ${when.from}::date, ${when.until}::date, ${when.precision}, ${dayOfOrder(when)}::date, ${body.country}, ${body.level}, ${body.heldBy},
            ${body.announcedSource}, ${body.heldSource}, ${body.raised}, ${body.absence}, ${body.themes}::text[], ${body.addressee}, ${body.reference},
            ${body.answeredOn}::date, ${body.answerSource}, ${beforeId}::uuid, ${body.next}::date, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.dialogue_round set kind = ${body.kind}, ordinal = ${body.ordinal}, status = ${body.status}, stage = ${body.stage},
            from_day = ${when.from}::date, until_day = ${when.until}::date, date_precision = ${when.precision}, on_day = ${dayOfOrder(when)}::date,
            country = ${body.country}, level = ${body.level}, held_by = ${body.heldBy}, announced_source = ${body.announcedSource},
            held_source = ${body.heldSource}, raised = ${body.raised}, absence = ${body.absence}, themes = ${body.themes}::text[],
            addressee = ${body.addressee}, reference = ${body.reference}, answered_on = ${body.answeredOn}::date,
            answer_source = ${body.answerSource}, before_id = ${beforeId}::uuid,
            next_on = ${body.next}::date, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and track_id = ${trackId}::uuid
            and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Shares an exchange with a team, or ends that; false where there is no such team. */
export async function share(
  db: Db,
  permit: Permit<'dialogue.share' | 'dialogue.unshare'>,
  room: CompartmentId,
  { team, shared, by, today }: By & { readonly team: string; readonly shared: boolean },
): Promise<boolean> {
  const round = permit.subject.split(':')[0] ?? ''
  const known = await sql<{ id: string | null }>`select access.team_named(${team}) as id`.execute(db)
  const id = known.rows[0]?.id ?? null
  if (id === null) return false
  if (shared)
    await sql`
      insert into asylia.round_share (compartment_id, round_id, team_id, shared_by, shared_on)
      values (${room}::uuid, ${round}::uuid, ${id}::uuid, ${by}::uuid, ${today}::date) on conflict do nothing`.execute(db)
  else
    await sql`delete from asylia.round_share where compartment_id = ${room}::uuid and round_id = ${round}::uuid and team_id = ${id}::uuid`.execute(
      db,
    )
  return true
}

/** The teams with which an exchange is shared. */
export async function listShares(db: Db, room: CompartmentId, round: string): Promise<string[]> {
  const rows = await sql<{ team: string }>`
    select t.slug as team from asylia.round_share s join asylia.team t on t.id = s.team_id
    where s.compartment_id = ${room}::uuid and s.round_id = ${round}::uuid order by t.slug`.execute(db)
  return rows.rows.map(({ team }) => team)
}
