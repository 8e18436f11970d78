import pg from 'pg'
import type { BatchFault } from './night.store.ts'

/** Codes of a database from before these roots, and of a server of others that does not answer this question. */
const NOT_ASKED = ['42883', '3F000', '42501']

/** What a root of past days does not find, asked by the administrator of a database that may be at rest otherwise. */
export async function batchFaultsIn(adminUrl: string): Promise<readonly BatchFault[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const answer = await client.query<BatchFault>('select first::text, past::text, fault, items from intake.batch_faults()')
    return answer.rows
  } catch (error) {
    if (error instanceof pg.DatabaseError && NOT_ASKED.includes(error.code ?? '')) return []
    throw error
  } finally {
    await client.end()
  }
}
