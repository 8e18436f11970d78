import { SealingRefusal } from '../refusals.ts'
import { guardWrap, unionOf } from './exclusions.ts'
import type { Consent, Exclusion, Self } from './shapes.ts'

/** What an item is for, before it has a number and a slot. An action of the reporter is one or more of these, sent in order. */
export type Intent = {
  readonly type: 'report' | 'followup' | 'consent' | 'close' | 'move'
  /** One to six teams. */
  readonly to: readonly string[]
  /** The whole list so far. */
  readonly never: readonly Exclusion[]
  readonly consent: Consent
  /** The generation of the mailbox once this item is sent. */
  readonly g: number
  /** Who may read from here on; `to` of a consent item names others as well. */
  readonly readers: readonly string[]
  /** Whether it carries the keys to answer; without them it is tagged for the generation that its teams last knew. */
  readonly conv: boolean
  readonly tag: { readonly g: number; readonly words: 'now' | 'old' }
}

export type Choice = Pick<Intent, 'to' | 'never' | 'consent'>
const MOST_READERS = 6

/** The first report of a mailbox. */
export function firstReport({ to, never, consent }: Choice): Intent {
  checkReaders(to)
  return { type: 'report', to, readers: to, never: unionOf(never, []), consent, g: 0, conv: true, tag: { g: 0, words: 'now' } }
}

/** Another message to those who may read; it carries the keys again, so that a window that is used up goes on (SEALING 7). */
export function followUp(self: Self): Intent {
  return { ...stateOf(self), type: 'followup', to: self.to, conv: true, tag: { g: self.g, words: 'now' } }
}

/** The end of a conversation; it goes out before anything is deleted. */
export function closing(self: Self): Intent {
  return { ...followUp(self), type: 'close' }
}

/**
 * The move to these words once more, proved by the words before: when a co-recipient claimed the number of the first move,
 * the teams follow neither until a higher number settles it.
 */
export function moveAgain(self: Self): Intent {
  return { ...followUp(self), type: 'move' }
}

/** Consent given or withdrawn, told to every team that was ever reached and is not excluded, six at a time. */
export function changeConsent(self: Self, consent: Consent, excluded: ReadonlySet<string>): Intent[] {
  return spread({ ...self, consent }, excluded)
}

/**
 * Who may read from now on. Both sets are of the list with `never` already in it: `excludedTeams`, who are not told, and
 * `blocked`, who cannot be chosen. A team in conflict with somebody excluded is told, and not chosen.
 */
export type NewReaders = {
  readonly to: readonly string[]
  readonly never: readonly Exclusion[]
  readonly excluded: ReadonlySet<string>
  readonly blocked?: ReadonlySet<string>
}

/**
 * Who may read, changed: new exclusions first, to everybody reached that is not excluded, then the keys to those who may read.
 * When a reader is taken away, excluded ones included, the keys are of a new generation, which that reader never gets.
 * Refuses `wrap.blocked` for an excluded reader and `mailbox.nobody_left` without any.
 */
// guards T-27
export function changeReaders(self: Self, { to, never, excluded, blocked = excluded }: NewReaders): Intent[] {
  checkReaders(to)
  guardWrap(to, new Set([...excluded, ...blocked]))
  const all = unionOf(self.never, never)
  const grown = { ...self, never: all }
  const told = all.length > unionOf(self.never, []).length ? spread(grown, excluded) : []
  const g = self.to.every((team) => to.includes(team)) ? self.g : self.g + 1
  const keys: Intent = { ...stateOf(grown), type: 'followup', to, readers: to, g, conv: true, tag: { g, words: 'now' } }
  return [...told, keys]
}

/** What teams know is sent again: offered when a team's `seen` names other exclusions than the memory. */
export function tellAgain(self: Self, excluded: ReadonlySet<string>): Intent[] {
  return spread(self, excluded)
}

function stateOf(self: Self): Pick<Intent, 'never' | 'consent' | 'g' | 'readers'> {
  return { never: unionOf(self.never, []), consent: self.consent, g: self.g, readers: self.to }
}

/** Items of consent to every team reached: no text, no keys, at most six teams an item, each for one generation. */
function spread(self: Self, excluded: ReadonlySet<string>): Intent[] {
  const groups = new Map<string, { tag: Intent['tag']; teams: string[] }>()
  for (const { team, g, words = 'now' } of self.reached) {
    if (excluded.has(team)) continue
    const name = `${words}/${g}`
    const group = groups.get(name) ?? { tag: { g, words }, teams: [] }
    group.teams.push(team)
    groups.set(name, group)
  }
  return [...groups.values()].flatMap(({ tag, teams }) =>
    inSixes(teams).map((to): Intent => ({ ...stateOf(self), type: 'consent', to, conv: false, tag })),
  )
}

function inSixes(teams: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(teams.length / MOST_READERS) }, (_, at) => teams.slice(at * MOST_READERS, (at + 1) * MOST_READERS))
}

function checkReaders(to: readonly string[]): void {
  if (to.length === 0) throw new SealingRefusal('mailbox.nobody_left')
  if (to.length > MOST_READERS || new Set(to).size !== to.length) throw new SealingRefusal('envelope.team_count')
}
