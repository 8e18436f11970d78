import { hex, unb64u, unutf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Conversation, type Item, inOrder, judge, macsOf, type Word } from '#crypto/mailbox/conversation.ts'
import type { Opener } from '#crypto/open/open-age.ts'
import { type OpenedItem, openArmoured, openBody, openEnvelope } from '#crypto/open/open-item.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readSealedArmour } from '#crypto/seal/armour.ts'
import type { KeptPayload } from '#crypto/team/inbox-page.ts'
import type { Listed } from '#features/reports/inbox/inbox.contract.ts'
import { Threads } from './inbox/threads.ts'

/** Something that a key of the team opens. */
export type Entry = {
  readonly listed: Listed
  /** Null for plain armour, which has none. */
  readonly payload: KeptPayload | null
  readonly opened: OpenedItem | null
  readonly armoured: string | null
  /** Why it cannot be read; then nothing of it is shown. */
  readonly problem: string | null
  /** H(B) of the body that lay there, hex. */
  readonly bodyHash: string | null
}

export type Judgement = { readonly word: Word | null; readonly conversation: Conversation | null }

/** All mail of a team that this session has found, and what it makes of it. */
export type Mailbag = {
  readonly entries: Map<string, Entry>
  /** Every item that was fetched and tried in this session, ours or not. */
  readonly tried: Set<string>
  readonly notOurs: Set<string>
  /** Envelopes that are none: wrong length, other stanzas. */
  readonly malformed: Set<string>
  /** Item ids in the order in which the team first saw them. */
  order: string[]
  /** Hashes of the bodies that were opened, and the keys of their conversations. */
  readonly bodies: Set<string>
  readonly macs: Map<string, Uint8Array>
  judged: ReadonlyMap<string, Judgement>
  /** How often the body of an item came again under another id. */
  repeats: ReadonlyMap<string, number>
}

export type Facts = { readonly instance: string; readonly team: string; readonly openers: readonly Opener[] }
export type Fetched = { readonly listed: Listed; readonly envelope: Uint8Array; readonly body: Uint8Array | null }

export function emptyBag(): Mailbag {
  return {
    entries: new Map(),
    tried: new Set(),
    notOurs: new Set(),
    malformed: new Set(),
    order: [],
    bodies: new Set(),
    macs: new Map(),
    judged: new Map(),
    repeats: new Map(),
  }
}

/** Tries one item with every key at hand and keeps what comes of it. `kept` spares the trial of an item that is known as ours. */
export async function tryItem(bag: Mailbag, facts: Facts, fetched: Fetched, kept: KeptPayload | undefined): Promise<void> {
  const { listed } = fetched
  bag.tried.add(listed.item)
  if (listed.lane === 4) return tryArmour(bag, facts, fetched)
  const payload = kept ?? (await payloadOf(bag, facts, fetched))
  if (payload === null) return
  bag.entries.set(listed.item, { listed, payload, opened: null, armoured: null, problem: null, bodyHash: null })
  if (fetched.body !== null) await readBody(bag, facts, listed.item, fetched.body)
}

async function payloadOf(bag: Mailbag, { openers }: Facts, { listed, envelope }: Fetched): Promise<KeptPayload | null> {
  const payload = await orCode(() => openEnvelope(openers, envelope))
  if (typeof payload === 'string') bag.malformed.add(listed.item)
  else if (payload === null) bag.notOurs.add(listed.item)
  return typeof payload === 'string' ? null : payload
}

/** What the stock tool made: plain text for a key of ours, bound to nothing. scrypt is never run on it. guards I-02 */
async function tryArmour(bag: Mailbag, { openers }: Facts, { listed, envelope, body }: Fetched): Promise<void> {
  const armour = envelope.length === 0 && body !== null ? body : envelope
  const plain = await orCode(async () => openArmoured(openers, readSealedArmour(armour)))
  if (plain === null) bag.notOurs.add(listed.item)
  else if (typeof plain === 'string') bag.malformed.add(listed.item)
  else {
    const text = await orCode(async () => ({ text: unutf8(plain).normalize('NFC') }))
    const read = typeof text === 'string' ? { armoured: null, problem: text } : { armoured: text.text, problem: null }
    bag.entries.set(listed.item, { listed, payload: null, opened: null, bodyHash: hex(sha256(armour)), ...read })
  }
}

/** Opens the body of an entry, whole or not at all. guards T-37 */
export async function readBody(bag: Mailbag, facts: Facts, item: string, body: Uint8Array): Promise<void> {
  const entry = bag.entries.get(item)
  if (entry?.payload == null) return
  const { bucket, urgent, lane } = entry.listed
  const opened = await orCode(async () =>
    openBody(entry.payload ?? never(), body, {
      item,
      instance: facts.instance,
      bucket: bucket as 0 | 1 | 2 | 3,
      urgent,
      lane: lane as 1 | 2 | 3,
      team: facts.team,
      known: (hash) => bag.bodies.has(hash),
      convKeys: [...bag.macs.values()],
    }),
  )
  const read = typeof opened === 'string' ? { opened: null, problem: opened } : { opened, problem: null }
  bag.entries.set(item, { ...entry, ...read, bodyHash: hex(sha256(body)) })
  if (read.opened === null) return
  bag.bodies.add(read.opened.bodyHash)
  if (read.opened.header.conv !== null) keepMac(bag, read.opened.header.conv.mac)
}

function keepMac({ macs }: Mailbag, mac: string): void {
  if (!macs.has(mac)) macs.set(mac, unb64u(mac))
}

/** Runs what opens; a refusal is its code, so that the item is kept and marked. */
async function orCode<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SealingRefusal) return error.code
    throw error
  }
}

/**
 * Judges all conversations anew, in the order in which the team first saw the items; what came in one look is ordered by day,
 * hour and then as `inOrder` has it, for the server tells no finer order. Bodies that came again count as repeats of the one that is read.
 */
export function judgeAll(bag: Mailbag): void {
  bag.order = [...bag.order, ...newOnes(bag)]
  const judged = new Map<string, Judgement>()
  const threads = new Threads()
  for (const item of bag.order) {
    const opened = bag.entries.get(item)?.opened
    if (opened == null) continue
    const told = { header: opened.header, body: opened.bodyHash }
    const known = threads.of(told)
    const { word, conversation } = judge(known, told)
    if (conversation !== null) threads.keep(known, conversation)
    judged.set(item, { word, conversation })
  }
  bag.judged = new Map([...judged].map(([item, { word, conversation }]) => [item, { word, conversation: threads.newest(conversation) }]))
  for (const conversation of threads.all()) for (const mac of macsOf(conversation)) keepMac(bag, mac)
  bag.repeats = repeatsIn(bag)
}

/** What the server orders no finer than by the hour is ordered by what no reader can forge. guards T-37 */
function newOnes({ entries, order }: Mailbag): string[] {
  const known = new Set(order)
  const hours = new Map<string, (Item & { readonly id: string })[]>()
  for (const { listed, opened } of entries.values()) {
    if (opened === null || known.has(listed.item)) continue
    const place = `${listed.day} ${String(listed.hour ?? 0).padStart(2, '0')}`
    hours.set(place, [...(hours.get(place) ?? []), { id: listed.item, header: opened.header, body: opened.bodyHash }])
  }
  const inTime = [...hours].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return inTime.flatMap(([, together]) => inOrder(together).map(({ id }) => id))
}

function repeatsIn({ entries }: Mailbag): Map<string, number> {
  const first = new Map<string, string>()
  for (const { listed, opened } of entries.values()) if (opened !== null) first.set(opened.bodyHash, listed.item)
  const counts = new Map<string, number>()
  for (const entry of entries.values()) {
    const original = isRepeat(entry, first)
    if (original !== null) counts.set(original, (counts.get(original) ?? 0) + 1)
  }
  return counts
}

/** The item that this entry repeats, if it does. */
function isRepeat({ listed, opened, payload, bodyHash }: Entry, first: ReadonlyMap<string, string>): string | null {
  if (opened !== null) return null
  const original = first.get(bodyHash ?? payload?.body ?? '')
  return original === undefined || original === listed.item ? null : original
}

/** Entries to show: everything but repeats of something that is read. */
export function shownEntries(bag: Mailbag): Entry[] {
  const first = new Map(
    [...bag.entries.values()].filter(({ opened }) => opened !== null).map(({ opened, listed }) => [opened?.bodyHash ?? '', listed.item]),
  )
  return [...bag.entries.values()].filter((entry) => isRepeat(entry, first) === null)
}

function never(): never {
  throw new Error('an entry without payload has no body')
}
