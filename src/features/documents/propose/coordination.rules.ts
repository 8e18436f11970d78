import demandsFile from '../../../../data/documents/demands.json' with { type: 'json' }
import type { Span } from './finding.rules.ts'
import { anyOf, END, wordSet } from './word-tables.rules.ts'

const verbs = wordSet(demandsFile.verbs)
const ADVERBS = '(?:(?:also|not|firmly|further|fully|\\p{Ll}+ly)(?:,? and \\p{Ll}+ly)? )*'
const VERB = `${ADVERBS}(?:${anyOf(verbs)})${END}`
/** Where a further thing is done or asked for: "… , and establish …", "… and to share …", "… ; put in place …". */
const NEXT = new RegExp(`(?:,? and (?:(?:should|must|will|would|may|shall) )?(?:to )?|; (?:and )?(?:to )?|, )(?=${VERB})`, 'gu')
const OPENS = new RegExp(
  `^${ADVERBS}(?:${anyOf([...verbs].map((verb) => verb.slice(0, 1).toUpperCase() + verb.slice(1)))}|${anyOf(verbs)})${END}`,
  'u',
)
const ADVERB_OPENS = new RegExp(`^(?:\\p{Lu}\\p{Ll}+ly|Immediately|Publicly),? (?:and \\p{Ll}+ly )?(?:${anyOf(verbs)})${END}`, 'u')

/** Where a bare verb begins the words; used behind semicolons. */
export const SEMICOLON_VERB = new RegExp(`;(?: and)? (?=${VERB})`, 'gu')

/** True where words begin as a call does: with a verb in its bare form. */
export function opensWithVerb(words: string): boolean {
  return OPENS.test(words) || ADVERB_OPENS.test(words)
}

/** The parts of a clause that are done or asked for one by one. A part of one word stays with its neighbour ("devise and implement policies"). */
export function partsOf(text: string, { start, end }: Span): Span[] {
  const parts: Span[] = []
  let from = start
  for (const match of text.slice(start, end).matchAll(NEXT)) {
    const at = start + match.index
    if (text.slice(from, at).trim().split(' ').length < 3) continue
    parts.push({ start: from, end: at })
    from = at + match[0].length
  }
  parts.push({ start: from, end })
  return joined(text, parts)
    .map((part) => trimmed(text, part))
    .filter((part) => part.end > part.start)
}

/** A part of one or two words belongs to the one before: "identify, monitor, and assess incidents". */
function joined(text: string, parts: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const part of parts) {
    const last = out.at(-1)
    const words = text.slice(part.start, part.end).trim().split(' ').length
    if (last !== undefined && words <= 2) out[out.length - 1] = { start: last.start, end: part.end }
    else out.push(part)
  }
  return out
}

export function trimmed(text: string, { start, end }: Span): Span {
  const words = text.slice(start, end)
  const left = /^[\s,;:."')]*/u.exec(words)?.[0].length ?? 0
  const right = /(?:[;,] (?:and|or|et|và))?[\s,;:."'(]*$/u.exec(words)?.[0].length ?? 0
  return { start: start + left, end: Math.max(start + left, end - right) }
}
