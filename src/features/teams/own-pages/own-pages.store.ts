import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { MemberId } from '#kernel/ids.ts'
import type { KeepOwnPage } from './own-pages.contract.ts'

type Db = Transaction<Schema>
export type OwnPageRow = { readonly page: string; readonly kind: 'index' | 'choices'; readonly revision: number }

export async function listOwnPages(db: Db): Promise<OwnPageRow[]> {
  const rows = await sql<OwnPageRow>`select id as page, kind, revision from keys.own_page order by id`.execute(db)
  return rows.rows
}

export async function findOwnPage(db: Db, page: string): Promise<{ blob: Buffer; revision: number } | undefined> {
  const rows = await sql<{ blob: Buffer; revision: number }>`select blob, revision from keys.own_page where id = ${page}::uuid`.execute(db)
  return rows.rows[0]
}

/** The new revision; undefined when another tab of the member was faster. */
export async function keepOwnPage(db: Db, member: MemberId, { page, kind, revision, blob }: KeepOwnPage): Promise<number | undefined> {
  const bytes = Buffer.from(blob, 'base64url')
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into keys.own_page (member_id, id, kind, blob) values (${member}::uuid, ${page}::uuid, ${kind}, ${bytes})
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update keys.own_page set blob = ${bytes}, revision = revision + 1
          where id = ${page}::uuid and kind = ${kind} and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function dropOwnPage(db: Db, { page, revision }: { page: string; revision: number }): Promise<boolean> {
  const rows = await sql`delete from keys.own_page where id = ${page}::uuid and revision = ${revision} returning id`.execute(db)
  return rows.rows.length === 1
}

export async function forgetOwnPages(db: Db): Promise<void> {
  await sql`select access.forget_own_pages()`.execute(db)
}
