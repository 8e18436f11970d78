import type { TableRow } from '#formats/csv-read.ts'
import { type Field, type Layout, type Mapping, valuesOf } from './columns.rules.ts'
import { type ColumnOrder, type DateProblem, type DayOrder, orderOfColumn, type SettledDate, settleDate } from './dates.rules.ts'

/** How words of a table become codes: whatever is not known stays words, in a sealed card. */
export type Codes = {
  readonly country: (said: string) => string | null
  readonly method: (said: string) => string | null
  readonly occupation: (said: string) => string | null
  readonly liberty: (said: string) => string | null
}

export type ImportSettings = {
  readonly layout: Layout
  readonly mapping: Mapping
  /** What a person said of the dates that no column settles; null keeps such rows back. */
  readonly order: DayOrder | null
  readonly codes: Codes
}

export type ImportProblem =
  | { readonly kind: 'quote_unbalanced' | 'quote_inside' | 'too_long' | 'too_many_cells' | 'nothing_in_it' | 'ref_twice' }
  | { readonly kind: DateProblem | 'country_unknown' | 'until_before_from' | 'cell_too_long'; readonly field: Field }
/** A thing that is told and does not keep a row back. */
export type ImportNote = { readonly kind: 'buddhist' | 'digits' | 'order' | 'kept_as_words'; readonly field: Field; readonly said: string }

/** What a row becomes: a sealed identity, coded fields, and sealed words. */
export type ImportedRow = {
  readonly line: number
  readonly ref: string | null
  readonly identity: {
    readonly names: readonly string[]
    readonly aliases: readonly string[]
    readonly born: SettledDate | null
  } & Readonly<Record<'contact' | 'address' | 'family', string | null>>
  readonly coded: {
    readonly origin: string | null
    readonly host: string | null
    readonly from: SettledDate | null
    readonly until: SettledDate | null
    readonly methods: readonly string[]
    readonly occupation: string | null
    readonly liberty: string | null
  }
  readonly words: {
    readonly narrative: string | null
    readonly source: string | null
    readonly place: string | null
    readonly unmatched: readonly string[]
  }
}
export type ReadRow = { readonly row: ImportedRow; readonly problems: ImportProblem[]; readonly notes: readonly ImportNote[] }

const MOST_WORDS = 60_000
const DATE_FIELDS = ['born', 'from', 'until'] as const

/** How each date column is ordered, over all its rows, before a row is read. */
export function ordersOf(rows: Iterable<TableRow>, mapping: Mapping): Map<Field, ColumnOrder> {
  const columns = new Map<Field, string[]>()
  const wanted = mapping.flatMap((field, at) => (field !== null && DATE_FIELDS.some((one) => one === field) ? [{ field, at }] : []))
  for (const { cells } of rows)
    for (const { field, at } of wanted) {
      const list = columns.get(field) ?? []
      list.push(cells[at] ?? '')
      columns.set(field, list)
    }
  return new Map([...columns].map(([field, cells]) => [field, orderOfColumn(cells)]))
}

/** The cells of one row by their fields, with what is wrong with them and what was turned into something else. */
class Cells {
  readonly problems: ImportProblem[]
  readonly notes: ImportNote[] = []
  readonly unmatched: string[] = []
  readonly #cells: readonly string[]
  readonly #settings: ImportSettings
  readonly #orders: ReadonlyMap<Field, ColumnOrder>

  constructor({ cells, problem }: TableRow, settings: ImportSettings, orders: ReadonlyMap<Field, ColumnOrder>) {
    this.#cells = cells
    this.#settings = settings
    this.#orders = orders
    this.problems = problem === null ? [] : [{ kind: problem }]
    if (cells.slice(settings.mapping.length).some((cell) => cell.trim() !== '')) this.problems.push({ kind: 'too_many_cells' })
  }

  words(field: Field): string | null {
    const at = this.#settings.mapping.indexOf(field)
    const text = at < 0 ? '' : (this.#cells[at] ?? '').normalize('NFC').trim()
    if (text.length > MOST_WORDS) this.problems.push({ kind: 'cell_too_long', field })
    return text === '' ? null : text.slice(0, MOST_WORDS)
  }

  /** Names may hold spaces, so that a form's own sign between values does not part them. */
  names(field: 'name' | 'alias'): string[] {
    const { layout } = this.#settings
    return valuesOf(this.words(field) ?? '', layout === 'kobo' ? 'plain' : layout)
  }

  date(field: (typeof DATE_FIELDS)[number]): SettledDate | null {
    const text = this.words(field)
    if (text === null) return null
    const settled = settleDate(text, this.#orders.get(field)?.order ?? this.#settings.order)
    if (typeof settled === 'string') {
      this.problems.push({ kind: settled, field })
      return null
    }
    this.notes.push(...settled.converted.map((kind) => ({ kind, field, said: settled.said })))
    return settled
  }

  country(field: 'origin' | 'host'): string | null {
    const text = this.words(field)
    const code = text === null ? null : this.#settings.codes.country(text)
    if (text !== null && code === null) this.problems.push({ kind: 'country_unknown', field })
    return code
  }

  coded(field: 'methods' | 'occupation' | 'liberty', read: (said: string) => string | null): string[] {
    return valuesOf(this.words(field) ?? '', this.#settings.layout).flatMap((said) => {
      const code = read(said)
      if (code !== null) return [code]
      this.unmatched.push(said)
      this.notes.push({ kind: 'kept_as_words', field, said })
      return []
    })
  }
}

/**
 * Reads one row, without writing anything. Every problem names its field and keeps the row back; notes tell what was turned
 * into something else. Nothing is guessed: an unknown country is a problem, an unknown method stays words.
 */
export function readRow(told: TableRow, settings: ImportSettings, orders: ReadonlyMap<Field, ColumnOrder>): ReadRow {
  const cells = new Cells(told, settings, orders)
  const { codes } = settings
  const row: ImportedRow = {
    line: told.line,
    ref: cells.words('ref'),
    identity: {
      names: cells.names('name'),
      aliases: cells.names('alias'),
      born: cells.date('born'),
      contact: cells.words('contact'),
      address: cells.words('address'),
      family: cells.words('family'),
    },
    coded: {
      origin: cells.country('origin'),
      host: cells.country('host'),
      from: cells.date('from'),
      until: cells.date('until'),
      methods: [...new Set(cells.coded('methods', codes.method))],
      occupation: cells.coded('occupation', codes.occupation)[0] ?? null,
      liberty: cells.coded('liberty', codes.liberty)[0] ?? null,
    },
    words: { narrative: cells.words('narrative'), source: cells.words('source'), place: cells.words('place'), unmatched: cells.unmatched },
  }
  const { from, until } = row.coded
  if (from !== null && until !== null && until.until < from.from) cells.problems.push({ kind: 'until_before_from', field: 'until' })
  if (isEmpty(row)) cells.problems.push({ kind: 'nothing_in_it' })
  return { row, problems: cells.problems, notes: cells.notes }
}

function isEmpty({ identity, coded, words }: ImportedRow): boolean {
  return identity.names.length === 0 && coded.methods.length === 0 && words.narrative === null && words.unmatched.length === 0
}

export type Preview = {
  readonly rows: number
  readonly ready: number
  readonly problems: ReadonlyMap<string, number>
  readonly notes: ReadonlyMap<string, number>
  /** The first rows that are kept back, with their lines and reasons; a file of a million has more than anybody reads. */
  readonly keptBack: readonly { readonly line: number; readonly problems: readonly ImportProblem[] }[]
  readonly readyRows: readonly ImportedRow[]
}

const MOST_TOLD = 1_000

/** Reads all rows and says what would become of them. A reference that comes twice keeps back the second. */
export function preview(rows: readonly TableRow[], settings: ImportSettings): Preview {
  const orders = ordersOf(rows, settings.mapping)
  const refs = new Set<string>()
  const counts = { problems: new Map<string, number>(), notes: new Map<string, number>() }
  const keptBack: { line: number; problems: readonly ImportProblem[] }[] = []
  const ready: ImportedRow[] = []
  for (const one of rows) {
    const { row, problems, notes } = readRow(one, settings, orders)
    if (isSecond(row.ref, refs)) problems.push({ kind: 'ref_twice' })
    count(counts.problems, problems)
    count(counts.notes, notes)
    if (problems.length === 0) ready.push(row)
    else if (keptBack.length < MOST_TOLD) keptBack.push({ line: one.line, problems })
  }
  return { rows: rows.length, ready: ready.length, ...counts, keptBack, readyRows: ready }
}

function isSecond(ref: string | null, seen: Set<string>): boolean {
  if (ref === null) return false
  const wasThere = seen.has(ref)
  seen.add(ref)
  return wasThere
}

function count(counts: Map<string, number>, found: readonly { readonly kind: string }[]): void {
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1)
}
