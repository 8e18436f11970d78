import { Unzip, UnzipInflate } from 'fflate'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { TableRow } from './csv-read.ts'

export type Sheet = { readonly name: string; readonly rows: readonly TableRow[]; readonly macros: boolean }
/** Why a workbook is not read. */
export class SheetFault extends Error {
  readonly code: 'sheet.not_xlsx' | 'sheet.inflates' | 'sheet.malformed' | 'sheet.encrypted'

  constructor(code: SheetFault['code']) {
    super(code)
    this.name = 'SheetFault'
    this.code = code
  }
}

const STEP = 65_536
const MOST_ENTRIES = 5_000
/** A sheet of a million short rows; beyond it the file is a bomb or belongs into CSV. */
const MOST_INFLATED = 400 * 1024 * 1024
const MOST_TIMES = 200
const WANTED = /^xl\/(workbook\.xml|sharedStrings\.xml|styles\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/

/**
 * The sheets of an XLSX workbook as rows of text (ECMA-376 part 1, section 18). Numbers that their style shows as dates come
 * as ISO dates, everything else as it was typed; formulas come as the result that was stored. Nothing else is unpacked, no
 * macro and no picture. Throws `SheetFault`.
 */
export function readXlsx(bytes: Uint8Array, most = MOST_INFLATED): Sheet[] {
  // The old binary form, which is also what a workbook with a password comes in.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new SheetFault('sheet.encrypted')
  const { parts, macros } = unpack(bytes, Math.min(most, Math.max(4 * 1024 * 1024, bytes.length * MOST_TIMES)))
  const text = (name: string) => parts.get(name)
  const workbook = text('xl/workbook.xml')
  if (workbook === undefined) throw new SheetFault('sheet.not_xlsx')
  const strings = sharedStrings(text('xl/sharedStrings.xml'))
  const dates = dateStyles(text('xl/styles.xml'))
  const { sheets, is1904 } = listSheets(workbook, targets(text('xl/_rels/workbook.xml.rels')))
  return sheets.map(({ name, path }) => ({ name, rows: rowsOf(text(path), { strings, dates, is1904 }), macros }))
}

function unpack(bytes: Uint8Array, most: number): { parts: Map<string, string>; macros: boolean } {
  const parts = new Map<string, string>()
  const seen = { entries: 0, inflated: 0, macros: false }
  const unzip = new Unzip((file) => {
    seen.entries += 1
    if (seen.entries > MOST_ENTRIES) throw new SheetFault('sheet.inflates')
    if (/vbaproject/i.test(file.name)) seen.macros = true
    if (!WANTED.test(file.name)) return
    // Two parts of one name: readers disagree on which one counts.
    if (parts.has(file.name)) throw new SheetFault('sheet.malformed')
    const decoder = new TextDecoder('utf-8')
    parts.set(file.name, '')
    const pieces: string[] = []
    file.ondata = (error, chunk, final) => {
      if (error !== null) throw error
      seen.inflated += chunk.length
      if (seen.inflated > most) throw new SheetFault('sheet.inflates')
      pieces.push(decoder.decode(chunk, { stream: !final }))
      if (final) parts.set(file.name, pieces.join(''))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < bytes.length; at += STEP) unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length)
  } catch (error) {
    throw error instanceof SheetFault ? error : new SheetFault(seen.entries === 0 ? 'sheet.not_xlsx' : 'sheet.malformed')
  }
  return { parts, macros: seen.macros }
}

type Visitor = {
  readonly open?: (tag: SaxesTagPlain) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** Any document type is refused: entities are a way to hide and to swell. */
function walk(xml: string, visitor: Visitor): void {
  const parser = new SaxesParser()
  const refuse = () => {
    throw new SheetFault('sheet.malformed')
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', (tag) => visitor.open?.({ ...tag, name: localOf(tag.name) }))
  parser.on('text', (text) => visitor.text?.(text))
  parser.on('closetag', (tag) => visitor.close?.(localOf(tag.name)))
  parser.write(xml).close()
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1)

function targets(xml: string | undefined): Map<string, string> {
  const found = new Map<string, string>()
  if (xml === undefined) return found
  walk(xml, {
    open: ({ name, attributes }) => {
      if (name !== 'Relationship') return
      const target = (attributes['Target'] ?? '').replace(/^\/?(?:xl\/)?/, 'xl/')
      found.set(attributes['Id'] ?? '', target)
    },
  })
  return found
}

function listSheets(xml: string, paths: ReadonlyMap<string, string>): { sheets: { name: string; path: string }[]; is1904: boolean } {
  const sheets: { name: string; path: string }[] = []
  let is1904 = false
  walk(xml, {
    open: ({ name, attributes }) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', path: paths.get(attributes['r:id'] ?? '') ?? '' })
    },
  })
  return { sheets, is1904 }
}

/** The texts that cells name by number; what stands in a phonetic hint is no part of them. */
function sharedStrings(xml: string | undefined): string[] {
  const found: string[] = []
  if (xml === undefined) return found
  let text = ''
  let inText = false
  let inHint = false
  walk(xml, {
    open: ({ name }) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') inHint = true
      else if (name === 't') inText = true
    },
    text: (piece) => {
      if (inText && !inHint) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') inHint = false
      else if (name === 'si') found.push(text)
    },
  })
  return found
}

/** Formats 14 to 22 and 45 to 47 are dates and times by the standard (18.8.30); others by the letters of their pattern. */
const isDateNumber = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
const isDatePattern = (pattern: string) => /[dy]|mm/i.test(pattern.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

/** For each cell style, whether it shows its number as a date. */
function dateStyles(xml: string | undefined): boolean[] {
  const patterns = new Map<number, boolean>()
  const styles: boolean[] = []
  if (xml === undefined) return styles
  let inCells = false
  walk(xml, {
    open: ({ name, attributes }) => {
      if (name === 'numFmt') patterns.set(Number(attributes['numFmtId']), isDatePattern(attributes['formatCode'] ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0)
        styles.push(patterns.get(id) ?? isDateNumber(id))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

type Book = { readonly strings: readonly string[]; readonly dates: readonly boolean[]; readonly is1904: boolean }
type Cell = { column: number; type: string; style: number; text: string }

function rowsOf(xml: string | undefined, book: Book): TableRow[] {
  const rows: TableRow[] = []
  if (xml === undefined) return rows
  const now: { line: number; cells: string[]; cell: Cell | null; inValue: boolean } = { line: 0, cells: [], cell: null, inValue: false }
  const closing: Readonly<Record<string, () => void>> = {
    c: () => {
      if (now.cell === null) return
      while (now.cells.length < now.cell.column) now.cells.push('')
      now.cells[now.cell.column] = shown(now.cell, book)
      now.cell = null
    },
    row: () => {
      if (now.cells.some((one) => one !== '')) rows.push({ line: now.line, cells: now.cells, problem: null })
    },
  }
  walk(xml, {
    open: ({ name, attributes }) => {
      if (name === 'row') Object.assign(now, { line: Number(attributes['r'] ?? now.line + 1), cells: [] })
      else if (name === 'c') now.cell = cellOf(attributes, now.cells.length)
      now.inValue = name === 'v' || name === 't'
    },
    text: (piece) => {
      if (now.inValue && now.cell !== null) now.cell.text += piece
    },
    close: (name) => {
      now.inValue = false
      closing[name]?.()
    },
  })
  return rows
}

function cellOf(attributes: SaxesTagPlain['attributes'], next: number): Cell {
  return { column: columnOf(attributes['r'], next), type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), text: '' }
}

const MOST_COLUMNS = 16_384

/** The column of a reference such as `AB7`, from 0; a cell without one stands behind the one before. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return next
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  if (column >= MOST_COLUMNS) throw new SheetFault('sheet.malformed')
  return column
}

function shown({ type, style, text }: Cell, { strings, dates, is1904 }: Book): string {
  if (type === 's') return strings[Number(text)] ?? ''
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n' && text !== '' && dates[style] === true) return dayOfSerial(Number(text), is1904) ?? text
  return text
}

const DAY_MS = 86_400_000

/** A day as workbooks count them (18.17.4.1): 1 is 1 January 1900, and the 29 February of that year, which never was, counts. */
function dayOfSerial(serial: number, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null
  const whole = Math.floor(serial)
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30)
  return new Date(start + whole * DAY_MS).toISOString().slice(0, 10)
}
