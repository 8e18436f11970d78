import { CsvReader, delimiterOf, encodingOf, type TableRow } from '#formats/csv-read.ts'
import { readXlsx, SheetFault } from '#formats/xlsx-read.ts'
import { DeskFault } from '../fault.ts'

export type Table = {
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
  readonly encoding: string
  readonly isGuess: boolean
  readonly sheets: readonly string[]
  readonly macros: boolean
  /** SHA-256 of the file; the marks of its rows hang on it. */
  readonly sha256: Uint8Array
}

/** A million rows of a few hundred letters. What is larger is brought in parts. */
const MOST_BYTES = 400 * 1024 * 1024
const HEAD = 65_536
/** A workbook is unpacked whole; beyond this it is better saved as CSV. */
const MOST_WORKBOOK = 64 * 1024 * 1024

/** Reads a table in the browser, piece by piece; nothing of it leaves the worker. Throws `import.too_large`, `sheet.…`, `import.no_rows`. */
export async function readTable(file: Blob, sheet: number, onProgress: (share: number) => void): Promise<Table> {
  if (file.size > MOST_BYTES) throw new DeskFault('import.too_large', 'typed')
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  const isWorkbook = (head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0xd0 && head[1] === 0xcf)
  const read = isWorkbook ? await readWorkbook(file, sheet) : await readText(file, head, onProgress)
  const [header, ...rows] = read.rows
  if (header === undefined || rows.length === 0) throw new DeskFault('import.no_rows', 'typed')
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', await digestOf(file)))
  return { ...read, header: header.cells.map((cell) => cell.trim()), rows, sha256 }
}

/** Large files are hashed by their size, beginning and end, and every piece between by its own hash. */
async function digestOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  const step = 8 * 1024 * 1024
  for (let at = 0; at < file.size; at += step)
    pieces.push(new Uint8Array(await crypto.subtle.digest('SHA-256', await file.slice(at, at + step).arrayBuffer())))
  const all = new Uint8Array(pieces.length * 32)
  for (const [at, piece] of pieces.entries()) all.set(piece, at * 32)
  return all
}

type Read = Omit<Table, 'header' | 'sha256'>

async function readWorkbook(file: Blob, sheet: number): Promise<Read> {
  if (file.size > MOST_WORKBOOK) throw new DeskFault('import.too_large', 'typed')
  try {
    const sheets = readXlsx(new Uint8Array(await file.arrayBuffer()))
    const chosen = sheets[sheet] ?? sheets[0]
    return {
      rows: chosen?.rows ?? [],
      encoding: 'xlsx',
      isGuess: false,
      sheets: sheets.map(({ name }) => name),
      macros: chosen?.macros === true,
    }
  } catch (error) {
    if (error instanceof SheetFault) throw new DeskFault(error.code, 'typed')
    throw error
  }
}

async function readText(file: Blob, head: Uint8Array, onProgress: (share: number) => void): Promise<Read> {
  const { encoding, isGuess } = encodingOf(head)
  const decoder = new TextDecoder(encoding)
  const reader = new CsvReader(delimiterOf(new TextDecoder(encoding).decode(head)))
  const rows: TableRow[] = []
  let done = 0
  for await (const piece of piecesOf(file)) {
    for (const row of reader.push(decoder.decode(piece, { stream: true }))) rows.push(row)
    done += piece.length
    onProgress(done / file.size)
  }
  for (const row of [...reader.push(decoder.decode()), ...reader.end()]) rows.push(row)
  return { rows, encoding, isGuess, sheets: [], macros: false }
}

async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const step = 1024 * 1024
  for (let at = 0; at < file.size; at += step) yield new Uint8Array(await file.slice(at, at + step).arrayBuffer())
}
