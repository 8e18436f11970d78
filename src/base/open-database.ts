import { join } from 'node:path'
import type { Config } from './config.ts'
import { type DataFolder, findDataFolder, openDataFolder } from './data-folder.ts'
import { holderOf } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import { externalLogins } from './postgres/external-postgres.ts'
import { DATABASE, ensurePasswords, type LoginUrls, socketUrl, urlsOf } from './postgres/logins.ts'
import { startPrivatePostgres } from './postgres/private-postgres.ts'

/** A migrated database, the logins into it, and how to leave it. */
export type OpenedDatabase = {
  readonly urls: LoginUrls
  readonly secrets: string
  /** The data folder, for what stands beside the database. */
  readonly folder: string
  readonly notes: readonly string[]
  /** Settles when the database server ended without being asked; never for one that others run. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database of this installation: the external one that DATABASE_URL names, or the private one of the data
 * folder. With `share` a command attaches to the private one while `start` runs it and leaves it running; `start`
 * itself never shares. `meanwhile` is called once, while a private server begins or before an external one is asked.
 */
export async function openDatabaseOf(
  config: Config,
  mode: 'own' | 'share',
  meanwhile: () => void = () => undefined,
): Promise<OpenedDatabase> {
  const attached = mode === 'share' ? await attach(config) : undefined
  if (attached !== undefined) return attached
  const folder = await openDataFolder(config)
  try {
    const server = config.databaseUrl === undefined ? await openPrivate(folder, meanwhile) : await openExternal(config, folder, meanwhile)
    try {
      const done = await migrate(join(config.home, 'migrations'), { owner: server.urls.asylia_owner, jobs: server.urls.asylia_jobs })
      await folder.recordVersion(done.newest)
    } catch (error) {
      await server.close()
      throw error
    }
    return {
      urls: server.urls,
      ended: server.ended,
      secrets: folder.secrets,
      folder: folder.path,
      notes: folder.notes,
      close: async () => {
        await server.close()
        await folder.close()
      },
    }
  } catch (error) {
    await folder.close()
    throw error
  }
}

type OpenedServer = Pick<OpenedDatabase, 'urls' | 'ended' | 'close'>

async function openPrivate(folder: DataFolder, meanwhile: () => void): Promise<OpenedServer> {
  const server = await startPrivatePostgres(folder, 'put right', meanwhile)
  const ended = server.exited.then((exit) => (exit.asked ? new Promise<void>(() => undefined) : undefined))
  return { urls: urlsOf((login) => server.url(login)), ended, close: () => server.stop() }
}

/** Somebody else runs that server: it does not end with us. */
async function openExternal(config: Config, folder: DataFolder, meanwhile: () => void): Promise<OpenedServer> {
  meanwhile()
  const urls = await externalLogins(config, folder.secrets)
  return { urls, ended: new Promise(() => undefined), close: async () => undefined }
}

/** The private database that a running `start` holds open; undefined when nobody does. */
async function attach(config: Config): Promise<OpenedDatabase | undefined> {
  if (config.databaseUrl !== undefined) return undefined
  const places = await findDataFolder(config)
  if (places === undefined || (await holderOf(places.path)) === undefined) return undefined
  const passwords = await ensurePasswords(places.secrets)
  return {
    urls: urlsOf((login) => socketUrl(places.sockets, login, passwords[login], DATABASE)),
    ended: new Promise(() => undefined),
    secrets: places.secrets,
    folder: places.path,
    notes: [],
    close: async () => undefined,
  }
}
