import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { TermOf } from '#kernel/vocabulary.ts'

export type Implicating = {
  readonly kind: string
  readonly country: string | null
  readonly stateNexus: TermOf<'state_nexus'>
}

const OF_A_STATE: readonly string[] = ['organ', 'delegated', 'directed', 'acknowledged', 'aided_by_host', 'tolerated']
const AUTHORITIES: readonly string[] = ['agency', 'unit']

/**
 * The state that is implicated where this actor is named, or null. An agency or unit of a country counts also while nobody
 * knows its link: to close a case too early harms less than to close it too late. guards T-27
 */
export function implicatedState({ kind, country, stateNexus }: Implicating): string | null {
  if (country === null) return null
  const isAuthority = AUTHORITIES.includes(kind) && stateNexus === 'unknown'
  return OF_A_STATE.includes(stateNexus) || isAuthority ? country : null
}

type Below = { readonly actor: string; readonly above: string }

/** A chain of command never runs in a circle, over any number of links. */
export function canStandBelow(links: readonly Below[], { actor, above }: Below): Verdict {
  const reached = new Set([above])
  for (const one of reached) for (const link of links) if (link.actor === one) reached.add(link.above)
  return reached.has(actor) ? no('actor.circle') : yes
}

type Merged = { readonly id: string; readonly mergedInto: string | null }

/** The record that stands for an actor today. An unknown id stands for itself. */
export function headOf(actors: ReadonlyMap<string, Merged>, id: string): string {
  const passed = new Set<string>()
  let at = id
  for (let next = actors.get(at)?.mergedInto ?? null; next !== null && !passed.has(next); next = actors.get(at)?.mergedInto ?? null) {
    passed.add(next)
    at = next
  }
  return at
}

/** Two records become one only where neither stands for the other already. */
export function canMerge(actors: ReadonlyMap<string, Merged>, actor: string, into: string): Verdict {
  if (actors.get(actor)?.mergedInto !== null) return no('record.stale')
  return headOf(actors, into) === actor ? no('actor.circle') : yes
}
