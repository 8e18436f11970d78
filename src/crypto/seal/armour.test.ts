import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSeed, recipientOf } from '../age/identity.ts'
import { utf8 } from '../bytes.ts'
import { ARMOUR_MAX } from '../constants.ts'
import { openerOf } from '../open/open-age.ts'
import { openArmoured } from '../open/open-item.ts'
import { SealingRefusal } from '../refusals.ts'
import { readArmour, readSealedArmour, writeArmour } from './armour.ts'
import { sealTo } from './seal-age.ts'

const seed = newSeed()
const teams = [seed, ...Array.from({ length: 6 }, newSeed)].map(recipientOf)
const sealed = await sealTo(teams.slice(0, 2), utf8('plain text of the stock tool'))

test('armour of one to six hybrid recipients reads back and opens', async () => {
  const armour = writeArmour(sealed)
  for (const text of [armour, armour.replaceAll('\n', '\r\n'), `\n \n${armour}\n\n`]) {
    assert.deepEqual(readSealedArmour(utf8(text)), sealed)
  }
  const plain = await openArmoured([openerOf(seed)], readSealedArmour(utf8(armour)))
  assert.deepEqual(plain, utf8('plain text of the stock tool'))
})

test('anything that is not one strict block is refused (I-02)', () => {
  const armour = writeArmour(sealed)
  const lines = armour.split('\n')
  const wrong = [
    '',
    armour.replace('BEGIN AGE', 'BEGIN PGP'),
    armour.replace('BEGIN', 'begin'),
    `x${armour}`,
    `${armour}x`,
    `${armour}${armour}`,
    armour.replace('\n', '\n\n'),
    armour.replace('\n', ' \n'),
    armour.replace(`${lines[2]}`, `${lines[2]?.slice(0, 60)}\n${lines[2]?.slice(60)}`),
    armour.replace(`${lines[2]}\n`, `${lines[2]}`),
    armour.replace(`${lines[2]}`, `_${lines[2]?.slice(1)}`),
    armour.replace(/.=?=?\n-----END/, '\n-----END'),
    lines.toSpliced(-2, 1).join('\n'),
  ]
  for (const text of wrong) assert.throws(() => readArmour(utf8(text)), { code: 'armour.malformed' }, JSON.stringify(text.slice(0, 80)))
  assert.throws(() => readArmour(new Uint8Array([0xff, 0xfe])), { code: 'armour.malformed' })
})

test('armour above 1 MiB, with seven stanzas or of another kind is refused without any key (I-02, T-11)', async () => {
  assert.throws(() => readArmour(new Uint8Array(1_048_577)), { code: 'armour.too_large' })
  const seven = await sealTo(teams, new Uint8Array(1))
  assert.throws(() => readSealedArmour(utf8(writeArmour(seven))), { code: 'age.stanza_count' })
  const classical =
    'age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n'
  assert.throws(() => readSealedArmour(utf8(writeArmour(utf8(classical)))), { code: 'age.stanza_kind' })
  assert.throws(() => readSealedArmour(utf8(writeArmour(utf8('PK\u0003\u0004')))), { code: 'age.malformed' })
})

test('a megabyte of blanks is refused at once, wherever it stands (U-01)', () => {
  const blanks = ' '.repeat(ARMOUR_MAX - 100)
  for (const text of [`${blanks}x`, `-----BEGIN AGE ENCRYPTED FILE-----\n${blanks}x`, `x${'\n'.repeat(ARMOUR_MAX - 100)}x`, blanks]) {
    const began = performance.now()
    assert.throws(
      () => readArmour(new TextEncoder().encode(text)),
      (error) => error instanceof SealingRefusal && error.code === 'armour.malformed',
    )
    assert.ok(performance.now() - began < 1_000)
  }
})
