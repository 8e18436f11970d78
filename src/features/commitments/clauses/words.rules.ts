import { type Concept, LEXICON, WEAKENERS, type Weakener } from './lexicon.rules.ts'
import type { Span } from './segment.rules.ts'

export type Hit<Name extends string = string> = Span & { readonly name: Name }

const bordered = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu')
const compiled = <Name extends string>(table: Readonly<Record<Name, string>>): readonly (readonly [Name, RegExp])[] =>
  (Object.entries(table) as [Name, string][]).map(([name, source]) => [name, bordered(source.replaceAll(' ', '\\s+'))])

const CONCEPTS = compiled<Concept>(LEXICON)
const LOOSE = compiled<Weakener>(WEAKENERS)
const LICENCE = bordered('(?:may|can|could)(?!\\s+(?:not|only|never)\\b)')
/** A subject that turns "may" into a ban. */
const SENTENCE = 300
const NOBODY = /\b(?:no|nobody|neither|nor|never)\b[^.;]*$/iu

/** Every meaning of the lexicon that stands in a text, with its place. */
export function conceptsIn(text: string): ReadonlyMap<Concept, Hit<Concept>> {
  const found = new Map<Concept, Hit<Concept>>()
  for (const [name, pattern] of CONCEPTS) {
    const match = pattern.exec(text)
    // The table is shared: a place left behind would start the next reading in the middle.
    pattern.lastIndex = 0
    if (match !== null) found.set(name, { name, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** The words that loosen a rule, with their places. */
export function weakenersIn(text: string): readonly Hit<Weakener>[] {
  return LOOSE.flatMap(([name, pattern]) => placesOf(text, pattern).map((span) => ({ name, ...span })))
}

/** Each "may" and "can" that grants a choice; one behind "no person" forbids and is left out. */
export function licencesIn(text: string): readonly Span[] {
  return [...text.matchAll(LICENCE)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(({ start }) => !NOBODY.test(text.slice(Math.max(0, start - SENTENCE), start)))
}

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  eighteen: 18,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
}
const LENGTH: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 }
const TIME =
  /(?<![\p{L}\p{N}])([0-9]{1,4}|one|two|three|four|five|six|ten|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|sixty|ninety)\s+(day|week|month|year)s?\b/giu

export type Time = Span & { readonly days: number }

/** Lengths of time in days, a month counted as thirty. */
export function timesIn(text: string): readonly Time[] {
  return [...text.matchAll(TIME)].map((match) => {
    const many = NUMBERS[(match[1] ?? '').toLowerCase()] ?? Number(match[1])
    return { start: match.index, end: match.index + match[0].length, days: many * (LENGTH[(match[2] ?? '').toLowerCase()] ?? 1) }
  })
}

export type Token = Span & { readonly key: string; readonly isConcept: boolean }

const IDLE = new Set(
  'a an the of to in on at by for from with and or that this which who whom it its his her their he she they is are be been was were has have had as any such other if where when whenever under into there therefore thereof concerned party parties state states person persons treaty agreement request requests offence offences case cases event whenever every each'.split(
    ' ',
  ),
)

/** More words than this of one passage are not compared word by word: a clause has a few hundred. */
const MOST_TOKENS = 1500

/** A text as a row of meanings: what the lexicon knows stands for its entry, idle words are left out. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const hit of meaningsIn(text)) {
    if (hit.start < at) continue
    tokens.push(...plainWords(text, at, hit.start), hit)
    at = hit.end
  }
  return [...tokens, ...plainWords(text, at, text.length)].slice(0, MOST_TOKENS)
}

/** All known meanings, in the order of the text, the longest first where several begin together. */
function meaningsIn(text: string): readonly Token[] {
  const all = [
    ...licencesIn(text).map((span) => ({ ...span, key: 'licence' })),
    ...CONCEPTS.flatMap(([key, pattern]) => placesOf(text, pattern).map((span) => ({ ...span, key }))),
    ...timesIn(text).map(({ start, end, days }) => ({ start, end, key: `${days} days` })),
    ...LOOSE.flatMap(([name, pattern]) => placesOf(text, pattern).map((span) => ({ ...span, key: `~${name}` }))),
  ]
  return all.map((one) => ({ ...one, isConcept: true })).sort((one, other) => one.start - other.start || other.end - one.end)
}

function placesOf(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)]
    .filter((match) => match[0].length > 0)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

function plainWords(text: string, from: number, until: number): Token[] {
  return [...text.slice(from, until).matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)].flatMap((match) => {
    const word = match[0].toLowerCase()
    if (IDLE.has(word)) return []
    const start = from + match.index
    return [{ key: stem(word), isConcept: false, start, end: start + word.length }]
  })
}

function stem(word: string): string {
  return word.length > 5 ? word.replace(/(?:ing|edly|ed|ies|es|s|ly)$/u, '') : word
}
