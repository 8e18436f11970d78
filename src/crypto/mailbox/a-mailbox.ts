import { hex, randomBytes } from '../bytes.ts'
import { ASK, BLOB_LENGTH } from '../constants.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { type MailboxKeys, mailboxKeys } from '../secret/mailbox-keys.ts'
import type { OpenBlob } from './blob.ts'
import { convOf } from './conv.ts'
import { exchangeAnswer, readExchangeRequest } from './exchange.ts'
import type { MailboxDoor } from './open-mailbox.ts'
import { partsOf, type ReplyDraft, type ReplyKey, replyKeyOf, writeReply } from './reply.ts'
import { sealSelf } from './self.ts'
import type { Consent, Reply, Self } from './shapes.ts'
import { selfSlotId, slotId } from './slots.ts'

// The smallest valid things of a mailbox, for tests.

export const NO_CONSENT: Consent = { casework: false, private_diplomacy: false, judicial: false, public: false }
export const CASEWORK: Consent = { ...NO_CONSENT, casework: true }
export const ZERO32 = '00'.repeat(32)

export function someKeys(): MailboxKeys {
  return mailboxKeys(randomBytes(32))
}

/** A memory after the first report to one team. */
export function aSelf(change: Partial<Self> = {}): Self {
  return {
    v: 1,
    type: 'self',
    index: 0,
    window: 0,
    g: 0,
    seq: 0,
    items: [{ seq: 0, item: 'aa'.repeat(16), body: 'bb'.repeat(32), files: [] }],
    to: ['north'],
    reached: [{ team: 'north', g: 0 }],
    never: [],
    consent: CASEWORK,
    roster: 1,
    ...change,
  }
}

/** A server as SEALING 7 describes it, with all it sees. `lie` changes what it says of an id. */
export class StoredSlots {
  readonly blobs = new Map<string, Uint8Array>()
  /** Ids whose blob was dropped by age: still present, but a dummy comes. */
  readonly expired = new Set<string>()
  readonly requests: Uint8Array[] = []
  lie: (id: string, present: boolean) => boolean = (_, present) => present

  answer(request: Uint8Array): Uint8Array {
    this.requests.push(request)
    const { asked, fetched } = readExchangeRequest(request)
    if (asked.length !== ASK) throw new TypeError('A request asks sixteen ids.')
    const blob = this.blobs.get(hex(fetched))
    return exchangeAnswer({
      present: asked.map((id) => this.lie(hex(id), this.blobs.has(hex(id)))),
      blob: blob === undefined || this.expired.has(hex(fetched)) ? randomBytes(BLOB_LENGTH) : blob,
    })
  }
}

export function openFor(keys: MailboxKeys): OpenBlob {
  const opener = openerOf(keys.identitySeed)
  return (sealed) => openWith([opener], sealed, { min: 1, max: 1 })
}

export function aDoor(keys: MailboxKeys, server: StoredSlots): MailboxDoor {
  return { keys, exchange: async (request) => server.answer(request), open: openFor(keys) }
}

/** A team with a reply key of one epoch. */
export type Answering = { readonly id: string; readonly epoch: number; readonly secret: Uint8Array; readonly replyKey: ReplyKey }

export function aTeam(id: string, epoch = 7): Answering {
  const pair = replyKeyOf(randomBytes(32))
  return { id, epoch, secret: pair.secret, replyKey: { team: id, epoch, key: pair.public } }
}

export function aDraft(team: Answering, change: Partial<ReplyDraft> = {}): ReplyDraft {
  return {
    n: 1,
    from: team.id,
    epoch: team.epoch,
    readers: [team.id],
    seen: { seq: 0, step: ZERO32, never_sha256: ZERO32 },
    lang: 'en',
    text: 'We have read it.',
    ...change,
  }
}

export function aReply(team: Answering, change: Partial<ReplyDraft> = {}): Reply {
  const [part] = partsOf(aDraft(team, change))
  if (part === undefined) throw new TypeError('A message has at least one part.')
  return part
}

/** Puts a memory where it says it lies. */
export async function putSelf(server: StoredSlots, keys: MailboxKeys, self: Self): Promise<void> {
  server.blobs.set(hex(selfSlotId(keys, self.window, self.index)), await sealSelf(keys, self))
}

export type At = { readonly g?: number; readonly w?: number; readonly i: number }

/** Puts a message of a team into a slot, written as the team would write it. */
export async function putReply(server: StoredSlots, keys: MailboxKeys, at: At, from: Answering, reply = aReply(from)): Promise<void> {
  const { g = 0, w = 0, i } = at
  server.blobs.set(hex(slotId(keys, g, w, i)), await writeReply({ conv: convOf(keys, g, w), w, i }, reply, from.secret))
}
