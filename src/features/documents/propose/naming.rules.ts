import { type Finding, holds, longestFirst, type Page, places, plainWords } from './finding.rules.ts'
import { instrumentForm, KNOWN_INSTRUMENT, LONG_INSTRUMENT } from './known-instruments.rules.ts'
import type { Name } from './names.rules.ts'

/** What a text says of itself: abbreviations it explains, whose text it is, how often a state is named. */
export type Reading = {
  readonly abbreviations: ReadonlyMap<string, { readonly kind: 'organisation' | 'instrument'; readonly value: string }>
  readonly isEuropean: boolean
  readonly isAbroad: boolean
  readonly mainState: string | null
  /** Names of the towns of all states that the text names. */
  readonly towns: ReadonlySet<string>
  /** The convention that the text names, if it names one only. */
  readonly convention: string | null
  readonly persons: ReadonlyMap<string, string>
  readonly bodies: ReadonlySet<string>
  readonly capitals: ReadonlySet<string>
}

// "Agreement between A and B establishing … (FPA)": parties and purpose are part of the name where an abbreviation closes it.
const BETWEEN = /(?:(?<!\p{L})\p{Lu}[\p{L}-]{1,40} ){0,4}Agreement between [^.;()]{5,300} \((\p{Lu}[\p{Lu}\p{Ll}\d+-]{1,12})\)/gu

/** Treaties, laws and standards by name or abbreviation. A plan or a strategy is one too; nothing is said about its force. */
export function findInstruments(page: Page, names: readonly Name[], reading: Reading): Finding[] {
  const make = (start: number, end: number, rule: string): Finding => {
    const words = page.text.slice(start, end)
    return { paragraph: page.number, kind: 'instrument', start, end, value: instrumentForm(words), rule }
  }
  const explained = [...reading.abbreviations].filter(([, { kind }]) => kind === 'instrument')
  const short = names
    .filter(({ words }) => explained.some(([abbreviation]) => abbreviation === words))
    .map((name) => ({ ...make(name.start, name.end, 'instrument.explained'), value: reading.abbreviations.get(name.words)?.value ?? '' }))
  const found = [
    ...[...places(page.text, BETWEEN)].map((place) => ({
      ...make(place.start, place.end, 'instrument.between'),
      value: plainWords(place.groups[0] ?? ''),
    })),
    ...[...places(page.text, LONG_INSTRUMENT)].map(({ start, end }) => make(start, end, 'instrument.known')),
    ...names.filter(isInstrument).map(({ start, end }) => make(start, end, 'instrument.head')),
    ...[...places(page.text, KNOWN_INSTRUMENT)].map(({ start, end }) => make(start, end, 'instrument.abbreviation')),
    ...short,
  ]
  return longestFirst(found)
}

/** A single word such as "Agreement" points back at a name and is none itself; so does a bare "Law". */
export function isInstrument({ kind, words }: Name): boolean {
  if (/\bStatement\b/u.test(words) && !/\bJoint Statement on\b.*(?:Partnership|Relations|Cooperation|Agreement)/u.test(words)) return false
  return kind === 'instrument' && /\s/u.test(words) && !/^(?:Joint|Final|New|Draft|This) \p{L}+$/u.test(words)
}

/** Findings that stand inside no name. */
export function outside<Item extends Finding>(items: readonly Item[], names: readonly Finding[]): Item[] {
  return items.filter((item) => !names.some((name) => name !== item && holds(name, item) && name.end - name.start > item.end - item.start))
}
