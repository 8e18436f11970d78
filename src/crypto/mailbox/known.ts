import { ASK, SELF_SLOTS, TEAM_SLOTS } from '../constants.ts'
import type { Self } from './shapes.ts'
import { type SelfSlot, type Slot, selfSlots, type TeamSlot, teamSlots } from './slots.ts'

/** What a slot was found to hold. `lost`: present, but what came does not open; it is past its keeping time, or somebody filled it. */
export type Found =
  | { readonly kind: 'self'; readonly self: Self }
  | { readonly kind: 'content'; readonly content: Uint8Array }
  | { readonly kind: 'lost' }

/** Sixteen slots that are asked for together. */
export type Group = { readonly kind: 'self' | 'team'; readonly g: number; readonly w: number; readonly part: number }

/** What has been learned from the server so far; every step makes a new one. */
export type Known = {
  /** By `placeOf`: whether the slot was present when it was last asked for. */
  readonly present: ReadonlyMap<string, { readonly slot: Slot; readonly present: boolean }>
  readonly found: ReadonlyMap<string, Found>
  /** By `groupName`: the exchange in which a group was last asked for. */
  readonly askedAt: ReadonlyMap<string, number>
  readonly exchanges: number
}

export const NOTHING_KNOWN: Known = { present: new Map(), found: new Map(), askedAt: new Map(), exchanges: 0 }

/** A conversation of 1,024 items fills 64 windows with self slots; a server that claims more is not followed. */
const MOST_WINDOWS = 64
export const TEAM_GROUPS = TEAM_SLOTS / ASK

export function placeOf(slot: Slot): string {
  return slot.kind === 'self' ? `self/${slot.w}/${slot.i}` : `team/${slot.g}/${slot.w}/${slot.i}`
}

export function groupName({ kind, g, w, part }: Group): string {
  return `${kind}/${g}/${w}/${part}`
}

export function slotsOfGroup({ kind, g, w, part }: Group): Slot[] {
  return kind === 'self' ? selfSlots(w) : teamSlots(g, w).slice(part * ASK, (part + 1) * ASK)
}

export function selfGroup(w: number): Group {
  return { kind: 'self', g: 0, w, part: 0 }
}

export function teamGroup(g: number, w: number, part: number): Group {
  return { kind: 'team', g, w, part }
}

export function isAsked(known: Known, group: Group): boolean {
  return known.askedAt.has(groupName(group))
}

/** The present self slots, newest first. */
export function presentSelves(known: Known): SelfSlot[] {
  const slots = [...known.present.values()].filter(({ present }) => present).map(({ slot }) => slot)
  return slots.filter((slot) => slot.kind === 'self').toSorted((a, b) => b.w - a.w || b.i - a.i)
}

/** The present team slots, newest first. */
export function presentTeamSlots(known: Known): TeamSlot[] {
  const slots = [...known.present.values()].filter(({ present }) => present).map(({ slot }) => slot)
  return slots.filter((slot) => slot.kind === 'team').toSorted((a, b) => b.g - a.g || b.w - a.w || b.i - a.i)
}

/**
 * The reporter's memory as far as it was found. `older`: the newest blob cannot be read, so `self` is what was true `behind`
 * items ago, and the person is asked again. `unread`: present, not fetched yet.
 */
export type Memory =
  | { readonly state: 'newest'; readonly self: Self; readonly behind: 0 }
  | { readonly state: 'older'; readonly self: Self; readonly behind: number }
  | { readonly state: 'unread' | 'lost' | 'none'; readonly self: null; readonly behind: number }

export function memoryOf(known: Known): Memory {
  const slots = presentSelves(known)
  for (const [behind, slot] of slots.entries()) {
    const found = known.found.get(placeOf(slot))
    if (found === undefined) return { state: 'unread', self: null, behind }
    if (found.kind === 'self') {
      return behind === 0 ? { state: 'newest', self: found.self, behind } : { state: 'older', self: found.self, behind }
    }
  }
  return { state: slots.length === 0 ? 'none' : 'lost', self: null, behind: slots.length }
}

/** The newest generation known: that of the newest memory read, older ones included. */
export function generationOf(known: Known): number {
  const read = presentSelves(known).map((slot) => known.found.get(placeOf(slot)))
  return read.find((found) => found?.kind === 'self')?.self.g ?? 0
}

/** The newest window whose self slots were asked for. */
export function newestWindow(known: Known): number {
  let w = 0
  while (isAsked(known, selfGroup(w + 1))) w += 1
  return w
}

/** What stands between the client and a free self slot: another group to ask for, or nothing. */
export type Frontier = { readonly free: SelfSlot } | { readonly ask: Group } | { readonly end: true }

/** The next free self slot: a window ends with its sixteenth self slot or with its last team slot (SEALING 5). */
export function frontierOf(known: Known): Frontier {
  const w = newestWindow(known)
  if (!isAsked(known, selfGroup(w))) return { ask: selfGroup(w) }
  const newest = presentSelves(known).find((slot) => slot.w === w)
  // A window that is still empty continues the full one before it.
  if (newest === undefined) return { free: { kind: 'self', w, i: 0 } }
  const usedUp = newest.i === SELF_SLOTS - 1 ? true : teamSlotsUsedUp(known, w)
  if (typeof usedUp !== 'boolean') return { ask: usedUp }
  if (!usedUp) return { free: { kind: 'self', w, i: newest.i + 1 } }
  return w + 1 < MOST_WINDOWS ? { ask: selfGroup(w + 1) } : { end: true }
}

/** Teams take their slots in order, so one absent slot answers; a group that was not asked for yet may have to be. */
function teamSlotsUsedUp(known: Known, w: number): boolean | Group {
  const g = generationOf(known)
  for (let part = TEAM_GROUPS - 1; part >= 0; part -= 1) {
    const group = teamGroup(g, w, part)
    if (isAsked(known, group) && slotsOfGroup(group).some((slot) => known.present.get(placeOf(slot))?.present !== true)) return false
  }
  return Array.from({ length: TEAM_GROUPS }, (_, part) => teamGroup(g, w, part)).find((group) => !isAsked(known, group)) ?? true
}
