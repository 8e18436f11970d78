import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { NodeKind } from './node.contract.ts'

// Pure. What was shared stands under one id on both sides; these decide what a message about it may still do.

/** FIRST, Traffic Light Protocol 2.0: strictest first. */
export const MARKINGS = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const
export type Marking = (typeof MARKINGS)[number]
export type Tomb = 'withdrawn' | 'excluded' | 'deleted'

export type Item = { readonly kind: NodeKind; readonly tlp: Marking; readonly version: number; readonly tomb: Tomb | null }
export type About = { readonly kind: NodeKind; readonly tlp: Marking; readonly version: number }

const rank = (tlp: Marking) => MARKINGS.indexOf(tlp)

/**
 * Whether a message may still change this item. What was withdrawn, excluded or deleted never comes back, in whatever order
 * things arrive; a marking is never lowered; an older version does nothing. guards T-27, T-47
 */
export function canTouch(item: Item | undefined, about: About): Verdict {
  if (item === undefined) return yes
  if (item.tomb !== null) return no('node.item_gone')
  if (rank(about.tlp) > rank(item.tlp)) return no('node.marking_lowered')
  // A copy under the number of one that is here is the same one, sent again by a side that forgot.
  const isOld = about.kind === 'alert' ? about.version <= item.version : about.version < item.version
  return isOld ? no('node.older_version') : yes
}

const STRENGTH: readonly (Tomb | null)[] = [null, 'withdrawn', 'excluded', 'deleted']
/** Of two ends the stronger one; an end is never undone. */
export const endOf = (one: Tomb | null, other: Tomb | null): Tomb | null => (STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other)

/** Only what is GREEN or CLEAR may be read by whoever hands it on; all else is for the node it was sealed to. */
export const mayBeRelayed = (tlp: Marking): boolean => tlp === 'TLP:GREEN' || tlp === 'TLP:CLEAR'

/** The last thing that one side wrote into a field, and how many writes of the other side it knew then. */
export type Write = { readonly value: string; readonly count: number; readonly seen: number }
export type Field = { readonly ours: Write | null; readonly theirs: Write | null }

/** What this side writes next, in knowledge of everything that it has. */
export const writing = ({ ours, theirs }: Field, value: string): Write => ({
  value,
  count: (ours?.count ?? 0) + 1,
  seen: theirs?.count ?? 0,
})

/** The newer of two writes of one side: the order in which they arrive does not matter, nor how often. */
export const later = (one: Write | null, other: Write | null): Write | null => {
  if (one === null || other === null) return one ?? other
  return other.count > one.count ? other : one
}

export type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly value: string }
  | { readonly kind: 'conflict'; readonly ours: string; readonly theirs: string }

/** What stands in a field. Two writes that did not know of one another both stand until a person decides. */
export function readField({ ours, theirs }: Field): Reading {
  if (ours === null || theirs === null) {
    const only = ours ?? theirs
    return only === null ? { kind: 'none' } : { kind: 'one', value: only.value }
  }
  if (ours.value === theirs.value || ours.seen >= theirs.count) return { kind: 'one', value: ours.value }
  if (theirs.seen >= ours.count) return { kind: 'one', value: theirs.value }
  return { kind: 'conflict', ours: ours.value, theirs: theirs.value }
}
