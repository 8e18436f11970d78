import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { LOGINS, readConfig } from '#base/config.ts'
import { openDataFolder } from '#base/data-folder.ts'
import { type House, openHouse } from '#base/house.ts'
import { migrate } from '#base/migrate.ts'
import { type LoginUrls, urlsOf } from '#base/postgres/logins.ts'
import { type PrivatePostgres, startPrivatePostgres } from '#base/postgres/private-postgres.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'

/** The home of this checkout, for tests that read its data. */
export const HOME = join(import.meta.dirname, '..')

export type ScratchDatabase = {
  readonly urls: LoginUrls
  readonly superuserUrl: string
  house(clock?: Clock): Promise<House>
  /** The same once more, with all that is in it; nobody may be connected. */
  copy(): Promise<ScratchDatabase>
  stop(): Promise<void>
}

export type ScratchServer = { more(): Promise<ScratchDatabase>; stop(): Promise<void> }

/** A real private PostgreSQL in a folder that goes with it; each `more()` is an empty database of its own. */
export async function emptyDatabases(): Promise<ScratchServer> {
  const { server, stop } = await startServer()
  return { more: () => database(server, 'template0'), stop }
}

/** The same with every migration run: databases are cloned from a template, 0.1 s each. */
export async function scratchServer(): Promise<ScratchServer> {
  const template = process.env['ASYLIA_TEMPLATE']
  const { server, stop } = await startServer(template)
  if (template === undefined) await migrateOrStop(server, stop)
  return { more: () => database(server, 'asylia'), stop }
}

/** A data folder at rest with every migration run; a run of many tests makes it once, and `ASYLIA_TEMPLATE` names it. */
export async function makeTemplate(folder: string): Promise<void> {
  const data = await openDataFolder(readConfig({ ASYLIA_HOME: HOME, ASYLIA_DATA: folder }))
  const server = await startPrivatePostgres(data)
  const stop = async () => {
    await server.stop()
    await data.close()
  }
  await migrateOrStop(server, stop)
  await stop()
}

async function migrateOrStop(server: PrivatePostgres, stop: () => Promise<void>): Promise<void> {
  try {
    await migrate(join(HOME, 'migrations'), { owner: server.url('asylia_owner'), jobs: server.url('asylia_jobs') })
  } catch (error) {
    // A server that goes on would keep the test from ending, and its reason from being read.
    await stop()
    throw error
  }
}

async function startServer(template?: string): Promise<{ server: PrivatePostgres; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  // As root the server runs as a user of its own, who must pass through.
  await chmod(folder, 0o711)
  // Node's own copy gives every file to whoever copies; the server's files stay with the user it runs as.
  if (template !== undefined) await promisify(execFile)('cp', ['-a', template, join(folder, 'data')])
  const data = await openDataFolder(readConfig({ ASYLIA_HOME: HOME, ASYLIA_DATA: join(folder, 'data') }))
  const server = await startPrivatePostgres(data)
  const stop = async () => {
    await server.stop()
    await data.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { server, stop }
}

async function database(server: PrivatePostgres, template: string): Promise<ScratchDatabase> {
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
    copy: () => database(server, name),
    stop: () => asSuperuser(server.superuserUrl(), [`drop database ${name} with (force)`]),
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
