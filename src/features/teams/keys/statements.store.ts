import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>
export type StatementKind = 'epoch' | 'recovery'
type Signed = { readonly statement: unknown; readonly signatures: readonly { readonly key: string; readonly sig: string }[] }

export type StatementRow<Statement> = {
  readonly statement: Statement
  readonly signatures: Signed['signatures']
  readonly counted: boolean
}

const unpacked = (text: string) => Buffer.from(text, 'base64url')

/** A statement of the team with every signature that was added since; undefined when there is none of this number. */
export async function findStatement<Statement>(
  db: Db,
  room: CompartmentId,
  { kind, number }: { readonly kind: StatementKind; readonly number: number },
): Promise<StatementRow<Statement> | undefined> {
  const table = kind === 'epoch' ? sql`asylia.epoch_statement` : sql`asylia.recovery_statement`
  const column = kind === 'epoch' ? sql`s.epoch` : sql`s.version`
  const rows = await sql<StatementRow<Statement>>`
    select s.statement, s.signatures || access.added_signatures(s.compartment_id, ${kind}, ${number}) as signatures,
      exists (select from asylia.statement_counted k where k.compartment_id = s.compartment_id and k.kind = ${kind} and k.number = ${number}) as counted
    from ${table} s where s.compartment_id = ${room}::uuid and ${column} = ${number}`.execute(db)
  return rows.rows[0]
}

/** One more signature under a statement. */
export async function addSignature(
  db: Db,
  _permit: Permit<'statement.sign'>,
  room: CompartmentId,
  added: { kind: StatementKind; number: number; signature: { key: string; sig: string }; by: MemberId },
): Promise<void> {
  await sql`
    insert into asylia.statement_signature (compartment_id, kind, number, key, sig, added_by)
    values (${room}::uuid, ${added.kind}, ${added.number}, ${unpacked(added.signature.key)}, ${unpacked(added.signature.sig)}, ${added.by}::uuid)`.execute(
    db,
  )
}

/** From here on it counts, whoever of its signers leaves later. */
export async function countStatement(
  db: Db,
  _permit: Permit<'statement.sign' | 'epoch.publish' | 'recovery.set_up'>,
  room: CompartmentId,
  { kind, number }: { readonly kind: StatementKind; readonly number: number },
): Promise<void> {
  await sql`
    insert into asylia.statement_counted (compartment_id, kind, number) values (${room}::uuid, ${kind}, ${number})
    on conflict do nothing`.execute(db)
}
