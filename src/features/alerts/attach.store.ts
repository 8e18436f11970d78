import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Attach, View } from './alert.contract.ts'
import { unpacked } from './alert.store.ts'

type Db = Transaction<Schema>
export type AttachOutcome = 'kept' | 'stale' | 'key_changed' | 'too_many'

/** Puts the sealed file into the room where the alert stands, for the reply that follows. */
export async function attachFile(db: Db, permit: Permit<'alert.attach'>, given: Attach, at: Date): Promise<AttachOutcome> {
  const rows = await sql<{ outcome: AttachOutcome }>`
    select access.attach_to_alert(${permit.subject}::uuid, ${given.text}::uuid, ${given.epoch}, ${unpacked(given.body)}, ${unpacked(given.wrap)},
      ${at.toISOString()}::timestamptz) as outcome`.execute(db)
  return rows.rows[0]?.outcome ?? 'stale'
}

export async function listFiles(db: Db, alert: { readonly room: CompartmentId; readonly id: string }): Promise<View['files']> {
  const rows = await sql<{ delivery: string; text: string; epoch: number; age_file: Buffer }>`
    select d.id as delivery, f.id as text, w.epoch, w.age_file
    from asylia.alert_delivery d join asylia.alert_file f on f.compartment_id = d.compartment_id and f.about = d.id
    join keys.alert_wrap w on w.compartment_id = f.compartment_id and w.id = f.id
    where d.compartment_id = ${alert.room}::uuid and d.alert_id = ${alert.id}::uuid order by f.put_at, f.id`.execute(db)
  return rows.rows.map(({ age_file, ...row }) => ({ ...row, wrap: age_file.toString('base64url') }))
}

/** The sealed bytes, as far as row security shows them: to the team that sent the alert. */
export async function findFile(db: Db, file: string): Promise<Buffer | undefined> {
  const rows = await sql<{ body: Buffer }>`select body from asylia.alert_file where id = ${file}::uuid`.execute(db)
  return rows.rows[0]?.body
}
