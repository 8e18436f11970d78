import { type Finding, type Page, plainWords, type Span, touches } from './finding.rules.ts'
import { isKnownOrganisation } from './known-organisations.rules.ts'
import { isPlaceWord } from './known-places.rules.ts'
import { isHead, type Token, tokensOf } from './name-tokens.rules.ts'
import type { Reading } from './naming.rules.ts'
import { AFTER, BEFORE, commonGiven, neverNames, particles, shortFamily, titleWords, vietnameseFamily } from './person-cues.rules.ts'

export type Candidate = { readonly start: number; readonly end: number; readonly words: readonly string[]; readonly hasTitle: boolean }

const LONGEST = 6

/** Rows of words that could be the name of a person: nothing in them is a place, a body or an ordinary capitalised word. */
export function candidatesOf({ text, language }: Pick<Page, 'text' | 'language'>, taken: readonly Span[]): Candidate[] {
  const tokens = tokensOf(text, language)
  const found: Candidate[] = []
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at]
    if (first === undefined || !mayBegin(first)) continue
    const last = lastOf(tokens, at)
    const end = tokens[last]?.end ?? first.end
    const words = tokens.slice(at, last + 1).map(({ word }) => word)
    const hasTitle = titleWords.has(tokens[at - 1]?.word ?? '') && /^\.? ?$/u.test(first.gap)
    if (words.length <= LONGEST && !taken.some((name) => touches(name, { start: first.start, end })))
      found.push({ start: first.start, end, words, hasTitle })
    at = last
  }
  return found
}

function mayBegin(token: Token): boolean {
  return isNamePart(token) && !titleWords.has(token.word)
}

function isNamePart({ word, isName }: Token): boolean {
  if (!isName || /\d/u.test(word) || neverNames.has(word) || isHead(word)) return false
  return !isKnownOrganisation(word) && (!isPlaceWord(word) || vietnameseFamily.has(word)) && (word.length > 1 || /^[YHKA]$/u.test(word))
}

function lastOf(tokens: readonly Token[], from: number): number {
  let last = from
  for (let step = stepFrom(tokens, from, last); step > 0; step = stepFrom(tokens, from, last)) last += step
  return last
}

/** How many words the name goes on: one for a further part, two for a particle with a part, none where it ends. */
function stepFrom(tokens: readonly Token[], from: number, last: number): number {
  const [here, next, behind] = tokens.slice(last, last + 3)
  const first = tokens[from]?.word ?? ''
  if (here === undefined || next === undefined || !isJoined(here, next)) return 0
  // "Anh" is an address in Vietnamese, and a part of names.
  if (titleWords.has(next.word) && !vietnameseFamily.has(first)) return 0
  if (isNamePart(next) || isInsideName(next, from === last, first)) return 1
  return particles.has(next.word) && behind?.gap === ' ' && isNamePart(behind) ? 2 : 0
}

/** Side by side, or behind an initial ("J. Doe"); a possessor ends a name. */
function isJoined(here: Token, next: Token): boolean {
  return !here.isOwner && (next.gap === ' ' || (next.gap === '. ' && here.word.length === 1))
}

/** What is a name only behind another: an initial, a surname that is also a place ("Paris"), or a word ("Nathan Law"). */
function isInsideName(token: Token, isSecond: boolean, first: string): boolean {
  if (!token.isName) return false
  if (/^\p{Lu}$/u.test(token.word)) return true
  return isSecond ? isHead(token.word) && commonGiven.has(first) : isPlaceWord(token.word)
}

/** The cue that makes a candidate a person; null where nothing in the sentence says so. */
export function cueOf(
  page: Page,
  { start, end, words, hasTitle }: Candidate,
): { readonly rule: string; readonly isStrong: boolean } | null {
  if (hasTitle) return { rule: 'person.title', isStrong: true }
  if (words.length < 2) return relativeOf(page, start)
  const [before, after] = [page.text.slice(Math.max(0, start - 100), start), page.text.slice(end, end + 120)]
  const cue = BEFORE.find(({ pattern }) => pattern.test(before)) ?? AFTER.find(({ pattern }) => pattern.test(after))
  if (cue !== undefined) return { rule: cue.name, isStrong: cue.isStrong }
  return byForm(words)
}

function relativeOf(page: Page, start: number): { readonly rule: string; readonly isStrong: boolean } | null {
  const cue = BEFORE.find(({ name }) => name === 'person.relative')
  return cue?.pattern.test(page.text.slice(Math.max(0, start - 60), start)) === true ? { rule: cue.name, isStrong: true } : null
}

function byForm(words: readonly string[]): { readonly rule: string; readonly isStrong: boolean } | null {
  const [first = '', ...others] = words
  const last = others.at(-1) ?? ''
  if (words.length <= 4 && /^\p{Lu}{3,}$/u.test(last) && /^\p{Lu}[\p{Ll}'-]+$/u.test(first))
    return { rule: 'person.capital-surname', isStrong: true }
  if (commonGiven.has(first.split('-')[0] ?? '') && words.length <= 4) return { rule: 'person.given-name', isStrong: false }
  if (vietnameseFamily.has(first) && words.length >= 2 && words.length <= 5 && others.every((word) => word.length <= 7))
    return { rule: 'person.vietnamese-family-name', isStrong: false }
  return shortFamily.has(first) && words.length <= 3 && others.every((word) => word.length <= 8)
    ? { rule: 'person.family-name', isStrong: false }
    : null
}

/** The normal form: the name in its printed order, with its diacritics. */
export function personForm(words: string): string {
  return plainWords(words)
}

type Known = Pick<Reading, 'persons' | 'capitals'>

/** Persons of a page; whoever is named in full somewhere in the text is known by the last part of the name, too. */
export function findPersons(page: Page, taken: readonly Span[], known: Known): Finding[] {
  const candidates = candidatesOf(page, taken).filter(({ words }) => !words.some((word) => known.capitals.has(word)))
  const found = new Map<Candidate, Finding>()
  for (const candidate of candidates) {
    const person = personOf(page, candidate, known)
    if (person !== null) found.set(candidate, person)
  }
  for (const [index, candidate] of candidates.entries()) {
    const beside = [candidates[index - 1], candidates[index + 1]].some(
      (other) => other !== undefined && found.has(other) && isListed(page.text, candidate, other),
    )
    if (beside && !found.has(candidate) && candidate.words.length > 1) found.set(candidate, made(page, candidate, 'person.listed'))
  }
  return [...found.values()].toSorted((a, b) => a.start - b.start)
}

function personOf(page: Page, candidate: Candidate, { persons }: Known): Finding | null {
  const cue = cueOf(page, candidate)
  const full = persons.get(personForm(page.text.slice(candidate.start, candidate.end)))
  if (full !== undefined) return { ...made(page, candidate, cue?.rule ?? 'person.named-before'), value: full }
  const isShort = candidate.words.length < 2 && !candidate.hasTitle && cue?.rule !== 'person.relative'
  return cue === null || isShort ? null : made(page, candidate, cue.rule)
}

function made({ number, text }: Page, { start, end }: Candidate, rule: string): Finding {
  return { paragraph: number, kind: 'person', start, end, value: personForm(text.slice(start, end)), rule }
}

/** Names side by side in a list: whoever stands between persons is one. */
function isListed(text: string, one: Candidate, other: Candidate): boolean {
  const between = one.start < other.start ? text.slice(one.end, other.start) : text.slice(other.end, one.start)
  return /^(?:, | and |, and | et | và | \((?:also known as |known as |alias |aka )?|,? (?:also known as|alias|aka) )$/u.test(between)
}
