import type pg from 'pg'
import type { Clock } from '#kernel/clock.ts'
import { type Database, openDatabase, openPool } from './database.ts'
import { findInstallation, type Installation } from './installation.ts'
import type { LoginUrls } from './postgres/logins.ts'
import { type Base, openBase } from './transact.ts'

/** The opened house: one pool for each login that this process needs, and the doors that features use. */
export type House = {
  readonly base: Base
  readonly app: Database
  readonly publicDatabase: Database
  readonly ledger: Database
  readonly jobsPool: pg.Pool
  readonly installation: Installation
  close(): Promise<void>
}

/**
 * Opens a migrated database. Pools open their connections when they are first used; `onBackend` hears which process of the database
 * works for the desk's login, of each connection.
 */
export async function openHouse(urls: LoginUrls, clock: Clock, onBackend?: (processId: number) => void): Promise<House> {
  const app = openDatabase(openPool(urls.asylia_app, 10, onBackend))
  const publicDatabase = openDatabase(openPool(urls.asylia_public, 2))
  const ledger = openDatabase(openPool(urls.asylia_ledger, 2))
  const jobsPool = openPool(urls.asylia_jobs, 4)
  const close = async () => {
    await Promise.all([app.destroy(), publicDatabase.destroy(), ledger.destroy(), jobsPool.end()])
  }
  try {
    const installation = await findInstallation(app)
    return { base: openBase(app, clock), app, publicDatabase, ledger, jobsPool, installation, close }
  } catch (error) {
    await close()
    throw error
  }
}
