import { attributeOf, readXml } from './read-xml.ts'

type Level = { readonly format: string; readonly text: string; readonly start: number }
/** The levels of each list of a document, by its `numId`. */
export type Numbering = ReadonlyMap<string, ReadonlyMap<number, Level>>

/** Reads `word/numbering.xml` (ECMA-376 Part 1, 17.9). */
export function readNumbering(xml: string): Numbering {
  const abstracts = new Map<string, Map<number, Level>>()
  const lists = new Map<string, ReadonlyMap<number, Level>>()
  let levels = new Map<number, Level>()
  let at = 0
  let list = ''
  const change = (part: Partial<Level>) => levels.set(at, { format: 'decimal', text: '', start: 1, ...levels.get(at), ...part })
  const visit: Readonly<Record<string, (value: string, tag: Parameters<typeof attributeOf>[0]) => void>> = {
    'w:abstractNum': (_, tag) => {
      levels = new Map()
      abstracts.set(attributeOf(tag, 'w:abstractNumId'), levels)
    },
    'w:lvl': (_, tag) => {
      at = Number(attributeOf(tag, 'w:ilvl'))
    },
    'w:numFmt': (value) => change({ format: value }),
    'w:lvlText': (value) => change({ text: value }),
    'w:start': (value) => change({ start: Number(value) || 0 }),
    'w:num': (_, tag) => {
      list = attributeOf(tag, 'w:numId')
    },
    'w:abstractNumId': (value) => {
      lists.set(list, abstracts.get(value) ?? new Map())
    },
  }
  readXml(xml, { open: (tag) => visit[tag.name]?.(attributeOf(tag, 'w:val'), tag) })
  return lists
}

/** Counts the entries of all lists of one document and writes their marks. */
export class ListCounter {
  private readonly numbering: Numbering
  private readonly counts = new Map<string, number[]>()

  constructor(numbering: Numbering) {
    this.numbering = numbering
  }

  /** The mark of the next entry as printed, such as `3. ` or `- `. */
  next(list: string, level: number): string {
    const levels = this.numbering.get(list)
    const here = levels?.get(level)
    const counts = this.counts.get(list) ?? []
    this.counts.set(list, counts)
    counts[level] = (counts[level] ?? (here?.start ?? 1) - 1) + 1
    counts.length = level + 1
    if (here === undefined || here.format === 'bullet' || here.format === 'none') return '- '
    const label = here.text.replaceAll(/%(\d)/g, (_, digit: string) => {
      const of = Number(digit) - 1
      return asNumber(counts[of] ?? levels?.get(of)?.start ?? 1, levels?.get(of)?.format ?? 'decimal')
    })
    return `${label.trim() || '-'} `
  }
}

function asNumber(count: number, format: string): string {
  if (format === 'lowerLetter') return letterOf(count)
  if (format === 'upperLetter') return letterOf(count).toUpperCase()
  if (format === 'lowerRoman') return romanOf(count)
  if (format === 'upperRoman') return romanOf(count).toUpperCase()
  return String(count)
}

function letterOf(count: number): string {
  return String.fromCharCode(97 + ((Math.max(1, count) - 1) % 26))
}

const ROMAN = [
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const

function romanOf(count: number): string {
  if (count < 1 || count > 99) return String(count)
  let rest = count
  let text = ''
  for (const [value, letters] of [[90, 'xc'], [50, 'l'], [40, 'xl'], ...ROMAN] as const) {
    for (; rest >= value; rest -= value) text += letters
  }
  return text
}
