import namesFile from '../../../../data/documents/names.json' with { type: 'json' }
import personsFile from '../../../../data/documents/persons.json' with { type: 'json' }
import wordsFile from '../../../../data/documents/words.json' with { type: 'json' }
import type { Span } from './finding.rules.ts'
import type { ReadLanguage } from './reading-language.rules.ts'
import { wordSet } from './word-tables.rules.ts'

/** A word of a text. `isName`: it may be part of a name. `gap` is what stands before it since the last word. */
export type Token = Span & { readonly word: string; readonly isName: boolean; readonly isOwner: boolean; readonly gap: string }

const WORD = /(?:\p{Lu}\.){2,}|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'&/.][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*\+?/gu
const { en, fr, vi } = wordsFile.sentenceOpeners
const openers: Readonly<Record<ReadLanguage, ReadonlySet<string>>> = {
  en: wordSet(en),
  fr: wordSet(fr),
  vi: wordSet(vi),
  th: wordSet(en),
  other: wordSet(en),
}
const vietnameseFamily = wordSet(personsFile.familyNames.vi)
const INNER_OWNER = /^(?:People|Women|Men|Children|Workers|Lawyers|Journalists|States|Students|Writers|Mothers|Citizens)'s?$/u

// "al-Khatib" begins with its small article.
const OPENS_NAME = /^(?:(?:[ae][lrdnstz]|ash|ul|ud)-)?\p{Lu}/u

/** The words of a text in order. A possessive "'s" is cut off and remembered. */
export function tokensOf(text: string, language: ReadLanguage = 'en'): Token[] {
  const tokens: Token[] = []
  let last = 0
  for (const { 0: whole, index } of text.matchAll(WORD)) {
    const gap = text.slice(last, index)
    const isOwner = isPossessor(whole, text[index + whole.length])
    const word = isOwner ? whole.replace(/'s$/u, '') : whole
    // "An" and "Anh" begin sentences, and stand in the middle of Vietnamese names.
    const isInName = gap === ' ' && vietnameseFamily.has(tokens.at(-1)?.word ?? '')
    const isName = OPENS_NAME.test(word) && (isInName || !openers[language].has(word))
    tokens.push({ word, start: index, end: index + word.length, isName, isOwner, gap })
    last = index + whole.length
  }
  return tokens
}

/** "Bangkok's" and "States'" own what follows; the "People's" of a republic is part of its name. */
function isPossessor(word: string, next: string | undefined): boolean {
  const isMarked = word.endsWith("'s") || (word.endsWith('s') && next === "'")
  return isMarked && !INNER_OWNER.test(word) && !INNER_OWNER.test(`${word}'`)
}

export type NameKind = 'organisation' | 'instrument' | 'event' | 'facility' | 'water' | 'area' | 'body' | 'none'
const heads = new Map<string, NameKind>(
  (['organisation', 'instrument', 'event', 'facility', 'water', 'area'] as const).flatMap((kind) =>
    namesFile[kind].split(' ').map((word) => [word, kind] as [string, NameKind]),
  ),
)
const facilityPhrases = namesFile.facilityPhrases.map((phrase) => phrase.split(' '))

/** What a row of capitalised words names, by its last word ("Ministry", "Treaty") or phrase ("Detention Centre"). */
export function kindOfName(words: readonly string[]): NameKind {
  if (facilityPhrases.some((phrase) => phrase.every((word, index) => words.at(index - phrase.length) === word))) return 'facility'
  return heads.get(words.at(-1) ?? '') ?? 'none'
}

export function isHead(word: string): boolean {
  return heads.has(word)
}
