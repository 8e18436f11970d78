import type pg from 'pg'
import { type Finding, note, wrong } from './finding.ts'

type Ages = { readonly waiting: number; readonly waited: number | null; readonly unsigned: number; readonly age: number | null }

/**
 * How far behind the ledger is: entries without a place after ten minutes, or leaves without a checkpoint after two hours,
 * mean that the sequencer does not work. Entries are dated to the minute. The tree itself is checked by `verify`.
 */
export async function ledgerFindings(client: pg.Client): Promise<readonly Finding[]> {
  const there = await client.query<{ readable: boolean }>(
    `select has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable
     from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'base' and relname = 'ledger_entry'`,
  )
  const readable = there.rows[0]?.readable
  if (readable === undefined) return [note('The database has no ledger yet.', './asylia start makes it.')]
  if (!readable)
    return [
      note(
        'The login of DATABASE_URL may not read the ledger, as it should be; how far it is behind was not looked at.',
        './asylia verify checks the whole ledger.',
      ),
    ]
  const answer = await client.query<Ages>(
    `select (select count(*)::int from base.ledger_pending) as waiting,
       (select extract(epoch from now() - min(at))::float8 from base.ledger_pending p join base.ledger_entry e using (compartment_id, month, id)) as waited,
       (select count(*)::int from base.ledger_leaf where index >= coalesce((select max(size) from base.ledger_checkpoint), 0)) as unsigned,
       (select extract(epoch from now() - max(at))::float8 from base.ledger_checkpoint) as age`,
  )
  const ages = answer.rows[0]
  if (ages === undefined) return []
  const found: Finding[] = []
  if (ages.waiting > 0 && (ages.waited ?? 0) > 600) {
    found.push(
      wrong(
        `${ages.waiting} entries of the ledger wait for their place since ${Math.round((ages.waited ?? 0) / 60)} minutes.`,
        './asylia start runs the sequencer; if it runs, its log says why it stands still.',
      ),
    )
  }
  if (ages.unsigned > 0 && (ages.age ?? Number.POSITIVE_INFINITY) > 7_200) {
    found.push(
      wrong(
        `${ages.unsigned} leaves of the ledger are under no checkpoint.`,
        './asylia start makes one within the hour; if it runs, ./asylia verify says what is wrong.',
      ),
    )
  }
  return found
}
