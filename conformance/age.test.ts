/** The published vectors of age (C2SP/CCTV) against what Asylia ships: https://age-encryption.org/testkit. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import { chunkCipher } from '#base/chunk-cipher.ts'
import { readStanzas } from '#crypto/age/header.ts'
import { readIdentity } from '#crypto/age/identity.ts'
import { openPayload } from '#crypto/age/payload.ts'
import { hex, unhex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readArmour } from '#crypto/seal/armour.ts'

type Vector = { readonly name: string; readonly fields: ReadonlyMap<string, readonly string[]>; readonly file: Uint8Array }

const home = resolve(import.meta.dirname, '..')
const folder = join(resolve(home, process.env['ASYLIA_SHARED'] ?? '../shared'), 'conformance', 'age', 'testkit')
const vectors = existsSync(folder) ? readdirSync(folder).map(readVector) : []
const ANY = { min: 1, max: 6 }

test('there are as many vectors as were published', (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  assert.ok(vectors.length >= 80)
})

test('every vector of sealed items opens or is refused by our opener as published (T-05, T-11)', async (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  const seen = new Map<string, number>()
  for (const vector of vectors.filter(isOurs)) {
    const outcome = await openOurs(vector)
    assert.equal(outcome, expectedOfOurs(vector), vector.name)
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
  }
  // Each way to end is met, so that a vector that moves elsewhere is noticed.
  assert.ok([...seen.values()].reduce((sum, count) => sum + count, 0) >= 10)
  assert.ok(['no match', 'age.malformed', 'age.stanza_kind'].every((outcome) => seen.has(outcome)))
})

test('every other vector is refused before a key is tried: no classical, scrypt or foreign file is a sealed item (T-11, I-02)', (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  for (const vector of vectors.filter((vector) => !isOurs(vector) && !isArmoured(vector))) {
    assert.throws(() => readStanzas(vector.file, ANY), SealingRefusal, vector.name)
  }
})

test('the armour vectors are read or refused as published (T-11)', async (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  const armoured = vectors.filter(isArmoured)
  assert.ok(armoured.length >= 15)
  for (const vector of armoured) {
    if (one(vector, 'expect') === 'armor failure') assert.throws(() => readArmour(vector.file), { code: 'armour.malformed' }, vector.name)
    else assert.ok((await openWithLibrary(vector, readArmour(vector.file))).startsWith('success'), vector.name)
  }
})

/** As frames between nodes are opened: the header by age, what follows it by the cipher of the machine (ADR 0043). */
test('every vector of a payload opens or is refused through the cipher of the machine as published (T-05, T-11)', (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  const streams = vectors.filter(({ name }) => name.startsWith('stream_'))
  assert.ok(streams.length >= 15)
  for (const vector of streams) {
    const open = () => openPayload(chunkCipher, unhex(one(vector, 'file key') ?? ''), vector.file.subarray(endOfHeader(vector)))
    if (one(vector, 'expect') === 'success') assert.equal(hex(sha256(open())), one(vector, 'payload'), vector.name)
    else assert.throws(open, { code: 'age.damaged' }, vector.name)
  }
})

function endOfHeader({ file }: Vector): number {
  const bytes = Buffer.from(file)
  return bytes.indexOf('\n', bytes.indexOf('\n--- ') + 1) + 1
}

/** What the library that ships does outside sealed items: a change of it would show here. */
test('age-encryption itself opens and refuses every vector as published', async (t) => {
  if (vectors.length === 0) return t.skip('ASYLIA_SHARED is absent')
  await expectLibrary(t)
})

async function expectLibrary(t: TestContext): Promise<void> {
  for (const vector of vectors.filter((vector) => !isArmoured(vector))) {
    const outcome = await openWithLibrary(vector, vector.file)
    const success = one(vector, 'expect') === 'success'
    assert.equal(outcome, success ? `success ${one(vector, 'payload')}` : 'refused', vector.name)
  }
  t.diagnostic(`${vectors.length} vectors`)
}

/** Stanzas of the hybrid kind are there, spelled in whatever way; armour has a test of its own. */
function isOurs(vector: Vector): boolean {
  return vector.name.startsWith('hybrid')
}

function isArmoured(vector: Vector): boolean {
  return one(vector, 'armored') === 'yes'
}

/** A file that age opens by passing over a foreign stanza is no sealed item. */
function expectedOfOurs(vector: Vector): string {
  const foreign: Record<string, string> = { hybrid_and_x25519: 'age.stanza_kind', hybrid_uppercase: 'age.stanza_kind' }
  const published: Record<string, string> = { success: `success ${one(vector, 'payload')}`, 'header failure': 'age.malformed' }
  const expected = one(vector, 'expect') ?? ''
  return foreign[vector.name] ?? published[expected] ?? expected
}

async function openOurs({ fields, file }: Vector): Promise<string> {
  const openers = (fields.get('identity') ?? []).filter((text) => text.includes('-PQ-')).map((text) => openerOf(readIdentity(text)))
  try {
    const plain = await openWith(openers, file, ANY)
    return plain === null ? 'no match' : `success ${hex(sha256(plain))}`
  } catch (problem) {
    if (problem instanceof SealingRefusal) return problem.code
    throw problem
  }
}

async function openWithLibrary({ fields }: Vector, file: Uint8Array): Promise<string> {
  const decrypter = new Decrypter()
  for (const identity of fields.get('identity') ?? []) decrypter.addIdentity(identity)
  for (const passphrase of fields.get('passphrase') ?? []) decrypter.addPassphrase(passphrase)
  try {
    return `success ${hex(sha256(await decrypter.decrypt(file)))}`
  } catch {
    return 'refused'
  }
}

function readVector(name: string): Vector {
  const bytes = readFileSync(join(folder, name))
  const end = bytes.indexOf('\n\n')
  const fields = new Map<string, string[]>()
  for (const line of bytes.subarray(0, end).toString('utf8').split('\n')) {
    const [, key = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? []
    fields.set(key, [...(fields.get(key) ?? []), value])
  }
  const rest = bytes.subarray(end + 2)
  return { name, fields, file: new Uint8Array(fields.has('compressed') ? inflateSync(rest) : rest) }
}

function one({ fields }: Vector, key: string): string | undefined {
  return fields.get(key)?.[0]
}
