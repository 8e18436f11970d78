import { identityText, recipientOf, recipientText } from '#crypto/age/identity.ts'
import { b64u, hex, unhex, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { BLOB_PLAIN, BODY_BUCKETS, ENVELOPE_LENGTH, FRAME_LENGTHS } from '#crypto/constants.ts'
import { sha256 } from '#crypto/kdf.ts'
import { neverHash } from '#crypto/mailbox/exclusions.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openEnvelope } from '#crypto/open/open-item.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readSealedArmour, writeArmour } from '#crypto/seal/armour.ts'
import { readBody, writeBody } from '#crypto/seal/body.ts'
import { type EnvelopePayload, readPayload, sealEnvelope, writePayload } from '#crypto/seal/envelope.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { type Conv, type ItemHeader, sealItem } from '#crypto/seal/item.ts'
import { checkPuzzle, solvePuzzle } from '#crypto/seal/puzzle.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import type { VectorCase } from './vector-case.ts'
import { withRandomness } from './with-randomness.ts'
import { codeOf } from './words-and-keys.ts'

const named = (name: string): Uint8Array => sha256(utf8(`vector/${name}`))
const id16 = (name: string): string => hex(named(name).subarray(0, 16))
const SEEDS = ['one', 'two', 'three', 'four', 'five', 'six'].map(named)
const CONV_KEY = named('conv')
const CONV: Conv = {
  chain: hex(named('chain')),
  g: 0,
  recipient: recipientText(recipientOf(named('mailbox'))),
  mac: b64u(CONV_KEY),
  slot: b64u(named('slot')),
  dh: b64u(named('dh')),
  window: 0,
  del: b64u(new Uint8Array(48 * 16).fill(7)),
}
const HEADER: ItemHeader = {
  v: 1,
  type: 'report',
  item: id16('item'),
  instance: '00112233445566778899aabbccddeeff',
  seq: 0,
  step: hex(named('step')),
  urgent: true,
  lane: 1,
  roster: 12,
  lang: 'vi',
  to: ['harbour-aid'],
  never: [
    { kind: 'country', id: 'VN' },
    { kind: 'team', id: 'delta' },
  ],
  consent: { casework: true, private_diplomacy: false, judicial: false, public: false },
  conv: CONV,
  where: { host: 'TH', origin: ['VN'] },
  when: { precision: 'month', said: 'th\u00e1ng tr\u01b0\u1edbc', from: '2026-10' },
  danger: 'maybe',
  contact: 'sau ch\u1ee3',
  files: [],
}
const TEXT = 'H\u1ecd theo d\u00f5i t\u00f4i.\nT\u00f4i s\u1ee3.'
const FIXED = 8 + canonicalBytes(HEADER).length + 4 + 32

type Repeat = { readonly text: string; readonly times: number }

function bodyCase(id: string, { text, times }: Repeat): VectorCase {
  const given = { header: HEADER, text, times, conv_key: hex(CONV_KEY) }
  try {
    const { plain, bucket } = writeBody(HEADER, text.repeat(times), CONV_KEY)
    const { signed, tag } = readBody(plain)
    return { id, given, expect: { bucket, length: plain.length, sha256: hex(sha256(plain)), tag: hex(tag), tag_at: signed.length } }
  } catch (refusal) {
    return { id, given, refuse: codeIn(refusal) }
  }
}

/** A plaintext is `bytes` and then zeros up to `length`. */
function brokenBody(id: string, change: (plain: Uint8Array) => void): VectorCase {
  const { plain } = writeBody({ ...HEADER, conv: null, type: 'consent', seq: 1 }, 'x', CONV_KEY)
  change(plain)
  const end = plain.findLastIndex((byte) => byte !== 0) + 1
  return { id, given: { bytes: hex(plain.subarray(0, end)), length: plain.length }, refuse: codeOf(() => readBody(plain)) }
}

/** The plaintext of a body: each bucket, limit and limit + 1, and what readers refuse. */
export function bodyCases(): VectorCase[] {
  const limits = BODY_BUCKETS.flatMap((limit) => [
    bodyCase(`at the limit of ${limit}`, { text: 'a', times: limit - FIXED }),
    bodyCase(`one byte beyond ${limit}`, { text: 'a', times: limit - FIXED + 1 }),
  ])
  const put = (at: number, bytes: Uint8Array) => (plain: Uint8Array) => plain.set(bytes, at)
  return [
    bodyCase('a short text', { text: TEXT, times: 1 }),
    bodyCase('no text', { text: '', times: 1 }),
    bodyCase('CRLF and a decomposed letter become LF and NFC', { text: 'e\u0301\r\n', times: 2 }),
    ...limits,
    brokenBody('filling that is not zero', put(16_383, Uint8Array.of(1))),
    brokenBody('another magic', put(0, utf8('ASY2'))),
    brokenBody('a header longer than all', put(4, Uint8Array.of(0xff, 0xff, 0xff, 0xff))),
    brokenBody('a header with white space', put(9, utf8(' '))),
    brokenBody('a header with another type', (plain) => plain.set(utf8('secret!'), textAt(plain, '"consent"', 1))),
    brokenBody('a text that is no UTF-8', (plain) => plain.set(Uint8Array.of(0xff), textAt(plain, 'x', 0))),
    brokenBody('a text with a carriage return', (plain) => plain.set(Uint8Array.of(0x0d), textAt(plain, 'x', 0))),
  ]
}

/** Where these characters stand last in the bytes. */
function textAt(bytes: Uint8Array, characters: string, plus: number): number {
  const end = 12 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4)
  return characters === 'x' ? end : Buffer.from(bytes).lastIndexOf(characters) + plus
}

const PAYLOAD: EnvelopePayload = {
  v: 1,
  item: HEADER.item,
  identity: identityText(named('body identity')),
  body: hex(named('body')),
  never_sha256: neverHash(HEADER.never),
}
const HYBRID = `-> mlkem768x25519 ${'A'.repeat(1_494)}\n${'A'.repeat(43)}\n`
const SCRYPT = `-> scrypt ${'A'.repeat(22)} 30\n${'A'.repeat(43)}\n`
const X25519 = `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`

/** A header of these stanzas and a footer of "A", then zeros up to the length of an envelope where that is longer. */
function madeUp(stanzas: readonly Repeat[]): Uint8Array {
  const head = utf8(`age-encryption.org/v1\n${stanzas.map(({ text, times }) => text.repeat(times)).join('')}--- ${'A'.repeat(43)}\n`)
  const file = new Uint8Array(Math.max(head.length, ENVELOPE_LENGTH))
  file.set(head)
  return file
}

/** Sealed to one to six teams; of other numbers and kinds; and payloads that readers refuse. */
export async function envelopeCases(): Promise<VectorCase[]> {
  const sealed = await inOrder([1, 2, 3, 4, 5, 6], sealedCase)
  const made: Readonly<Record<string, readonly Repeat[]>> = {
    'no stanza': [],
    'five stanzas': [{ text: HYBRID, times: 5 }],
    'scrypt, work factor 30': [{ text: SCRYPT, times: 1 }],
    'scrypt after five': [
      { text: HYBRID, times: 5 },
      { text: SCRYPT, times: 1 },
    ],
    'a classical stanza': [
      { text: X25519, times: 1 },
      { text: HYBRID, times: 5 },
    ],
    'seven stanzas': [{ text: HYBRID, times: 7 }],
    'a thousand stanzas': [{ text: HYBRID, times: 1_000 }],
  }
  const refused = await Promise.all(
    Object.entries(made).map(async ([id, stanzas]) => {
      const given = { identities: [hex(SEEDS[0] ?? named(''))], stanzas }
      return { id, given, refuse: await codeOfAsync(() => openEnvelope([openerOf(named('one'))], madeUp(stanzas))) }
    }),
  )
  return [...sealed, ...refused, ...payloadCases()]
}

async function sealedCase(count: number): Promise<VectorCase> {
  const seeds = SEEDS.slice(0, count)
  const envelope = await withRandomness(`envelope ${count}`, () => sealEnvelope(PAYLOAD, seeds.map(recipientOf)))
  const given = { file: hex(envelope), identities: seeds.map(hex), not: SEEDS.slice(count).map(hex) }
  return { id: `${count} of six are teams`, given, expect: { payload: PAYLOAD } }
}

function payloadCases(): VectorCase[] {
  const right = writePayload(PAYLOAD)
  const changed = (at: number, byte: number): Uint8Array => right.map((old, index) => (index === at ? byte : old))
  const core = (text: string): Uint8Array => Uint8Array.from({ length: 512 }, (_, at) => [0, 0, 0, text.length, ...utf8(text)][at] ?? 0)
  const wrong: Readonly<Record<string, Uint8Array>> = {
    'filling that is not zero': changed(511, 1),
    'a length beyond the end': changed(2, 9),
    'an unknown key': core('{"a":1}'),
    'no canonical JSON': core('{ }'),
    'another length': right.subarray(1),
  }
  const taken = { id: 'the 512 bytes', given: { plain: hex(right) }, expect: { payload: PAYLOAD } }
  return [
    taken,
    ...Object.entries(wrong).map(([id, plain]) => ({ id, given: { plain: hex(plain) }, refuse: codeOf(() => readPayload(plain)) })),
  ]
}

/** A whole frame that opens, and frames that are refused by length, magic, version, flags, lane and bucket. */
export async function frameCases(): Promise<VectorCase[]> {
  const [seed = named('')] = SEEDS
  const frame = await withRandomness('frame', async () => {
    const blob = await sealTo([recipientOf(named('mailbox'))], new Uint8Array(BLOB_PLAIN))
    const self = { slot: unhex(id16('self')), deleteHash: unhex(id16('self delete')), blob }
    const teams = [{ id: 'harbour-aid', recipient: recipientOf(seed) }]
    const sealed = await sealItem({
      header: HEADER,
      text: TEXT,
      convKey: CONV_KEY,
      teams,
      deleteHash: unhex(id16('delete')),
      self,
      lane: 1,
    })
    return sealed.frame
  })
  const { bucket, item, deleteHash, selfSlot, selfDeleteHash, body } = readFrame(frame)
  const ids = { item: hex(item), delete_hash: hex(deleteHash), self_slot: hex(selfSlot), self_delete_hash: hex(selfDeleteHash) }
  const facts = { ...ids, urgent: true, lane: 1, bucket, body_sha256: hex(sha256(body)) }
  const whole = {
    id: 'a report',
    given: { frame: hex(frame), identity: identityText(seed) },
    expect: { ...facts, header: HEADER, text: TEXT },
  }
  const patches: Readonly<Record<string, readonly [number, number]>> = {
    'another magic': [3, 0x4a],
    'version 2': [4, 2],
    'an unknown flag': [5, 2],
    'lane 0': [6, 0],
    'lane 4': [6, 4],
    'another bucket than its length': [7, 1],
  }
  const broken = Object.entries(patches).map(([id, [at, byte]]) => {
    const changed = frame.slice()
    changed[at] = byte
    return { id, given: { of: 'a report', at, byte }, refuse: codeOf(() => readFrame(changed)) }
  })
  const lengths = [0, ...FRAME_LENGTHS.flatMap((length) => [length - 1, length + 1])]
  const wrong = lengths.map((length) => ({
    id: `length ${length}`,
    given: { length },
    refuse: codeOf(() => readFrame(new Uint8Array(length))),
  }))
  return [whole, ...broken, ...wrong]
}

/** Armour of the stock tool, one to six hybrid stanzas and nothing else. */
export async function armourCases(): Promise<VectorCase[]> {
  const [seed = named('')] = SEEDS
  const cases = await inOrder([1, 2, 6], async (count) => {
    const file = await withRandomness(`armour ${count}`, () => sealTo(SEEDS.slice(0, count).map(recipientOf), utf8(TEXT)))
    return { id: `${count} recipients`, given: { armour: writeArmour(file), identity: identityText(seed) }, expect: { text: TEXT } }
  })
  const seven = await withRandomness('armour 7', () => sealTo([...SEEDS, named('seven')].map(recipientOf), utf8(TEXT)))
  const armour = cases[0]?.given.armour ?? ''
  const wrong: Readonly<Record<string, string>> = {
    'seven recipients': writeArmour(seven),
    'a classical stanza': writeArmour(madeUp([{ text: X25519, times: 1 }])),
    'scrypt, work factor 30': writeArmour(madeUp([{ text: SCRYPT, times: 1 }])),
    'another label': armour.replaceAll('AGE ENCRYPTED FILE', 'PGP MESSAGE'),
    'words before it': `Hello\n${armour}`,
    'a line too short': armour.replace('\n', '\nYQ==\n'),
    'no end': armour.replace(/-----END.*\n$/, ''),
  }
  return [
    ...cases,
    ...Object.entries(wrong).map(([id, text]) => ({ id, given: { armour: text }, refuse: codeOf(() => readSealedArmour(utf8(text))) })),
  ]
}

/** Answers that fit and answers that do not. */
export async function puzzleCases(): Promise<VectorCase[]> {
  const frame = utf8('a frame')
  const answer = await withRandomness('puzzle', () => solvePuzzle(frame))
  const near = answer.map((byte, at) => (at === 7 ? byte ^ 1 : byte))
  const tried = {
    'an answer': answer,
    'one bit beside it': near,
    'seven bytes': answer.subarray(1),
    'nine bytes': Uint8Array.of(...answer, 0),
  }
  return Object.entries(tried).map(([id, bytes]) => {
    const given = { frame: hex(frame), answer: hex(bytes) }
    return checkPuzzle(frame, bytes) ? { id, given, expect: { zero_bits: 14 } } : { id, given, refuse: 'puzzle.wrong' }
  })
}

async function codeOfAsync(work: () => Promise<unknown>): Promise<string> {
  const refusal = await work().catch((problem: unknown) => problem)
  return codeIn(refusal)
}

function codeIn(refusal: unknown): string {
  if (refusal instanceof SealingRefusal) return refusal.code
  throw refusal
}

/** One after the other: two at once would draw from one another's randomness. */
async function inOrder<A, B>(all: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const done: B[] = []
  for (const one of all) done.push(await work(one))
  return done
}
