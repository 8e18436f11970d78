import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { listedRooms } from '#base/within-few.ts'
import type { DateRange } from '#kernel/daterange.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Incident, Incidents, KeepAct, KeepIncident } from './incident.contract.ts'

type Db = Transaction<Schema>
export type By = { readonly by: MemberId; readonly today: string }

/** Days are inclusive on both ends outside; a daterange is half open. An unknown time is null. */
export const asRange = ({ from, until, precision }: DateRange) =>
  precision === 'unknown' ? sql`null::daterange` : sql`daterange(${from}::date, ${until}::date + 1, '[)')`

/** The same back again, as the contract words it. */
export const whenOf = (range: string, precision: string) => sql`
  jsonb_build_object('from', lower(${sql.ref(range)}), 'until', upper(${sql.ref(range)}) - 1, 'precision', ${sql.ref(precision)})`

const memberCode = (column: string) => sql`coalesce((select m.code from asylia.member m where m.id = ${sql.ref(column)}), '')`

/** What is shown of rows `i` of asylia.incident. */
const INCIDENT = sql`
  c.code as "case", i.id, i.code, i.origin, i.host, i.effect, i.place_code as place, i.place_precision as "placePrecision",
  ${whenOf('i.happened', 'i.happened_precision')} as happened, i.community, i.verification_status as status, l.methods, l.people,
  ${memberCode('i.recorded_by')} as "recordedBy", i.recorded_on as "recordedOn", i.revision`
const BESIDE = sql`
  join asylia.report_case c on c.compartment_id = i.compartment_id cross join lateral (
    select coalesce(array_agg(distinct a.method order by a.method), '{}') as methods,
      coalesce(array_agg(distinct p.code order by p.code) filter (where p.code is not null), '{}') as people
    from asylia.act a left join asylia.person p on p.compartment_id = a.compartment_id and p.id = a.person_id
    where a.compartment_id = i.compartment_id and a.incident_id = i.id
  ) l`

/** The incidents of a page that was found by its keys. */
const WHOLE = sql`k join asylia.incident i on i.compartment_id = k.compartment_id and i.id = k.id`

type Asked = Omit<Incidents, 'case'> & { readonly room: CompartmentId | null }

/** The incidents that the speaker may see, in the order of their random ids. */
export async function listIncidents(db: Db, { room, host, status, after }: Asked, most: number): Promise<Incident[]> {
  const { within, passesOver } =
    room === null ? await listedRooms(db) : { within: (column: RawBuilder<unknown>) => sql`${column} = ${room}::uuid`, passesOver: false }
  const page = (where: RawBuilder<unknown>) => sql`
    select ${passesOver ? sql`i.compartment_id, i.id` : sql`*`} from asylia.incident i
    where ${within(sql`i.compartment_id`)} and ${where} ${status === null ? sql`` : sql`and i.verification_status = ${status}`}
      ${after === null ? sql`` : sql`and i.id > ${after}::uuid`}
    order by i.id limit ${most}`
  // Done there or felt there: each has an index in the order of the list.
  const found =
    host === null
      ? page(sql`true`)
      : sql`(${page(sql`i.host = ${host}`)}) union all (${page(sql`i.effect = ${host} and i.host is distinct from ${host}`)})`
  const rows = await sql<Incident>`
    select ${INCIDENT} from (select * from (${found}) i order by i.id limit ${most}) ${passesOver ? WHOLE : sql`i`} ${BESIDE} order by i.id`.execute(
    db,
  )
  return rows.rows
}

export async function findIncident(db: Db, room: CompartmentId, id: string): Promise<Incident | undefined> {
  const rows = await sql<Incident>`
    select ${INCIDENT} from asylia.incident i ${BESIDE} where i.compartment_id = ${room}::uuid and i.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

/** Writes the incident of the permit; undefined when somebody was faster, or when its code is another. */
export async function keepIncident(
  db: Db,
  permit: Permit<'incident.keep'>,
  room: CompartmentId,
  said: KeepIncident & By,
): Promise<number | undefined> {
  const { origin, host, effect, place, placePrecision, happened, community } = said
  const rows =
    said.revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.incident (compartment_id, id, code, origin, host, effect, place_code, place_precision, happened, happened_precision,
            community, recorded_by, recorded_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${said.code}, ${origin}, ${host}, ${effect}, ${place}, ${placePrecision},
            ${asRange(happened)}, ${happened.precision}, ${community}, ${said.by}::uuid, ${said.today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.incident set origin = ${origin}, host = ${host}, effect = ${effect}, place_code = ${place}, place_precision = ${placePrecision},
            happened = ${asRange(happened)}, happened_precision = ${happened.precision}, community = ${community}, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${said.code} and revision = ${said.revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** The status follows a screening or an assessment, in its transaction. */
export async function setStatus(
  db: Db,
  _permit: Permit<'incident.screen' | 'incident.assess'>,
  room: CompartmentId,
  { incident, status }: { readonly incident: string; readonly status: string },
): Promise<void> {
  await sql`
    update asylia.incident set verification_status = ${status}, revision = revision + 1
    where compartment_id = ${room}::uuid and id = ${incident}::uuid and verification_status <> ${status}`.execute(db)
}

/** One after another, whoever changes what a status depends on. */
export async function lockIncident(db: Db, room: CompartmentId, id: string): Promise<void> {
  await sql`select from asylia.incident where compartment_id = ${room}::uuid and id = ${id}::uuid for update`.execute(db)
}

export type ActRow = Omit<KeepAct, 'case' | 'incident'> & { readonly personCode: string | null; readonly by: string; readonly on: string }

export async function listActs(db: Db, room: CompartmentId, incident: string): Promise<ActRow[]> {
  const rows = await sql<ActRow>`
    select a.id, a.method, a.person_id as person, p.code as "personCode", ${whenOf('a.happened', 'a.happened_precision')} as happened, a.outcome,
      a.determined_by as "determinedBy", a.confidence, a.detail, ${memberCode('a.recorded_by')} as by, a.recorded_on as on, a.revision
    from asylia.act a left join asylia.person p on p.compartment_id = a.compartment_id and p.id = a.person_id
    where a.compartment_id = ${room}::uuid and a.incident_id = ${incident}::uuid order by a.happened, a.id`.execute(db)
  return rows.rows
}

type NewAct = KeepAct & By & { readonly taxonomy: string }

export async function keepAct(db: Db, permit: Permit<'act.keep'>, room: CompartmentId, act: NewAct): Promise<number | undefined> {
  const { method, taxonomy, person, happened, outcome, determinedBy, confidence } = act
  const detail = JSON.stringify(act.detail ?? {})
  const rows =
    act.revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, person_id, happened, happened_precision, outcome, determined_by,
            confidence, detail, recorded_by, recorded_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${act.incident}::uuid, ${method}, ${taxonomy}, ${person}::uuid, ${asRange(happened)},
            ${happened.precision}, ${outcome}, ${determinedBy}, ${confidence}, ${detail}::jsonb, ${act.by}::uuid, ${act.today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.act set method = ${method}, taxonomy = ${taxonomy}, person_id = ${person}::uuid, happened = ${asRange(happened)},
            happened_precision = ${happened.precision}, outcome = ${outcome}, determined_by = ${determinedBy}, confidence = ${confidence},
            detail = ${detail}::jsonb, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and incident_id = ${act.incident}::uuid and revision = ${act.revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Whether this person is one of this case. */
export async function hasPerson(db: Db, room: CompartmentId, person: string): Promise<boolean> {
  const rows = await sql`select from asylia.person where compartment_id = ${room}::uuid and id = ${person}::uuid`.execute(db)
  return rows.rows.length === 1
}

/** Whether this act is one of this case, and of this incident where one is named. */
export async function hasAct(db: Db, room: CompartmentId, act: string, incident: string | null = null): Promise<boolean> {
  const rows = await sql`
    select from asylia.act where compartment_id = ${room}::uuid and id = ${act}::uuid
      and (${incident}::uuid is null or incident_id = ${incident}::uuid)`.execute(db)
  return rows.rows.length === 1
}

/** Whether this card of this kind tells of the record: a reason has to be written down before anything rests on it. */
export async function hasCard(
  db: Db,
  room: CompartmentId,
  card: { readonly id: string; readonly kind: string; readonly about: string },
): Promise<boolean> {
  const rows = await sql`
    select from asylia.card where compartment_id = ${room}::uuid and id = ${card.id}::uuid and kind = ${card.kind} and about = ${card.about}::uuid`.execute(
    db,
  )
  return rows.rows.length === 1
}

export type InvolvementRow = {
  readonly id: string
  readonly act: string
  readonly actor: string
  readonly code: string | null
  readonly degree: string
  readonly level: string
  readonly revision: number
}

/** Who is said to be answerable; of another team's actor there is no code. */
export async function listInvolvements(db: Db, room: CompartmentId, incident: string): Promise<InvolvementRow[]> {
  const rows = await sql<InvolvementRow>`
    select v.id, v.act_id as act, v.actor_id as actor, (select r.code from asylia.actor r where r.id = v.actor_id) as code, v.degree,
      v.attribution_level as level, v.revision
    from asylia.involvement v join asylia.act a on a.compartment_id = v.compartment_id and a.id = v.act_id
    where v.compartment_id = ${room}::uuid and a.incident_id = ${incident}::uuid order by v.id`.execute(db)
  return rows.rows
}

type Involved = {
  readonly act: string
  readonly actor: string
  readonly degree: string
  readonly level: string
  readonly revision: number
}

export async function keepInvolvement(
  db: Db,
  permit: Permit<'actor.involve'>,
  room: CompartmentId,
  { act, actor, degree, level, revision, by, today }: Involved & By,
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${act}::uuid, ${actor}::uuid, ${degree}, ${level}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.involvement set degree = ${degree}, attribution_level = ${level}, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and act_id = ${act}::uuid and actor_id = ${actor}::uuid
            and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}
