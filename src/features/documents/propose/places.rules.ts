import { type Finding, longestFirst, type Page, places, plainWords, type Span, touches } from './finding.rules.ts'
import {
  CITY,
  cityForm,
  isDoubtful,
  isPlaceWord,
  REGION,
  regionForm,
  STATE,
  stateCode,
  stateOfPeople,
  THAI_CITY,
  THAI_STATE,
} from './known-places.rules.ts'
import type { Name } from './names.rules.ts'
import type { Reading } from './naming.rules.ts'
import { findProvinces, provinceForm } from './places/provinces.rules.ts'
import { findTowns } from './places/towns.rules.ts'
import { wholeWords } from './word-tables.rules.ts'

const AREA =
  /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}'-]+ ){1,3}(?:sub-)?(?:region|province|peninsula|delta|prefecture|oblast|district)(?![\p{L}\p{N}])/gu
const LOWER_FACILITY =
  /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}'-]+ ){1,3}(?:immigration |pre-trial )?(?:detention (?:centre|center|facility)|removal centre|prison|jail|refugee camp|airport|penal colony)(?![\p{L}\p{N}])/gu
const SOIL = wholeWords(
  '(?<=(?:in|within|on|across|inside|throughout) (?:the )?)(?:EU|European Union) [Mm]ember [Ss]tates?(?: soil| territory)?',
  'gu',
)
const IN = /(?:^|[\s(])(?:in|to|from|of|and|between|near|across|within|inside|outside|into|via|against) $/u

type Make = (at: Span, value: string, precision: string | null, rule: string) => Finding

/** States by ISO 3166-1, cities, facilities, regions and seas by their words. What stands inside another name is none. */
export function findPlaces(
  page: Page,
  names: readonly Name[],
  taken: readonly Finding[],
  reading: Pick<Reading, 'towns' | 'persons'>,
): Finding[] {
  const make: Make = ({ start, end }, value, precision, rule) => ({
    paragraph: page.number,
    kind: 'place',
    start,
    end,
    value,
    rule,
    ...(precision === null ? {} : { precision }),
  })
  const cities = [...places(page.text, page.language === 'th' ? THAI_CITY : CITY)].map(({ start, end, words }) =>
    make({ start, end }, cityForm(words), 'locality', 'place.city'),
  )
  const found = [
    ...names.flatMap((name) => byHead(make, name)),
    ...[...places(page.text, AREA)].map(({ start, end, words }) =>
      make({ start, end }, areaForm(words), /region$/u.test(words) ? null : 'admin1', 'place.area'),
    ),
    ...[...places(page.text, LOWER_FACILITY)].flatMap(({ start, end, words }) =>
      /^\p{Lu}\p{Ll}+(?: prison| jail)$/u.test(words) && stateOfPeople(words.split(' ')[0] ?? '') !== undefined
        ? []
        : [make({ start, end }, `facility:${plainWords(words)}`, 'locality', 'place.facility')],
    ),
    ...findProvinces(page).map(({ start, end, value }) => make({ start, end }, value, 'admin1', 'place.province')),
    ...states(make, page),
    ...cities,
    ...(page.language === 'th' ? [] : findTowns(page, reading, cities)),
    ...[...places(page.text, REGION)]
      .filter(({ end }) => page.kind === 'heading' || page.kind === 'title' || !GOES_ON.test(page.text.slice(end, end + 60)))
      .map(({ start, end, words }) => make({ start, end }, regionForm(words), null, 'place.region')),
  ]
  const soil = [...places(page.text, SOIL)].map(({ start, end }) => make({ start, end }, 'territory:eu member states', null, 'place.soil'))
  return longestFirst([...soil, ...found.filter((item) => !isInside(page.text, item, names, taken))])
}

function byHead(make: Make, { kind, start, end, words }: Name): Finding[] {
  if (!/\s/u.test(words)) return []
  if (kind === 'facility') return [make({ start, end }, `facility:${plainWords(words)}`, 'locality', 'place.facility')]
  if (kind === 'water') return [make({ start, end }, `sea:${plainWords(words)}`, null, 'place.sea')]
  return kind === 'area' ? [make({ start, end }, provinceForm(words) ?? `region:${plainWords(words)}`, 'admin1', 'place.area')] : []
}

function states(make: Make, page: Page): Finding[] {
  return [...places(page.text, page.language === 'th' ? THAI_STATE : STATE)].flatMap(({ start, end, words }) => {
    const code = stateCode(words)
    if (code === undefined) return []
    if (isAdjective(page.text, { end, words })) return []
    if (isDoubtful(words) && !IN.test(page.text.slice(Math.max(0, start - 9), start))) return []
    return [make({ start, end }, code, 'country', 'place.state')]
  })
}

// Small words and verbs that follow a state; any other word behind an abbreviation is what the state's name describes.
const NOT_DESCRIBED =
  /^(?:and|or|is|was|has|had|have|are|were|will|would|shall|to|in|of|for|with|on|by|from|as|at|that|which|who|where|when|while|should|must|may|can|could|does|did|do|but|not|also|including|during|after|before|since|under|over|against|until|than|because|if|so|\p{L}+ed|said|says|held|made|took|has|stands|remains|continues|supports|condemns|calls|urges)(?!\p{L})/u

/** "U.S. citizens": an abbreviation before its noun describes it, as "American" would. */
function isAdjective(text: string, { end, words }: { readonly end: number; readonly words: string }): boolean {
  if (!/^(?:\p{Lu}\.?){2,4}$/u.test(words)) return false
  const next = /^ (\p{Ll}+)/u.exec(text.slice(end, end + 30))?.[1]
  return next !== undefined && !NOT_DESCRIBED.test(next)
}

// "Xinjiang Great Silk Materials": more capitalised words behind the place make another name.
const GOES_ON = /^ \p{Lu}[\p{L}\d]+ \p{Lu}[\p{L}\d]+/u

/** A place inside a longer name, or joined by a hyphen to another word ("Kunming-Montreal", "Trans-Pacific"), is not meant as a place. */
function isInside(text: string, item: Finding, names: readonly Name[], taken: readonly Finding[]): boolean {
  if (taken.some((name) => touches(name, item))) return true
  if (/[\p{L}\p{N}]-$/u.test(text.slice(Math.max(0, item.start - 2), item.start)) || /^-[\p{L}]/u.test(text.slice(item.end, item.end + 2)))
    return true
  const inner = names.find((name) => name.start <= item.start && item.end <= name.end && name.end - name.start > item.end - item.start)
  return (
    inner !== undefined && (inner.kind === 'event' || inner.kind === 'instrument' || inner.kind === 'organisation' || inner.kind === 'body')
  )
}

/** "Xinjiang region" is Xinjiang; where the name is known only with its word, the word stays. */
function areaForm(words: string): string {
  const province = provinceForm(words)
  if (province !== undefined) return province
  const bare = words.replace(/ (?:region|province)$/u, '')
  return isPlaceWord(bare) ? regionForm(bare) : `region:${plainWords(words)}`
}
