import { equalBytes, unhex } from '../bytes.ts'
import type { SealingCode } from '../refusals.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { neverHash } from './exclusions.ts'
import { frontierOf, type Memory, memoryOf, placeOf, presentSelves, presentTeamSlots } from './known.ts'
import { type Hole, holesOf, type Message, messagesOf, type Reading, type ReadSlot, readSlots } from './read-messages.ts'
import type { Reply, Self } from './shapes.ts'
import type { SelfSlot } from './slots.ts'

/** All that M2 shows (JOURNEYS 7), and whether something may be sealed. */
export type MailboxView = {
  readonly messages: readonly Message[]
  /** Present and not fetched yet: look again. */
  readonly waiting: number
  /** Past their keeping time, or filled by somebody. */
  readonly lost: number
  /** Messages whose first tag is wrong. */
  readonly wrongTags: number
  /** Messages whose reader list holds somebody excluded. */
  readonly excludedReaders: number
  /** Empty while messages wait. */
  readonly holes: readonly Hole[]
  readonly memory: Memory
  /** At least one item of this mailbox was accepted by the server. */
  readonly arrived: boolean
  /** A true step shows an item that is newer than the newest memory (SEALING 7, "Counters"). */
  readonly somethingHidden: boolean
  /** Teams that know other exclusions than the memory: offer to send them again. */
  readonly exclusionsDiffer: readonly string[]
}

/** What the mailbox says, from what was learned; it sends nothing. */
export function viewOf(reading: Reading): MailboxView {
  const { keys, known } = reading
  const memory = memoryOf(known)
  const slots = readSlots(reading)
  const messages = messagesOf(slots, memory.self)
  const waiting = presentTeamSlots(known).filter((slot) => !known.found.has(placeOf(slot))).length
  const seen = slots.flatMap((slot) => (slot.state === 'reply' ? [slot.reply] : []))
  return {
    messages,
    waiting,
    lost: countOf(slots, 'lost'),
    wrongTags: countOf(slots, 'wrong_tag'),
    excludedReaders: countOf(slots, 'excluded_reader'),
    holes: waiting === 0 ? holesOf(messages) : [],
    memory,
    arrived: presentSelves(known).length > 0,
    somethingHidden: seen.some((reply) => isProvedSeen(keys, reply) && reply.seen.seq > newestSent(memory)),
    exclusionsDiffer: memory.self === null ? [] : differing(slots, memory.self),
  }
}

function countOf(slots: readonly ReadSlot[], state: ReadSlot['state']): number {
  return slots.filter((slot) => slot.state === state).length
}

/** The newest number that was sent, as far as the self slots tell: each item has one, and those that cannot be read count too. */
function newestSent({ self, behind }: Memory): number {
  return (self?.seq ?? -1) + behind
}

/** A step that nobody knew before the item was sent: whoever repeats it has seen the item. */
function isProvedSeen(keys: MailboxKeys, { seen }: Reply): boolean {
  return equalBytes(keys.chain(seen.seq), unhex(seen.step))
}

/** The newest proved word of each team about the newest item counts: what it knew earlier may have been less. */
function differing(slots: readonly ReadSlot[], self: Self): string[] {
  const hash = neverHash(self.never)
  const newest = new Map<string, Reply>()
  for (const slot of slots) {
    if (slot.state !== 'reply' || !slot.proved) continue
    const known = newest.get(slot.reply.from)
    if (known === undefined || slot.reply.n > known.n) newest.set(slot.reply.from, slot.reply)
  }
  return [...newest.values()].filter(({ seen }) => seen.seq === self.seq && seen.never_sha256 !== hash).map(({ from }) => from)
}

export type MaySeal =
  | { readonly ok: true; readonly slot: SelfSlot; readonly self: Self }
  | { readonly ok: false; readonly code: SealingCode; readonly lookAgain: boolean }

/** What the person has done about what was shown. */
export type Answered = {
  /** The alarms about excluded readers were on the screen and the person went on. */
  readonly alarmsSeen: boolean
  /** The memory as the person gave it again, when it was missing or stale: never filled in silently. */
  readonly memory?: Self
}

/**
 * Whether something may be sealed, and the free self slot for it. Refused while the server hides something, while an alarm
 * about an excluded reader was not seen, and while the memory is not the newest. `lookAgain`: looking again may settle it.
 */
// guards T-37
export function maySeal(reading: Reading, answered: Answered): MaySeal {
  const view = viewOf(reading)
  if (view.somethingHidden) return no('mailbox.something_hidden', true)
  if (view.excludedReaders > 0 && !answered.alarmsSeen) return no('mailbox.alarm_not_seen', false)
  const frontier = frontierOf(reading.known)
  if (!('free' in frontier)) return no('mailbox.no_free_slot_found', 'ask' in frontier)
  const self = view.memory.state === 'newest' ? view.memory.self : answered.memory
  if (self === undefined) return no('mailbox.memory_missing', view.memory.state === 'unread')
  return { ok: true, slot: frontier.free, self }
}

function no(code: SealingCode, lookAgain: boolean): MaySeal {
  return { ok: false, code, lookAgain }
}
