import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Epoch, KeepPage } from '../teams.contract.ts'

type Db = Transaction<Schema>

export type EpochRow = {
  readonly epoch: number
  readonly statement: Epoch['statement']
  readonly signatures: Epoch['signatures']
  readonly recipient: Buffer
  readonly age_file: Buffer | null
  readonly revision: number | null
  readonly burns_on: string | null
  /** The recovery key that clients say they sealed it to as well. */
  readonly recovery: number | null
  /** Enough anchors signed it; the newest that counts is in use. */
  readonly counts: boolean
}

/** The newest epochs of a team, the newest first; it may still wait for the signature of another anchor. */
export async function listEpochs(db: Db, room: CompartmentId, most: number): Promise<EpochRow[]> {
  const rows = await sql<EpochRow>`
    select s.epoch, s.statement, s.signatures || access.added_signatures(s.compartment_id, 'epoch', s.epoch) as signatures,
      s.recipient, w.age_file, w.revision, w.burns_on, w.recovery,
      exists (select from asylia.statement_counted k where k.compartment_id = s.compartment_id and k.kind = 'epoch' and k.number = s.epoch) as counts
    from asylia.epoch_statement s left join keys.epoch_wrap w on w.compartment_id = s.compartment_id and w.epoch = s.epoch
    where s.compartment_id = ${room}::uuid order by s.epoch desc limit ${most}`.execute(db)
  return rows.rows
}

/** One rotation of a team at a time. */
export async function lockEpochs(db: Db, room: CompartmentId): Promise<void> {
  await sql`select pg_advisory_xact_lock(60, hashtext(${room}))`.execute(db)
}

/** The next epoch. */
export async function addEpoch(
  db: Db,
  _permit: Permit<'epoch.publish'>,
  room: CompartmentId,
  epoch: Epoch & { readonly by: MemberId },
): Promise<void> {
  const number = epoch.statement.epoch
  await sql`
    insert into asylia.epoch_statement (compartment_id, epoch, statement, signatures, recipient, posted_by)
    values (${room}::uuid, ${number}, ${JSON.stringify(epoch.statement)}::jsonb, ${JSON.stringify(epoch.signatures)}::jsonb,
      ${Buffer.from(epoch.recipient, 'base64url')}, ${epoch.by}::uuid)`.execute(db)
  await sql`
    insert into keys.epoch_wrap (compartment_id, epoch, age_file, recovery)
    values (${room}::uuid, ${number}, ${Buffer.from(epoch.wrap, 'base64url')}, ${epoch.recovery ?? null})`.execute(db)
}

/** Once an epoch counts, the wraps of those before it get the day on which they are destroyed. */
export async function burnBefore(
  db: Db,
  _permit: Permit<'epoch.publish' | 'statement.sign'>,
  room: CompartmentId,
  { epoch, burnsOn }: { readonly epoch: number; readonly burnsOn: string },
): Promise<void> {
  await sql`
    update keys.epoch_wrap set burns_on = ${burnsOn}::date
    where compartment_id = ${room}::uuid and epoch < ${epoch} and burns_on is null`.execute(db)
}

/** The new revision; undefined when somebody was faster or the wrap is gone. */
export async function replaceWrap(
  db: Db,
  _permit: Permit<'epoch.rewrap'>,
  room: CompartmentId,
  wrap: { readonly epoch: number; readonly revision: number; readonly file: Uint8Array; readonly recovery: number | undefined },
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update keys.epoch_wrap set age_file = ${wrap.file}, recovery = ${wrap.recovery ?? null}, revision = revision + 1
    where compartment_id = ${room}::uuid and epoch = ${wrap.epoch} and revision = ${wrap.revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Destroys a wrap, which is destroying the key: nobody holds another copy of it. */
export async function destroyWrap(db: Db, _permit: Permit<'epoch.destroy'>, room: CompartmentId, epoch: number): Promise<void> {
  await sql`delete from keys.epoch_wrap where compartment_id = ${room}::uuid and epoch = ${epoch} and burns_on is not null`.execute(db)
}

/** What is past its day in every team; answers how many. */
export async function burnWraps(db: Db, today: string): Promise<number> {
  const rows = await sql<{ burnt: number }>`select access.burn_epochs(${today}::date) as burnt`.execute(db)
  return rows.rows[0]?.burnt ?? 0
}

export type PageRow = { readonly page: string; readonly epoch: number; readonly revision: number }

export async function listPages(db: Db, room: CompartmentId): Promise<PageRow[]> {
  const rows =
    await sql<PageRow>`select id as page, epoch, revision from keys.inbox_page where compartment_id = ${room}::uuid order by id`.execute(db)
  return rows.rows
}

export async function findPage(db: Db, room: CompartmentId, page: string): Promise<{ blob: Buffer; revision: number } | undefined> {
  const rows = await sql<{ blob: Buffer; revision: number }>`
    select blob, revision from keys.inbox_page where compartment_id = ${room}::uuid and id = ${page}::uuid`.execute(db)
  return rows.rows[0]
}

export async function countPages(db: Db, room: CompartmentId): Promise<number> {
  const rows = await sql<{ n: number }>`select count(*)::int as n from keys.inbox_page where compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0]?.n ?? 0
}

/** Writes a new page, or the next revision of one; undefined when somebody was faster. Pages leave no line of the ledger. */
export async function keepPage(db: Db, room: CompartmentId, page: KeepPage): Promise<number | undefined> {
  const blob = Buffer.from(page.blob, 'base64url')
  const rows =
    page.revision === 0
      ? await sql<{ revision: number }>`
          insert into keys.inbox_page (compartment_id, id, epoch, blob) values (${room}::uuid, ${page.page}::uuid, ${page.epoch}, ${blob})
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update keys.inbox_page set blob = ${blob}, epoch = ${page.epoch}, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${page.page}::uuid and revision = ${page.revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function dropPage(db: Db, room: CompartmentId, page: { readonly page: string; readonly revision: number }): Promise<boolean> {
  const rows = await sql`
    delete from keys.inbox_page where compartment_id = ${room}::uuid and id = ${page.page}::uuid and revision = ${page.revision}`.execute(
    db,
  )
  return rows.numAffectedRows === 1n
}
