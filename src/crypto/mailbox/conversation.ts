import { hex, unhex } from '../bytes.ts'
import { CHAIN } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import type { Conv, ItemHeader } from '../seal/item.ts'
import { neverHash, unionOf } from './exclusions.ts'
import type { Consent, Exclusion, Reply } from './shapes.ts'

// guards T-37: what a team believes of a conversation. Pure; no judgement depends on who is asked or on any server.

/** An opened item, as far as its place in a conversation goes. `body` is H(B) in hex. */
export type Item = {
  readonly header: Pick<ItemHeader, 'type' | 'seq' | 'step' | 'to' | 'never' | 'consent' | 'conv'>
  readonly body: string
}

type Scope = keyof Consent

/** What the reporter's proved items say, up to the newest. */
type Settled = {
  /** H(x_0) of the running words. */
  readonly chain: string
  readonly proved: { readonly seq: number; readonly step: string; readonly never_sha256: string }
  readonly consent: Consent
  /** Who may read, by the newest item that carried keys: an item of consent names others in its `to`. */
  readonly readers: readonly string[]
  /** The union over all proved items. */
  readonly never: readonly Exclusion[]
  /** The newest last, one for each generation and window. */
  readonly convs: readonly Conv[]
  readonly closed: boolean
}

/** A conversation as one team knows it; plain JSON, to be sealed with the case. */
export type Conversation = {
  readonly settled: Settled
  /** What was settled before the newest number, to fall back on when that number turns up twice. */
  readonly before: Settled | null
  /** Above this number something new has to be. */
  readonly highest: number
  /** Scopes withdrawn by whatever item since the last proved one: the safe side. */
  readonly withdrawn: readonly Scope[]
  /** Exclusions of items whose number is disputed: they bind until the next number settles it. */
  readonly disputed: readonly Exclusion[]
  /** Whether the newest number turned up twice. */
  readonly contested: boolean
  readonly known: readonly { readonly body: string; readonly seq: number; readonly fits: boolean }[]
}

/**
 * `first`, `proved`: the reporter's, in effect. `one_way`: a report without a mailbox. `repeat`: the same bytes again, shown once.
 * `same_number`: two items claim one number: both shown, an alarm, neither in effect. `not_proved`: shown under "Not proved to
 * come from the reporter", without effect but for what it withdraws.
 */
export type Word = 'first' | 'proved' | 'one_way' | 'repeat' | 'same_number' | 'not_proved'
export type Judged = { readonly word: Word; readonly conversation: Conversation | null }

/** The head of the chain that a step belongs to: hashed once more than its number (SEALING 6). */
export function headOf(step: string, seq: number): string {
  if (seq < 0 || seq >= CHAIN) return ''
  let hash: Uint8Array = unhex(step)
  for (let hashed = 0; hashed <= seq; hashed += 1) hash = sha256(hash)
  return hex(hash)
}

/**
 * Items whose order of arrival nobody knows, in the order in which to judge them: by number. A move comes after any higher
 * number of the chain it leaves: whoever read that number could have made the move (T-37).
 */
export function inOrder<T extends Item>(together: readonly T[]): T[] {
  const heads = new Map(together.map((item) => [item, headOf(item.header.step, item.header.seq)]))
  const place = (item: T): number => {
    if (item.header.type !== 'move') return item.header.seq
    const ofChain = together.filter((other) => heads.get(other) === heads.get(item))
    return Math.max(...ofChain.map(({ header }) => header.seq)) + 0.5
  }
  return together
    .map((item) => ({ item, at: place(item) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** The conversation of a team that an item belongs to: by its bytes, its step, or the chain that its keys name. */
export function conversationOf(conversations: readonly Conversation[], item: Item): Conversation | undefined {
  const head = headOf(item.header.step, item.header.seq)
  const named = item.header.conv?.chain
  return (
    conversations.find(({ known }) => known.some(({ body }) => body === item.body)) ??
    conversations.find((one) => chainsOf(one).includes(head)) ??
    conversations.find((one) => named !== undefined && chainsOf(one).includes(named))
  )
}

function chainsOf({ settled, before }: Conversation): string[] {
  return before === null ? [settled.chain] : [settled.chain, before.chain]
}

/** What a team makes of an item, and the conversation afterwards; null starts one, and stays null when nothing can start. */
export function judge(conversation: Conversation | null, item: Item): Judged {
  if (conversation === null) return started(item)
  if (conversation.known.some(({ body }) => body === item.body)) return { word: 'repeat', conversation }
  const { seq } = item.header
  const head = headOf(item.header.step, seq)
  if (seq > conversation.highest && head === conversation.settled.chain) return { word: 'proved', conversation: obeyed(conversation, item) }
  const fits = chainsOf(conversation).includes(head)
  if (fits && conversation.known.some((other) => other.fits && other.seq === seq))
    return { word: 'same_number', conversation: unsettled(conversation, item) }
  return { word: 'not_proved', conversation: noted(conversation, item, fits) }
}

/** The first item that a team ever sees starts its chain, if its step fits the chain that it names itself. */
function started(item: Item): Judged {
  const { conv, seq, step, type } = item.header
  if (conv === null) return { word: type === 'report' ? 'one_way' : 'not_proved', conversation: null }
  if (headOf(step, seq) !== conv.chain) return { word: 'not_proved', conversation: null }
  const nothing: Settled = {
    chain: conv.chain,
    proved: { seq, step, never_sha256: '' },
    consent: item.header.consent,
    readers: [],
    never: [],
    convs: [],
    closed: false,
  }
  const settled = after(nothing, item)
  const known = [{ body: item.body, seq, fits: true }]
  return { word: 'first', conversation: { settled, before: null, highest: seq, withdrawn: [], disputed: [], contested: false, known } }
}

function obeyed(conversation: Conversation, item: Item): Conversation {
  return {
    settled: after(conversation.settled, item),
    before: conversation.settled,
    highest: item.header.seq,
    withdrawn: [],
    disputed: [],
    contested: false,
    known: [...conversation.known, { body: item.body, seq: item.header.seq, fits: true }],
  }
}

function after(settled: Settled, { header }: Item): Settled {
  const { type, seq, step, conv } = header
  // Keys of another chain are obeyed from a move alone.
  const keys = conv !== null && (type === 'move' || conv.chain === settled.chain) ? conv : null
  const others = type === 'move' && keys !== null ? [] : settled.convs.filter(({ g, window }) => g !== keys?.g || window !== keys.window)
  return {
    chain: keys?.chain ?? settled.chain,
    proved: { seq, step, never_sha256: neverHash(header.never) },
    consent: header.consent,
    readers: keys === null ? settled.readers : header.to,
    never: unionOf(settled.never, header.never),
    convs: keys === null ? settled.convs : [...others, keys],
    closed: type === 'close',
  }
}

/** Two items of one number: neither has effect, though what either withdraws or excludes binds until the next number. */
function unsettled(conversation: Conversation, item: Item): Conversation {
  const more = noted(conversation, item, true)
  if (item.header.seq !== conversation.highest) return more
  const disputed = unionOf(conversation.disputed, item.header.never)
  if (conversation.contested) return { ...more, disputed }
  const { before, settled } = conversation
  return {
    ...more,
    // The first item of all has nothing to fall back on: what it gave ends, its chain and its keys stay.
    settled: before ?? { ...settled, consent: NO_CONSENT, never: [], closed: false },
    before: null,
    withdrawn: union(more.withdrawn, refusedBy(settled.consent)),
    disputed: unionOf(disputed, settled.never),
    contested: true,
  }
}

const NO_CONSENT: Consent = { casework: false, private_diplomacy: false, judicial: false, public: false }
const SCOPES: readonly Scope[] = ['casework', 'private_diplomacy', 'judicial', 'public']

/** An item without effect: only what it withdraws counts, at any number and without a step (SEALING 6). */
function noted(conversation: Conversation, item: Item, fits: boolean): Conversation {
  return {
    ...conversation,
    withdrawn: union(conversation.withdrawn, refusedBy(item.header.consent)),
    known: [...conversation.known, { body: item.body, seq: item.header.seq, fits }],
  }
}

function refusedBy(consent: Consent): Scope[] {
  return SCOPES.filter((scope) => !consent[scope])
}

function union(one: readonly Scope[], other: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => one.includes(scope) || other.includes(scope))
}

/** What the reporter agrees to now. */
export function consentOf({ settled, withdrawn }: Conversation): Consent {
  const given = (scope: Scope) => settled.consent[scope] && !withdrawn.includes(scope)
  return {
    casework: given('casework'),
    private_diplomacy: given('private_diplomacy'),
    judicial: given('judicial'),
    public: given('public'),
  }
}

/** The exclusions that bind now; for `blocked` before any wrap. */
// guards T-27
export function neverOf({ settled, disputed }: Conversation): Exclusion[] {
  return unionOf(settled.never, disputed)
}

/** The `seen` of a reply. */
export function seenOf({ settled }: Conversation): Reply['seen'] {
  return settled.proved
}

/** The keys of every tag that a reader of this conversation can check, the newest first. */
export function macsOf({ settled }: Conversation): string[] {
  return [...new Set(settled.convs.toReversed().map(({ mac }) => mac))]
}

/** Where answers go: the newest keys that were proved. */
export function replyConvOf({ settled }: Conversation): Conv | undefined {
  return settled.convs.at(-1)
}
