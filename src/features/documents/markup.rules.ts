import { type Traced, without } from './traced.rules.ts'

const WORD_BEFORE = /[\p{L}\p{N}]$/u
const WORD_AFTER = /^[\p{L}\p{N}]/u

/** Underscores go unless a letter or digit stands on both sides, as in an address. */
export function withoutUnderscores(source: Traced): Traced {
  if (!source.text.includes('_')) return source
  const marks = new Uint8Array(source.text.length)
  for (const run of source.text.matchAll(/_+/g)) {
    const end = run.index + run[0].length
    const joins =
      WORD_BEFORE.test(source.text.slice(Math.max(0, run.index - 2), run.index)) && WORD_AFTER.test(source.text.slice(end, end + 2))
    if (!joins) marks.fill(1, run.index, end)
  }
  return without(source, marks)
}

/** `#` to `######` at the start of a line, followed by a space, goes. */
export function withoutHeadingMarks(source: Traced): Traced {
  const { text } = source
  if (!text.includes('#')) return source
  const marks = new Uint8Array(text.length)
  let fresh = true
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === NEW_LINE) fresh = true
    if (isSpace(unit)) continue
    const end: number = fresh ? endOfHeadingMark(text, i) : i
    fresh = end > i
    marks.fill(1, i, end)
    i = Math.max(i, end - 1)
  }
  return without(source, marks)
}

/** Where the heading mark that begins here ends; the same place where none begins. */
function endOfHeadingMark(text: string, from: number): number {
  let end = from
  while (end - from < 7 && text.charCodeAt(end) === HASH) end++
  const isMark = end - from <= 6 && (end === text.length || isSpace(text.charCodeAt(end)))
  return isMark ? end : from
}

/** `[text](target)` becomes `text`; a target holds no space and no square bracket. */
export function withoutLinks(source: Traced): Traced {
  return source.text.includes('](') ? without(source, new LinkReader(source.text).read()) : source
}

const NEW_LINE = 10
const HASH = 0x23
const OPEN_SQUARE = 0x5b
const CLOSE_SQUARE = 0x5d
const OPEN_ROUND = 0x28
const CLOSE_ROUND = 0x29
const isSpace = (unit: number): boolean => unit === 32 || unit === NEW_LINE

/**
 * A shift-reduce reader: a link is taken out of the text read so far, so what its removal uncovers is seen too and a
 * second reading finds nothing. The text read so far is a linked list, which keeps hostile nesting linear.
 */
class LinkReader {
  private readonly text: string
  private readonly marks: Uint8Array
  private readonly next: Int32Array
  private readonly previous: Int32Array
  private readonly opened: Int32Array
  private readonly stack: number[] = []
  private tail = 0

  constructor(text: string) {
    this.text = text
    this.marks = new Uint8Array(text.length)
    // Index 0 is the head of the list; the unit i of the text is node i + 1.
    this.next = new Int32Array(text.length + 1)
    this.previous = new Int32Array(text.length + 1)
    this.opened = new Int32Array(text.length + 1)
  }

  read(): Uint8Array {
    for (let i = 0; i < this.text.length; i++) {
      const node = i + 1
      this.next[this.tail] = node
      this.next[node] = 0
      this.previous[node] = this.tail
      this.tail = node
      const unit = this.unit(node)
      if (unit === OPEN_SQUARE || unit === OPEN_ROUND) this.stack.push(node)
      if (unit === CLOSE_SQUARE || unit === CLOSE_ROUND) this.close(node, unit)
    }
    return this.marks
  }

  private unit(node: number): number {
    return node === 0 ? 0 : this.text.charCodeAt(node - 1)
  }

  private close(node: number, unit: number): void {
    const opener = this.stack.pop()
    if (opener === undefined) return
    if (this.unit(opener) !== (unit === CLOSE_SQUARE ? OPEN_SQUARE : OPEN_ROUND)) {
      this.stack.length = 0
      return
    }
    this.opened[node] = opener
    if (unit === CLOSE_ROUND) this.reduce(opener)
  }

  private reduce(round: number): void {
    const bracket = this.previous[round] ?? 0
    const square = this.unit(bracket) === CLOSE_SQUARE ? (this.opened[bracket] ?? 0) : 0
    if (square === 0 || !this.isTarget(round)) return
    for (let node = bracket; node !== 0; node = this.next[node] ?? 0) this.marks[node - 1] = 1
    this.tail = this.previous[bracket] ?? 0
    this.next[this.tail] = 0
    this.drop(square)
  }

  private drop(node: number): void {
    const before = this.previous[node] ?? 0
    const after = this.next[node] ?? 0
    this.marks[node - 1] = 1
    this.next[before] = after
    if (after === 0) this.tail = before
    else this.previous[after] = before
  }

  private isTarget(round: number): boolean {
    for (let node = this.next[round] ?? 0; node !== 0; node = this.next[node] ?? 0) {
      const unit = this.unit(node)
      if (isSpace(unit) || unit === OPEN_SQUARE || unit === CLOSE_SQUARE) return false
    }
    return true
  }
}
