import namesFile from '../../../../data/documents/names.json' with { type: 'json' }
import organisationsFile from '../../../../data/documents/organisations.json' with { type: 'json' }
import { type Finding, type Page, places, touches } from './finding.rules.ts'
import { KNOWN_ORGANISATION, organisationForm } from './known-organisations.rules.ts'
import { PEOPLE } from './known-places.rules.ts'
import type { Name } from './names.rules.ts'
import type { Reading } from './naming.rules.ts'
import { wholeWords, wordSet } from './word-tables.rules.ts'

const BODIES = namesFile.bodies.join('|')
/** "Thai authorities", "Thai and Vietnamese governments"; small letters, because a capitalised ministry is a name. */
const STATE_BODY = wholeWords(
  `(${PEOPLE})(?:,? (?:and|or) (${PEOPLE}))? (?:state )?(${BODIES}|Government|Authorities)(?! (?:officers?|officials?|stations?|posts?|agents?|reports?|chief))`,
  'gu',
)
const never = wordSet(organisationsFile.neverAlone)
const european: Readonly<Record<string, string>> = organisationsFile.european

type Make = (start: number, end: number, value: string, rule: string) => Finding

/** Bodies: by the word that says what they are, by a name everybody knows, by their state ("Thai authorities"), or as explained in the text. */
export function findOrganisations(page: Page, names: readonly Name[], reading: Reading, taken: readonly Finding[]): Finding[] {
  const make: Make = (start, end, value, rule) => ({ paragraph: page.number, kind: 'organisation', start, end, value, rule })
  const found = [
    ...names
      .filter(isBody)
      .map(({ start, end, words, kind }) =>
        make(start, end, formOf(words, reading), kind === 'body' ? 'organisation.initials' : 'organisation.head'),
      ),
    ...[...places(page.text, STATE_BODY)].flatMap(({ start, end, groups }) => stateBodies(make, start, end, groups)),
    ...[...places(page.text, KNOWN_ORGANISATION)].map(({ start, end, words }) =>
      make(start, end, organisationForm(words), 'organisation.known'),
    ),
    ...names.flatMap((name) => explained(make, name, reading)),
    ...(reading.isEuropean ? names.flatMap((name) => short(make, name, page.text)) : []),
  ]
  const free = found.filter((item) => !taken.some((name) => touches(name, item)))
  return longest(free)
}

/** As `longestFirst`, but the two bodies of one phrase share their span. */
function longest(items: readonly Finding[]): Finding[] {
  return items.filter(
    (item, index) =>
      !items.some((other, at) => {
        if (other === item || !touches(other, item)) return false
        const [own, theirs] = [item.end - item.start, other.end - other.start]
        if (own === theirs) return other.value === item.value && at < index
        return theirs > own
      }),
  )
}

function isBody({ kind, words }: Name): boolean {
  if (kind === 'body') return true
  return kind === 'organisation' && /[\s-]/u.test(words) && !words.split(' ').every((word) => never.has(word))
}

function stateBodies(make: Make, start: number, end: number, groups: readonly string[]): Finding[] {
  const [first = '', second = '', body = ''] = groups
  const one = body.toLowerCase().replace(/^governments$/u, 'government')
  return [first, second]
    .filter((people) => people !== '')
    .map((people) => make(start, end, organisationForm(`${people} ${one}`), 'organisation.of-state'))
}

/** "Viet Nam - EU Joint Committee" is the Joint Committee where the text calls it so elsewhere. */
function formOf(words: string, reading: Reading): string {
  const behind = /^.{2,40} [-–] \S+ (.+)$/u.exec(words)?.[1]
  return behind !== undefined && reading.bodies.has(behind) ? organisationForm(behind) : organisationForm(words)
}

function explained(make: Make, { words, start, end }: Name, reading: Reading): Finding[] {
  const known = reading.abbreviations.get(words)
  return known?.kind === 'organisation' ? [make(start, end, known.value, 'organisation.explained')] : []
}

/** In a text of the European Union "the Commission" and "Parliament" have one meaning. */
function short(make: Make, { words, start, end, kind }: Name, text: string): Finding[] {
  const value = Object.hasOwn(european, words) ? european[words] : undefined
  if (value === undefined || kind !== 'organisation') return []
  const isNamed = /(?:^|\b[Tt]he |[.:;] )$/u.test(text.slice(Math.max(0, start - 4), start)) || words !== 'Union'
  return isNamed ? [make(start, end, value, 'organisation.short-form')] : []
}
