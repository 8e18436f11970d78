import { stringify } from 'csv-stringify/sync'

export type Cell = string | number | null
export type Column<Row> = {
  readonly name: string
  readonly type: 'string' | 'integer' | 'date'
  readonly description: string
  readonly value: (row: Row) => Cell
}

// What a spreadsheet takes for a formula, full-width signs and a leading tab or line break included (OWASP, CSV injection).
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** A text cell that no spreadsheet runs: one that begins like a formula gets an apostrophe in front. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** CSV after RFC 4180 with a header line, in pieces, so that a large table never stands in memory whole. */
export function* csvPieces<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>, batch = 2000): Generator<string> {
  yield write([columns.map((column) => column.name)])
  let lines: Cell[][] = []
  for (const row of rows) {
    lines.push(columns.map(({ value }) => cellOf(value(row))))
    if (lines.length < batch) continue
    yield write(lines)
    lines = []
  }
  if (lines.length > 0) yield write(lines)
}

function cellOf(value: Cell): Cell {
  return typeof value === 'string' ? guardCell(value) : value
}

function write(lines: readonly (readonly Cell[])[]): string {
  return stringify(lines as Cell[][], { record_delimiter: 'windows' })
}
