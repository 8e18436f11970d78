import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { BeginMove, Move, Stage } from './move.contract.ts'

type Db = Transaction<Schema>
const unpacked = (text: string) => Buffer.from(text, 'base64url')

export type NewMove = Pick<BeginMove, 'kind' | 'undoes'> & {
  readonly source: CompartmentId
  readonly target: CompartmentId
  readonly chosen: readonly string[] | null
  readonly by: MemberId
  readonly today: string
}

/** Writes the journal row of the permit; false when something of the source is being moved already. */
export async function beginMove(db: Db, permit: Permit<'move.begin'>, move: NewMove): Promise<boolean> {
  const chosen = move.chosen === null ? null : [...move.chosen]
  const rows = await sql`
    insert into asylia.case_move (compartment_id, id, kind, source, chosen, undoes, begun_by, begun_on)
    values (${move.target}::uuid, ${permit.subject}::uuid, ${move.kind}, ${move.source}::uuid, ${chosen}::uuid[], ${move.undoes}::uuid,
      ${move.by}::uuid, ${move.today}::date) on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

const MOVE = sql`
  m.id as move, m.kind, s.code as source, t.code as target, m.state, m.begun_on as "begunOn", m.done_on as "doneOn", m.undo_until as "undoUntil"
  from asylia.case_move m join asylia.report_case s on s.compartment_id = m.source join asylia.report_case t on t.compartment_id = m.compartment_id`

/** What was brought into or out of a case, the newest first, as far as the speaker sees both. */
export async function listMoves(db: Db, room: CompartmentId): Promise<Move[]> {
  const rows = await sql<Move>`
    select ${MOVE} where (m.compartment_id = ${room}::uuid or m.source = ${room}::uuid) and m.state <> 'dropped'
    order by m.begun_on desc, m.id limit 100`.execute(db)
  return rows.rows
}

export async function findMove(db: Db, target: CompartmentId, id: string): Promise<Move | undefined> {
  const rows = await sql<Move>`select ${MOVE} where m.compartment_id = ${target}::uuid and m.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

/** The records that a move brought over; cards, and what was said of consent, go by what they are about. */
export async function listMoved(db: Db, target: CompartmentId, id: string): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from asylia.case_move_item where compartment_id = ${target}::uuid and move_id = ${id}::uuid
      and place not in ('card', 'consent', 'settled')`.execute(db)
  return rows.rows.map((row) => row.id)
}

export type Left = { readonly cards: string[]; readonly reports: string[]; readonly left: number; readonly all: number }

export async function listLeft(db: Db, target: CompartmentId, id: string, most: number): Promise<Left> {
  const cards = await sql<{ id: string; ready: boolean }>`
    select id, is_ready as ready from access.moving_cards(${target}::uuid, ${id}::uuid) order by id`.execute(db)
  const reports = await sql<{ code: string; ready: boolean }>`
    select code, is_ready as ready from access.moving_reports(${target}::uuid, ${id}::uuid) order by code`.execute(db)
  const [c, r] = [cards.rows.filter(({ ready }) => !ready), reports.rows.filter(({ ready }) => !ready)]
  return {
    cards: c.slice(0, most).map((row) => row.id),
    reports: r.slice(0, most).map(({ code }) => code),
    left: c.length + r.length,
    all: cards.rows.length + reports.rows.length,
  }
}

/** Puts what was sealed anew beside the journal row. The same again takes the place of what was there. */
export async function stage(
  db: Db,
  permit: Permit<'move.stage'>,
  target: CompartmentId,
  { generation, cards, wraps }: Stage,
): Promise<void> {
  for (const { card, about, kind, from, blob } of cards)
    await sql`
      insert into asylia.case_move_card (compartment_id, move_id, id, about, kind, generation, from_revision, blob)
      values (${target}::uuid, ${permit.subject}::uuid, ${card}::uuid, ${about}::uuid, ${kind}, ${generation}, ${from}, ${unpacked(blob)})
      on conflict (compartment_id, move_id, id) do update set about = excluded.about, generation = excluded.generation,
        from_revision = excluded.from_revision, blob = excluded.blob`.execute(db)
  for (const { report, wrap } of wraps)
    await sql`
      insert into keys.case_move_wrap (compartment_id, move_id, report_id, generation, age_file)
      select ${target}::uuid, ${permit.subject}::uuid, r.id, ${generation}, ${unpacked(wrap)} from asylia.report r where r.code = ${report}
      on conflict (compartment_id, move_id, report_id) do update set generation = excluded.generation, age_file = excluded.age_file`.execute(
      db,
    )
}

/**
 * Everything at once, by one function in this transaction; false when something is not ready. `tied` when a record that no
 * move carries hangs on one that goes: the transaction is over then, and nothing of it stands.
 */
export async function finishMove(db: Db, permit: Permit<'move.finish'>, target: CompartmentId, today: string): Promise<boolean | 'tied'> {
  try {
    const rows = await sql<{ done: boolean }>`
      select access.finish_move(${target}::uuid, ${permit.subject}::uuid, ${today}::date) as done`.execute(db)
    return rows.rows[0]?.done === true
  } catch (error) {
    if ((error as { code?: unknown }).code === FOREIGN_KEY) return 'tied'
    throw error
  }
}

const FOREIGN_KEY = '23503'

/** Whether something that moves is tied to what stays: an act to a person, or a report that is on its way to another team. */
export async function isTied(db: Db, target: CompartmentId, id: string): Promise<boolean> {
  const rows = await sql<{ tied: boolean }>`select access.move_is_tied(${target}::uuid, ${id}::uuid) as tied`.execute(db)
  return rows.rows[0]?.tied === true
}

export async function dropMove(db: Db, permit: Permit<'move.drop'>, target: CompartmentId): Promise<boolean> {
  const rows = await sql`
    update asylia.case_move set state = 'dropped' where compartment_id = ${target}::uuid and id = ${permit.subject}::uuid and state = 'held'
    returning id`.execute(db)
  await sql`delete from asylia.case_move_card where compartment_id = ${target}::uuid and move_id = ${permit.subject}::uuid`.execute(db)
  await sql`delete from keys.case_move_wrap where compartment_id = ${target}::uuid and move_id = ${permit.subject}::uuid`.execute(db)
  return rows.rows.length === 1
}

/** What a move knows how to carry. Its own journal and the history of the risk stay with the case. */
const COVERED = [
  'asylia.report',
  'asylia.card',
  'asylia.case_file',
  'asylia.case_entry',
  'asylia.case_task',
  'asylia.risk_assessment',
  'asylia.case_move',
  'asylia.case_move_card',
  'asylia.case_move_item',
  'asylia.case_holder',
  'asylia.break_glass',
  'asylia.person',
  'asylia.incident',
  'asylia.consent',
  'asylia.transfer',
  'asylia.moved_body',
  'asylia.import_case',
]

/** Whether other records hang on a case. Asked of the catalogue, so that a table which comes later counts by itself. */
export async function holdsMore(db: Db, room: CompartmentId): Promise<boolean> {
  const tables = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.confrelid = 'asylia.report_case'::regclass
      and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'compartment_id' and a.attnum = any (k.conkey))
    order by 1`.execute(db)
  for (const { name } of tables.rows.filter((row) => !COVERED.includes(row.name))) {
    const found = await sql`select from ${sql.table(name)} where compartment_id = ${room}::uuid limit 1`.execute(db)
    if (found.rows.length > 0) return true
  }
  return false
}
