import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig, LOGINS } from '#base/config.ts'
import { openDataFolder } from '#base/data-folder.ts'
import { type House, openHouse } from '#base/house.ts'
import { listMigrations, migrate } from '#base/migrate.ts'
import { type LoginUrls, urlsOf } from '#base/postgres/logins.ts'
import { startPrivatePostgres } from '#base/postgres/private-postgres.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'

/** The home of this checkout, for tests that read its data. */
export const HOME = join(import.meta.dirname, '..')

export type ScratchDatabase = {
  readonly urls: LoginUrls
  readonly superuserUrl: string
  house(clock?: Clock): Promise<House>
  stop(): Promise<void>
}

/**
 * A database of its own for one test file, with every migration run, on a real private PostgreSQL in a folder that goes
 * with it. `more()` clones further databases of the same server from a template, 0.15 s each.
 */
export async function scratchServer(): Promise<{ more(): Promise<ScratchDatabase>; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  // As root the server runs as a user of its own, who must pass through.
  await chmod(folder, 0o711)
  const data = await openDataFolder(readConfig({ ASYLIA_HOME: HOME, ASYLIA_DATA: join(folder, 'data') }))
  const server = await startPrivatePostgres(data)
  const migrations = join(HOME, 'migrations')
  await migrate(migrations, { owner: server.url('asylia_owner'), jobs: server.url('asylia_jobs') })
  const template = `template_${createHash('sha256').update(JSON.stringify(await listMigrations(migrations))).digest('hex').slice(0, 12)}`
  await asSuperuser(server.superuserUrl(), [`alter database asylia rename to ${template}`])
  return {
    async more() {
      const name = `scratch_${randomBytes(6).toString('hex')}`
      await asSuperuser(server.superuserUrl(), [
        `create database ${name} template ${template} owner asylia_owner`,
        `revoke connect, temporary on database ${name} from public`,
        `grant connect on database ${name} to ${LOGINS.join(', ')}`,
      ])
      const urls = urlsOf((login) => server.url(login, name))
      return {
        urls,
        superuserUrl: server.superuserUrl(name),
        house: (clock = systemClock) => openHouse(urls, clock),
        stop: () => asSuperuser(server.superuserUrl(), [`drop database ${name} with (force)`]),
      }
    },
    async stop() {
      await server.stop()
      await data.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One database for a test file that needs one; `stop` ends its server too. */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const server = await scratchServer()
  const database = await server.more()
  return { ...database, stop: () => server.stop() }
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
