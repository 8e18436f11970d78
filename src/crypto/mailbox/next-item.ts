import { hex, randomBytes } from '../bytes.ts'
import { CHAIN } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Conv } from '../seal/item.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { convOf } from './conv.ts'
import { type DeletePair, slotPairs, slotsOf } from './delete.ts'
import type { Choice, Intent } from './intents.ts'
import { groupName, type Known, placeOf, selfGroup } from './known.ts'
import { fitSelf } from './self.ts'
import type { Consent, Exclusion, Self, SentFile, SentItem } from './shapes.ts'
import { deleteHash, deleteToken, type SelfSlot, selfSlotId, selfSlots } from './slots.ts'

/** The part of an item's header that the mailbox decides, and the key of its tag (null in a report without a mailbox). */
export type ItemFacts = {
  readonly header: {
    readonly type: Intent['type']
    readonly seq: number
    readonly step: string
    readonly to: readonly string[]
    readonly never: readonly Exclusion[]
    readonly consent: Consent
    readonly conv: Conv | null
  }
  readonly convKey: Uint8Array | null
}

/** The keys of the words, and of the words before while the memory keeps them (`old_mk`). */
export type Words = { readonly keys: MailboxKeys; readonly old?: MailboxKeys }

/** The next item of a conversation, for the free self slot that `maySeal` found; `self` is null for the first. Refuses `chain.at_its_end`. */
export function nextItem(words: Words, self: Self | null, slot: SelfSlot, intent: Intent): ItemFacts {
  const { type, to, never, consent, tag } = intent
  const seq = nextSeq(self)
  const conv = intent.conv ? convOf(words.keys, intent.g, slot.w) : null
  const step = hex(keysOf(words, type === 'move' ? 'old' : tag.words).chain(seq))
  return { header: { type, seq, step, to, never, consent, conv }, convKey: keysOf(words, tag.words).conv(tag.g) }
}

function keysOf({ keys, old }: Words, words: Intent['tag']['words']): MailboxKeys {
  if (words === 'now') return keys
  if (old === undefined) throw new SealingRefusal('mailbox.memory_missing')
  return old
}

/** Numbers go on when the words change: nothing that was ever proved is above what comes next. */
function nextSeq(self: Self | null): number {
  const seq = (self?.seq ?? -1) + 1
  if (seq >= CHAIN) throw new SealingRefusal('chain.at_its_end')
  return seq
}

/** A report without a mailbox: a random step, no keys to answer, a random tag. */
export function oneWayItem({ to, never, consent }: Choice): ItemFacts {
  return { header: { type: 'report', seq: 0, step: hex(randomBytes(32)), to, never, consent, conv: null }, convKey: null }
}

/** What is written into the memory about an item that was sealed. */
export type Sent = {
  readonly item: string
  readonly body: string
  readonly files: readonly SentFile[]
  readonly roster: number
  /** Sets whose upload is not at its end, those of this item included. */
  readonly openSets: ReadonlySet<string>
}

/** The memory that goes out with an item, as large as the blob allows; items with an open upload stay in it. */
export function remembered(self: Self | null, slot: SelfSlot, intent: Intent, sent: Sent): Self {
  const seq = nextSeq(self)
  const entry: SentItem = { seq, item: sent.item, body: sent.body, files: sent.files }
  const grown: Self = {
    v: 1,
    type: 'self',
    index: slot.i,
    window: slot.w,
    g: intent.g,
    seq,
    items: [...(self?.items ?? []), entry],
    to: intent.readers,
    reached: reachedBy(self?.reached ?? [], intent),
    never: intent.never,
    consent: intent.consent,
    roster: sent.roster,
    ...(self?.old_mk === undefined ? {} : { old_mk: self.old_mk }),
  }
  return fitSelf(grown, sent.openSets)
}

function reachedBy(reached: Self['reached'], { to, g, conv }: Intent): Self['reached'] {
  if (!conv) return reached
  const others = reached.filter(({ team }) => !to.includes(team))
  return [...others, ...to.map((team) => ({ team, g }))]
}

/** What the frame says of a self slot: its id and what deletes it. */
export function slotFacts(keys: MailboxKeys, slot: SelfSlot): { readonly id: Uint8Array; readonly deleteHash: Uint8Array } {
  const id = selfSlotId(keys, slot.w, slot.i)
  return { id, deleteHash: deleteHash(deleteToken(keys, id)) }
}

/** What is known once the item of this memory was accepted, so that the next one needs no exchange. */
export function afterSending(known: Known, self: Self): Known {
  const slot: SelfSlot = { kind: 'self', w: self.window, i: self.index }
  const present = new Map(known.present)
  for (const other of selfSlots(slot.w)) if (!present.has(placeOf(other))) present.set(placeOf(other), { slot: other, present: false })
  present.set(placeOf(slot), { slot, present: true })
  const found = new Map(known.found).set(placeOf(slot), { kind: 'self', self })
  return { ...known, present, found, askedAt: new Map(known.askedAt).set(groupName(selfGroup(slot.w)), known.exchanges) }
}

/** Everything that changing the words does, in order: the item is sent, then the slots are deleted. */
export type NewWords = {
  /** Sealed under the old conversation, with the self slot and the memory of the new mailbox. */
  readonly facts: ItemFacts
  readonly slot: SelfSlot
  readonly memory: (sent: Sent) => Self
  /** Old slots of all windows and generations. Old items stay until they run out: the memory keeps what deletes them. */
  readonly deleting: readonly DeletePair[]
}

/** The old words: their keys, what they are made from, and the newest memory under them. */
export type OldWords = { readonly keys: MailboxKeys; readonly mk: Uint8Array; readonly self: Self; readonly openSets: ReadonlySet<string> }

/** Moves a conversation to new words (SEALING 7). Refuses `mailbox.uploads_open` while a set is open: it ends or is dropped first. */
export function changeWords(old: OldWords, keys: MailboxKeys): NewWords {
  const { self } = old
  if (old.openSets.size > 0) throw new SealingRefusal('mailbox.uploads_open')
  const seq = nextSeq(self)
  const slot: SelfSlot = { kind: 'self', w: 0, i: 0 }
  const { to, never, consent } = self
  const header = { type: 'move' as const, seq, step: hex(old.keys.chain(seq)), to, never, consent, conv: convOf(keys, 0, slot.w) }
  const former = self.reached.filter(({ team, words }) => !to.includes(team) && words !== 'old')
  const reached = [...to.map((team) => ({ team, g: 0 })), ...former.map(({ team, g }) => ({ team, g, words: 'old' as const }))]
  return {
    facts: { header, convKey: old.keys.conv(self.g) },
    slot,
    memory: ({ item, body, files, roster }) =>
      fitSelf(
        {
          ...self,
          index: 0,
          window: 0,
          g: 0,
          seq,
          items: [...self.items, { seq, item, body, files }],
          reached,
          roster,
          old_mk: hex(old.mk),
        },
        new Set(),
      ),
    deleting: slotPairs(old.keys, slotsOf(self)),
  }
}

/** The memory without the old words, once everything sent under them is past its keeping time (ENVELOPE_MAX). */
export function forgetOldWords(self: Self): Self {
  const { old_mk: _, ...rest } = self
  return { ...rest, reached: self.reached.filter(({ words }) => words !== 'old') }
}
