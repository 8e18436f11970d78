import { x25519 } from '@noble/curves/ed25519.js'
import { readRecipient } from '../age/identity.ts'
import { concat, equalBytes, randomBytes, unb64u, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { hmac, kdf } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Conv } from '../seal/item.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { BLOB_ROOM, sealBlob } from './blob.ts'
import { type Reply, replyShape, shaped } from './shapes.ts'
import { idOf, type TeamSlot, teamSlotId } from './slots.ts'

const TAG = 32
const CORE_ROOM = BLOB_ROOM - 2 * TAG
const MOST_PARTS = 48
const ZERO = Uint8Array.of(0)

/** The reply key of a team's epoch: the public half stands in its statement, the secret half follows from T_e (SEALING 7). */
export function replyKeyOf(epochSeed: Uint8Array): { readonly secret: Uint8Array; readonly public: Uint8Array } {
  const secret = kdf(epochSeed, 'reply/dh')
  return { secret, public: x25519.getPublicKey(secret) }
}

/** A message before it is cut into slots. */
export type ReplyDraft = Omit<Reply, 'v' | 'type' | 'part' | 'parts'>

/** The parts of a message, one for each slot it needs; refuses `reply.too_long` beyond 48 slots. */
export function partsOf(draft: ReplyDraft): Reply[] {
  const whole: Reply = { ...draft, v: 1, type: 'reply', part: MOST_PARTS, parts: MOST_PARTS }
  const room = CORE_ROOM - canonicalBytes({ ...whole, text: '' }).length
  const texts = cut(draft.text.normalize('NFC'), room)
  if (texts.length > MOST_PARTS) throw new SealingRefusal('reply.too_long')
  return texts.map((text, at) => ({ ...whole, text, part: at + 1, parts: texts.length }))
}

function cut(text: string, room: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const sign of text) {
    const cost = utf8(JSON.stringify(sign)).length - 2
    if (used + cost > room) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += sign
    used += cost
  }
  return [...pieces, piece]
}

export type ReplyPlace = {
  readonly conv: Pick<Conv, 'mac' | 'slot' | 'recipient' | 'dh'>
  /** A team slot of the conv's generation. */
  readonly w: number
  readonly i: number
}

/** One part of a message, sealed for its slot: 9,851 bytes. `secret` is the secret half of the team's reply key. */
export async function writeReply(place: ReplyPlace, reply: Reply, secret: Uint8Array): Promise<Uint8Array> {
  return sealBlob(readRecipient(place.conv.recipient), replyContent(place, reply, secret))
}

/** What is sealed: both tags and the core. Refuses `reply.malformed` what no reader would take. */
export function replyContent(place: ReplyPlace, reply: Reply, secret: Uint8Array): Uint8Array {
  if (!replyShape(reply)) throw new SealingRefusal('reply.malformed')
  const core = canonicalBytes(reply)
  const said = tagged(teamSlotId(unb64u(place.conv.slot), place.w, place.i), core)
  const shared = x25519.getSharedSecret(secret, unb64u(place.conv.dh))
  const tags = [hmac(unb64u(place.conv.mac), said), hmac(teamKey(shared, reply), said)]
  return concat(...tags, core)
}

function tagged(slotId: Uint8Array, core: Uint8Array): Uint8Array {
  return concat(utf8('asylia/v1/reply'), ZERO, slotId, core)
}

function teamKey(shared: Uint8Array, { from, epoch }: Reply): Uint8Array {
  return kdf(shared, `reply/${from}/${epoch}`)
}

/** A team's public reply key; at most the two epochs at hand of each team, from checked statements alone. */
export type ReplyKey = { readonly team: string; readonly epoch: number; readonly key: Uint8Array }

export type ReadReply =
  /** The first tag is wrong, or what it covers is no reply: nothing of it is shown. */
  | { readonly kind: 'alarm' }
  /** `proved`: the second tag shows that `from` wrote it. Otherwise any team of this generation may have. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly proved: boolean }

/** What an opened team slot says (SEALING 7, "Who answered"). */
// guards T-37
export function readReply(keys: MailboxKeys, slot: TeamSlot, content: Uint8Array, replyKeys: readonly ReplyKey[]): ReadReply {
  const core = content.subarray(2 * TAG)
  const said = tagged(idOf(keys, slot), core)
  if (!equalBytes(hmac(keys.conv(slot.g), said), content.subarray(0, TAG))) return { kind: 'alarm' }
  const reply = readCore(core)
  if (reply === undefined) return { kind: 'alarm' }
  const secret = keys.dh(slot.g).secret
  const isTeams = (key: Uint8Array) => equalBytes(hmac(key, said), content.subarray(TAG, 2 * TAG))
  const proved = replyKeys
    .filter(({ team, epoch }) => team === reply.from && epoch === reply.epoch)
    .some(({ key }) => isTeams(teamKey(sharedWith(secret, key), reply)))
  return { kind: 'reply', reply, proved }
}

function readCore(core: Uint8Array): Reply | undefined {
  try {
    const reply = readCanonical(core, shaped(replyShape))
    return reply.part <= reply.parts ? reply : undefined
  } catch (error) {
    if (error instanceof SealingRefusal) return undefined
    throw error
  }
}

/** A key of low order gives no secret at all: then nothing is proved, for a random key fits no tag. */
function sharedWith(secret: Uint8Array, key: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(secret, key)
  } catch {
    return randomBytes(TAG)
  }
}
