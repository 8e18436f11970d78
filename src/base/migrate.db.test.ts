import assert from 'node:assert/strict'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { emptyDatabases, HOME, type ScratchServer } from '../../test/database.ts'
import { listMigrations, MigrationError, migrate } from './migrate.ts'

const REAL = join(HOME, 'migrations')
let server: ScratchServer
let folder = ''

before(async () => {
  server = await emptyDatabases()
})
after(() => server.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-migrations-'))
  for (const name of await readdir(REAL)) await copyFile(join(REAL, name), join(folder, name))
})
test.afterEach(() => rm(folder, { recursive: true }))

async function fresh() {
  const { urls } = await server.more()
  return { owner: urls.asylia_owner, jobs: urls.asylia_jobs, app: urls.asylia_app }
}
async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

test('data of an older version starts with a newer one, and a second start runs nothing', async () => {
  const logins = await fresh()
  const [first, ...later] = await listMigrations(REAL)
  assert.ok(first !== undefined && later.length > 0)
  for (const migration of later) await rm(join(folder, `${String(migration.number).padStart(4, '0')}_${migration.name}.sql`))
  assert.deepEqual(await migrate(folder, logins), { ran: 1, newest: 1 })
  assert.deepEqual(await migrate(REAL, logins), { ran: later.length, newest: later.at(-1)?.number })
  assert.deepEqual(await migrate(REAL, logins), { ran: 0, newest: later.at(-1)?.number })
})

test('data of a newer version is refused in words and stays as it is', async () => {
  const logins = await fresh()
  await writeFile(join(folder, '9000_of_tomorrow.sql'), 'create table base.of_tomorrow (id int)')
  await migrate(folder, logins)
  await assert.rejects(
    migrate(REAL, logins),
    (error) => error instanceof MigrationError && /newer version.*Nothing was changed/.test(error.message),
  )
})

test('a migration that fails leaves nothing of itself', async () => {
  const logins = await fresh()
  await writeFile(join(folder, '9000_broken.sql'), 'create table base.half (id int); select 1 / 0')
  await assert.rejects(migrate(folder, logins), /rolled back/)
  assert.deepEqual(await ask(logins.owner, `select to_regclass('base.half') as half, max(number)::int as newest from base.migration`), [
    { half: null, newest: (await listMigrations(REAL)).at(-1)?.number },
  ])
})

test('a migration that was changed after it ran is refused', async () => {
  const logins = await fresh()
  await migrate(REAL, logins)
  await writeFile(join(folder, '0002_register.sql'), '-- another text')
  await assert.rejects(migrate(folder, logins), /not the one that this data was made with/)
})

test('two processes that start together run each migration once', async () => {
  const logins = await fresh()
  const ran = await Promise.all([migrate(REAL, logins), migrate(REAL, logins), migrate(REAL, logins)])
  assert.equal(
    ran.reduce((sum, one) => sum + one.ran, 0),
    (await listMigrations(REAL)).length,
  )
})

test('the job role keeps no right to create anything once its schema stands', async () => {
  const logins = await fresh()
  await migrate(REAL, logins)
  await assert.rejects(ask(logins.jobs, 'create schema mine'), /permission denied/)
})
