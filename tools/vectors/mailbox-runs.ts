import { hex, unhex } from '#crypto/bytes.ts'
import { bitmapOf, missingOf } from '#crypto/files/bitmap.ts'
import { padme } from '#crypto/files/padme.ts'
import { setReader } from '#crypto/files/read-set.ts'
import { plainSize, planSet, type SegmentSize, sealedSize } from '#crypto/files/set-plan.ts'
import { sha256 } from '#crypto/kdf.ts'
import { openBlob } from '#crypto/mailbox/blob.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { type Conversation, consentOf, type Item, judge, neverOf } from '#crypto/mailbox/conversation.ts'
import { everything, readDeleteCall } from '#crypto/mailbox/delete.ts'
import { readExchangeAnswer, readExchangeRequest } from '#crypto/mailbox/exchange.ts'
import { type Found, type Known, NOTHING_KNOWN, placeOf } from '#crypto/mailbox/known.ts'
import { viewOf } from '#crypto/mailbox/mailbox-view.ts'
import { messagesOf } from '#crypto/mailbox/read-messages.ts'
import { readReply } from '#crypto/mailbox/reply.ts'
import { readSelf } from '#crypto/mailbox/self.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'
import { deleteHash, deleteToken, idOf, type Slot } from '#crypto/mailbox/slots.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type MailboxKeys, mailboxKeys } from '#crypto/secret/mailbox-keys.ts'

// What another implementation has to do with each `given`, and answers as `expect`; a refusal throws its code.

const keysOf = (mk: string): MailboxKeys => mailboxKeys(unhex(mk))

export type PadmeGiven = { readonly n: number } | { readonly size: number; readonly segment: SegmentSize }

/** A padded length, or the plan of a file: total, count and what the last segment measures before and after sealing. */
export function runPadme(given: PadmeGiven): unknown {
  if ('n' in given) return { length: padme(given.n) }
  const plan = planSet(given.size, given.segment)
  const last = plan.count - 1
  return { total: plan.total, count: plan.count, last_plain: plainSize(plan, last), last_sealed: sealedSize(plan, last) }
}

export type SlotGiven = { readonly mk: string; readonly slot: Slot }

/** A slot's id and what deletes it. */
export function runSlots({ mk, slot }: SlotGiven): unknown {
  const id = idOf(keysOf(mk), slot)
  const token = deleteToken(keysOf(mk), id)
  return { id: hex(id), delete_token: hex(token), delete_hash: hex(deleteHash(token)) }
}

type ConvName = { readonly mk: string; readonly g: number; readonly window: number }
type ChainItem = Omit<Item['header'], 'conv'> & { readonly body: string; readonly conv: ConvName | null }
export type ChainGiven =
  | { readonly items: readonly ChainItem[] }
  | { readonly mk: string; readonly slots: readonly { readonly slot: Slot; readonly content: string | null }[] }

/** What a team believes after these items in this order; or whether the slots show the reporter that something is hidden. */
export function runChain(given: ChainGiven): unknown {
  return 'items' in given ? judgeAll(given.items) : lookAt(keysOf(given.mk), given.slots)
}

function judgeAll(items: readonly ChainItem[]): unknown {
  let conversation: Conversation | null = null
  const words: string[] = []
  for (const { body, conv, ...header } of items) {
    const own = conv === null ? null : convOf(keysOf(conv.mk), conv.g, conv.window)
    const judged = judge(conversation, { header: { ...header, conv: own }, body })
    words.push(judged.word)
    conversation = judged.conversation
  }
  if (conversation === null) return { words, conversation }
  const { settled } = conversation
  const { chain, proved, readers, closed } = settled
  return { words, chain, seq: proved.seq, readers, closed, consent: consentOf(conversation), never: neverOf(conversation) }
}

function lookAt(keys: MailboxKeys, slots: Extract<ChainGiven, { mk: string }>['slots']): unknown {
  const found = new Map<string, Found>()
  for (const { slot, content } of slots) found.set(placeOf(slot), foundIn(keys, slot, content))
  const present = new Map(slots.map(({ slot }) => [placeOf(slot), { slot, present: true }]))
  const known: Known = { ...NOTHING_KNOWN, present, found }
  const { memory, somethingHidden } = viewOf({ keys, known, replyKeys: [], excluded: new Set() })
  return { memory: memory.state, something_hidden: somethingHidden }
}

function foundIn(keys: MailboxKeys, slot: Slot, content: string | null): Found {
  if (content === null) return { kind: 'lost' }
  if (slot.kind === 'team') return { kind: 'content', content: unhex(content) }
  const self = readSelf(keys, slot, unhex(content))
  return self === null ? { kind: 'lost' } : { kind: 'self', self }
}

type HexKey = { readonly team: string; readonly epoch: number; readonly key: string }
export type ReplyGiven =
  | { readonly mk: string; readonly sealed: string }
  | {
      readonly mk: string
      readonly slot: Extract<Slot, { kind: 'team' }>
      readonly content: string
      readonly reply_keys: readonly HexKey[]
      readonly memory?: Self
    }

/** What an opened team slot says, with a memory who is shown as its sender, or what a sealed slot holds. An alarm is the refusal `reply.malformed`. */
export async function runReply(given: ReplyGiven): Promise<unknown> {
  if ('sealed' in given) return opened(given)
  const replyKeys = given.reply_keys.map(({ team, epoch, key }) => ({ team, epoch, key: unhex(key) }))
  const read = readReply(keysOf(given.mk), given.slot, unhex(given.content), replyKeys)
  if (read.kind === 'alarm') throw new SealingRefusal('reply.malformed')
  if (given.memory === undefined) return { reply: read.reply, proved: read.proved }
  const [message] = messagesOf([{ slot: given.slot, state: 'reply', reply: read.reply, proved: read.proved }], given.memory)
  return { from: message?.from, earlier: message?.earlier }
}

async function opened({ mk, sealed }: { readonly mk: string; readonly sealed: string }): Promise<unknown> {
  const opener = openerOf(keysOf(mk).identitySeed)
  const content = await openBlob((bytes) => openWith([opener], bytes, { min: 1, max: 1 }), unhex(sealed))
  if (content === null) throw new SealingRefusal('age.malformed')
  return { content: hex(content) }
}

export type SelfGiven =
  | { readonly mk: string; readonly sealed: string }
  | { readonly mk: string; readonly slot: Extract<Slot, { kind: 'self' }>; readonly content: string }

/** What an opened self slot says, or what a sealed one holds. Not the reporter's is the refusal `self.malformed`. */
export async function runSelf(given: SelfGiven): Promise<unknown> {
  if ('sealed' in given) return opened(given)
  const self: Self | null = readSelf(keysOf(given.mk), given.slot, unhex(given.content))
  if (self === null) throw new SealingRefusal('self.malformed')
  return { self }
}

export type ExchangeGiven = { readonly request: string } | { readonly presence: string; readonly blob_length: number }

/** A request read by the server, or an answer read by the client (its blob is zeros here). */
export function runExchange(given: ExchangeGiven): unknown {
  if ('request' in given) {
    const { asked, fetched } = readExchangeRequest(unhex(given.request))
    return { asked: asked.map(hex), fetched: hex(fetched) }
  }
  const { present } = readExchangeAnswer(unhex(given.presence + '00'.repeat(given.blob_length)))
  return { present }
}

export type DeleteGiven = { readonly call: string } | { readonly mk: string; readonly self: Self }

/** A call read by the server; or the number of pairs that delete everything, and the hash over them in ascending order. */
export function runDelete(given: DeleteGiven): unknown {
  if ('call' in given) return { pairs: readDeleteCall(unhex(given.call)).map(({ id, token }) => ({ id: hex(id), token: hex(token) })) }
  const pairs = everything(keysOf(given.mk), given.self).map(({ id, token }) => hex(id) + hex(token))
  return { pairs: pairs.length, sha256: hex(sha256(unhex(pairs.toSorted().join('')))) }
}

type PlainGiven = {
  readonly index: number
  readonly head: string
  readonly data: { readonly byte: string; readonly length: number }
  readonly length: number
}
export type SegmentGiven =
  | { readonly item: string; readonly file: Parameters<typeof setReader>[1]; readonly plains: readonly PlainGiven[] }
  | { readonly present: readonly number[]; readonly count: number }

/** The hash of a file read from opened segments (head, one byte repeated, zeros); or the bitmap of present segments. */
export function runSegment(given: SegmentGiven): unknown {
  if ('present' in given) {
    const bitmap = bitmapOf(Array.from({ length: given.count }, (_, index) => given.present.includes(index)))
    return { bitmap: hex(bitmap), missing: missingOf(bitmap, given.count) }
  }
  const reader = setReader(unhex(given.item), given.file)
  const parts: Uint8Array[] = []
  for (const { index, head, data, length } of given.plains) {
    const plain = new Uint8Array(length)
    plain.set(unhex(head))
    plain.fill(Number.parseInt(data.byte, 16), head.length / 2, head.length / 2 + data.length)
    parts[index] = reader.take(index, plain)
  }
  reader.finish()
  return { sha256: hex(sha256(...parts)) }
}
