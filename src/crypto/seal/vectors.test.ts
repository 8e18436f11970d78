import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readIdentity } from '../age/identity.ts'
import { concat, hex, unhex, unutf8, utf8 } from '../bytes.ts'
import { readCanonical } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { openerOf } from '../open/open-age.ts'
import { openArmoured, openBody, openEnvelope } from '../open/open-item.ts'
import { readSecret } from '../secret/secret.ts'
import { readSealedArmour } from './armour.ts'
import { readBody, writeBody } from './body.ts'
import { readPayload } from './envelope.ts'
import { checkSealed, readFrame } from './frame.ts'
import type { ItemHeader } from './item.ts'
import { checkPuzzle } from './puzzle.ts'

type Case<Given, Expect> = { readonly id: string; readonly given: Given; readonly expect?: Expect; readonly refuse?: string }
type Stanza = { readonly text: string; readonly times: number }

/** Runs every case of a published file: what comes out is `expect`, or the code is `refuse`. */
function prove<Given, Expect>(name: string, ids: string, run: (given: Given, id: string) => Promise<Expect>): void {
  const file = readFileSync(new URL(`../../../vectors/sealing/${name}.json`, import.meta.url), 'utf8')
  const { cases } = JSON.parse(file) as { cases: readonly Case<Given, Expect>[] }
  test(`the ${cases.length} published cases of ${name} end as published (${ids})`, async () => {
    for (const { id, given, expect, refuse } of cases) {
      if (refuse === undefined) assert.deepEqual(await run(given, id), expect, id)
      else await assert.rejects(run(given, id), { code: refuse }, id)
    }
  })
}

prove('canonical-json', 'I-03', async ({ bytes }: { bytes: string }) => ({ value: readCanonical(unhex(bytes)) }))

type Typed = { readonly typed?: string; readonly named?: { readonly at?: number; readonly count?: number } }
const typedCases = readFileSync(new URL('../../../vectors/sealing/secret.json', import.meta.url), 'utf8')
test('what a person types is read or named as published (I-04)', () => {
  const { cases } = JSON.parse(typedCases) as { cases: readonly Case<Typed, { readonly digits: string }>[] }
  for (const { id, given, expect, refuse } of cases) {
    if (given.typed === undefined) continue
    const wanted =
      refuse === undefined ? { ok: true, secret: { digits: expect?.digits } } : { ok: false, problem: refuse.slice(7), ...given.named }
    assert.deepEqual(readSecret(given.typed), wanted, id)
  }
})

type BodyGiven = { header: ItemHeader; text: string; times: number; conv_key: string; bytes?: string; length: number }
prove('body', 'T-04, T-05, U-23', async (given: BodyGiven) => {
  if (given.bytes !== undefined) {
    const bytes = unhex(given.bytes)
    return readBody(concat(bytes, new Uint8Array(given.length - bytes.length)))
  }
  const { plain, bucket } = writeBody(given.header, given.text.repeat(given.times), unhex(given.conv_key))
  const { signed, tag } = readBody(plain)
  return { bucket, length: plain.length, sha256: hex(sha256(plain)), tag: hex(tag), tag_at: signed.length }
})

type EnvelopeGiven = { file?: string; identities: readonly string[]; not: readonly string[]; stanzas?: readonly Stanza[]; plain?: string }
prove('envelope', 'T-06, T-11, I-02', async (given: EnvelopeGiven, id: string) => {
  if (given.plain !== undefined) return { payload: readPayload(unhex(given.plain)) }
  const openers = given.identities.map((seed) => openerOf(unhex(seed)))
  if (given.stanzas !== undefined) return { payload: await openEnvelope(openers, madeUp(given.stanzas)) }
  const file = unhex(given.file ?? '')
  for (const seed of given.not) assert.equal(await openEnvelope([openerOf(unhex(seed))], file), null, id)
  const payloads = await Promise.all(openers.map((opener) => openEnvelope([opener], file)))
  for (const payload of payloads) assert.deepEqual(payload, payloads[0], id)
  return { payload: payloads[0] }
})

function madeUp(stanzas: readonly Stanza[]): Uint8Array {
  const head = utf8(`age-encryption.org/v1\n${stanzas.map(({ text, times }) => text.repeat(times)).join('')}--- ${'A'.repeat(43)}\n`)
  return concat(head, new Uint8Array(Math.max(0, 9_956 - head.length)))
}

type FrameGiven = { frame?: string; identity: string; length?: number; at: number; byte: number }
let report = new Uint8Array(0)
prove('frame', 'T-04, T-11', async (given: FrameGiven) => {
  if (given.length !== undefined) return readFrame(new Uint8Array(given.length))
  if (given.frame === undefined) return readFrame(report.map((byte, at) => (at === given.at ? given.byte : byte)))
  report = unhex(given.frame)
  const { item, deleteHash, selfSlot, selfDeleteHash, urgent, lane, bucket, envelope, body } = readFrame(report)
  checkSealed(readFrame(report))
  const payload = await openEnvelope([openerOf(readIdentity(given.identity))], envelope)
  assert.ok(payload)
  const facts = { item: hex(item), urgent, lane, bucket, team: 'harbour-aid', instance: '00112233445566778899aabbccddeeff' }
  const { header, text, bodyHash, alarms } = await openBody(payload, body, facts)
  assert.deepEqual(alarms, [])
  const ids = { item: hex(item), delete_hash: hex(deleteHash), self_slot: hex(selfSlot), self_delete_hash: hex(selfDeleteHash) }
  return { ...ids, urgent, lane, bucket, body_sha256: bodyHash, header, text }
})

prove('armour', 'T-11, I-02', async ({ armour, identity }: { armour: string; identity: string }) => {
  const file = readSealedArmour(utf8(armour))
  return { text: unutf8((await openArmoured([openerOf(readIdentity(identity))], file)) ?? new Uint8Array(0)) }
})

prove('puzzle', 'T-36', async ({ frame, answer }: { frame: string; answer: string }) => {
  if (!checkPuzzle(unhex(frame), unhex(answer))) throw Object.assign(new Error('no answer'), { code: 'puzzle.wrong' })
  return { zero_bits: 14 }
})
