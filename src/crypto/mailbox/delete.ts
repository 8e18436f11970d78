import { concat, randomBytes, unhex, utf8 } from '../bytes.ts'
import { ASK, CALLS_AN_OPENING, DELETE_CALL } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { shuffled } from '../seal/envelope.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import type { Self } from './shapes.ts'
import { deleteToken, idOf, type Slot, selfSlots, teamSlots } from './slots.ts'

const MAGIC = utf8('ASYD')
const HEAD = 8
const ID = 16
const TOKEN = 32

/** An id and what deletes it. */
export type DeletePair = { readonly id: Uint8Array; readonly token: Uint8Array }

/** Bodies of `POST /api/mailbox/delete`, 776 bytes each, in groups of four; random pairs fill the last group, all are shuffled. */
export function deleteCalls(pairs: readonly DeletePair[]): Uint8Array<ArrayBuffer>[] {
  const group = ASK * CALLS_AN_OPENING
  const wanted = Math.max(1, Math.ceil(pairs.length / group)) * group
  const random = Array.from({ length: wanted - pairs.length }, () => ({ id: randomBytes(ID), token: randomBytes(TOKEN) }))
  const all = shuffled([...pairs, ...random])
  return Array.from({ length: wanted / ASK }, (_, call) => callOf(all.slice(call * ASK, (call + 1) * ASK)))
}

function callOf(pairs: readonly DeletePair[]): Uint8Array<ArrayBuffer> {
  return concat(MAGIC, Uint8Array.of(1, 0, 0, 0), ...pairs.flatMap(({ id, token }) => [id, token]))
}

/** The sixteen pairs of a call; refuses `delete.malformed` unless the bytes are exactly one. */
export function readDeleteCall(bytes: Uint8Array): DeletePair[] {
  const isCall = bytes.length === DELETE_CALL && [...MAGIC, 1, 0, 0, 0].every((byte, at) => bytes[at] === byte)
  if (!isCall) throw new SealingRefusal('delete.malformed')
  return Array.from({ length: ASK }, (_, at) => {
    const from = HEAD + at * (ID + TOKEN)
    return { id: bytes.slice(from, from + ID), token: bytes.slice(from + ID, from + ID + TOKEN) }
  })
}

/** Every slot that the mailbox can have used: all windows, all generations. */
export function slotsOf({ window, g }: Pick<Self, 'window' | 'g'>): Slot[] {
  const windows = Array.from({ length: window + 1 }, (_, w) => w)
  const generations = Array.from({ length: g + 1 }, (_, generation) => generation)
  return windows.flatMap((w) => [...selfSlots(w), ...generations.flatMap((generation) => teamSlots(generation, w))])
}

/** The pairs that delete slots. */
export function slotPairs(keys: MailboxKeys, slots: readonly Slot[]): DeletePair[] {
  return slots.map((slot) => pairOf(keys, idOf(keys, slot)))
}

/** The pairs that delete the items of a memory and their file sets, for as long as no team has taken them in. */
export function itemPairs(keys: MailboxKeys, items: Self['items']): DeletePair[] {
  return items.flatMap(({ item, files }) => [
    pairOf(keys, unhex(item)),
    ...files.map(({ n, set }) => ({ id: unhex(set), token: keys.token(item, n) })),
  ])
}

function pairOf(keys: MailboxKeys, id: Uint8Array): DeletePair {
  return { id, token: deleteToken(keys, id) }
}

/**
 * All that the words can delete: slots of all windows and generations, listed items and sets. With the keys of earlier words
 * (`old_mk`) each item is tried with both: a token that does not fit does nothing. A `close` item goes out before.
 */
export function everything(keys: MailboxKeys, self: Self | null, oldKeys?: MailboxKeys): DeletePair[] {
  const items = self?.items ?? []
  return [
    ...slotPairs(keys, slotsOf(self ?? { window: 0, g: 0 })),
    ...itemPairs(keys, items),
    ...(oldKeys === undefined ? [] : itemPairs(oldKeys, items)),
  ]
}
