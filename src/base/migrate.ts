import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Logger, runMigrations as migrateWorker } from 'graphile-worker'
import pg from 'pg'
import { OperatorError } from './operator-error.ts'

export type Migration = { readonly number: number; readonly name: string; readonly sql: string; readonly sha256: string }

/** A plain sentence for the person who starts the house; nothing was changed when it is thrown. */
export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError'
}

const FILE_NAME = /^([0-9]{4})_([a-z0-9_]+)\.sql$/

/** The migrations of this version of the code, in order. */
export async function listMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const match = FILE_NAME.exec(name)
      if (match?.[1] === undefined || match[2] === undefined)
        throw new MigrationError(`The migration file ${name} is not named like the others.`)
      const text = await readFile(join(folder, name), 'utf8')
      return { number: Number(match[1]), name: match[2], sql: text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** Logins that migrations need: the owner of our schemas, and the owner of the schema of the job queue. */
export type MigrationLogins = { readonly owner: string; readonly jobs: string }

/**
 * Brings a database to this version: each migration in a transaction of its own, in order, once. Two processes that
 * start together wait for one another. Data of a newer version is refused, a changed old migration too.
 */
export async function migrate(folder: string, logins: MigrationLogins): Promise<{ readonly ran: number; readonly newest: number }> {
  const migrations = await listMigrations(folder)
  const owner = new pg.Client({ connectionString: logins.owner })
  await owner.connect()
  try {
    await owner.query(`select pg_advisory_lock(hashtext('asylia.migrate'))`)
    const seen = await readSeen(owner)
    refuseUnknown(seen, migrations)
    await migrateJobs(owner, logins.jobs)
    let ran = 0
    for (const migration of migrations) {
      if (seen.has(migration.number)) continue
      await runOne(owner, migration)
      ran += 1
    }
    return { ran, newest: migrations.at(-1)?.number ?? 0 }
  } finally {
    await owner.end()
  }
}

async function readSeen(owner: pg.Client): Promise<Map<number, string>> {
  const there = await owner.query<{ there: boolean }>(`select to_regclass('base.migration') is not null as there`)
  if (there.rows[0]?.there !== true) return new Map()
  const rows = await owner.query<{ number: number; sha256: string }>('select number, sha256 from base.migration')
  return new Map(rows.rows.map((row) => [row.number, row.sha256]))
}

function refuseUnknown(seen: ReadonlyMap<number, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const [number, sha256] of seen) {
    const migration = known.get(number)
    if (migration === undefined) {
      throw new MigrationError(
        `The data was written by a newer version of Asylia (migration ${number}). Start that version, or restore a backup of this one. Nothing was changed.`,
      )
    }
    if (migration.sha256 !== sha256) {
      throw new MigrationError(
        `The migration ${number} is not the one that this data was made with. Use the unchanged files of a release. Nothing was changed.`,
      )
    }
  }
}

/** CREATE on the database belongs to the job role only for this moment. */
async function migrateJobs(owner: pg.Client, jobsUrl: string): Promise<void> {
  const name = await owner.query<{ name: string }>('select quote_ident(current_database()) as name')
  const database = name.rows[0]?.name
  if (database === undefined) throw new MigrationError('The database does not say its name.')
  await owner.query(`grant create on database ${database} to asylia_jobs`)
  try {
    await migrateWorker({ connectionString: jobsUrl, logger: new Logger(() => () => undefined) })
  } finally {
    await owner.query(`revoke create on database ${database} from asylia_jobs`)
  }
}

async function runOne(owner: pg.Client, migration: Migration): Promise<void> {
  try {
    await owner.query('begin')
    await owner.query(migration.sql)
    await owner.query('insert into base.migration (number, name, sha256) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ])
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw new MigrationError(`Migration ${migration.number} (${migration.name}) failed and was rolled back.`, { cause: error })
  }
}
