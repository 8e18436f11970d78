import type { Field, Layout } from '#features/cases/import/columns.rules.ts'
import type { ColumnOrder, DayOrder } from '#features/cases/import/dates.rules.ts'
import type { Batches } from '#features/cases/import/import.contract.ts'
import type { ImportProblem } from '#features/cases/import/rows.rules.ts'
import type { ImportWords } from '../../keys/import/codes.ts'

/** A table as it was read, before anything of it is written. */
export type ReadTable = {
  readonly rows: number
  readonly header: readonly string[]
  /** The first rows, for whoever chooses what the columns become. */
  readonly sample: readonly (readonly string[])[]
  readonly layout: Layout
  readonly mapping: readonly (Field | null)[]
  readonly encoding: string
  /** The encoding was guessed: letters may be wrong. */
  readonly isGuess: boolean
  readonly sheets: readonly string[]
  /** The sheet that was read. */
  readonly sheet: number
  readonly macros: boolean
}
export type ImportPreview = {
  readonly rows: number
  readonly ready: number
  readonly before: number
  readonly problems: readonly (readonly [kind: string, count: number])[]
  readonly notes: readonly (readonly [kind: string, count: number])[]
  readonly keptBack: readonly { readonly line: number; readonly problems: readonly ImportProblem[] }[]
  readonly orders: readonly (readonly [field: Field, order: ColumnOrder])[]
  /** The first rows as they would stand in the desk. */
  readonly shown: readonly {
    readonly line: number
    readonly name: string
    readonly when: string
    readonly where: string
    readonly methods: readonly string[]
  }[]
}
export type Imported = {
  readonly done: number
  readonly before: number
  readonly failed: readonly { readonly line: number; readonly code: string }[]
  /** Stopped by the person, or by a line that was lost; the next run goes on after what is done. */
  readonly stopped: boolean
}

/** How many cases went, and which stay because something in them was changed since. */
export type Undone = { readonly undone: number; readonly touched: readonly string[] }

export type ImportCalls = {
  'import.read': { in: { readonly file: Blob; readonly sheet: number }; out: ReadTable }
  'import.preview': {
    in: { readonly mapping: readonly (Field | null)[]; readonly order: DayOrder | null; readonly words: ImportWords }
    out: ImportPreview
  }
  'import.run': { in: null; out: Imported }
  'import.stop': { in: null; out: null }
  'import.batches': { in: null; out: Batches }
  'import.undo': { in: { readonly batch: string }; out: Undone }
  'import.forget': { in: null; out: null }
}
