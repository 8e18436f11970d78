/** Scripts that part no words by spaces: pairs of letters stand for words there. */
const RUNS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu
const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** Vowel signs and stretching that Arabic writes or leaves out at will, and forms of one letter. */
const ARABIC_MARKS = /[\u064B-\u065F\u0670\u0640]/g
const ARABIC_FORMS: readonly (readonly [RegExp, string])[] = [
  [/[\u0622\u0623\u0625\u0671]/g, '\u0627'],
  [/\u0649/g, '\u064A'],
  [/\u0629/g, '\u0647'],
]
const LONGEST = 40

/**
 * One spelling for what people type in many: no case, no marks on Latin letters, `đ` as `d`, Arabic without vowel signs and
 * with one form of a letter. Marks of Thai and other scripts carry the word and stay. Searching compares these alone; what
 * is shown is never folded.
 */
export function foldText(text: string): string {
  const marksGone = text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
  const latin = marksGone.replaceAll('đ', 'd').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('ß', 'ss').replaceAll('æ', 'ae')
  return ARABIC_FORMS.reduce((folded, [from, to]) => folded.replace(from, to), latin.replace(ARABIC_MARKS, ''))
}

/** The words of a text as they are searched: folded words, and pairs of letters where no spaces part words. Each once. */
export function tokensOf(text: string): Set<string> {
  const folded = foldText(text)
  const tokens = new Set<string>()
  for (const [run] of folded.matchAll(RUNS)) for (const pair of pairsOf(run)) tokens.add(pair)
  for (const [word] of folded.replace(RUNS, ' ').matchAll(WORD)) tokens.add(word.slice(0, LONGEST))
  return tokens
}

function pairsOf(run: string): string[] {
  const letters = [...run]
  return letters.length === 1 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
}

export type QueryTerm = { readonly token: string; readonly isPrefix: boolean }

/** What somebody typed: every word has to be there, and the one that is still being typed may go on. */
export function termsOf(typed: string): QueryTerm[] {
  const folded = foldText(typed)
  const terms: QueryTerm[] = []
  for (const [run] of folded.matchAll(RUNS)) terms.push(...pairsOf(run).map((token) => ({ token, isPrefix: [...token].length === 1 })))
  const plain = folded.replace(RUNS, ' ')
  const words = [...plain.matchAll(WORD)].map(([word]) => word.slice(0, LONGEST))
  const isGoingOn = /[\p{L}\p{M}\p{N}]$/u.test(plain)
  terms.push(...words.map((token, at) => ({ token, isPrefix: isGoingOn && at === words.length - 1 })))
  return terms
}
