import type pg from 'pg'
import { textOf } from '#tools/files.ts'
import type { Finding } from './finding.ts'

export const ROW_TYPES_FILE = 'src/base/schema.ts'

type ColumnRow = {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly required: boolean
  readonly given: boolean
  readonly computed: boolean
}

/** What the driver hands us for a type, and what it takes where that differs. Days and sizes are parsed in `database.ts`. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  daterange: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  interval: 'string',
  json: 'Json',
  jsonb: 'Json',
  name: 'string',
  numeric: 'string',
  text: 'string',
  timestamptz: 'Moment',
  tsvector: 'string',
  uuid: 'string',
  varchar: 'string',
}

const COLUMNS = `
  select n.nspname || '.' || c.relname as table, a.attname as column, t.typname as type,
    a.attnotnull as required, a.atthasdef and a.attgenerated = '' or a.attidentity <> '' as given, a.attgenerated <> '' as computed
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  where a.attnum > 0 and not a.attisdropped
    and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'graphile_worker')
  order by n.nspname || '.' || c.relname collate "C", a.attnum`

/** The row types of every table of ours in a migrated database, as the text of `src/base/schema.ts`. */
export async function generateRowTypes(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<ColumnRow>(COLUMNS)
  const tables = Map.groupBy(rows, (row) => row.table)
  const lines = [...tables].flatMap(([table, columns]) => [`  '${table}': {`, ...columns.map(columnLine), '  }'])
  const used = new Set(lines.join(' ').match(/\b(Json|Moment|Given|ColumnType)\b/g) ?? [])
  return [...headLines(used), 'export type Schema = {', ...lines, '}', ''].join('\n')
}

function headLines(used: ReadonlySet<string>): string[] {
  const definitions = DEFINITIONS.filter(([name]) => used.has(name)).map(([, text]) => text)
  const kysely =
    definitions.some((text) => text.includes('ColumnType')) || used.has('ColumnType')
      ? ["import type { ColumnType } from 'kysely'", '']
      : []
  return [
    '/** Row types, generated from a database that has run every migration: `./asylia check row-types --write`. */',
    ...kysely,
    ...definitions.flatMap((text) => [text, '']),
  ]
}

const DEFINITIONS: readonly (readonly [string, string])[] = [
  ['Json', '/** Read as parsed JSON of unknown shape, written as JSON text. */\ntype Json = ColumnType<unknown, string, string>'],
  ['Moment', 'type Moment = ColumnType<Date, Date | string, Date | string>'],
  [
    'Given',
    [
      '/** The database gives a value where none is written. */',
      'type Given<T> = T extends ColumnType<infer Read, infer Insert, infer Update>',
      '  ? ColumnType<Read, Insert | undefined, Update>',
      '  : ColumnType<T, T | undefined, T>',
    ].join('\n'),
  ],
]

function columnLine(column: ColumnRow): string {
  const name = /^[a-z_][a-z0-9_]*$/.test(column.column) ? column.column : `'${column.column}'`
  return `    ${name}: ${columnType(column)}`
}

function columnType(column: ColumnRow): string {
  const array = column.type.startsWith('_')
  const element = TYPES[array ? column.type.slice(1) : column.type]
  if (element === undefined) throw new Error(`no row type is known for ${column.type} in ${column.table}.${column.column}`)
  const base = array ? `${element}[]` : element
  const read = column.required ? base : `${base} | null`
  if (column.computed) return `ColumnType<${asRead(read)}, never, never>`
  return column.given ? `Given<${read}>` : read
}

/** A computed column is only ever read, so a type with a way to write loses it. */
function asRead(type: string): string {
  return type.replace('Json', 'unknown').replace('Moment', 'Date')
}

/** The row types in the tree must be those of the migrations, letter by letter. */
export async function checkRowTypes(root: string, client: pg.ClientBase): Promise<Finding[]> {
  const wanted = await generateRowTypes(client)
  const there = textOf(root, ROW_TYPES_FILE)
  if (there === wanted) return []
  const line = firstDifference(there ?? '', wanted)
  return [{ file: ROW_TYPES_FILE, line, says: 'is not what the migrations make; renew it with ./asylia check row-types --write' }]
}

function firstDifference(left: string, right: string): number {
  const other = right.split('\n')
  const at = left.split('\n').findIndex((line, index) => line !== other[index])
  return at === -1 ? 1 : at + 1
}
