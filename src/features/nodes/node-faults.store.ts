import pg from 'pg'
import type { NodeState } from './node.contract.ts'

/** A node with which the exchange stands still, or that has not been heard for long. Names that this side gave, and no more. */
export type NodeFault = { readonly name: string; readonly state: NodeState; readonly waiting: number; readonly silentDays: number | null }

const SILENT_DAYS = 3

/** What of the nodes `doctor` has something to say about, asked with the admin of the database. */
export async function nodeFaultsIn(adminUrl: string): Promise<readonly NodeFault[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'asylia_doctor' })
  await client.connect()
  try {
    const there = await client.query<{ there: boolean }>(`select to_regclass('asylia.node') is not null as there`)
    if (there.rows[0]?.there !== true) return []
    const { rows } = await client.query<NodeFault>(
      `select n.name, n.state, (select count(*)::int from asylia.node_message m where m.node_id = n.id and (m.n is null or m.n > n.acked_n)) as waiting,
         floor(extract(epoch from now() - n.heard_at) / 86400)::int as "silentDays"
       from asylia.node n where n.state in ('restored', 'behind', 'forked') or (n.state = 'active' and n.heard_at < now() - make_interval(days => $1))
       order by n.name`,
      [SILENT_DAYS],
    )
    return rows
  } finally {
    await client.end()
  }
}
