import namesFile from '../../../../data/documents/names.json' with { type: 'json' }
import type { Span } from './finding.rules.ts'
import { isKnownOrganisation } from './known-organisations.rules.ts'
import { isPlaceWord } from './known-places.rules.ts'
import { kindOfName, type NameKind, type Token, tokensOf } from './name-tokens.rules.ts'
import { commonGiven } from './person-cues.rules.ts'
import type { ReadLanguage } from './reading-language.rules.ts'
import { wordSet } from './word-tables.rules.ts'

/** A row of capitalised words with what belongs to it: "Ministry of Foreign Affairs (MFA)". `words` is without the bracket. */
export type Name = Span & {
  readonly words: string
  readonly kind: NameKind
  readonly abbreviation: string | null
  readonly isOwner: boolean
}

type Part = { readonly last: number; readonly kind: NameKind }

const prepositions = wordSet(namesFile.prepositions)
const FILLERS = /^(?:the|The|all|All|a|an|its|their|and|la|les|l)$/u
/** Which small words may carry a name on, by what it names. */
const CARRIES: Readonly<Record<string, RegExp>> = {
  organisation: /^(?:of|on|for|against|de|des|du|pour|la|contre)$/iu,
  instrument: /^(?:of|on|for|against|to|in|from|with|concerning|relating|de|du|des|sur|contre)$/iu,
  event: /^(?:of|on|for|against|de|sur)$/iu,
}
const PROJECT = /^ (?:projects?|programmes?|programs?|initiatives?|schemes?)\b/u
const ABBREVIATION = /^ \((?:hereinafter )?"?([\p{Lu}\d][\p{L}\d+\-/ ]{1,19})"?\)/u

/** The names of a text in order; none overlaps another. */
export function namesOf(text: string, language: ReadLanguage = 'en'): Name[] {
  const tokens = tokensOf(text, language)
  const names: Name[] = []
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at]
    if (first === undefined || !opens(tokens, at)) continue
    const { last, kind } = grown(text, tokens, at)
    const end = tokens[last]?.end ?? first.end
    const words = text.slice(first.start, end)
    const abbreviation = abbreviationOf(text.slice(end, end + 40))
    const whole = abbreviation === null ? end : end + (ABBREVIATION.exec(text.slice(end, end + 40))?.[0].length ?? 0)
    names.push({
      start: first.start,
      end: whole,
      words,
      kind: PROJECT.test(text.slice(whole, whole + 14)) ? 'event' : namedBy(kind, words, abbreviation),
      abbreviation,
      isOwner: tokens[last]?.isOwner === true,
    })
    at = last
  }
  return names
}

function opens(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  const next = tokens[at + 1]
  if (token?.isName === true) return true
  return (
    /^(?:19|20)\d\d$/u.test(token?.word ?? '') &&
    next?.isName === true &&
    next.gap === ' ' &&
    kindOfName(wordsOf(tokens, at + 1, rowEnd(tokens, at + 1))) !== 'none'
  )
}

function wordsOf(tokens: readonly Token[], first: number, last: number): string[] {
  return tokens.slice(first, last + 1).map(({ word }) => word)
}

/** The last of the capitalised words that stand side by side. A possessor ends them: "Bangkok's | Central Prison". */
function rowEnd(tokens: readonly Token[], from: number): number {
  let last = from
  for (let next = tokens[last + 1]; next !== undefined; next = tokens[last + 1]) {
    const isPair = next.gap === ' - ' && isPlaceOrBody(tokens[last]?.word) && (isPlaceOrBody(next.word) || last - from < 2)
    if (!next.isName || tokens[last]?.isOwner === true || !(next.gap === ' ' || isPair)) break
    last++
  }
  return last
}

function isPlaceOrBody(words: string | undefined): boolean {
  return words !== undefined && (isPlaceWord(words) || isKnownOrganisation(words) || words === 'Nam')
}

function grown(text: string, tokens: readonly Token[], from: number): Part {
  const start = /^\d/u.test(tokens[from]?.word ?? '') ? from + 1 : from
  let part = withPair(tokens, from, { last: rowEnd(tokens, start), kind: 'none' })
  for (let step = 0; step < 6; step++) {
    const carried = carriedOn(text, tokens, from, part)
    if (carried === part.last) break
    part = { ...part, last: carried }
  }
  return part
}

/** "Partnership and Cooperation Agreement": the word that says what it is stands behind the "and". */
function withPair(tokens: readonly Token[], from: number, { last }: Part): Part {
  const words = wordsOf(tokens, from, last)
  const kind = withLowerHead(tokens, last) ?? kindOfName(words)
  const isPart = kind === 'instrument' && words.length === 1
  if (kind !== 'none' && !isPart) return { last: withLowerHead(tokens, last) === undefined ? last : last + 2, kind }
  if (!mayPair(tokens, from, last)) return { last, kind }
  const end = rowEnd(tokens, last + 2)
  const behind = wordsOf(tokens, last + 2, end)
  const paired = kindOfName(behind)
  const isPair = behind.length > 1 && /^(?:instrument|organisation)$/u.test(paired) && !isPlaceOrBody(behind[0])
  return isPair ? { last: end, kind: paired } : { last, kind }
}

/** What stands before "and" is no name of its own: no place and no body. */
function mayPair(tokens: readonly Token[], from: number, last: number): boolean {
  const [and, next] = tokens.slice(last + 1, last + 3)
  const words = wordsOf(tokens, from, last)
  const isJoined = and?.word === 'and' && and.gap === ' ' && next?.isName === true && next.gap === ' '
  return isJoined && tokens[last]?.isOwner === false && words.length <= 5 && !isPlaceOrBody(words.at(-1)) && !isPlaceOrBody(words.join(' '))
}

function withLowerHead(tokens: readonly Token[], last: number): NameKind | undefined {
  const words = wordsOf(tokens, last + 1, last + 2).join(' ')
  return namesFile.organisationLower.includes(words) ? 'organisation' : undefined
}

function carriedOn(text: string, tokens: readonly Token[], from: number, { last, kind }: Part): number {
  const next = tokens[last + 1]
  const carries = CARRIES[kind]
  if (next === undefined || carries === undefined || tokens[last]?.isOwner === true) return last
  if (isKnownOrganisation(text.slice(tokens[from]?.start, tokens[last]?.end))) return last
  if (next.gap === ' ' && prepositions.has(next.word.toLowerCase())) return behindPreposition(tokens, last, kind)
  const hasPreposition = wordsOf(tokens, from, last).some((word) => prepositions.has(word.toLowerCase()))
  return hasPreposition ? behindAnd(text, tokens, last) : last
}

function behindPreposition(tokens: readonly Token[], last: number, kind: NameKind): number {
  const preposition = tokens[last + 1]?.word ?? ''
  let at = last + 2
  while (at < last + 4 && FILLERS.test(tokens[at]?.word ?? '') && tokens[at]?.gap === ' ') at++
  const target = tokens[at]
  if (target === undefined || !target.isName || !/^(?: |)$/u.test(target.gap) || CARRIES[kind]?.test(preposition) !== true) return last
  const end = rowEnd(tokens, at)
  return mayCarry(kind, preposition, wordsOf(tokens, at, end)) ? end : last
}

function mayCarry(kind: NameKind, preposition: string, words: readonly string[]): boolean {
  const isOf = /^(?:of|for|de|du|des)$/iu.test(preposition)
  const target = words.join(' ')
  if (isPlaceOrBody(target)) return isOf
  if (kind === 'organisation' && /^\p{Lu}{2,6}$/u.test(target)) return isOf
  const named = kindOfName(words)
  if (named === 'organisation' && words.length > 1) return /^(?:on|against)$/iu.test(preposition)
  return (
    named !== 'instrument' || words.length === 1 || (kind === 'instrument' && /^(?:of|to|on|for|concerning|relating)$/iu.test(preposition))
  )
}

/** "… on Good Governance, Rule of Law, and Human Rights": a list behind a preposition, as long as nothing in it is a name of its own. */
function behindAnd(text: string, tokens: readonly Token[], last: number): number {
  const rest = text.slice(tokens[last]?.end ?? 0, (tokens[last]?.end ?? 0) + 120)
  const at = AND.test(rest) ? last + 2 : LIST.test(rest) ? last + 1 : last
  const target = tokens[at]
  if (at === last || target?.isName !== true || NO_ITEM.test(target.word)) return last
  const end = rowEnd(tokens, at)
  return isOwnName(wordsOf(tokens, at, end)) ? last : end
}

const AND = /^,? and \p{Lu}/u
const LIST = /^, \p{Lu}[\p{L}-]+(?: (?:of )?\p{Lu}[\p{L}-]+)*,? and \p{Lu}/u
const NO_ITEM = /^(?:Articles?|Sections?|Paragraphs?|Annex|Chapter|\p{Lu}{2,})$/u

function isOwnName(words: readonly string[]): boolean {
  if (words.length > 3 || words.some((word) => isPlaceOrBody(word)) || isPlaceOrBody(words.join(' '))) return true
  return kindOfName(words) !== 'none' && words.length > 1
}

function abbreviationOf(rest: string): string | null {
  const found = ABBREVIATION.exec(rest)?.[1]
  return found !== undefined && (found.match(/\p{Lu}/gu)?.length ?? 0) >= 2 ? found : null
}

/** A name that only its abbreviation marks as one is a body: its initials are those of the words. */
function namedBy(kind: NameKind, words: string, abbreviation: string | null): NameKind {
  const [first = '', ...others] = words.split(' ')
  // "Nathan Law", "Bill Code": a given name before a single such word is a person.
  if (kind === 'instrument' && others.length === 1 && commonGiven.has(first)) return 'none'
  if (kind !== 'none' || abbreviation === null) return kind
  const initials = words.split(/[ -]/u).map((word) => word[0] ?? '')
  const letters = abbreviation.match(/\p{Lu}/gu) ?? []
  const isMade = letters.length >= 3 && initials[0] === letters[0] && letters.length <= initials.length + 1
  return isMade ? 'body' : kind
}
