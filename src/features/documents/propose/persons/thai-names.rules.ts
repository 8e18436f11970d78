import namesFile from '../../../../../data/documents/thai-names.json' with { type: 'json' }
import { type Finding, type Page, plainWords, type Span } from '../finding.rules.ts'
import { anyOf, wordSet } from '../word-tables.rules.ts'

const { titles, short, notBefore, notBehind } = namesFile
const words = (line: string): string => anyOf(wordSet(line))
const RANK = '(?:พล|พ|ร|ด|ส|จ)\\.(?:[ทตส]\\.)?[อทต]\\.'
const ONE = `(?:${words(titles)}|(?<![\\p{Script=Thai}.])(?:${words(short)}|${RANK}))`
// A title stands right behind other words, too: "จับกุมนาย…". A lawyer (ทนาย) and a prime minister (นายก…) have none in them.
const TITLE = new RegExp(`(?<!${words(notBefore)})${ONE}(?!${words(notBehind)})(?: ?${ONE}(?!${words(notBehind)})){0,2}`, 'gu')
// Thai digits and ฯ, which shortens what is written out elsewhere, are in no name.
const CHUNK = /[\u0E01-\u0E2E\u0E30-\u0E3A\u0E40-\u0E45\u0E47-\u0E4E]+/uy
const ends = wordSet(namesFile.ends)
const longNames = wordSet(namesFile.longNames)
const segmenter = new Intl.Segmenter('th', { granularity: 'word' })
const LONGEST = 24
// What stands farther behind ends no name that is short enough for one.
const FARTHEST = 80

/** Persons in Thai script by the title before them: given name and surname, or the given name where nothing of a name follows. */
export function findThaiPersons({ number, text, language }: Pick<Page, 'number' | 'text' | 'language'>): Finding[] {
  if (language !== 'th') return []
  const found: Finding[] = []
  for (const { 0: title, index } of text.matchAll(TITLE)) {
    const behind = index + title.length
    const name = behind <= (found.at(-1)?.end ?? 0) ? null : nameAt(text, text[behind] === ' ' ? behind + 1 : behind)
    if (name === null) continue
    const { start, end } = name
    found.push({ paragraph: number, kind: 'person', start, end, value: plainWords(text.slice(start, end)), rule: 'person.thai-title' })
  }
  return found
}

type Name = Span & { readonly parts: number }

/** A name of two parts, and of up to four where the first is a family name that Vietnamese write first. */
export function nameAt(text: string, start: number): Name | null {
  let [end, parts, most, at] = [start, 0, 2, start]
  while (parts < most) {
    const chunk = chunkAt(text, at)
    const length = lengthOf(chunk)
    if (length === 0) break
    end = at + length
    parts++
    if (parts === 1 && longNames.has(chunk)) most = 4
    if (length < chunk.length || text[end] !== ' ') break
    at = end + 1
  }
  return parts === 0 ? null : { start, end, parts }
}

function chunkAt(text: string, at: number): string {
  CHUNK.lastIndex = at
  return CHUNK.exec(text)?.[0] ?? ''
}

/** How much of a row of letters is a name: up to the first word that names never end in. Nothing where the rest is too long for one. */
function lengthOf(chunk: string): number {
  const cut = [...segmenter.segment(chunk.slice(0, FARTHEST))].find(({ segment }) => ends.has(segment))?.index ?? chunk.length
  return cut < 2 || cut > LONGEST ? 0 : cut
}
