import type { Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CorridorFile } from './release.contract.ts'

type LoadedCorridorRow = { readonly version: string; readonly fileHash: string }

export async function findLoadedCorridor(db: Transaction<Schema>, id: string): Promise<LoadedCorridorRow | undefined> {
  const row = await db.selectFrom('publication.corridor').select(['version', 'file_hash']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { version: row.version, fileHash: row.file_hash }
}

/** Writes the head of a corridor (its title, states and version, without the records) and answers its revision. */
export async function putCorridor(
  db: Transaction<Schema>,
  permit: Permit<'corridor.load'>,
  corridor: CorridorFile,
  fileHash: string,
): Promise<number> {
  const [id = '', version = ''] = permit.subject.split('@')
  const { title, summary, origin, host, partners } = corridor
  const body = JSON.stringify({ title, summary, origin, host, partners })
  const row = await db
    .insertInto('publication.corridor')
    .values({ id, version, file_hash: fileHash, body })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({ version, file_hash: fileHash, body, revision: eb('publication.corridor.revision', '+', 1) })),
    )
    .returning('revision')
    .executeTakeFirstOrThrow()
  return row.revision
}
