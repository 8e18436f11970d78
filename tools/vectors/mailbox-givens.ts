import { concat, hex, u32, unhex, utf8 } from '#crypto/bytes.ts'
import { SEGMENT, SEGMENT_SLOW } from '#crypto/constants.ts'
import { hashOfSegments, probeOf } from '#crypto/files/segment.ts'
import { plainSize, planSet, sliceOf } from '#crypto/files/set-plan.ts'
import { sha256 } from '#crypto/kdf.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { neverHash } from '#crypto/mailbox/exclusions.ts'
import { replyContent, replyKeyOf } from '#crypto/mailbox/reply.ts'
import { selfContent } from '#crypto/mailbox/self.ts'
import type { Consent, Reply, Self } from '#crypto/mailbox/shapes.ts'
import type { Slot } from '#crypto/mailbox/slots.ts'
import { mailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import type { ChainGiven, DeleteGiven, ExchangeGiven, PadmeGiven, ReplyGiven, SegmentGiven, SelfGiven, SlotGiven } from './mailbox-runs.ts'

type Given<T> = { readonly id: string; readonly given: T }

/** The master key of the first published case (SEALING 17), and another one. */
const MK = '03a9a48dc9b99e888c1c3e142b8e61db7901ee3009862a3c008148cb92df1cd3'
const OTHER = hex(sha256(utf8('another mailbox')))
const keys = mailboxKeys(unhex(MK))
const others = mailboxKeys(unhex(OTHER))
const named = (text: string, bytes = 32) => hex(sha256(utf8(text))).slice(0, 2 * bytes)
const flip = (text: string, at: number) => text.slice(0, 2 * at) + hex(Uint8Array.of((unhex(text)[at] ?? 0) ^ 1)) + text.slice(2 * at + 2)

const self = (w: number, i: number) => ({ kind: 'self' as const, w, i })
const team = (g: number, w: number, i: number) => ({ kind: 'team' as const, g, w, i })

export const padmeGivens: readonly Given<PadmeGiven>[] = [
  ...[0, 1, 9, 16_383, 16_384, 16_385, 1_000_000, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1].map((n) => ({ id: `length-${n}`, given: { n } })),
  ...[0, 1, 16_316, 16_317, SEGMENT - 68, SEGMENT - 67, 100_000_000, 2_000_000_000, 2_000_000_001, -1].flatMap((size) =>
    ([SEGMENT, SEGMENT_SLOW] as const).map((segment) => ({ id: `plan-${size}-${segment}`, given: { size, segment } })),
  ),
]

const slots: readonly Slot[] = [
  self(0, 0),
  self(0, 15),
  self(1, 0),
  team(0, 0, 16),
  team(0, 0, 63),
  team(0, 1, 16),
  team(1, 0, 16),
  team(2, 3, 40),
]
export const slotGivens: readonly Given<SlotGiven>[] = [
  ...slots.map((slot) => ({ id: Object.values(slot).join('-'), given: { mk: MK, slot } })),
  { id: 'another-mailbox', given: { mk: OTHER, slot: team(0, 0, 16) } },
]

const NONE: Consent = { casework: false, private_diplomacy: false, judicial: false, public: false }
const CASEWORK: Consent = { ...NONE, casework: true }
const ALL: Consent = { casework: true, private_diplomacy: true, judicial: true, public: true }
type ChainItem = Extract<ChainGiven, { items: unknown }>['items'][number]

function item(seq: number, change: Partial<ChainItem> = {}): ChainItem {
  return {
    type: seq === 0 ? 'report' : 'followup',
    seq,
    step: hex(keys.chain(seq)),
    to: ['north', 'south'],
    never: [],
    consent: CASEWORK,
    conv: { mk: MK, g: 0, window: 0 },
    body: named(`body ${seq} ${JSON.stringify(change)}`),
    ...change,
  }
}

const never = [{ kind: 'country' as const, id: 'VN' }]
const noStep = { step: '00'.repeat(32), body: named('forged') }
const moved = { type: 'move' as const, conv: { mk: OTHER, g: 0, window: 0 } }
const chains: Readonly<Record<string, readonly ChainItem[]>> = {
  'report-and-follow-up': [item(0), item(1), item(4, { consent: ALL, never })],
  'forged-consent': [item(0), item(2, { ...noStep, consent: ALL })],
  'forged-move': [item(0), item(2, { ...noStep, ...moved })],
  'forged-close-with-a-known-step': [item(0), item(2), item(1, { type: 'close' })],
  'forged-exclusion': [item(0), item(1, { ...noStep, never })],
  replay: [item(0), item(1, { consent: ALL }), item(2, { consent: NONE }), item(1, { consent: ALL })],
  'same-number-twice': [item(0), item(1, { consent: ALL }), item(1, { type: 'close' })],
  'same-number-twice-then-settled': [item(0), item(1, { consent: ALL }), item(1, { type: 'close' }), item(2, { consent: ALL })],
  'same-number-keeps-exclusions-binding': [item(0), item(1, { never }), item(1)],
  'late-withdrawal': [item(0), item(3, { consent: ALL }), item(1, { consent: NONE })],
  'withdrawal-without-a-step': [item(0, { consent: ALL }), item(9, { ...noStep, consent: NONE })],
  'granted-again': [item(0, { consent: ALL }), item(9, { ...noStep, consent: NONE }), item(1, { consent: ALL })],
  'exclusion-left-out-later': [item(0, { never }), item(1)],
  move: [item(0, { never }), item(1, moved), item(2, { step: hex(others.chain(2)), conv: { mk: OTHER, g: 0, window: 0 } })],
  'old-words-after-a-move': [item(0), item(1, moved), item(2, { consent: ALL })],
  'two-moves-of-one-number': [item(0), item(1, moved), item(1, { ...moved, conv: { mk: MK, g: 3, window: 0 } })],
  'new-generation': [item(0), item(1, { conv: { mk: MK, g: 1, window: 0 }, to: ['north'] })],
  'consent-item-names-no-readers': [item(0), item(1, { type: 'consent', conv: null, to: ['west'], consent: ALL })],
  'first-seen-later': [item(17)],
  'first-seen-with-a-false-step': [item(3, noStep)],
  'one-way': [item(0, { conv: null, step: named('random step') })],
}

const memory: Self = {
  v: 1,
  type: 'self',
  index: 0,
  window: 0,
  g: 0,
  seq: 0,
  items: [
    { seq: 0, item: named('item', 16), body: named('body'), files: [{ n: 1, set: named('set', 16), size: 5, probe: named('probe') }] },
  ],
  to: ['north'],
  reached: [
    { team: 'north', g: 0 },
    { team: 'south', g: 1, words: 'old' },
  ],
  never,
  consent: CASEWORK,
  roster: 3,
}
const selfBytes = hex(selfContent(keys, memory))

const epochKey = replyKeyOf(unhex(named('T_e of north')))
const otherKey = replyKeyOf(unhex(named('T_e of south')))
const hexKey = (name: string, epoch: number, { public: key }: typeof epochKey) => ({ team: name, epoch, key: hex(key) })
const REPLY_KEYS = [hexKey('north', 7, epochKey), hexKey('south', 7, otherKey)]
const reply: Reply = {
  v: 1,
  type: 'reply',
  n: 1,
  part: 1,
  parts: 1,
  from: 'north',
  epoch: 7,
  readers: ['north', 'south'],
  seen: { seq: 0, step: hex(keys.chain(0)), never_sha256: neverHash(never) },
  lang: 'vi',
  text: 'Chúng tôi đã đọc.',
}
const written = (change: Partial<Reply> = {}, secret = epochKey.secret) =>
  hex(replyContent({ conv: convOf(keys, 0, 0), w: 0, i: 16 }, { ...reply, ...change }, secret))
const replyBytes = written()
const at = (content: string, slot = team(0, 0, 16), reply_keys = REPLY_KEYS) => ({ mk: MK, slot, content, reply_keys })

const seenIn = (seq: number, step: string) => written({ seen: { ...reply.seen, seq, step } })
const hiding: Readonly<Record<string, Extract<ChainGiven, { mk: string }>['slots']>> = {
  'stale-self': [
    { slot: self(0, 0), content: selfBytes },
    { slot: team(0, 0, 16), content: seenIn(1, hex(keys.chain(1))) },
  ],
  'self-hidden-altogether': [{ slot: team(0, 0, 16), content: replyBytes }],
  'newest-self': [
    { slot: self(0, 0), content: selfBytes },
    { slot: team(0, 0, 16), content: replyBytes },
  ],
  'false-seen': [
    { slot: self(0, 0), content: selfBytes },
    { slot: team(0, 0, 16), content: seenIn(900, '00'.repeat(32)) },
  ],
  'newest-self-cannot-be-read': [
    { slot: self(0, 0), content: selfBytes },
    { slot: self(0, 1), content: null },
  ],
}

export const chainGivens: readonly Given<ChainGiven>[] = [
  ...Object.entries(chains).map(([id, items]) => ({ id, given: { items } })),
  ...Object.entries(hiding).map(([id, known]) => ({ id, given: { mk: MK, slots: known } })),
]

export const replyGivens: readonly Given<ReplyGiven>[] = [
  { id: 'proved', given: at(replyBytes) },
  { id: 'with-its-day', given: at(written({ on: '2026-03-14' })) },
  { id: 'in-another-teams-name', given: at(written({}, otherKey.secret)) },
  { id: 'second-tag-changed', given: at(flip(replyBytes, 32)) },
  { id: 'first-tag-changed', given: at(flip(replyBytes, 0)) },
  { id: 'core-changed', given: at(flip(replyBytes, 100)) },
  { id: 'another-slot', given: at(replyBytes, team(0, 0, 17)) },
  { id: 'another-window', given: at(replyBytes, team(0, 1, 16)) },
  { id: 'another-generation', given: at(replyBytes, team(1, 0, 16)) },
  {
    id: 'older-than-the-epochs-at-hand',
    given: at(replyBytes, team(0, 0, 16), [hexKey('north', 8, otherKey), hexKey('north', 9, otherKey)]),
  },
  { id: 'former-epoch', given: at(replyBytes, team(0, 0, 16), [hexKey('north', 8, otherKey), hexKey('north', 7, epochKey)]) },
  { id: 'key-of-low-order', given: at(replyBytes, team(0, 0, 16), [{ team: 'north', epoch: 7, key: '00'.repeat(32) }]) },
  { id: 'too-short', given: at('00'.repeat(63)) },
  { id: 'shown-as-proved', given: { ...at(replyBytes), memory } },
  { id: 'shown-as-from-one-of-the-readers', given: { ...at(written({}, otherKey.secret)), memory: { ...memory, to: ['north', 'south'] } } },
  { id: 'shown-as-from-before-the-readers-changed', given: { ...at(written({}, otherKey.secret)), memory: { ...memory, g: 1 } } },
]

export const selfGivens: readonly Given<SelfGiven>[] = [
  { id: 'read', given: { mk: MK, slot: self(0, 0), content: selfBytes } },
  { id: 'another-slot', given: { mk: MK, slot: self(0, 1), content: selfBytes } },
  { id: 'another-window', given: { mk: MK, slot: self(1, 0), content: selfBytes } },
  { id: 'another-mailbox', given: { mk: OTHER, slot: self(0, 0), content: selfBytes } },
  { id: 'tag-changed', given: { mk: MK, slot: self(0, 0), content: flip(selfBytes, 3) } },
  { id: 'core-changed', given: { mk: MK, slot: self(0, 0), content: flip(selfBytes, 60) } },
  { id: 'empty', given: { mk: MK, slot: self(0, 0), content: '' } },
]

const ids = Array.from({ length: 17 }, (_, n) => named(`id ${n}`, 16))
const request = `4153594d01000000${ids.join('')}`
export const exchangeGivens: readonly Given<ExchangeGiven>[] = [
  { id: 'request', given: { request } },
  { id: 'request-with-another-magic', given: { request: flip(request, 0) } },
  { id: 'request-of-another-version', given: { request: flip(request, 4) } },
  { id: 'request-with-a-byte-that-is-not-zero', given: { request: flip(request, 7) } },
  { id: 'request-too-short', given: { request: request.slice(2) } },
  { id: 'request-too-long', given: { request: `${request}00` } },
  { id: 'answer-first-and-last-present', given: { presence: '8001', blob_length: 9_851 } },
  { id: 'answer-none-present', given: { presence: '0000', blob_length: 9_851 } },
  { id: 'answer-too-short', given: { presence: '0000', blob_length: 9_850 } },
  { id: 'answer-too-long', given: { presence: '0000', blob_length: 9_852 } },
]

const call = `4153594401000000${Array.from({ length: 16 }, (_, n) => named(`id ${n}`, 16) + named(`token ${n}`)).join('')}`
export const deleteGivens: readonly Given<DeleteGiven>[] = [
  { id: 'call', given: { call } },
  { id: 'call-with-another-magic', given: { call: flip(call, 3) } },
  { id: 'call-of-another-version', given: { call: flip(call, 4) } },
  { id: 'call-too-short', given: { call: call.slice(2) } },
  { id: 'everything-of-one-window', given: { mk: MK, self: memory } },
  { id: 'everything-of-two-windows-and-three-generations', given: { mk: MK, self: { ...memory, window: 1, g: 2 } } },
]

const ITEM = named('item', 16)
type SetGiven = Extract<SegmentGiven, { item: string }>

/** A file of one repeated byte, cut into opened segments. */
function setOf(size: number, byte = 'a7', n = 1, of = ITEM): SetGiven {
  const plan = planSet(size, SEGMENT_SLOW)
  const cuts = Array.from({ length: plan.count }, (_, index) => ({ index, length: sliceOf(plan, index).to - sliceOf(plan, index).from }))
  const bytes = (length: number) => new Uint8Array(length).fill(Number.parseInt(byte, 16))
  const hash = hashOfSegments(cuts.map(({ length }) => sha256(bytes(length))))
  const plains = cuts.map(({ index, length }) => {
    const last = index === plan.count - 1
    const marks = Uint8Array.of(1, last ? 1 : 0, 0, 0)
    const head = concat(utf8('ASYS'), marks, unhex(of), u32(n), u32(index), u32(length), last ? hash : new Uint8Array(32))
    return { index, head: hex(head), data: { byte, length }, length: plainSize(plan, index) }
  })
  return { item: ITEM, file: { n, size, segment: SEGMENT_SLOW, segments: plan.count, probe: hex(probeOf(bytes(size))) }, plains }
}

const two = setOf(140_000)
const [first, second] = two.plains
if (first === undefined || second === undefined || two.plains.length !== 2) throw new TypeError('140,000 bytes are two segments.')
const changed = (plain: typeof first, place: number) => ({ ...plain, head: flip(plain.head, place) })
const foreign = (set: SetGiven) => [set.plains[0] ?? first, second]

export const segmentGivens: readonly Given<SegmentGiven>[] = [
  { id: 'empty-file', given: setOf(0) },
  { id: 'one-segment', given: setOf(5) },
  { id: 'two-segments', given: two },
  { id: 'two-segments-in-the-other-order', given: { ...two, plains: [second, first] } },
  { id: 'gap', given: { ...two, plains: [second] } },
  { id: 'last-missing', given: { ...two, plains: [first] } },
  { id: 'repeat', given: { ...two, plains: [first, first, second] } },
  {
    id: 'swapped',
    given: {
      ...two,
      plains: [
        { ...second, index: 0 },
        { ...first, index: 1 },
      ],
    },
  },
  { id: 'two-last', given: { ...two, plains: [changed(first, 5), second] } },
  { id: 'no-last', given: { ...two, plains: [first, changed(second, 5)] } },
  { id: 'another-report', given: { ...two, plains: foreign(setOf(140_000, 'a7', 1, named('other item', 16))) } },
  { id: 'another-file', given: { ...two, plains: foreign(setOf(140_000, 'a7', 2)) } },
  {
    id: 'another-content',
    given: { ...two, file: { ...two.file, probe: setOf(140_000, 'a8').file.probe }, plains: foreign(setOf(140_000, 'a8')) },
  },
  { id: 'another-probe', given: { ...two, file: { ...two.file, probe: named('probe') } } },
  { id: 'hash-changed', given: { ...two, plains: [first, changed(second, 40)] } },
  { id: 'version-changed', given: { ...two, plains: [changed(first, 4), second] } },
  { id: 'fill-not-zero', given: { ...two, plains: [first, { ...second, data: { ...second.data, length: second.data.length + 1 } }] } },
  { id: 'segment-too-short', given: { ...two, plains: [first, { ...second, length: second.length - 1 }] } },
  { id: 'header-says-another-count', given: { ...two, file: { ...two.file, segments: 3 } } },
  { id: 'bitmap', given: { present: [0, 7, 8, 10], count: 11 } },
]
