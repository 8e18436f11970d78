import type { TakenList, TakenRow } from '#features/diplomacy/lists/list.contract.ts'
import { guardCell } from '#formats/guard-cell.ts'

const COLUMNS = ['case', 'subject', 'form', 'times', 'lastRaised', 'lastReply'] as const satisfies readonly (keyof TakenRow)[]

/** A list as it leaves: what a spreadsheet would take for a formula is text, JSON keeps the value. guards A-18 */
export function writtenList(form: 'csv' | 'json', list: TakenList): string {
  if (form === 'json') return `${JSON.stringify({ format: 'asylia-case-list/1', ...list }, null, 1)}\n`
  const rows = [COLUMNS.map(String), ...list.rows.map((row) => COLUMNS.map((column) => row[column]))]
  return `\uFEFF${rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`
}

/** RFC 4180. */
function quoted(cell: string | number): string {
  const text = typeof cell === 'string' ? guardCell(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
