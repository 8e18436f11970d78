import { concat, equalBytes, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { hmac, kdf } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { BLOB_ROOM, sealBlob } from './blob.ts'
import { type Self, type SentItem, selfShape, shaped } from './shapes.ts'
import { type SelfSlot, selfSlotId } from './slots.ts'

const TAG = 32
const CORE_ROOM = BLOB_ROOM - TAG
const ZERO = Uint8Array.of(0)

type SelfKeys = Pick<MailboxKeys, 'self' | 'recipient'>

/** The reporter's memory, sealed for the slot that it names: 9,851 bytes. Refuses as `selfContent` does. */
export async function sealSelf(keys: SelfKeys, self: Self): Promise<Uint8Array> {
  return sealBlob(keys.recipient, selfContent(keys, self))
}

/** What is sealed: the tag and the core. Refuses `self.malformed`, and `self.too_large` what did not go through `fitSelf`. */
export function selfContent(keys: Pick<MailboxKeys, 'self'>, self: Self): Uint8Array {
  if (!selfShape(self)) throw new SealingRefusal('self.malformed')
  const core = canonicalBytes(self)
  if (core.length > CORE_ROOM) throw new SealingRefusal('self.too_large')
  const tag = hmac(macKey(keys), tagged(keys, { kind: 'self', w: self.window, i: self.index }, core))
  return concat(tag, core)
}

/** What an opened self slot says; null when it is not what the reporter wrote for this slot: the person is asked again. */
export function readSelf(keys: Pick<MailboxKeys, 'self'>, slot: SelfSlot, content: Uint8Array): Self | null {
  const core = content.subarray(TAG)
  if (!equalBytes(hmac(macKey(keys), tagged(keys, slot, core)), content.subarray(0, TAG))) return null
  try {
    const self = readCanonical(core, shaped(selfShape))
    return self.window === slot.w && self.index === slot.i ? self : null
  } catch (error) {
    if (error instanceof SealingRefusal) return null
    throw error
  }
}

function macKey({ self }: Pick<MailboxKeys, 'self'>): Uint8Array {
  return kdf(self, 'self/mac')
}

function tagged(keys: Pick<MailboxKeys, 'self'>, { w, i }: SelfSlot, core: Uint8Array): Uint8Array {
  return concat(utf8('asylia/v1/self'), ZERO, selfSlotId(keys, w, i), core)
}

/**
 * The same memory with as many of its newest items as the blob holds. Items with an open upload stay, as does the newest.
 * Refuses `self.too_large` when these alone are too many.
 */
export function fitSelf(self: Self, openSets: ReadonlySet<string>): Self {
  let fitting = self
  while (canonicalBytes(fitting).length > CORE_ROOM) {
    const oldest = fitting.items.slice(0, -1).find(({ files }) => !files.some(({ set }) => openSets.has(set)))
    if (oldest === undefined) throw new SealingRefusal('self.too_large')
    fitting = { ...fitting, items: without(fitting.items, oldest) }
  }
  return fitting
}

function without(items: readonly SentItem[], gone: SentItem): SentItem[] {
  return items.filter((item) => item !== gone)
}
