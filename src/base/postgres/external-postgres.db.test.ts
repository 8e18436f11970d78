import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { aConfig, aPlace } from '#base/a-data-folder.ts'
import { type Config, PART_LOGINS } from '#base/config.ts'
import { openDataFolder } from '#base/data-folder.ts'
import { openDatabaseOf } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { socketUrl } from './logins.ts'
import { startPrivatePostgres } from './private-postgres.ts'

type Foreign = {
  readonly admin: string
  readonly config: Config
  ask(statements: string, url?: string): Promise<Record<string, unknown>[]>
}

/** A server that knows nothing of Asylia, with an operator of these rights who owns a database there. */
async function foreign(t: TestContext, rights: string, work: (foreign: Foreign) => Promise<void>): Promise<void> {
  const place = await aPlace(t)
  const folder = await openDataFolder(aConfig(join(place, 'foreign')))
  const server = await startPrivatePostgres(folder, 'as it is')
  try {
    const ask = async (statements: string, url = server.superuserUrl()) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(statements)).rows
      } finally {
        await client.end()
      }
    }
    await ask(`create role operator login password 'told' ${rights}`)
    await ask('create database house owner operator')
    const admin = socketUrl(server.socketFolder, 'operator', 'told', 'house')
    await work({ admin, ask, config: aConfig(join(place, 'ours'), { DATABASE_URL: admin }) })
  } finally {
    await server.stop()
    await folder.close()
  }
}

for (const rights of ['createrole createdb', 'createrole']) {
  test(`a server of others becomes an installation through an operator who may ${rights}, and a second time changes nothing`, async (t) => {
    await foreign(t, rights, async ({ ask, config }) => {
      for (const round of [1, 2]) {
        const opened = await openDatabaseOf(config, 'own')
        const tables = await ask(`select count(*)::int as n from pg_tables where schemaname = 'publication'`, opened.urls.asylia_owner)
        assert.ok(Number(tables[0]?.['n']) > 5, `round ${round}`)
        assert.deepEqual(await ask('select current_user as name', opened.urls.asylia_app), [{ name: 'asylia_app' }])
        await opened.close()
      }
    })
  })
}

test('where the operator keeps the roles, an address for each login is used as it is', async (t) => {
  await foreign(t, 'createrole createdb', async ({ ask, admin, config }) => {
    await (await openDatabaseOf(config, 'own')).close()
    await ask([...PART_LOGINS, 'asylia_owner'].map((login) => `alter role ${login} password 'kept-by-the-operator'`).join(';'))
    const as = (login: string) => admin.replace('operator:told', `${login}:kept-by-the-operator`)
    const urls = Object.fromEntries(PART_LOGINS.map((login) => [`ASYLIA_DATABASE_${login.slice(7).toUpperCase()}_URL`, as(login)]))
    const opened = await openDatabaseOf(aConfig(config.data, { ...urls, DATABASE_URL: as('asylia_owner') }), 'own')
    assert.equal(opened.urls.asylia_app, as('asylia_app'))
    assert.deepEqual(await ask('select current_user as name', opened.urls.asylia_owner), [{ name: 'asylia_owner' }])
    await opened.close()
    await assert.rejects(openDatabaseOf(aConfig(config.data, { ...urls, DATABASE_URL: admin }), 'own'), (error) => {
      return error instanceof OperatorError && /DATABASE_URL must log in as asylia_owner/.test(error.message)
    })
  })
})
