import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newSeed, recipientOf } from '../age/identity.ts'
import { concat, u32, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { openerOf } from '../open/open-age.ts'
import { openCard } from '../open/open-card.ts'
import { sealTo } from '../seal/seal-age.ts'
import { CARD_BYTES, CARD_SIZES, type CardFacts, cardPlain, readCard, sealCard } from './card.ts'

const facts: CardFacts = {
  instance: '00112233445566778899aabbccddeeff',
  case: 'C-234567',
  id: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11',
  about: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b12',
  kind: 'person.identity',
  revision: 3,
}
const seed = newSeed()
const keys = [openerOf(seed)]

test('a card opens with the key of its case, tells one of five lengths, and opens with no other key (T-05)', async () => {
  for (const text of ['', 'Nguyễn Văn A', 'x'.repeat(3_000), 'y'.repeat(12_000), 'z'.repeat(60_000), 'ก'.repeat(80_000)]) {
    const blob = await sealCard(recipientOf(seed), facts, { text })
    assert.ok(CARD_BYTES.includes(blob.length), String(blob.length))
    assert.deepEqual(await openCard(keys, blob, facts), { content: { text } })
    assert.equal(await openCard([openerOf(newSeed())], blob, facts), null)
  }
  await assert.rejects(async () => sealCard(recipientOf(seed), facts, 'x'.repeat(262_144)), { code: 'card.too_large' })
})

test('a card handed out in the place of another is refused, whatever of it differs (T-05, T-27)', async () => {
  const blob = await sealCard(recipientOf(seed), facts, 'text')
  const others: Partial<CardFacts>[] = [
    { instance: 'f'.repeat(32) },
    { case: 'C-765432' },
    { id: facts.about },
    { about: facts.id },
    { kind: 'note' },
    { revision: 2 },
    { revision: 4 },
  ]
  for (const other of others) await assert.rejects(openCard(keys, blob, { ...facts, ...other }), { code: 'card.not_this' })
})

test('bytes after the content, lengths that lie and JSON of another form are refused', async () => {
  const text = canonicalBytes({ ...facts, v: 1, type: 'card', content: 'x' })
  const filled = (...parts: Uint8Array[]) => concat(...parts, new Uint8Array(1_024 - parts.reduce((sum, { length }) => sum + length, 0)))
  const wrong: [Uint8Array, string][] = [
    [filled(u32(text.length), text, utf8('!')), 'card.malformed'],
    [filled(u32(2_000), text), 'card.malformed'],
    [filled(u32(text.length - 1), text), 'card.malformed'],
    [concat(u32(text.length), text), 'card.malformed'],
    [filled(u32(text.length + 1), text), 'json.not_canonical'],
    [filled(u32(4), utf8('null')), 'json.not_canonical'],
    [filled(u32(0)), 'json.not_canonical'],
  ]
  for (const [plain, code] of wrong) {
    assert.throws(() => readCard(plain, facts), { code })
    if (CARD_SIZES.some((size) => size === plain.length))
      await assert.rejects(openCard(keys, await sealTo([recipientOf(seed)], plain), facts), { code })
  }
  await assert.rejects(openCard(keys, new Uint8Array(2_683), facts), { code: 'age.malformed' })
  await assert.rejects(openCard(keys, new Uint8Array(2_684), facts), { code: 'card.malformed' })
})

test('whatever JSON goes in comes out, and its length shows only the size it needs', () => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null))
  const content = fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), leaf))
  fc.assert(
    fc.property(content, (given) => {
      const normal = JSON.parse(JSON.stringify(given).normalize('NFC')) as unknown
      const plain = cardPlain(facts, normal)
      assert.ok(CARD_SIZES.some((size) => size === plain.length))
      assert.deepEqual(readCard(plain, facts), normal)
    }),
    { seed: 20_261_122 },
  )
})
