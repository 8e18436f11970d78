import { utf8 } from '#crypto/bytes.ts'
import type { ExportedRow } from '#features/cases/export/export.contract.ts'
import { guardCell } from '#formats/guard-cell.ts'
import { writeXlsx } from '#formats/xlsx-write.ts'
import type { ExportCalls, ShownExport } from '../../rooms/export/calls.ts'
import type { Handlers } from '../answers.ts'
import { askForYes } from '../approvals/approve.ts'
import type { Vault } from '../vault.ts'

/** Hands on coded rows that everybody in them agreed to. */
export function exportHandlers(opened: () => Vault): Handlers<ExportCalls> {
  return {
    'export.preview': (asked) => opened().door.ask<ShownExport>('export/preview', asked),
    'export.ask': ({ scope, digest, rows }) => {
      const vault = opened()
      const binds = { team: vault.team, scope, digest, rows: String(rows) }
      return askForYes(vault, { action: 'export.incidents', subject: scope, case: null, binds, reason: 'export' })
    },
    'export.run': async ({ form, ...asked }) => {
      const { rows } = await opened().door.ask<{ rows: ExportedRow[] }>('export/rows', asked)
      return { file: new Uint8Array(written(form, rows)), rows: rows.length }
    },
  }
}

const COLUMNS = [
  'case',
  'incident',
  'origin',
  'host',
  'effect',
  'place',
  'from',
  'until',
  'precision',
  'status',
  'hedge',
  'authority',
  'standard',
  'alleged',
  'methods',
  'attribution',
  'people',
] as const satisfies readonly (keyof ExportedRow)[]

// guards A-18: what a spreadsheet would take for a formula is text; JSON keeps the value.
function written(form: 'csv' | 'xlsx' | 'json', rows: readonly ExportedRow[]): Uint8Array {
  if (form === 'json') return utf8(`${JSON.stringify({ format: 'asylia-incidents/1', rows }, null, 1)}\n`)
  const table = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))] as readonly (readonly (string | number | boolean)[])[]
  if (form === 'xlsx')
    return writeXlsx([
      { name: 'Incidents', rows: table.map((cells) => cells.map((cell) => (typeof cell === 'number' ? cell : String(cell)))) },
    ])
  return utf8(`\uFEFF${table.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`)
}

/** RFC 4180. */
function quoted(cell: string | number | boolean): string {
  const text = typeof cell === 'string' ? guardCell(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
