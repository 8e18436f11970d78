import { normalisePieces } from './normalise.rules.ts'
import type { OffsetMap, Piece } from './traced.rules.ts'

export type Marker = { readonly kind: 'number' | 'bullet'; readonly label: string | null }
type Line = { readonly start: number; readonly end: number }

/** Consecutive lines that are printed as one: between blank lines, or from a list marker on. Its list marker is not part of it. */
export type Block = {
  readonly pieces: readonly Piece[]
  readonly lines: readonly string[]
  readonly text: string
  readonly map: OffsetMap
  readonly marker: Marker | null
  readonly isMarkedHeading: boolean
}

// A list number has at most three digits: "2024." at the start of a line is the end of a sentence.
const NUMBER = /^[ \t]*(?:\*\*)?\(?(\d{1,3})[.)](?:\*\*)?[ \t\u00a0]+/
const BULLET = /^[ \t]*(?:[-*+•‣–—]|\(?[a-z]\)|\([ivx]{1,5}\))[ \t\u00a0]+(?=\S)/
const HEADING = /^[ \t]*#{1,6}[ \t]/
const RULE = /^[ \t]*(?:[-=_*][ \t]*){3,}$/
// What none of the patterns above can match; most lines stop here.
const ORDINARY = /^[ \t]*[\p{L}"“](?!\))/u
const BLANK = /^[\s\u200b\ufeff]*$/

/** The blocks of a text in order. Blocks without a single visible character are left out. */
export function readBlocks(raw: string): Block[] {
  const blocks: Block[] = []
  let open: Line[] = []
  const close = (): void => {
    const block = open.length > 0 ? blockOf(raw, open) : null
    if (block !== null && block.text !== '') blocks.push(block)
    open = []
  }
  for (const line of linesOf(raw)) {
    const role = roleOf(raw, line)
    if (role !== 'continues') close()
    if (role !== 'blank') open.push(line)
    if (role === 'alone') close()
  }
  close()
  return blocks
}

/** What a line does to the block before it. Only its first characters are looked at, so that a line of any length costs the same. */
function roleOf(raw: string, line: Line): 'blank' | 'alone' | 'opens' | 'continues' {
  const text = raw.slice(line.start, Math.min(line.end, line.start + 200))
  const isShort = line.end - line.start <= 200
  if (BLANK.test(text)) return isShort || BLANK.test(raw.slice(line.start, line.end)) ? 'blank' : 'continues'
  if (ORDINARY.test(text)) return 'continues'
  if (HEADING.test(text) || (isShort && RULE.test(text))) return 'alone'
  return markerOf(text) === null ? 'continues' : 'opens'
}

function* linesOf(raw: string): Generator<Line> {
  let start = 0
  for (let i = 0; i <= raw.length; i++) {
    const unit = i === raw.length ? 10 : raw.charCodeAt(i)
    if (unit !== 10 && unit !== 13) continue
    yield { start, end: i }
    if (unit === 13 && raw.charCodeAt(i + 1) === 10) i++
    start = i + 1
  }
}

function markerOf(line: string): { marker: Marker; length: number } | null {
  const number = NUMBER.exec(line)
  if (number !== null) return { marker: { kind: 'number', label: number[1] ?? null }, length: number[0].length }
  const bullet = RULE.test(line) ? null : BULLET.exec(line)
  return bullet === null ? null : { marker: { kind: 'bullet', label: null }, length: bullet[0].length }
}

function blockOf(raw: string, lines: readonly Line[]): Block {
  const first = lines[0] ?? { start: 0, end: 0 }
  const opening = raw.slice(first.start, Math.min(first.end, first.start + 200))
  const found = markerOf(opening)
  const start = first.start + (found?.length ?? 0)
  const pieces: Piece[] = [{ start, end: lines.at(-1)?.end ?? first.end, glue: '' }]
  return {
    pieces,
    lines: lines.slice(0, 40).map((line) => raw.slice(Math.max(start, line.start), line.end).trim()),
    ...normalisePieces(raw, pieces),
    marker: found?.marker ?? null,
    isMarkedHeading: HEADING.test(opening),
  }
}
