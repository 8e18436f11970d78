import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Duty } from './duty.contract.ts'

type Db = Transaction<Schema>
const code = (column: string) => sql`(select m.code from asylia.member m where m.id = ${sql.ref(column)})`

export async function listDuty(db: Db, room: CompartmentId): Promise<Duty['lines']> {
  const rows = await sql<Duty['lines'][number]>`
    select d.country, ${code('d.holder')} as holder, ${code('d.deputy')} as deputy, d.said_on as "on", d.revision
    from asylia.duty d where d.compartment_id = ${room}::uuid order by d.country`.execute(db)
  return rows.rows
}

/** What nobody answered yet, the oldest first. */
export async function listAlarms(db: Db, room: CompartmentId): Promise<Duty['alarms']> {
  const rows = await sql<Duty['alarms'][number] & { raisedAt: Date; until: Date }>`
    select a.id as alarm, a.country, ${code('a.holder')} as holder, ${code('a.deputy')} as deputy, a.raised_at as "raisedAt", a.until, a.escalated
    from asylia.duty_alarm a where a.compartment_id = ${room}::uuid and a.answered_by is null order by a.raised_at, a.id limit 50`.execute(
    db,
  )
  return rows.rows.map((row) => ({ ...row, raisedAt: new Date(row.raisedAt).toISOString(), until: new Date(row.until).toISOString() }))
}

/** The id of a colleague by their code; undefined for whoever is none. */
export async function findColleague(db: Db, team: string, member: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`
    select id from asylia.member where code = ${member} and team_id = ${team}::uuid and left_on is null and state = 'member'`.execute(db)
  return rows.rows[0]?.id
}

type Line = {
  readonly country: string
  readonly holder: string
  readonly deputy: string | null
  readonly revision: number
  readonly by: MemberId
  readonly today: string
}

/** Writes the line of the permit; undefined when somebody was faster. */
export async function keepLine(db: Db, _permit: Permit<'duty.keep'>, room: CompartmentId, line: Line): Promise<number | undefined> {
  const { country, holder, deputy, revision, by, today } = line
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.duty (compartment_id, country, holder, deputy, said_by, said_on)
          values (${room}::uuid, ${country}, ${holder}::uuid, ${deputy}::uuid, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.duty set holder = ${holder}::uuid, deputy = ${deputy}::uuid, said_by = ${by}::uuid, said_on = ${today}::date,
            revision = revision + 1
          where compartment_id = ${room}::uuid and country = ${country} and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

type NewAlarm = {
  readonly country: string
  readonly holder: string | null
  readonly deputy: string | null
  readonly by: MemberId
  readonly at: Date
  readonly until: Date
}

/** Writes the alarm of the permit; false when one is open for this country already. */
export async function addAlarm(db: Db, permit: Permit<'duty.raise'>, room: CompartmentId, alarm: NewAlarm): Promise<boolean> {
  const rows = await sql`
    insert into asylia.duty_alarm (compartment_id, id, country, holder, deputy, raised_by, raised_at, until)
    values (${room}::uuid, ${permit.subject}::uuid, ${alarm.country}, ${alarm.holder}::uuid, ${alarm.deputy}::uuid, ${alarm.by}::uuid,
      ${alarm.at}, ${alarm.until}) on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Alarms whose time is over and that went on to nobody yet. */
export async function listOverdue(db: Db, room: CompartmentId, now: Date): Promise<{ id: string; deputy: string | null }[]> {
  const rows = await sql<{ id: string; deputy: string | null }>`
    select a.id, ${code('a.deputy')} as deputy from asylia.duty_alarm a
    where a.compartment_id = ${room}::uuid and a.answered_by is null and not a.escalated and a.until <= ${now}
    order by a.raised_at limit 20 for update of a skip locked`.execute(db)
  return rows.rows
}

export async function markEscalated(db: Db, permit: Permit<'duty.escalate'>, room: CompartmentId): Promise<void> {
  await sql`update asylia.duty_alarm set escalated = true where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid`.execute(db)
}

export async function answerAlarm(
  db: Db,
  permit: Permit<'duty.answer'>,
  room: CompartmentId,
  by: { readonly member: MemberId; readonly at: Date },
): Promise<boolean> {
  const rows = await sql`
    update asylia.duty_alarm set answered_by = ${by.member}::uuid, answered_at = ${by.at}
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and answered_by is null returning id`.execute(db)
  return rows.rows.length === 1
}
