import instrumentsFile from '../../../../data/documents/instruments.json' with { type: 'json' }
import { plainWords } from './finding.rules.ts'
import { anyOf, BORDER, END } from './word-tables.rules.ts'

const cased: Readonly<Record<string, string>> = instrumentsFile.cased
const names: Readonly<Record<string, string>> = instrumentsFile.names
const laws: Readonly<Record<string, string>> = instrumentsFile.laws
const statements: Readonly<Record<string, string>> = instrumentsFile.statements

export const KNOWN_INSTRUMENT = new RegExp(`${BORDER}(?:(?:1982 )?(?:${anyOf(Object.keys(cased))}))${END}`, 'gu')
/** Names of several words, as they may stand behind an article. */
export const KNOWN_LONG = anyOf(Object.keys(names).filter((name) => name.includes(' ')))
/** Long names in any capitals: "EU action plan for human rights and democracy" has few. */
export const LONG_INSTRUMENT = new RegExp(`${BORDER}(?:${KNOWN_LONG})${END}`, 'giu')
export const LAW = anyOf(Object.keys(laws))

/** The normal form: a name known everywhere, else the abbreviation printed behind it, else plain words. */
export function instrumentForm(words: string): string {
  const short = / \(([^()]{2,20})\)$/u.exec(words)?.[1]
  const bare = plainWords(words.replace(/ \([^()]*\)$/u, '')).replace(/^the /u, '')
  const known = names[bare] ?? names[bare.replace(/^(?:19|20)\d\d /u, '')] ?? cased[words.replace(/^1982 /u, '')]
  if (known !== undefined) return known
  return short === undefined ? bare : (cased[short] ?? plainWords(short))
}

export function lawCode(words: string): string | undefined {
  return laws[plainWords(words)]
}

export function statementCode(words: string): string | undefined {
  const plain = plainWords(words)
  return Object.entries(statements).find(([name]) => plain.includes(name))?.[1]
}
