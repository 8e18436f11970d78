import { type Block, readBlocks } from './blocks.rules.ts'
import type { PARAGRAPH_KINDS } from './document.contract.ts'
import { endsSentence, isContactHeading, isFurniture, looksLikeHeading, opensLower } from './language.rules.ts'
import { normalisePieces } from './normalise.rules.ts'
import type { OffsetMap, Piece } from './traced.rules.ts'

export type ParagraphKind = (typeof PARAGRAPH_KINDS)[number]

/** A paragraph as read: `text` is normalised and without its list marker; `rawStart` and `rawEnd` count UTF-16 units of the raw text. */
export type ReadParagraph = {
  readonly number: number
  readonly label: string | null
  readonly kind: ParagraphKind
  readonly text: string
  readonly rawStart: number
  readonly rawEnd: number
  readonly map: OffsetMap
}

type Placed = {
  readonly block: Block
  readonly pieces: readonly Piece[]
  readonly text: string
  readonly map: OffsetMap
  readonly kind: ParagraphKind
}

/**
 * The paragraphs of a text, numbered from 1. A sentence that a page break cuts in two is one paragraph; the printed
 * number of a paragraph is carried to the blocks that continue it, until the next number or heading. Any string is
 * accepted, and the time is linear in its length.
 */
export function readParagraphs(raw: string): ReadParagraph[] {
  const placed = withTitle(withKinds(mended(raw, readBlocks(raw))))
  let label: string | null = null
  return placed.map(({ block, pieces, text, map, kind }, index) => {
    if (block.marker?.kind === 'number') label = block.marker.label
    if (kind === 'heading' || kind === 'title') label = null
    return {
      number: index + 1,
      label: kind === 'furniture' ? null : label,
      kind,
      text,
      rawStart: pieces[0]?.start ?? 0,
      rawEnd: pieces.at(-1)?.end ?? 0,
      map,
    }
  })
}

/** Joins what a page break cut: a block that ends in the middle of a sentence and one that begins in lower case. */
function mended(raw: string, blocks: readonly Block[]): Omit<Placed, 'kind'>[] {
  const out: { block: Block; pieces: Piece[]; text: string; map: OffsetMap }[] = []
  let last: Block | undefined
  for (const block of blocks) {
    const open = out.at(-1)
    if (open !== undefined && last !== undefined && continues(last, block)) {
      for (const piece of block.pieces) open.pieces.push({ ...piece, glue: glueBetween(last.text, block.text) })
    } else {
      out.push({ block, pieces: [...block.pieces], text: block.text, map: block.map })
    }
    last = block
  }
  return out.map((open) => (open.pieces.length === 1 ? open : { ...open, ...normalisePieces(raw, open.pieces) }))
}

function continues(before: Block, after: Block): boolean {
  if (after.marker !== null || after.isMarkedHeading || before.isMarkedHeading) return false
  if (!opensLower(after.text) || endsSentence(before.text)) return false
  return !isFurniture(before.text, before.lines) && !isFurniture(after.text, after.lines)
}

// "rapid-" and "response" are one word; "short-" and "and long-term" are two.
function glueBetween(before: string, after: string): '' | ' ' {
  return /\p{L}-$/u.test(before) && !/^(?:and|or|to|et|ou|und|oder|y|o|e)\b/u.test(after) ? '' : ' '
}

function withKinds(blocks: readonly Omit<Placed, 'kind'>[]): Placed[] {
  let inContacts = false
  return blocks.map((placed) => {
    const { block, text } = placed
    let kind = kindOf(block, text)
    if (block.isMarkedHeading || (kind !== 'heading' && /[.!?…]["')\]]*$/u.test(text))) inContacts = false
    if (inContacts) kind = 'furniture'
    if (kind === 'heading' && isContactHeading(text)) inContacts = true
    return { ...placed, kind }
  })
}

function kindOf(block: Block, text: string): ParagraphKind {
  if (block.isMarkedHeading) return 'heading'
  if (block.marker?.kind === 'bullet') return 'list_item'
  // A numbered name is an item of a list; a numbered sentence is a paragraph.
  if (block.marker?.kind === 'number') return looksLikeHeading(text) ? 'list_item' : 'paragraph'
  if (isFurniture(text, block.lines)) return 'furniture'
  return block.lines.length === 1 && looksLikeHeading(text) ? 'heading' : 'paragraph'
}

/** The title is the longest heading before the first sentence. */
function withTitle(placed: readonly Placed[]): Placed[] {
  const body = placed.findIndex(({ kind }) => kind === 'paragraph' || kind === 'list_item')
  const headings = placed.slice(0, body < 0 ? 1 : body).filter(({ kind }) => kind === 'heading')
  const title = headings.reduce<Placed | undefined>(
    (best, one) => (best !== undefined && best.text.length >= one.text.length ? best : one),
    undefined,
  )
  return placed.map((one) => (one === title ? { ...one, kind: 'title' } : one))
}
