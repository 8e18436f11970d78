import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Directory, Duty, FocalPoint, KeepFocal, PublishFocal } from './focal.contract.ts'

type Db = Transaction<Schema>

export async function listFocalPoints(db: Db): Promise<FocalPoint[]> {
  const rows = await sql<FocalPoint>`
    select f.id, f.team, f.territory, f.remit, f.languages, f.opens, f.closes, f.offset_minutes as "offsetMinutes", f.days, f.deputies,
      f.state_body as "stateBody", f.police, f.conflicts, f.contact, f.open, f.checked_on as "checkedOn", f.revision
    from access.focal_points() f`.execute(db)
  return rows.rows
}

/** Offices that let the last step of a clock of this very team run out, and since when they have an alert of it. */
export async function listSilent(db: Db, team: string): Promise<Directory['silent']> {
  const rows = await sql<Directory['silent'][number]>`
    select t.slug as team, min(d.delivered_at at time zone 'UTC')::date as since from asylia.alert_delivery d join asylia.team t on t.id = d.office
    where d.team_id = ${team}::uuid and d.clock_at is not null and d.step = 3 group by t.slug order by t.slug`.execute(db)
  return rows.rows
}

/** Offices that ever said that they are police, and those of which their installation does not say that they are none. guards T-21 */
export async function listPolice(db: Db): Promise<string[]> {
  const rows = await sql<{
    slug: string
  }>`select slug from asylia.team where police or node_id is not null and node_police is distinct from false order by slug`.execute(db)
  return rows.rows.map(({ slug }) => slug)
}

/** Entries of this room that stand on the public page. */
export async function listPublished(db: Db, room: CompartmentId): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from asylia.focal_point where compartment_id = ${room}::uuid and public_code is not null order by id`.execute(db)
  return rows.rows.map(({ id }) => id)
}

/** The steward's yes to the entry as it stands. False when it changed meanwhile, or is not open. */
export async function publishFocal(
  db: Db,
  permit: Permit<'focal_point.publish'>,
  { revision, name }: PublishFocal,
  { code, today }: { readonly code: string; readonly today: string },
): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.publish_focal_point(${permit.subject}::uuid, ${revision}, ${name}, ${code}, ${today}::date) as done`.execute(db)
  return rows.rows[0]?.done === true
}

export async function unpublishFocal(db: Db, permit: Permit<'focal_point.unpublish'>): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`select access.unpublish_focal_point(${permit.subject}::uuid) as done`.execute(db)
  return rows.rows[0]?.done === true
}

type By = { readonly room: CompartmentId; readonly by: MemberId; readonly today: string }

/** An entry as it was checked today. False when somebody changed it meanwhile. */
export async function keepFocal(db: Db, permit: Permit<'focal_point.keep'>, said: KeepFocal, { room, by, today }: By): Promise<boolean> {
  const fields = sql`${[...said.territory]}::text[], ${[...said.remit]}::text[], ${[...said.languages]}::text[], ${said.opens}, ${said.closes}, ${said.offsetMinutes},
    ${[...said.days]}::smallint[], ${said.deputies}, ${said.stateBody}, ${said.police}, ${[...said.conflicts]}::text[], ${said.contact}, ${said.open}, ${today}::date,
    ${by}::uuid`
  if (said.revision === 0) {
    const added = await sql`
      insert into asylia.focal_point (compartment_id, id, territory, remit, languages, opens, closes, offset_minutes, days, deputies, state_body, police, conflicts,
        contact, open, checked_on, checked_by) select ${room}::uuid, ${permit.subject}::uuid, ${fields} on conflict do nothing`.execute(db)
    return added.numAffectedRows === 1n
  }
  const rows = await sql`
    update asylia.focal_point set (territory, remit, languages, opens, closes, offset_minutes, days, deputies, state_body, police, conflicts, contact, open,
      checked_on, checked_by, revision) = (${fields}, revision + 1)
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${said.revision}`.execute(db)
  return rows.numAffectedRows === 1n
}

export async function dropFocal(db: Db, permit: Permit<'focal_point.drop'>, room: CompartmentId): Promise<boolean> {
  const rows = await sql`delete from asylia.focal_point where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid`.execute(db)
  return rows.numAffectedRows === 1n
}

export async function listDuty(db: Db, room: CompartmentId): Promise<Duty[]> {
  const rows = await sql<Duty>`
    select step::int, address, revision from asylia.alert_duty where compartment_id = ${room}::uuid order by step`.execute(db)
  return rows.rows
}

export async function keepDuty(
  db: Db,
  _permit: Permit<'focal_point.duty'>,
  room: CompartmentId,
  { step, address, revision }: Duty,
): Promise<boolean> {
  const rows =
    revision === 0
      ? await sql`insert into asylia.alert_duty (compartment_id, step, address) values (${room}::uuid, ${step}, ${address}) on conflict do nothing`.execute(
          db,
        )
      : await sql`
          update asylia.alert_duty set address = ${address}, revision = revision + 1
          where compartment_id = ${room}::uuid and step = ${step} and revision = ${revision}`.execute(db)
  return rows.numAffectedRows === 1n
}
