import { withoutHeadingMarks, withoutLinks, withoutUnderscores } from './markup.rules.ts'
import { composed, type OffsetMap, offsetMap, type Piece, type Traced, traced, without } from './traced.rules.ts'

export { toRaw } from './traced.rules.ts'

/** The version of the reading rules. A citation made under another version is checked under that version. */
export const RULE_VERSION = 1

export type Normalised = { readonly text: string; readonly map: OffsetMap }

/**
 * The text as citations count it: NFC, Markdown marks and link targets removed, quotation marks straight, invisible
 * characters gone, white space one space and none at the ends. A second pass changes nothing. Any string is accepted;
 * a lone surrogate becomes U+FFFD, so that the text has one UTF-8 form and one hash.
 */
export function normaliseText(raw: string): Normalised {
  return normalisePieces(raw, [{ start: 0, end: raw.length, glue: '' }])
}

/** As `normaliseText`, of parts of a raw text joined by their glue; offsets count in the whole raw text. */
export function normalisePieces(raw: string, pieces: readonly Piece[]): Normalised {
  const end = pieces.at(-1)?.end ?? 0
  const only = pieces.length === 1 ? pieces[0] : undefined
  const text = only === undefined ? '' : raw.slice(only.start, only.end)
  if (only !== undefined && !MARKED.test(text)) return { text, map: [0, only.start, text.length, end] }
  let source = traced(raw, pieces)
  source = composed(source)
  source = composed(unified(source))
  source = withoutHeadingMarks(withoutLinks(withoutUnderscores(source)))
  source = composed(collapsed(source))
  return { text: source.text, map: offsetMap(source, end) }
}

/** Something may have to be done: not printable ASCII, a mark, or a space that is double or at an end. */
const MARKED = /[^ -~]|[*_#`]|\]\(| {2}|^ | $/

const SPACE = ' '
const GONE = ''

/** What becomes of a unit, by its number in this list; 0 keeps it. */
const FATES = [undefined, GONE, SPACE, '\n', "'", '"'] as const
const FATE = new Uint8Array(0x10000)
function settle(fate: (typeof FATES)[number], ...ranges: readonly (readonly [number, number])[]): void {
  for (const [first, last] of ranges) FATE.fill(FATES.indexOf(fate), first, last + 1)
}
// Controls, soft hyphen, zero-width and bidirectional marks are invisible: a reader cannot quote them, a forger can hide in them.
settle(GONE, [0x00, 0x08], [0x0e, 0x1f], [0x7f, 0x84], [0x86, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e])
settle(GONE, [0x200b, 0x200f], [0x202a, 0x202e], [0x2060, 0x2064], [0x2066, 0x206f], [0xfeff, 0xfeff])
settle(GONE, [0x2a, 0x2a])
settle(SPACE, [0x09, 0x09], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000])
settle('\n', [0x0b, 0x0d], [0x85, 0x85], [0x2028, 0x2029])
settle("'", [0x60, 0x60], [0xb4, 0xb4], [0x2bc, 0x2bc], [0x2018, 0x201b], [0x2032, 0x2032], [0x2039, 0x203a], [0xff07, 0xff07])
settle('"', [0xab, 0xab], [0xbb, 0xbb], [0x201c, 0x201f], [0x2033, 0x2033], [0x300c, 0x300f], [0x301d, 0x301f], [0xff02, 0xff02])

/** Asterisks and invisible units removed, quotation marks and white space each of one kind, surrogates paired. */
function unified(source: Traced): Traced {
  const text = source.text.toWellFormed()
  const parts: string[] = []
  const marks = new Uint8Array(text.length)
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const fate = FATE[text.charCodeAt(i)] ?? 0
    if (fate === 0) continue
    // A unit that goes keeps its place until the end, so that all places stay true.
    marks[i] = fate === FATES.indexOf(GONE) ? 1 : 0
    parts.push(text.slice(from, i), FATES[fate] || SPACE)
    from = i + 1
  }
  const kept = parts.length === 0 ? text : parts.join('') + text.slice(from)
  const { at } = source
  return marks.includes(1) ? without({ text: kept, at }, marks) : { text: kept, at }
}

function collapsed(source: Traced): Traced {
  const text = source.text.replaceAll('\n', SPACE)
  if (!/ {2}|^ | $/.test(text)) return { ...source, text }
  const marks = new Uint8Array(text.length)
  let wanted = false
  let last = -1
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== 32) {
      wanted = true
      last = i
    } else if (wanted) wanted = false
    else marks[i] = 1
  }
  marks.fill(1, last + 1)
  return without({ text, at: source.at }, marks)
}
