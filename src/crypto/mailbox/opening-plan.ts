import { CALLS_AN_OPENING } from '../constants.ts'
import {
  frontierOf,
  type Group,
  generationOf,
  groupName,
  isAsked,
  type Known,
  newestWindow,
  placeOf,
  presentSelves,
  presentTeamSlots,
  selfGroup,
  slotsOfGroup,
  TEAM_GROUPS,
  teamGroup,
} from './known.ts'
import type { Slot } from './slots.ts'

/** One exchange: up to sixteen slots to ask for, and one to fetch; what is absent becomes random ids. */
export type Step = { readonly group: Group | undefined; readonly fetch: Slot | undefined }

/** The step of an opening, 0 to 3 (SEALING 7): self slots, then team slots of the first and of the newest generation. */
export function openingStep(known: Known, step: number): Step {
  if (step === 0) return { group: selfGroup(0), fetch: { kind: 'self', w: 0, i: 0 } }
  if (step === 1) return { group: teamGroup(0, 0, 0), fetch: wantedSelf(known) }
  const g = generationOf(known)
  return { group: teamGroup(g, 0, g === 0 ? step - 1 : step - 2), fetch: wantedMessage(known) }
}

/**
 * A step of looking again: first whatever the next free self slot needs, and the newest memory with it; then slots never
 * asked for, the newest generation first; then those asked longest ago. `since` is the exchange at which this look began.
 */
export function againStep(known: Known, since: number): Step {
  return { group: groupAgain(known, since), fetch: wantedSelf(known) ?? wantedMessage(known) }
}

function groupAgain(known: Known, since: number): Group | undefined {
  const frontier = frontierOf(known)
  if ('ask' in frontier) return frontier.ask
  const current = selfGroup(newestWindow(known))
  if (isStale(known, current, since)) return current
  const groups = teamGroupsOf(known)
  const never = groups.find((group) => !isAsked(known, group))
  if (never !== undefined) return never
  const open = groups.filter((group) => isStale(known, group, since) && hasRoom(known, group))
  return open.toSorted((a, b) => askedAt(known, a) - askedAt(known, b))[0]
}

/** The team slots of all windows and generations that can hold something, the newest first. */
function teamGroupsOf(known: Known): Group[] {
  const groups: Group[] = []
  for (let g = generationOf(known); g >= 0; g -= 1) {
    for (let w = newestWindow(known); w >= 0; w -= 1) {
      for (let part = 0; part < TEAM_GROUPS; part += 1) groups.push(teamGroup(g, w, part))
    }
  }
  return groups
}

function isStale(known: Known, group: Group, since: number): boolean {
  return askedAt(known, group) < since
}

function askedAt(known: Known, group: Group): number {
  return known.askedAt.get(groupName(group)) ?? -1
}

/** A group that was full stays full. */
function hasRoom(known: Known, group: Group): boolean {
  return slotsOfGroup(group).some((slot) => known.present.get(placeOf(slot))?.present !== true)
}

/** The newest memory; an older one only when what is newer was fetched and cannot be read. */
function wantedSelf(known: Known): Slot | undefined {
  for (const slot of presentSelves(known)) {
    const found = known.found.get(placeOf(slot))
    if (found === undefined) return slot
    if (found.kind === 'self') return undefined
  }
  return undefined
}

function wantedMessage(known: Known): Slot | undefined {
  return presentTeamSlots(known).find((slot) => !known.found.has(placeOf(slot)))
}

export const STEPS = CALLS_AN_OPENING
