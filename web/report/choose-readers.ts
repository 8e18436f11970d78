import { blocked } from '#crypto/mailbox/exclusions.ts'
import type { TeamShown } from './lists.ts'
import type { Never } from './state.ts'

/** An item has room for this many readers. */
export const MOST_READERS = 6

/** The teams that an exclusion reaches: the team itself, or every team under the authority or funding of the country. */
export function excludedBy(never: readonly Never[], teams: readonly TeamShown[]): readonly TeamShown[] {
  return teams.filter((team) => never.some(({ kind, id }) => (kind === 'team' ? team.id === id : team.of.includes(id))))
}

/** The teams that may still be ticked: the same answer that sealing asks for again. */
export function mayRead(never: readonly Never[], teams: readonly TeamShown[]): readonly TeamShown[] {
  const out = blocked(never, teams)
  return teams.filter((team) => team.receives && !out.has(team.id))
}

export type Place = { readonly host: string; readonly origin: readonly string[] }

/**
 * One independent desk and one focal point for the host country, never one that is excluded. `serves` suggests a reader and
 * excludes nobody.
 */
export function suggest(teams: readonly TeamShown[], never: readonly Never[], { host, origin }: Place): readonly string[] {
  const open = mayRead(never, teams)
  const near = (team: TeamShown): number =>
    (team.serves.includes(host) ? 2 : 0) + (team.serves.some((code) => origin.includes(code)) ? 1 : 0)
  const independent = open.filter(({ kind }) => kind === 'ngo').sort((a, b) => near(b) - near(a))[0]
  const focal = open
    .filter((team) => team.kind !== 'ngo' && host !== '' && (team.serves.includes(host) || team.of.includes(host)))
    .sort((a, b) => Number(b.kind === 'eu') - Number(a.kind === 'eu'))[0]
  const chosen = [independent, focal].filter((team) => team !== undefined)
  return chosen.map(({ id }) => id)
}

export type ReadersProblem = 'nobody_left' | 'nobody_chosen' | 'only_states' | 'too_many'

/** Why a choice of readers cannot be sent to, or null when it can. */
export function readersProblem(chosen: readonly string[], never: readonly Never[], teams: readonly TeamShown[]): ReadersProblem | null {
  const open = mayRead(never, teams)
  const readers = open.filter(({ id }) => chosen.includes(id))
  if (open.length === 0) return 'nobody_left'
  if (readers.length === 0) return 'nobody_chosen'
  if (readers.every(({ kind }) => kind === 'state')) return 'only_states'
  return readers.length > MOST_READERS ? 'too_many' : null
}
