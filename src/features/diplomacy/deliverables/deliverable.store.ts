import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Check, Deliverable, KeepDeliverable } from './deliverable.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }
export type DeliverableRow = Omit<Deliverable, 'overdueSince'> & { readonly trackCode: string | null }

/** Deliverables of one exchange, that of a code, or all, each with what was found, the newest finding first. */
export async function listDeliverables(
  db: Db,
  room: CompartmentId,
  asked: { readonly round?: string; readonly code?: string; readonly open?: boolean },
): Promise<DeliverableRow[]> {
  const rows = await sql<DeliverableRow>`
    select g.id, g.code, d.code as round, t.code as "trackCode", g.side, g.said, g.indicator, g.verification, g.due_on as due, g.state, g.revision,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', k.id, 'verdict', k.verdict, 'basis', k.basis, 'source', k.source, 'on', k.checked_on,
          'by', (select m.code from asylia.member m where m.id = k.checked_by),
          'incidents', coalesce((
            select jsonb_agg(jsonb_build_object('case', c.code, 'incident', i.code) order by c.code, i.code)
            from asylia.deliverable_doubt b
            join asylia.incident i on i.compartment_id = b.compartment_id and i.id = b.incident_id
            join asylia.report_case c on c.compartment_id = b.compartment_id
            where b.check_room = k.compartment_id and b.check_id = k.id
          ), '[]')
        ) order by k.checked_on desc, k.id)
        from asylia.deliverable_check k where k.compartment_id = g.compartment_id and k.deliverable_id = g.id
      ), '[]') as checks
    from asylia.deliverable g
    join asylia.dialogue_round d on d.compartment_id = g.compartment_id and d.id = g.round_id
    join asylia.dialogue_track t on t.compartment_id = d.compartment_id and t.id = d.track_id
    where g.compartment_id = ${room}::uuid ${asked.round === undefined ? sql`` : sql`and g.round_id = ${asked.round}::uuid`}
      ${asked.code === undefined ? sql`` : sql`and g.code = ${asked.code}`} ${asked.open === true ? sql`and g.state = 'agreed'` : sql``}
    order by g.due_on nulls last, g.code limit 500`.execute(db)
  return rows.rows
}

/** The id of a deliverable of the team. */
export async function findDeliverable(db: Db, room: CompartmentId, code: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`select id from asylia.deliverable where compartment_id = ${room}::uuid and code = ${code}`.execute(
    db,
  )
  return rows.rows[0]?.id
}

export async function keepDeliverable(
  db: Db,
  permit: Permit<'dialogue.deliverable'>,
  room: CompartmentId,
  { code, round, revision, body, by, today }: KeepDeliverable & By,
): Promise<number | undefined> {
  const { side, said, indicator, verification, due, state } = body
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.deliverable (compartment_id, id, code, round_id, side, said, indicator, verification, due_on, state, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${round}::uuid, ${side}, ${said}, ${indicator}, ${verification}, ${due}::date,
            ${state}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.deliverable set side = ${side}, said = ${said}, indicator = ${indicator}, verification = ${verification},
            due_on = ${due}::date, state = ${state}, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and round_id = ${round}::uuid
            and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function addCheck(
  db: Db,
  permit: Permit<'dialogue.check'>,
  room: CompartmentId,
  { deliverable, verdict, basis, source, by, today }: Omit<Check, 'incident' | 'id'> & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.deliverable_check (compartment_id, id, deliverable_id, verdict, basis, source, checked_by, checked_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${deliverable}::uuid, ${verdict}, ${basis}, ${source}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

type Doubt = By & { readonly id: string; readonly checkRoom: CompartmentId; readonly check: string; readonly incident: string }

/** On which incident a finding rests: written in the room of its case. */
export async function addDoubt(
  db: Db,
  _permit: Permit<'dialogue.doubt'>,
  room: CompartmentId,
  { id, checkRoom, check, incident, by, today }: Doubt,
): Promise<void> {
  await sql`
    insert into asylia.deliverable_doubt (compartment_id, id, check_room, check_id, incident_id, written_by, written_on)
    values (${room}::uuid, ${id}::uuid, ${checkRoom}::uuid, ${check}::uuid, ${incident}::uuid, ${by}::uuid, ${today}::date)`.execute(db)
}

/** Whether this incident is one of this case. */
export async function hasIncident(db: Db, room: CompartmentId, incident: string): Promise<boolean> {
  const rows = await sql`select from asylia.incident where compartment_id = ${room}::uuid and id = ${incident}::uuid`.execute(db)
  return rows.rows.length === 1
}
