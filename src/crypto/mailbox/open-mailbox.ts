import { randomBytes } from '../bytes.ts'
import { ASK } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { shuffled } from '../seal/envelope.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { type OpenBlob, openBlob, sealBlob } from './blob.ts'
import { type ExchangeAnswer, exchangeRequest, readExchangeAnswer } from './exchange.ts'
import { type Found, groupName, type Known, NOTHING_KNOWN, placeOf, slotsOfGroup } from './known.ts'
import { againStep, openingStep, STEPS, type Step } from './opening-plan.ts'
import { readSelf } from './self.ts'
import { idOf, type Slot } from './slots.ts'

/** What opening a mailbox needs from outside: a line to the server, and the code that opens, which nothing in src may import. */
export type MailboxDoor = {
  readonly keys: MailboxKeys
  /** Sends 280 bytes to `POST /api/mailbox` and gives back the answer; a broken line throws. */
  readonly exchange: (request: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
  /** `(sealed) => openWith([openerOf(keys.identitySeed)], sealed, { min: 1, max: 1 })`. */
  readonly open: OpenBlob
}

/**
 * Opens a mailbox with exactly four exchanges, the same in number, size and order for one that is empty, full or was never
 * made. Throws what `exchange` throws, and `exchange.malformed` when an answer is damaged twice.
 */
// guards T-14
export function openMailbox(door: MailboxDoor): Promise<Known> {
  return walk(door, NOTHING_KNOWN, openingStep)
}

/** Four more exchanges: new messages, slots not asked for yet, the next window. To be repeated until a free self slot is found. */
export function lookAgain(door: MailboxDoor, known: Known): Promise<Known> {
  const since = known.exchanges
  return walk(door, known, (now) => againStep(now, since))
}

async function walk(door: MailboxDoor, start: Known, plan: (known: Known, step: number) => Step): Promise<Known> {
  // What does not open costs the same time as what does: between two exchanges one blob is opened, ours or this one.
  const decoy = await sealBlob(door.keys.recipient, new Uint8Array(0))
  let known = start
  for (let step = 0; step < STEPS; step += 1) known = await stepOf(door, known, plan(known, step), decoy)
  return known
}

async function stepOf(door: MailboxDoor, known: Known, { group, fetch }: Step, decoy: Uint8Array): Promise<Known> {
  const slots: (Slot | undefined)[] = group === undefined ? [] : slotsOfGroup(group)
  const asked = shuffled(Array.from({ length: ASK }, (_, at) => slots[at]))
  const { present, blob } = await exchanged(door, asked, fetch)
  const seen = new Map(known.present)
  for (const [at, slot] of asked.entries()) if (slot !== undefined) seen.set(placeOf(slot), { slot, present: present[at] === true })
  const content = await openBlob(door.open, blob)
  if (content === null) await openBlob(door.open, decoy)
  const found = new Map(known.found)
  const place = fetch === undefined ? '' : placeOf(fetch)
  // An id that was fetched unasked and is absent holds nothing: its dummy is no loss.
  if (fetch !== undefined && (content !== null || seen.get(place)?.present === true)) found.set(place, foundIn(door, fetch, content))
  const askedAt = group === undefined ? known.askedAt : new Map(known.askedAt).set(groupName(group), known.exchanges)
  return { present: seen, found, askedAt, exchanges: known.exchanges + 1 }
}

function foundIn({ keys }: MailboxDoor, slot: Slot, content: Uint8Array | null): Found {
  if (content === null) return { kind: 'lost' }
  if (slot.kind === 'team') return { kind: 'content', content }
  const self = readSelf(keys, slot, content)
  return self === null ? { kind: 'lost' } : { kind: 'self', self }
}

/** One exchange; a damaged answer is dropped and asked for once more with the same bytes. */
async function exchanged(
  { keys, exchange }: MailboxDoor,
  asked: readonly (Slot | undefined)[],
  fetch: Slot | undefined,
): Promise<ExchangeAnswer> {
  const id = (slot: Slot | undefined) => (slot === undefined ? randomBytes(16) : idOf(keys, slot))
  const request = exchangeRequest({ asked: asked.map(id), fetched: id(fetch) })
  try {
    return readExchangeAnswer(await exchange(request))
  } catch (error) {
    if (!(error instanceof SealingRefusal)) throw error
    return readExchangeAnswer(await exchange(request))
  }
}
