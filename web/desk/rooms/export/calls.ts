import type { Export } from '#features/cases/export/export.contract.ts'

export type ShownExport = {
  readonly rows: number
  readonly held: readonly { readonly case: string; readonly person: string; readonly why: string }[]
  readonly digest: string
  readonly needsTwo: boolean
}
export type ExportCalls = {
  'export.preview': { in: Export; out: ShownExport }
  /** Asks a colleague for the second yes to exactly these rows. */
  'export.ask': { in: Export & { readonly digest: string; readonly rows: number }; out: { readonly id: string } }
  /** The table as a file: CSV and XLSX with nothing that a spreadsheet would run, JSON with the values as they are. */
  'export.run': {
    in: Export & { readonly digest: string; readonly form: 'csv' | 'xlsx' | 'json' }
    out: { readonly file: Uint8Array<ArrayBuffer>; readonly rows: number }
  }
}
