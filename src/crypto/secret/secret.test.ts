import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { unhex } from '../bytes.ts'
import { digitsOf, newSecret, readSecret, secretFrom, wordsOf } from './secret.ts'

const KNOWN = secretFrom(unhex('00048d159e26af37bc048d55'))
const WORDS = 'abuse boss fly battle rubber wasp afraid height forum'
const aSecret = fc
  .uint8Array({ minLength: 12, maxLength: 12 })
  .map((bytes) => secretFrom(Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte & 3 : byte))))

test('the published secret has its published digits and words', () => {
  assert.equal(KNOWN.digits, '002817001333840509744453429981')
  assert.equal(digitsOf(KNOWN), '00281 70013 33840 50974 44534 29981')
  assert.equal(wordsOf(KNOWN).join(' '), WORDS)
})

test('words and digits of any secret read back to the same secret', () => {
  fc.assert(
    fc.property(aSecret, (secret) => {
      for (const typed of [wordsOf(secret).join(' '), digitsOf(secret), secret.digits])
        assert.deepEqual(readSecret(typed), { ok: true, secret })
    }),
  )
})

test('a fresh secret uses 90 bits and no more', () => {
  const secrets = Array.from({ length: 64 }, newSecret)
  assert.equal(new Set(secrets.map((secret) => secret.digits)).size, 64)
  for (const secret of secrets) assert.ok(BigInt(secret.digits) < 2n ** 99n)
  assert.ok(secrets.some((secret) => BigInt(secret.digits) > 2n ** 97n))
  assert.throws(() => secretFrom(unhex('04000000000000000000000000')))
  assert.throws(() => secretFrom(unhex('040000000000000000000000')))
})

test('digits of four scripts, full-width forms, capitals, marks and separators mean the same secret (I-04)', () => {
  const shift = (zero: number): string => KNOWN.digits.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)))
  const spellings = [
    shift(0x0e50),
    shift(0x0660),
    shift(0x06f0),
    shift(0xff10),
    ` ${digitsOf(KNOWN).replaceAll(' ', '-')}\n`,
    shift(0x0660).split('').join('\u0640'),
    WORDS.toUpperCase(),
    WORDS.replaceAll(' ', ', '),
    `${WORDS} \u{1f64f}`,
    WORDS.normalize('NFD'),
    'ａｂｕｓｅ boss fly battle rubber wasp afraid height forum',
    'abús\u0065 bòss fly battle rubber wasp afraid height fôrum',
    'abus boss fly batt rubb wasp afra heig foru',
    'abuse\u00a0boss\u200bfly\u3000battle.rubber/wasp_afraid—height…forum',
  ]
  for (const typed of spellings) assert.deepEqual(readSecret(typed), { ok: true, secret: KNOWN }, typed)
})

test('what cannot be the secret is named here, with its place or number (I-04)', () => {
  assert.deepEqual(readSecret(' \n'), { ok: false, problem: 'empty' })
  assert.deepEqual(readSecret('\u{1f64f}'), { ok: false, problem: 'empty' })
  assert.deepEqual(readSecret(WORDS.replace('battle', 'batle')), { ok: false, problem: 'word', at: 4 })
  assert.deepEqual(readSecret(WORDS.replace('fly', 'fl')), { ok: false, problem: 'word', at: 3 })
  // A Cyrillic a looks the same and is another letter.
  assert.deepEqual(readSecret(WORDS.replace('abuse', '\u0430buse')), { ok: false, problem: 'word', at: 1 })
  assert.deepEqual(readSecret(WORDS.replace('boss', '12345')), { ok: false, problem: 'word', at: 2 })
  assert.deepEqual(readSecret(WORDS.replace(' forum', '')), { ok: false, problem: 'count', count: 8 })
  assert.deepEqual(readSecret(`${WORDS} forum`), { ok: false, problem: 'count', count: 10 })
  assert.deepEqual(readSecret('00281 70013'), { ok: false, problem: 'count', count: 10 })
  assert.deepEqual(readSecret(WORDS.replace('abuse boss', 'boss abuse')), { ok: false, problem: 'check' })
  assert.deepEqual(readSecret('9'.repeat(30)), { ok: false, problem: 'check' })
})

test('of all words in the last place one in 512 passes the check (I-04)', () => {
  const words = wordsOf(KNOWN)
  const passed = wordlist.filter((word) => readSecret([...words.slice(0, 8), word].join(' ')).ok)
  // The last word carries two bits of the secret and the nine check bits: one word in 512 fits.
  assert.equal(passed.length, 4)
  assert.ok(passed.includes('forum'))
})

test('every wrong check of a secret is refused (I-04)', () => {
  const right = BigInt(KNOWN.digits)
  const passed = Array.from({ length: 512 }, (_, check) => ((right >> 9n) << 9n) | BigInt(check)).filter(
    (value) => readSecret(value.toString().padStart(30, '0')).ok,
  )
  assert.deepEqual(
    passed.map((value) => Number(value & 511n)),
    [221],
  )
})
