import { hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Exclusion } from './shapes.ts'

/** What a decision about exclusions needs of a team in the roster. */
export type TeamFacts = { readonly id: string; readonly of: readonly string[]; readonly conflicts: readonly string[] }

/** Both lists, each entry once, in one order: countries before teams, then by id. It only ever grows (SEALING 10). */
export function unionOf(one: readonly Exclusion[], other: readonly Exclusion[]): Exclusion[] {
  const all = new Map([...one, ...other].map((entry) => [`${entry.kind}/${entry.id}`, entry]))
  return [...all.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

/** `never_sha256` of envelopes, replies and transfers: SHA-256 of the canonical list in the order of `unionOf`. */
export function neverHash(never: readonly Exclusion[]): string {
  return hex(sha256(canonicalBytes(unionOf(never, []).map(({ kind, id }) => ({ kind, id })))))
}

/** The teams that an exclusion list names: itself, or by a country whose authority or funding it is. Conflicts are not counted here. */
export function excludedTeams(never: readonly Exclusion[], teams: readonly TeamFacts[]): ReadonlySet<string> {
  const countries = idsOf(never, 'country')
  const byCountry = teams.filter(({ of }) => of.some((country) => countries.has(country))).map(({ id }) => id)
  return new Set([...idsOf(never, 'team'), ...byCountry])
}

/** Who wraps, and which countries the report is about. */
export type Around = { readonly by?: string; readonly countries?: readonly string[] }

/**
 * Every team to which nothing may be wrapped: excluded by name or by country, or in a roster conflict with somebody
 * excluded, with the team that wraps (whichever of the two names it) or with a country the report is about (SEALING 10).
 * The team that wraps is blocked by an exclusion alone: the reporter chose it.
 */
// guards T-27
export function blocked(
  never: readonly Exclusion[],
  teams: readonly TeamFacts[],
  { by, countries = [] }: Around = {},
): ReadonlySet<string> {
  const excluded = excludedTeams(never, teams)
  const against = new Set([...excluded, ...idsOf(never, 'country'), ...countries, ...(by === undefined ? [] : [by])])
  const named = new Set(teams.find(({ id }) => id === by)?.conflicts)
  const conflicting = teams.filter(({ id, conflicts }) => id !== by && (named.has(id) || conflicts.some((other) => against.has(other))))
  return new Set([...excluded, ...conflicting.map(({ id }) => id)])
}

/** Refuses `wrap.blocked` if any target is blocked: to be called right before anything is wrapped, whatever a screen showed. */
// guards T-27
export function guardWrap(targets: readonly string[], block: ReadonlySet<string>): void {
  if (targets.some((target) => block.has(target))) throw new SealingRefusal('wrap.blocked')
}

function idsOf(never: readonly Exclusion[], kind: Exclusion['kind']): Set<string> {
  return new Set(never.filter((entry) => entry.kind === kind).map(({ id }) => id))
}
