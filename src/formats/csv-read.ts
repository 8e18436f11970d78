/** A row as it stands in the file; `line` is where it begins, for whoever looks there. */
export type TableRow = { readonly line: number; readonly cells: readonly string[]; readonly problem: RowProblem | null }
export type RowProblem = 'quote_unbalanced' | 'quote_inside' | 'too_long'

/** No cell of a table that people fill in is longer; what is, is a quotation mark that was never closed. */
const MOST_CELL = 200_000
const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const
export type Encoding = (typeof MARKS)[number]['encoding'] | 'windows-1252'

/**
 * The encoding of a file by its first bytes: a mark, zeros in every second place, or UTF-8; what is no UTF-8 is read as
 * windows-1252 and said to be. `head` may end within a letter.
 */
export function encodingOf(head: Uint8Array): { readonly encoding: Encoding; readonly isGuess: boolean } {
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))
  if (marked !== undefined) return { encoding: marked.encoding, isGuess: false }
  const zeros = [0, 1].map((parity) => head.filter((byte, at) => at % 2 === parity && byte === 0).length)
  if ((zeros[1] ?? 0) > head.length / 4) return { encoding: 'utf-16le', isGuess: true }
  if ((zeros[0] ?? 0) > head.length / 4) return { encoding: 'utf-16be', isGuess: true }
  return isUtf8(head) ? { encoding: 'utf-8', isGuess: false } : { encoding: 'windows-1252', isGuess: true }
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // As a stream, so that a letter that is cut off at the end is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** The sign that parts the first rows most evenly; a comma where none does. */
export function delimiterOf(head: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const rows = readCsv(head, delimiter).slice(0, 20)
    const whole = rows.length > 1 ? rows.slice(0, -1) : rows
    const widths = whole.map(({ cells }) => cells.length)
    const first = widths[0] ?? 1
    const even = widths.filter((width) => width === first).length / Math.max(1, widths.length)
    return { delimiter, score: first > 1 ? even * 100 + Math.min(first, 50) : 0 }
  })
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

/**
 * Reads CSV piece by piece (RFC 4180, with any line end): rows come out as they are complete, so that a million of them
 * never stand in memory as text. Nothing is thrown: a row that cannot be right carries its problem. Empty lines are passed over.
 */
export class CsvReader {
  readonly #delimiter: string
  #cells: string[] = []
  #cell = ''
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  #line = 1
  #began = 1
  #problem: RowProblem | null = null
  #hadReturn = false

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter
  }

  push(text: string): TableRow[] {
    const rows: TableRow[] = []
    for (const sign of text) this.#take(sign, rows)
    return rows
  }

  /** What stands after the last line end. */
  end(): TableRow[] {
    const rows: TableRow[] = []
    if (this.#state === 'quoted') this.#problem = 'quote_unbalanced'
    if (this.#cells.length > 0 || this.#cell !== '' || this.#state !== 'start') this.#closeRow(rows)
    return rows
  }

  #take(sign: string, rows: TableRow[]): void {
    const isLineFeedOfReturn = this.#hadReturn && sign === '\n'
    this.#hadReturn = sign === '\r'
    if (this.#state === 'quoted') this.#takeQuoted(sign, isLineFeedOfReturn)
    else if (!isLineFeedOfReturn) this.#takePlain(sign, rows)
  }

  #takeQuoted(sign: string, isSecondHalf: boolean): void {
    if (sign === '"') this.#state = 'closed'
    else this.#add(sign, isSecondHalf)
  }

  #takePlain(sign: string, rows: TableRow[]): void {
    if (sign === '"') this.#quote()
    else if (sign === this.#delimiter) this.#closeCell()
    else if (sign === '\n' || sign === '\r') this.#closeRow(rows)
    else this.#addPlain(sign)
  }

  /** Inside quotation marks a line end is part of the cell. */
  #add(sign: string, isSecondHalf: boolean): void {
    if ((sign === '\n' || sign === '\r') && !isSecondHalf) this.#line += 1
    this.#grow(sign)
  }

  #addPlain(sign: string): void {
    if (this.#state === 'closed') {
      // A space after a closing mark is what people type; anything else is a mark that was not doubled.
      if (sign === ' ') return
      this.#problem ??= 'quote_inside'
    }
    if (this.#state === 'start') this.#state = 'plain'
    this.#grow(sign)
  }

  #grow(sign: string): void {
    if (this.#cell.length < MOST_CELL) this.#cell += sign
    else this.#problem ??= 'too_long'
  }

  #quote(): void {
    if (this.#state === 'start' && this.#cell.trim() === '') {
      this.#cell = ''
      this.#state = 'quoted'
    } else if (this.#state === 'closed') {
      this.#grow('"')
      this.#state = 'quoted'
    } else {
      // In the middle of a plain cell: a measure in inches, or a broken file. It is kept and said.
      this.#problem ??= 'quote_inside'
      this.#grow('"')
    }
  }

  #closeCell(): void {
    this.#cells.push(this.#cell)
    this.#cell = ''
    this.#state = 'start'
  }

  #closeRow(rows: TableRow[]): void {
    this.#closeCell()
    const isEmpty = this.#cells.length === 1 && this.#cells[0] === '' && this.#problem === null
    if (!isEmpty) rows.push({ line: this.#began, cells: this.#cells, problem: this.#problem })
    this.#cells = []
    this.#problem = null
    this.#line += 1
    this.#began = this.#line
  }
}

/** A whole text at once. */
export function readCsv(text: string, delimiter: Delimiter): TableRow[] {
  const reader = new CsvReader(delimiter)
  return [...reader.push(text), ...reader.end()]
}
