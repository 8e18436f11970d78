import personsFile from '../../../../data/documents/persons.json' with { type: 'json' }
import wordsFile from '../../../../data/documents/words.json' with { type: 'json' }
import { PEOPLE } from './known-places.rules.ts'
import { anyOf, BORDER, END, wordSet } from './word-tables.rules.ts'

const { titles, roles, verbs, participles, nounsOf, verbsBefore, vietnameseRoles, familyNames, givenNames } = personsFile
const line = (words: string): string => anyOf(wordSet(words))

export const titleWords = wordSet(titles)
export const neverNames = new Set([
  ...wordSet(personsFile.neverAName),
  ...wordsFile.months.en.flatMap((name) => name.split(' ')).map(capital),
  ...wordsFile.months.fr.map((name) => capital(name.split(' ')[0] ?? '')),
])
export const particles = wordSet(personsFile.particles)
export const commonGiven = wordSet(givenNames)
export const vietnameseFamily = wordSet(familyNames.vi)
export const shortFamily = new Set([...wordSet(familyNames.zh), ...wordSet(familyNames.ko)])

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** A role with its own small words behind a name: ", a Vietnamese anti-corruption activist", ", Head of Division". */
const ROLE = `(?:${line(roles)}|${line(titles).toLowerCase()})`
const OFFICE =
  '(?:Head|Deputy|Director|Director-General|Minister|Secretary|Spokes\\p{L}+|Ambassador|Chair\\p{L}*|President|Vice|Executive|Chief|Commissioner|Press Officer|Special|Coordinator|Professor|Editor|Founder|Co-|High|Assistant|Under|Permanent|Advisor|Adviser|Representative|Permanent|Senior|Managing|Prime|(?:\\p{Lu}\\p{L}+ ){1,3}(?:Officer|Director|Manager|Coordinator|Secretary|Adviser|Advisor|Minister|Spokesperson|Lead|Researcher|Editor|Commissioner|Representative|Counsel))'

type Cue = { readonly name: string; readonly pattern: RegExp; readonly isStrong: boolean }
const before = (name: string, source: string, isStrong = true): Cue => ({
  name,
  pattern: new RegExp(`${BORDER}(?:${source})$`, 'iu'),
  isStrong,
})
const after = (name: string, source: string, isStrong = true): Cue => ({ name, pattern: new RegExp(`^(?:${source})`, 'u'), isStrong })

export const BEFORE: readonly Cue[] = [
  before('person.title', `(?:${line(titles)})\\.? `),
  before('person.role', `(?:${line(roles)})(?: and (?:[\\p{L}-]+ ){0,3}(?:${line(roles)}))? `),
  before(
    'person.office-of',
    `(?:${line(roles)}|prime minister|${line(titles)}) (?:of|for|on|in|at|to) (?:[\\p{L}\\p{N}'’&-]+ ){0,11}[\\p{L}\\p{N}'’-]+, `,
  ),
  before('person.vietnamese-role', `(?:${anyOf(vietnameseRoles)}) `),
  before(
    'person.relative',
    `(?:his|her|their) (?:late |older |younger |elder )?(?:husband|wife|brother|sister|father|mother|son|daughter|partner|lawyer|colleague),? `,
  ),
  before('person.noun-of', `(?:${line(nounsOf)}) (?:of|against|de|d') ?`),
  before('person.verb-before', `(?:${anyOf(verbsBefore)}) (?:and )?`),
]
export const AFTER: readonly Cue[] = [
  after(
    'person.apposition',
    `, (?:an?|the|one of|then|un|une|le|la) (?:[\\p{L}\\p{N}'-]+ ){0,6}?(?:${ROLE})${END}(?! \\p{Lu}\\p{Ll})(?! \\p{Ll}+(?:aise?|ien(?:ne)?|aine?|oise?|que) \\p{Lu})`,
  ),
  after(
    'person.relative-of',
    `, (?:fille|fils|épouse|époux|femme|mari|sœur|frère|père|mère|veuve|son|daughter|wife|husband|widow|brother|sister|mother|father) (?:de |d'|du |of )`,
  ),
  after('person.role-behind', `, (?:(?:${PEOPLE}) )?(?:[\\p{Ll}-]+ ){0,2}?(?:${line(roles)})(?=[,.;)]| (?:and|of|at|for|from|with|in)|$)`),
  after('person.office', `, (?:(?:${PEOPLE}) )?(?:former |acting |deputy )?${OFFICE}`),
  after('person.who', `,? (?:who|whose|aged|born) |, \\d{2},|\\s\\((?:\\d{2}|born )`),
  after(
    'person.verb',
    `(?:, [^,.;]{3,60},)? (?:has been |have been |had been |is |was |were |has |had |a été |est )?(?:(?:[a-z]+ly) )?(?:${line(participles)})${END}`,
  ),
  after('person.speaks', ` (?:(?:also|then|later|further) )?(?:${line(verbs)})${END}`, false),
  after(
    'person.own',
    `'s (?:[\\p{L}-]+ )?(?:${line(nounsOf)}|lawyers?|relatives|phone|release|passport|sentence|health|appeal|case)${END}`,
  ),
]
