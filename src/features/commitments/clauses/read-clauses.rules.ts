import { CLAUSES } from './checklist.rules.ts'
import type { Concept } from './lexicon.rules.ts'
import { type Article, readArticles, type Span, type Unit } from './segment.rules.ts'
import { SPECS, type Spec } from './spec.rules.ts'
import { conceptsIn, type Hit, licencesIn, timesIn, weakenersIn } from './words.rules.ts'

export type ClauseState = 'present' | 'weakened' | 'absent'

/** Words that decide, with their place in the text read. `missing` are the meanings that the clause lacks. */
export type ClauseReading = {
  readonly clause: string
  readonly state: ClauseState
  readonly article: number | null
  readonly label: string | null
  readonly passage: Span | null
  readonly loose: readonly (Span & { readonly name: string })[]
  readonly missing: readonly Concept[]
}

/** A passage on a clause with what was found in it. */
export type Passage = Span & {
  readonly unit: Unit
  readonly label: string | null
  readonly concepts: ReadonlyMap<Concept, Hit<Concept>>
}

/** Every clause of the list as it stands in a text: with the passage, the words that loosen it and what it lacks. */
export function readClauses(text: string): readonly ClauseReading[] {
  const passages = passagesOf(text)
  return CLAUSES.map(({ id }) => {
    const passage = passages.get(id)
    return passage === undefined ? absent(id) : assess(id, passage)
  })
}

/** The passage of each clause that is in the text: the best one, its place counted from the start of the text. */
export function passagesOf(text: string): ReadonlyMap<string, Passage> {
  const best = new Map<string, Found>()
  const found = readArticles(text).flatMap((article, at) => article.units.flatMap((unit) => foundIn(unit, article, at)))
  for (const one of found) if (one.score > (best.get(one.id)?.score ?? 0)) best.set(one.id, one)
  return new Map([...best].map(([id, { unit, article, at }]) => [id, passageOf(unit, article, at)]))
}

type Found = { readonly id: string; readonly score: number; readonly unit: Unit; readonly article: Article; readonly at: number }

function foundIn(unit: Unit, article: Article, at: number): readonly Found[] {
  const concepts = conceptsIn(`${article.heading}. ${unit.chapeau} ${unit.text}`)
  if (concepts.size < 2) return []
  return Object.entries(SPECS).map(([id, spec]) => ({ id, score: scoreOf(spec, concepts), unit, article, at }))
}

function passageOf(unit: Unit, article: Article, at: number): Passage {
  return { start: unit.start, end: unit.end, unit: { ...unit, article: at }, label: article.label, concepts: conceptsIn(wordsOf(unit)) }
}

/** A chapeau speaks for its items: its verb is theirs. */
function wordsOf(unit: Unit): string {
  return unit.chapeau === '' ? unit.text : `${unit.text} ${unit.chapeau}`
}

/** How much of a clause a passage holds; 0 where it is about something else. */
function scoreOf(spec: Spec, concepts: ReadonlyMap<Concept, unknown>): number {
  if (spec.not?.some((name) => concepts.has(name)) === true) return 0
  const has = (name: Concept): boolean => concepts.has(name)
  const grounds = spec.fewest === undefined ? 0 : spec.fewest.of.filter(has).length
  if (spec.fewest !== undefined && grounds < spec.fewest.count) return 0
  const met = Math.max(...spec.about.map((list) => (list.every(has) ? list.length + 1 : 0)))
  return met === 0 ? 0 : met + grounds + spec.needs.filter((group) => group.some(has)).length / 10
}

function absent(clause: string): ClauseReading {
  return { clause, state: 'absent', article: null, label: null, passage: null, loose: [], missing: [] }
}

function assess(clause: string, passage: Passage): ClauseReading {
  const spec = SPECS[clause]
  const { unit } = passage
  const missing = (spec?.needs ?? [])
    .filter((group) => !group.some((name) => passage.concepts.has(name)))
    .flatMap((group) => group.slice(0, 1))
  const loose = [...looseIn(clause, unit.text), ...longTimes(spec, unit.text)].map((hit) => ({
    ...hit,
    start: hit.start + unit.start,
    end: hit.end + unit.start,
  }))
  const state = missing.length > 0 || loose.length > 0 ? 'weakened' : 'present'
  return { clause, state, article: unit.article, label: passage.label, passage: { start: unit.start, end: unit.end }, loose, missing }
}

/** The loosening words that a clause does not itself ask for. */
export function looseIn(clause: string, text: string): readonly Hit[] {
  const spec = SPECS[clause]
  const needsConsent = spec?.needs.some((group) => group.includes('consent')) === true
  const own = conceptsIn(text)
  return weakenersIn(text).filter(
    (hit) =>
      spec?.allows?.includes(hit.name) !== true &&
      !(needsConsent && hit.name === 'exception') &&
      !coveredBy(own, hit, ['mayRefuse', 'absolute', 'suspends', 'prosecuteInstead', 'private', 'publicOrder', 'consent']),
  )
}

function coveredBy(own: ReadonlyMap<Concept, Hit<Concept>>, hit: Span, names: readonly Concept[]): boolean {
  return names.some((name) => {
    const found = own.get(name)
    return found !== undefined && found.start <= hit.start && found.end >= hit.end
  })
}

function longTimes(spec: Spec | undefined, text: string): readonly Hit[] {
  const most = spec?.mostDays
  return most === undefined
    ? []
    : timesIn(text)
        .filter(({ days }) => days > most)
        .map((time) => ({ ...time, name: 'time' }))
}

/** The choices that a text grants where a duty would stand. */
export function choicesIn(text: string): readonly Hit[] {
  return licencesIn(text).map((span) => ({ ...span, name: 'choice' }))
}
