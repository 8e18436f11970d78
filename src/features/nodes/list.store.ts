import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { SignedHeard } from '#crypto/node/heard-node.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { HeardInput, NodeFiles } from './node.contract.ts'

type Db = Transaction<Schema>
type Of = { readonly id: string; readonly room: CompartmentId }
const packed = (text: string) => Buffer.from(text, 'base64url')

type Files = { readonly [name in keyof NodeFiles]: Uint8Array }

/** The signed list of keys as it was taken, for browsers that check it themselves. */
export async function saveList(db: Db, { id, room }: Of, { digest, ...files }: Files & { readonly digest: string }): Promise<void> {
  const [pins, roster, epochs, former, recipients] = [files.pins, files.roster, files.epochs, files.former, files.recipients].map((file) =>
    Buffer.from(file),
  )
  await sql`
    insert into asylia.node_list (compartment_id, node_id, digest, pins, roster, epochs, former, recipients)
    values (${room}::uuid, ${id}::uuid, ${digest}, ${pins}, ${roster}, ${epochs}, ${former}, ${recipients})
    on conflict (compartment_id, node_id) do update set digest = excluded.digest, pins = excluded.pins, roster = excluded.roster,
      epochs = excluded.epochs, former = excluded.former, recipients = excluded.recipients`.execute(db)
}

/** The list of each node that has one, by its hash. */
export async function listDigests(db: Db): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; digest: string }>`select node_id as id, digest from asylia.node_list`.execute(db)
  return new Map(rows.rows.map(({ id, digest }) => [id, digest]))
}

export async function findList(db: Db, { id, room }: Of): Promise<NodeFiles | undefined> {
  type Row = { [name in keyof NodeFiles]: Buffer }
  const rows = await sql<Row>`
    select pins, roster, epochs, former, recipients from asylia.node_list where compartment_id = ${room}::uuid and node_id = ${id}::uuid`.execute(
    db,
  )
  const [found] = rows.rows
  if (found === undefined) return undefined
  const text = (bytes: Buffer) => bytes.toString('base64url')
  const { pins, roster, epochs, former, recipients } = found
  return { pins: text(pins), roster: text(roster), epochs: text(epochs), former: text(former), recipients: text(recipients) }
}

/** What members of this team heard of which installation. */
export async function listHeard(db: Db, room: CompartmentId): Promise<Map<string, { said: SignedHeard; by: string }>> {
  const rows = await sql<{ name: string; statement: SignedHeard['statement']; signature: string; by: string }>`
    select h.name, h.statement, h.signature, m.code as by from asylia.node_heard h join asylia.member m on m.id = h.heard_by
    where h.compartment_id = ${room}::uuid`.execute(db)
  return new Map(rows.rows.map(({ name, statement, signature, by }) => [name, { said: { statement, signature }, by }]))
}

/** False when it is signed with another key than the caller's. */
export async function saveHeard(
  db: Db,
  permit: Permit<'node.hear'>,
  { statement, signature }: HeardInput,
  { room, at }: { readonly room: CompartmentId; readonly at: Date },
): Promise<boolean> {
  const rows = await sql`
    insert into asylia.node_heard (compartment_id, name, statement, signature, heard_by, heard_at)
    select ${room}::uuid, ${permit.subject}, ${JSON.stringify(statement)}::jsonb, ${signature}, m.id, ${at.toISOString()}::timestamptz
    from asylia.member m where m.id = access.member() and m.sign_key = ${packed(statement.by)}
    on conflict (compartment_id, name) do update set statement = excluded.statement, signature = excluded.signature, heard_by = excluded.heard_by,
      heard_at = excluded.heard_at`.execute(db)
  return rows.numAffectedRows === 1n
}
