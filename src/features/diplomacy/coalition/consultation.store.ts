import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { AddParticipant, Consultation, KeepConsultation } from './coalition.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }

/** Consultations of the team, the newest first, with the organisations that agreed to be named. */
export async function listConsultations(db: Db, room: CompartmentId): Promise<Consultation[]> {
  const rows = await sql<Consultation>`
    select c.id, c.code, c.held_by as "heldBy", c.about, c.held_on as "heldOn", c.others, c.source, c.revision, coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'agreedHow', p.agreed_how, 'agreedOn', p.agreed_on) order by p.name)
      from asylia.coalition_participant p where p.compartment_id = c.compartment_id and p.consultation_id = c.id
    ), '[]') as participants
    from asylia.coalition_consultation c where c.compartment_id = ${room}::uuid order by c.held_on desc, c.code limit 500`.execute(db)
  return rows.rows
}

export async function findConsultation(db: Db, room: CompartmentId, code: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`
    select id from asylia.coalition_consultation where compartment_id = ${room}::uuid and code = ${code}`.execute(db)
  return rows.rows[0]?.id
}

/** Writes the consultation of the permit; undefined when somebody was faster. */
export async function keepConsultation(
  db: Db,
  permit: Permit<'coalition.consult'>,
  room: CompartmentId,
  { code, revision, body, by, today }: KeepConsultation & By,
): Promise<number | undefined> {
  const { heldBy, about, heldOn, others, source } = body
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.coalition_consultation (compartment_id, id, code, held_by, about, held_on, others, source, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${heldBy}, ${about}, ${heldOn}::date, ${others}, ${source}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.coalition_consultation set held_by = ${heldBy}, about = ${about}, held_on = ${heldOn}::date, others = ${others},
            source = ${source}, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Names an organisation that agreed to it. */
export async function addParticipant(
  db: Db,
  permit: Permit<'coalition.name'>,
  room: CompartmentId,
  { consultation, name, agreedHow, agreedOn, by, today }: AddParticipant & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.coalition_participant (compartment_id, id, consultation_id, name, agreed_how, agreed_on, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${consultation}::uuid, ${name}, ${agreedHow}, ${agreedOn}::date, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Takes a name away for good; the organisation counts among the others again. */
export async function dropParticipant(
  db: Db,
  permit: Permit<'coalition.unname'>,
  room: CompartmentId,
  consultation: string,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.coalition_participant
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and consultation_id = ${consultation}::uuid returning id`.execute(
    db,
  )
  if (rows.rows.length === 0) return false
  await sql`
    update asylia.coalition_consultation set others = least(500, others + 1), revision = revision + 1
    where compartment_id = ${room}::uuid and id = ${consultation}::uuid`.execute(db)
  return true
}
