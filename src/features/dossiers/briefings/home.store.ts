import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'

export type Home = { readonly case: string; readonly versions: number; readonly on: string }

/** Cases of the speaker that keep a version of a briefing, the newest first: codes, numbers and days. */
export async function listHomes(db: Transaction<Schema>): Promise<Home[]> {
  const rows = await sql<Home>`
    select c.code as case, count(*)::int as versions, max(k.written_on) as on
    from asylia.card k join asylia.report_case c on c.compartment_id = k.compartment_id
    where k.kind = 'briefing.version' group by c.code order by 3 desc, 1 limit 200`.execute(db)
  return rows.rows
}
