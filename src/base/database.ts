import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>

// A date is a day, not a moment: 2026-03-14 must stay 2026-03-14 whatever zone the server is in (OID 1082).
pg.types.setTypeParser(1082, (text) => text)
// Sizes and leaf numbers stay below 2^53 (OID 20).
pg.types.setTypeParser(20, (text) => Number(text))

/** Opens a pool for one login. Errors of idle connections end that connection and nothing else. */
export function openPool(url: string, most: number, onBackend: (processId: number) => void = () => undefined): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: most, idleTimeoutMillis: 30_000, application_name: 'asylia' })
  // The pool drops a connection that breaks while idle; whoever uses one hears of it through its query.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    if ('processID' in client && typeof client.processID === 'number') onBackend(client.processID)
  })
  return pool
}

export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
