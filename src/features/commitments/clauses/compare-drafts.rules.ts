import { CLAUSES } from './checklist.rules.ts'
import type { Concept } from './lexicon.rules.ts'
import { choicesIn, looseIn, type Passage, passagesOf } from './read-clauses.rules.ts'
import type { Span } from './segment.rules.ts'
import { sharedRow } from './shared-row.rules.ts'
import { SPECS } from './spec.rules.ts'
import { conceptsIn, type Token, timesIn, tokensOf } from './words.rules.ts'

export type ClauseChange = 'unchanged' | 'changed' | 'removed' | 'added' | 'absent'

/** What became of a clause: words lost stand in the first draft, words gained in the second. */
export type ClauseDifference = {
  readonly clause: string
  readonly change: ClauseChange
  readonly before: Span | null
  readonly after: Span | null
  readonly lost: readonly Span[]
  readonly gained: readonly Span[]
}

/** From this share of common meanings on, two passages are one text with edits, and the edits decide; below it the elements do. */
const SAME_TEXT = 0.6
/** The same where one passage holds nearly all of the other: words were only added or taken out. */
const HELD_WHOLE = 0.85

/** Two drafts, clause by clause. A clause that was moved or said in other words is unchanged. */
export function compareDrafts(first: string, second: string): readonly ClauseDifference[] {
  const [before, after] = [passagesOf(first), passagesOf(second)]
  return CLAUSES.map(({ id }) => differenceOf(id, before.get(id), after.get(id)))
}

function differenceOf(clause: string, before: Passage | undefined, after: Passage | undefined): ClauseDifference {
  const [old, young] = [before === undefined ? null : spanOf(before), after === undefined ? null : spanOf(after)]
  const spans = { clause, before: old, after: young, lost: [], gained: [] }
  if (before === undefined) return young === null ? { ...spans, change: 'absent' } : { ...spans, change: 'added', gained: [young] }
  if (after === undefined) return { ...spans, change: 'removed', lost: old === null ? [] : [old] }
  const { lost, gained } = edits(clause, before, after)
  const change = lost.length + gained.length === 0 ? 'unchanged' : 'changed'
  return { ...spans, change, lost: lost.map(shifted(before.start)), gained: gained.map(shifted(after.start)) }
}

const spanOf = ({ start, end }: Span): Span => ({ start, end })
const shifted =
  (by: number) =>
  ({ start, end }: Span): Span => ({ start: start + by, end: end + by })

type Alignment = {
  readonly old: readonly Token[]
  readonly young: readonly Token[]
  readonly common: readonly (readonly [number, number])[]
}
type Edits = { readonly lost: readonly Span[]; readonly gained: readonly Span[] }

function edits(clause: string, before: Passage, after: Passage): Edits {
  const [old, young] = [tokensOf(before.unit.text), tokensOf(after.unit.text)]
  const common = sharedRow(old, young)
  const share = (2 * common.length) / Math.max(1, old.length + young.length)
  const held = common.length / Math.max(1, Math.min(old.length, young.length))
  return share >= SAME_TEXT || held >= HELD_WHOLE ? byWords(clause, { old, young, common }) : byElements(clause, before, after)
}

/** Words as a reader needs them: a lone "not" takes its neighbours along. */
function readable(tokens: readonly Token[], from: number, until: number): Span {
  const isShort = until - from < 2
  const first = tokens[isShort ? Math.max(0, from - 1) : from]
  const last = tokens[isShort ? Math.min(tokens.length - 1, until) : until - 1]
  return { start: first?.start ?? 0, end: last?.end ?? 0 }
}

/** Edits in one text: a hunk counts when a meaning comes or goes in it, or when words go or come without replacement. */
function byWords(clause: string, { old, young, common }: Alignment): Edits {
  const lost: Span[] = []
  const gained: Span[] = []
  const moved = balanceOf(clause, old, young)
  let [from, to] = [0, 0]
  for (const [one, other] of [...common, [old.length, young.length] as const]) {
    const [gone, come] = [old.slice(from, one), young.slice(to, other)]
    if (isMeant(gone, come, moved)) {
      if (gone.length > 0) lost.push(readable(old, from, one))
      if (come.length > 0) gained.push(readable(young, to, other))
    }
    from = one + 1
    to = other + 1
  }
  return { lost, gained }
}

/** Names of the parties, of the act and of what courts do say nothing by themselves, unless the clause asks for them. */
const NEUTRAL: ReadonlySet<string> = new Set<Concept>([
  'extradition',
  'requested',
  'speech',
  'specific',
  'exercise',
  'tried',
  'freed',
  'grounds',
  'review',
  'reviewed',
  'prosecuteInstead',
  'because',
  'purpose',
  'prison',
  'punishable',
  'duty',
])

/** Fewer words than this without a known meaning among them are style. */
const STYLE = 2

/** How often each known meaning stands in the second text more than in the first: what only moved is 0. */
function balanceOf(clause: string, old: readonly Token[], young: readonly Token[]): ReadonlyMap<string, number> {
  const balance = new Map<string, number>()
  const asked = new Set<string>(SPECS[clause]?.needs.flat())
  const count = (tokens: readonly Token[], by: number) => {
    for (const { key, isConcept } of tokens)
      if (isConcept && (key === 'duty' || asked.has(key) || !NEUTRAL.has(key))) balance.set(key, (balance.get(key) ?? 0) + by)
  }
  count(old, -1)
  count(young, 1)
  // "Has the right" for "shall be entitled" is no loss: a duty is lost where a choice comes in its place.
  if ((balance.get('licence') ?? 0) * (balance.get('duty') ?? 0) >= 0) balance.delete('duty')
  return balance
}

function isMeant(gone: readonly Token[], come: readonly Token[], moved: ReadonlyMap<string, number>): boolean {
  if (gone.some(({ key }) => (moved.get(key) ?? 0) < 0) || come.some(({ key }) => (moved.get(key) ?? 0) > 0)) return true
  const one = gone.length === 0 ? come : gone
  return (gone.length === 0 || come.length === 0) && one.filter(({ isConcept }) => !isConcept).length >= STYLE
}

/** Reworded from top to bottom: what counts is what the clause needs, what loosens it and how long it lets wait. */
function byElements(clause: string, before: Passage, after: Passage): Edits {
  const needs = SPECS[clause]?.needs ?? []
  const hits = needs.map((group) => [hitOf(group, before), hitOf(group, after)] as const)
  const [loose, looser] = [looseIn(clause, before.unit.text), looseIn(clause, after.unit.text)]
  const unknown = (list: readonly Named[], known: readonly Named[]): readonly Named[] =>
    list.filter(({ name }) => !known.some((one) => one.name === name))
  const lost = [...hits.flatMap(([old, young]) => (young === undefined && old !== undefined ? [old] : [])), ...unknown(loose, looser)]
  const gained = [
    ...hits.flatMap(([old, young]) => (old === undefined && young !== undefined ? [young] : [])),
    ...unknown(looser, loose),
    ...longerWaits(clause, before.unit.text, after.unit.text),
  ]
  const isDuty = needs.some((group) => group.includes('duty')) && lost.length > 0
  return { lost: lost.map(spanOf), gained: [...gained, ...(isDuty ? choicesIn(after.unit.text) : [])].map(spanOf) }
}

type Named = Span & { readonly name: string }

/** Times beyond what the clause may allow, where the first draft had none. */
function longerWaits(clause: string, before: string, after: string): readonly Span[] {
  const most = SPECS[clause]?.mostDays
  if (most === undefined) return []
  const isLong = (text: string) => timesIn(text).filter(({ days }) => days > most)
  return isLong(before).length === 0 ? isLong(after) : []
}

function hitOf(group: readonly Concept[], passage: Passage): Span | undefined {
  const own = conceptsIn(passage.unit.text)
  for (const name of group) {
    const hit = own.get(name) ?? passage.concepts.get(name)
    if (hit !== undefined) return hit
  }
  return undefined
}
