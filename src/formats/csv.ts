import { stringify } from 'csv-stringify/sync'
import { guardCell } from './guard-cell.ts'

export type Cell = string | number | null
export type Column<Row> = {
  readonly name: string
  readonly type: 'string' | 'integer' | 'date'
  readonly description: string
  readonly value: (row: Row) => Cell
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
