import { lchown, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { DataFolder } from '#base/data-folder.ts'
import { clusterOf } from './make-cluster.ts'

export const KEYS_TABLESPACE = 'asylia_keys'

/**
 * What only the superuser of the private server can do, once. Key material gets a tablespace of its own, so that the backup
 * protocol hands it over as a separate archive; migrations use it where it is. The databases that every server has are
 * closed to our logins.
 */
export async function prepareServer(superuserUrl: string, folder: DataFolder): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const there = await client.query('select from pg_tablespace where spcname = $1', [KEYS_TABLESPACE])
    if (there.rowCount !== 0) return
    await client.query('revoke connect on database postgres, template1 from public')
    await client.query(`create tablespace ${KEYS_TABLESPACE} owner asylia_owner location ${pg.escapeLiteral(folder.keys)}`)
  } finally {
    await client.end()
  }
}

/** Lets the nightly work on sealed reports end a file of the journal, so that the times in it go within a day. */
export async function prepareDatabase(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query('grant execute on function pg_catalog.pg_switch_wal() to asylia_inbox')
  } finally {
    await client.end()
  }
}

/**
 * The cluster names the tablespace by a full path. In a folder that was moved or restored that path is another, so the one
 * link in pg_tblspc is made to point here before the server starts.
 */
export async function followMovedKeys(folder: DataFolder): Promise<void> {
  const links = join(clusterOf(folder), 'pg_tblspc')
  for (const name of await readdir(links)) {
    const link = join(links, name)
    if ((await readlink(link).catch(() => folder.keys)) === folder.keys) continue
    await rm(link)
    await symlink(folder.keys, link)
    if (folder.runAs !== undefined) await lchown(link, folder.runAs.uid, folder.runAs.gid)
  }
}
