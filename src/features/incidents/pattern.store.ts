import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { AddToPattern, KeepPattern, Patterns } from './incident.contract.ts'
import { type By, whenOf } from './incident.store.ts'

type Db = Transaction<Schema>

export async function listPatterns(db: Db, room: CompartmentId): Promise<Patterns['patterns']> {
  const rows = await sql<Patterns['patterns'][number]>`
    select id, code, origin, host, recorded_on as on from asylia.pattern where compartment_id = ${room}::uuid order by code`.execute(db)
  return rows.rows
}

/** The incidents of the team's patterns, as far as the speaker may see each of them. */
export async function listPatternMembers(db: Db, room: CompartmentId): Promise<Patterns['members']> {
  const rows = await sql<Patterns['members'][number]>`
    select m.pattern_id as pattern, c.code as "case", m.incident_id as incident, m.reason, m.reason_card as "reasonCard", i.code,
      ${whenOf('i.happened', 'i.happened_precision')} as happened, i.verification_status as status,
      array(select distinct a.method from asylia.act a where a.compartment_id = i.compartment_id and a.incident_id = i.id order by 1) as methods
    from asylia.pattern_member m
    join asylia.incident i on i.compartment_id = m.compartment_id and i.id = m.incident_id
    join asylia.report_case c on c.compartment_id = m.compartment_id
    where m.pattern_room = ${room}::uuid order by m.pattern_id, lower(i.happened), i.code`.execute(db)
  return rows.rows
}

export type PatternOf = { readonly pattern: string; readonly code: string; readonly reason: string }

/** The patterns to which an incident belongs, as far as the speaker may see them. */
export async function listPatternsOf(db: Db, room: CompartmentId, incident: string): Promise<PatternOf[]> {
  const rows = await sql<PatternOf>`
    select m.pattern_id as pattern, p.code, m.reason from asylia.pattern_member m join asylia.pattern p on p.id = m.pattern_id
    where m.compartment_id = ${room}::uuid and m.incident_id = ${incident}::uuid order by p.code`.execute(db)
  return rows.rows
}

export async function addPattern(db: Db, permit: Permit<'pattern.keep'>, room: CompartmentId, said: KeepPattern & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.pattern (compartment_id, id, code, origin, host, recorded_by, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${said.code}, ${said.origin}, ${said.host}, ${said.by}::uuid, ${said.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function hasPattern(db: Db, room: CompartmentId, pattern: string): Promise<boolean> {
  const rows = await sql`select from asylia.pattern where compartment_id = ${room}::uuid and id = ${pattern}::uuid`.execute(db)
  return rows.rows.length === 1
}

export async function addMember(
  db: Db,
  permit: Permit<'pattern.add'>,
  { room, team }: { readonly room: CompartmentId; readonly team: CompartmentId },
  said: AddToPattern & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.pattern_member (compartment_id, incident_id, pattern_room, pattern_id, reason, reason_card, recorded_by, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${team}::uuid, ${said.pattern}::uuid, ${said.reason}, ${said.reasonCard}::uuid,
      ${said.by}::uuid, ${said.today}::date)
    on conflict do nothing returning incident_id as id`.execute(db)
  return rows.rows.length === 1
}

export async function dropMember(db: Db, permit: Permit<'pattern.drop'>, room: CompartmentId, pattern: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.pattern_member
    where compartment_id = ${room}::uuid and incident_id = ${permit.subject}::uuid and pattern_id = ${pattern}::uuid
    returning incident_id as id`.execute(db)
  return rows.rows.length === 1
}
