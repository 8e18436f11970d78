import organisationsFile from '../../../../data/documents/organisations.json' with { type: 'json' }
import { plainWords } from './finding.rules.ts'
import { anyOf, BORDER, END } from './word-tables.rules.ts'

const cased: Readonly<Record<string, string>> = organisationsFile.cased
const aliases: Readonly<Record<string, string>> = organisationsFile.aliases
const long = new Set(Object.values(cased).filter((form) => form.includes(' ')))

/** Bodies that are known by their name alone, as printed; long forms also with their usual capitals. */
export const KNOWN_ORGANISATION = new RegExp(
  `${BORDER}(?:${anyOf([
    ...Object.entries(cased)
      .filter(([, form]) => form !== '')
      .map(([name]) => name),
    ...[...long].map(titled),
  ])})${END}`,
  'gu',
)

function titled(words: string): string {
  return words.replace(
    /(^|[ -])(?!(?:of|and|the|to|for|in|on|against) )(\p{Ll})/gu,
    (_, gap: string, letter: string) => gap + letter.toUpperCase(),
  )
}

export function isKnownOrganisation(words: string): boolean {
  return Object.hasOwn(cased, words) || long.has(plainWords(words)) || Object.hasOwn(aliases, plainWords(words))
}

/** The normal form: plain words without article, bracket and possessive; abbreviations that everybody uses are written out. */
export function organisationForm(words: string): string {
  const bare = words.replace(/ \([^()]*\)$/u, '')
  if (Object.hasOwn(cased, bare)) return cased[bare] ?? ''
  const plain = plainWords(bare).replace(/^the /u, '').replace(/'s$/u, '')
  return aliases[plain] ?? plain
}
