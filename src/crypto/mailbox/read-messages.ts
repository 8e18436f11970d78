import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { type Known, placeOf, presentTeamSlots } from './known.ts'
import { type ReplyKey, readReply } from './reply.ts'
import type { Reply, Self } from './shapes.ts'
import type { TeamSlot } from './slots.ts'

/** A team slot after reading: what stands in it, or why nothing is shown. */
export type ReadSlot =
  | { readonly slot: TeamSlot; readonly state: 'reply'; readonly reply: Reply; readonly proved: boolean }
  /** `wrong_tag`: not from a reader of this generation. `excluded_reader`: its reader list holds somebody excluded. Nothing of it is shown. */
  | { readonly slot: TeamSlot; readonly state: 'wrong_tag' | 'excluded_reader' }
  /** Present, but past its keeping time or filled by somebody. */
  | { readonly slot: TeamSlot; readonly state: 'lost' }

export type Reading = {
  readonly keys: MailboxKeys
  readonly known: Known
  /** From checked statements alone: the running epoch of each team and the one before. */
  readonly replyKeys: readonly ReplyKey[]
  /** `excludedTeams(self.never, roster teams)`. */
  readonly excluded: ReadonlySet<string>
}

/** Every fetched team slot, the newest first. */
export function readSlots({ keys, known, replyKeys, excluded }: Reading): ReadSlot[] {
  return presentTeamSlots(known).flatMap((slot): ReadSlot[] => {
    const found = known.found.get(placeOf(slot))
    if (found === undefined) return []
    if (found.kind !== 'content') return [{ slot, state: 'lost' }]
    const read = readReply(keys, slot, found.content, replyKeys)
    if (read.kind === 'alarm') return [{ slot, state: 'wrong_tag' }]
    if (read.reply.readers.some((team) => excluded.has(team))) return [{ slot, state: 'excluded_reader' }]
    return [{ slot, state: 'reply', reply: read.reply, proved: read.proved }]
  })
}

/** Who wrote: a team that proved it, or one of these, and nobody can say which (SEALING 7). */
export type Sender = { readonly proved: string } | { readonly oneOf: readonly string[] }

export type Message = {
  /** Stable over looks: the slot of its first part that was read. */
  readonly id: string
  readonly from: Sender
  /** Written in a generation before the reporter changed who may read. */
  readonly earlier: boolean
  readonly n: number
  /** The day (UTC) on which it was written, as its writer says; the server knows no day that could be shown. */
  readonly on?: string
  readonly lang: string
  /** All of the text; null while parts are missing: nothing is shown in part. */
  readonly text: string | null
  readonly parts: { readonly read: number; readonly all: number }
  readonly readers: readonly string[]
  readonly translationOf?: number
  /** A person says to have read this item. `verified`: the team proved itself and the hash is the one of what was sent. */
  readonly read?: { readonly item: string; readonly verified: boolean }
}

type ReadPart = Extract<ReadSlot, { state: 'reply' }>

/** The messages of the slots, the newest first; parts of one message stand together, a part that came twice counts once. */
export function messagesOf(slots: readonly ReadSlot[], self: Self | null): Message[] {
  const groups = new Map<string, ReadPart[]>()
  for (const slot of slots) {
    if (slot.state !== 'reply') continue
    const name = messageName(slot)
    groups.set(name, [...(groups.get(name) ?? []), slot])
  }
  return [...groups.values()].flatMap((parts) => messageOf(parts, self))
}

function messageName({ slot, reply, proved }: ReadPart): string {
  // Two texts under one number are two messages: a team that counts wrongly must not hide one behind the other.
  const alone = reply.parts === 1 ? reply.text : ''
  return [
    slot.g,
    reply.from,
    reply.epoch,
    reply.n,
    reply.parts,
    proved,
    reply.lang,
    reply.translation_of ?? '',
    reply.on ?? '',
    alone,
  ].join('/')
}

function messageOf(slots: readonly ReadPart[], self: Self | null): Message[] {
  const inOrder = slots.toSorted((a, b) => a.reply.part - b.reply.part || a.slot.w - b.slot.w || a.slot.i - b.slot.i)
  const parts = inOrder.filter(({ reply }, at) => reply.part !== inOrder[at - 1]?.reply.part)
  const [first] = parts
  if (first === undefined) return []
  const { slot, reply, proved } = first
  const whole = parts.length === reply.parts
  return [
    {
      id: placeOf(slot),
      from: proved ? { proved: reply.from } : { oneOf: readersOf(self, slot.g) },
      earlier: self !== null && slot.g < self.g,
      n: reply.n,
      lang: reply.lang,
      text: whole ? parts.map((part) => part.reply.text).join('') : null,
      parts: { read: parts.length, all: reply.parts },
      readers: reply.readers,
      ...(reply.on === undefined ? {} : { on: reply.on }),
      ...(reply.translation_of === undefined ? {} : { translationOf: reply.translation_of }),
      ...(reply.read === undefined ? {} : { read: { item: reply.read.item, verified: proved && isAsSent(reply.read, self) } }),
    },
  ]
}

/** Everybody who held the keys of a generation, as far as the memory says. */
function readersOf(self: Self | null, g: number): readonly string[] {
  if (self === null) return []
  return g === self.g ? self.to : self.reached.map(({ team }) => team)
}

function isAsSent(read: { readonly item: string; readonly body: string }, self: Self | null): boolean {
  return self?.items.some(({ item, body }) => item === read.item && body === read.body) === true
}

/** A number that a team skipped: its message is missing or still on its way. Only what is proved counts. */
export type Hole = { readonly team: string; readonly n: number }

const MOST_HOLES = 64

/** The holes in the counters, to be shown once nothing that is present waits to be fetched. */
export function holesOf(messages: readonly Message[]): Hole[] {
  const numbers = new Map<string, Set<number>>()
  for (const { from, n } of messages) if ('proved' in from) numbers.set(from.proved, (numbers.get(from.proved) ?? new Set()).add(n))
  const holes = [...numbers].flatMap(([team, seen]) => {
    const newest = Math.max(...seen)
    const all = Array.from({ length: Math.min(newest, MOST_HOLES) }, (_, back) => newest - back)
    return all.filter((n) => !seen.has(n)).map((n) => ({ team, n }))
  })
  return holes.toSorted((a, b) => (a.team < b.team ? -1 : Number(a.team > b.team)) || a.n - b.n)
}
