import type pg from 'pg'
import type { Clock } from '#kernel/clock.ts'
import { type Database, openDatabase, openPool } from './database.ts'
import { findInstallation, type Installation } from './installation.ts'
import type { LoginUrls } from './postgres/logins.ts'
import { type Base, openBase } from './transact.ts'

/** The opened house: one pool for each login that this process needs, and the doors that features use. */
export type House = {
  readonly base: Base
  /** The same with connections of its own, for what comes in floods from other installations. */
  readonly wire: Base
  readonly app: Database
  readonly publicDatabase: Database
  readonly ledger: Database
  readonly jobsPool: pg.Pool
  readonly installation: Installation
  close(): Promise<void>
}

/** Hear which process of the database works for each connection of the desk's login, and of the wire. */
export type Backends = { readonly onBackend?: (processId: number) => void; readonly onWire?: (processId: number) => void }

/** Opens a migrated database. Pools open their connections when they are first used. */
export async function openHouse(urls: LoginUrls, clock: Clock, { onBackend, onWire }: Backends = {}): Promise<House> {
  const app = openDatabase(openPool(urls.asylia_app, 10, onBackend))
  const wire = openDatabase(openPool(urls.asylia_app, 2, onWire))
  const publicDatabase = openDatabase(openPool(urls.asylia_public, 2))
  const ledger = openDatabase(openPool(urls.asylia_ledger, 2))
  const jobsPool = openPool(urls.asylia_jobs, 4)
  const close = async () => {
    await Promise.all([app.destroy(), wire.destroy(), publicDatabase.destroy(), ledger.destroy(), jobsPool.end()])
  }
  try {
    const installation = await findInstallation(app)
    return { base: openBase(app, clock), wire: openBase(wire, clock), app, publicDatabase, ledger, jobsPool, installation, close }
  } catch (error) {
    await close()
    throw error
  }
}
