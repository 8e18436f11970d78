import type { Column } from '#formats/csv.ts'
import type { Happened, Place } from '#formats/public-record.ts'
import type { Said } from '#kernel/languages.ts'
import type { Key } from '../words.ts'

/** A table for download: rows as records (JSON) and as columns (CSV). */
export type Table = {
  readonly name: string
  readonly title: Key & `table.name.${string}`
  readonly rows: readonly unknown[]
  readonly columns: readonly Column<never>[]
  readonly primaryKey: string | null
}

type Made<Row> = { readonly rows: readonly Row[]; readonly columns: readonly Column<Row>[]; readonly primaryKey?: string | null }

/** A table whose name is the last part of its title's key. */
export function table<Row>(title: Table['title'], { rows, columns, primaryKey = 'code' }: Made<Row>): Table {
  return { name: title.slice('table.name.'.length), title, rows, columns, primaryKey }
}

type Value<Row, Told> = (row: Row) => Told

export const text = <Row>(name: string, description: string, value: Value<Row, string | null>): Column<Row> => ({
  name,
  type: 'string',
  description,
  value,
})

export const whole = <Row>(name: string, description: string, value: Value<Row, number | null>): Column<Row> => ({
  name,
  type: 'integer',
  description,
  value,
})

export const date = <Row>(name: string, description: string, value: Value<Row, string | null>): Column<Row> => ({
  name,
  type: 'date',
  description,
  value,
})

export const list = <Row>(name: string, description: string, value: Value<Row, readonly string[]>): Column<Row> =>
  text(name, `${description}; several are joined by |`, (row) => value(row).join('|'))

/** Our own words: the CSV gives the English ones, the JSON all. */
export const said = <Row>(name: string, description: string, value: Value<Row, Said | null>): Column<Row> =>
  text(`${name}_en`, description, (row) => value(row)?.en ?? null)

export const code = <Row extends { code: string }>(): Column<Row> => text('code', 'Public code of the record', (row) => row.code)

export const citation = <Row extends { citation: string }>(): Column<Row> =>
  text('citation', 'Code of the quotation', (row) => row.citation)

export const citations = <Row extends { citations: readonly string[] }>(): Column<Row> =>
  list('citations', 'Codes of the quotations it stands on', (row) => row.citations)

export const happened = <Row extends { happened: Happened }>(): Column<Row>[] => [
  date('from', 'First possible day, UTC; empty where open', (row) => row.happened.from),
  date('until', 'Last possible day, UTC; empty where open', (row) => row.happened.until),
  text('date_precision', 'exact, month, year, range, before, since, unknown', (row) => row.happened.precision),
  text('date_said', 'The words of the source for the date', (row) => row.happened.said),
]

export const place = <Row extends { place: Place | null }>(): Column<Row>[] => [
  text('place_country', 'Country of the place', (row) => row.place?.country ?? null),
  text('place', 'Name of the place; empty where only the country may be told', (row) => row.place?.name?.en ?? null),
  text('place_precision', 'point, locality, admin1, country, hidden', (row) => row.place?.precision ?? null),
]

export const basis = <Row extends { basis: string }>(): Column<Row> =>
  text('basis', 'Basis; every one but seed and own is unverified', (row) => row.basis)
