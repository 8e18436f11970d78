import cuesFile from '../../../../../data/documents/thai-cues.json' with { type: 'json' }
import { THAI_CITY, THAI_STATE } from '../known-places.rules.ts'
import { anyOf, wordSet } from '../word-tables.rules.ts'
import { nameAt } from './thai-names.rules.ts'

/** A given name and a surname that may be one; `lead` is the word that is written together with it, and is none of it. */
export type ThaiPair = { readonly start: number; readonly end: number; readonly lead: string }

const CHUNK = /[\u0E01-\u0E2E\u0E30-\u0E3A\u0E40-\u0E45\u0E47-\u0E4E]+/gu
const LEAD = new RegExp(`^(?:${anyOf(wordSet(cuesFile.leads))})`, 'u')
const NO_NAME = new RegExp(`^(?:${anyOf(wordSet(cuesFile.noNames))})`, 'u')
// Mali is a state and a flower after which many are called.
const PLACE = new RegExp(`^(?!${anyOf(wordSet(cuesFile.placesAndNames))})(?:${THAI_STATE.source}|${THAI_CITY.source})`, 'u')
// "ตำรวจจับกุม…": in the middle of a row only words count that are too long to stand in a name by chance.
const INSIDE = new RegExp(`^.*(?<![เแโใไ])(${anyOf([...wordSet(cuesFile.leads)].filter((word) => word.length >= 4))})`, 'u')
const MOST_LEADS = 3
const SHORTEST = 2
const LONGEST_GIVEN = 14
const FARTHEST = 40

/**
 * Two words of Thai with one space between them, where neither is an ordinary word, a place or a body. Most of what stands so
 * is a name, and some is not: a cue has to say it.
 */
export function thaiPairs(text: string): ThaiPair[] {
  return [...text.matchAll(CHUNK)].flatMap(({ 0: chunk, index }) => {
    const { lead, length } = leadOf(chunk)
    const start = index + length
    const own = chunk.slice(length)
    // Cheap looks first: most rows of Thai letters are half a sentence long.
    if (own.length > LONGEST_GIVEN || text[index + chunk.length] !== ' ' || !isNamePart(own) || PLACE.test(own)) return []
    const name = nameAt(text, start)
    if (name === null || name.parts < 2) return []
    // A Vietnamese middle name is an ordinary word of Thai.
    const mayBe = name.parts > 2 || isNamePart(text.slice(start, name.end).split(' ').at(-1) ?? '')
    return mayBe ? [{ start, end: name.end, lead }] : []
  })
}

/** Verbs, roles and small words are written together with the name behind them. */
function leadOf(chunk: string): { readonly lead: string; readonly length: number } {
  const tail = chunk.slice(-FARTHEST)
  const [inside = '', last = ''] = INSIDE.exec(tail) ?? []
  const isInside = inside !== '' && tail.length - inside.length >= SHORTEST
  let [lead, length] = isInside ? [last, chunk.length - tail.length + inside.length] : ['', 0]
  for (let n = 0; n < MOST_LEADS; n++) {
    const next = LEAD.exec(chunk.slice(length))?.[0]
    if (next === undefined || chunk.length - length - next.length < SHORTEST) break
    lead = next
    length += next.length
  }
  return { lead, length }
}

/** Names end in ordinary words; they seldom begin with one of these. */
function isNamePart(part: string): boolean {
  return part.length >= SHORTEST && !NO_NAME.test(part)
}
