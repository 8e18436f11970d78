import { LANGUAGES, type Language } from '#kernel/languages.ts'

// guards T-35: a name that only looks like another team's would lead a report to the wrong readers (I-05).

export type NameProblem = 'script' | 'invisible' | 'form' | 'same'

type Named = { readonly id: string; readonly name: Readonly<Record<string, string>> }

/** Latin as our languages and their neighbours write it; letters made to look like these stand in other blocks. */
const LATIN = /^[A-Za-z\u00C0-\u017F\u01A0\u01A1\u01AF\u01B0\u1E00-\u1EFF]$/u
/** The letters themselves; their presentation forms are second spellings of the same. */
const ARABIC = /^[\u0600-\u06FF\u0750-\u077F]$/u
const SCRIPTS: Readonly<Record<Language, readonly RegExp[]>> = {
  en: [LATIN],
  vi: [LATIN],
  fr: [LATIN],
  th: [/^\p{Script=Thai}$/u, LATIN],
  ar: [ARABIC, LATIN],
}
/** Signs that a name may carry beside its letters. */
const PLAIN_SIGNS = /^[ 0-9.,:;()&/'\u2019\u2013\u2014+-]$/u
const LETTER = /[\p{L}\p{M}]/u

/** The first thing that is wrong with the names of these teams, or undefined: scripts, invisible signs, two that look alike. */
export function nameProblem(teams: readonly Named[]): NameProblem | undefined {
  const spelt = teams.flatMap(({ name }) => Object.entries(name).map(([language, words]) => oneProblem(language, words)))
  return spelt.find((problem) => problem !== undefined) ?? (hasLookalikes(teams) ? 'same' : undefined)
}

function hasLookalikes(teams: readonly Named[]): boolean {
  // A team may look like itself in several languages.
  const looks = teams.flatMap(({ id, name }) => [...new Set([id, ...Object.values(name)].map(looksLike))])
  return new Set(looks).size !== looks.length
}

function oneProblem(language: string, words: string): NameProblem | undefined {
  if (words.normalize('NFC') !== words || words.trim() !== words || / {2}/.test(words)) return 'form'
  const letters = [...words].filter((glyph) => LETTER.test(glyph))
  if ([...words].some((glyph) => !LETTER.test(glyph) && !PLAIN_SIGNS.test(glyph))) return 'invisible'
  const scripts = LANGUAGES.filter((known) => known === language).flatMap((known) => SCRIPTS[known])
  const isOneScript = scripts.some((script) => letters.every((letter) => script.test(letter)))
  return isOneScript && letters.length > 0 ? undefined : 'script'
}

/** What a hurried eye sees: no case, marks, spaces or signs, and look-alike letters taken together. */
export function looksLike(words: string): string {
  return words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/[đð]/gu, 'd')
    .replaceAll(/[ıl1|]/gu, 'i')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}
