import type pg from 'pg'
import { KEYS_TABLESPACE } from '#base/postgres/keys-tablespace.ts'
import { type Finding, note, wrong } from './finding.ts'

/**
 * Key material stands apart, so that destroying an archive destroys the keys: every table and index of the schema `keys`
 * in the tablespace of its own, and nothing of their content in the statistics, which stand in the main one.
 */
export async function keysFindings(client: pg.Client, isPrivate: boolean): Promise<readonly Finding[]> {
  const copied = await sampledColumns(client)
  if (!isPrivate)
    return [
      note(
        'The server is not ours: that the schema keys is kept apart from other backups is yours to see to.',
        'Put it into a tablespace of its own and destroy copies of it after 35 days.',
      ),
      ...copied,
    ]
  const there = await client.query('select from pg_tablespace where spcname = $1', [KEYS_TABLESPACE])
  if (there.rowCount === 0) return [wrong('The tablespace for keys is missing.', './asylia start makes it.'), ...copied]
  const elsewhere = await client.query<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace left join pg_tablespace t on t.oid = reltablespace
     where nspname = 'keys' and relkind in ('r', 'i', 'm') and spcname is distinct from $1 order by 1`,
    [KEYS_TABLESPACE],
  )
  const found = elsewhere.rows.map((row) =>
    wrong(
      `${row.name} in the schema keys stands in the main tablespace.`,
      `alter table (or index) keys.${row.name} set tablespace ${KEYS_TABLESPACE}; older main archives hold it too.`,
    ),
  )
  return [...found, ...copied]
}

/** ANALYZE copies common values of a column into the catalogue, unless its statistics are off. Ids say nothing. */
async function sampledColumns(client: pg.Client): Promise<readonly Finding[]> {
  const answer = await client.query<{ relname: string; attname: string }>(
    `select relname, attname from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
     where nspname = 'keys' and relkind in ('r', 'p') and attnum > 0 and not attisdropped and atttypid in ('text'::regtype, 'bytea'::regtype, 'jsonb'::regtype)
       and coalesce(attstattarget, -1) <> 0 order by 1, 2`,
  )
  return answer.rows.map(({ relname, attname }) =>
    wrong(
      `Statistics may copy values of keys.${relname}.${attname} out of their tablespace.`,
      `alter table keys.${relname} alter column ${attname} set statistics 0; select pg_clear_attribute_stats('keys', '${relname}', '${attname}', false);`,
    ),
  )
}
