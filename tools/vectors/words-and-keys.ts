import { wordlist } from '@scure/bip39/wordlists/english.js'
import { recipientText } from '#crypto/age/identity.ts'
import { hex, unhex, utf8 } from '#crypto/bytes.ts'
import { readCanonical } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import { digitsOf, readSecret, secretFrom, wordsOf } from '#crypto/secret/secret.ts'
import type { VectorCase } from './vector-case.ts'

const ENTROPY = ['00048d159e26af37bc048d55', '000000000000000000000000', '03ffffffffffffffffffffff', '02a1b2c3d4e5f60718293a4b']
const KNOWN = secretFrom(unhex(ENTROPY[0] ?? ''))
const WORDS = wordsOf(KNOWN).join(' ')
const ITEM = '0f0e0d0c0b0a09080706050403020100'

function inDigits(zero: number): string {
  return KNOWN.digits.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)))
}

const TYPED: Readonly<Record<string, string>> = {
  'nine words': WORDS,
  'groups of digits': digitsOf(KNOWN),
  'capitals and commas': WORDS.toUpperCase().replaceAll(' ', ', '),
  'four letters are enough': WORDS.split(' ')
    .map((word) => word.slice(0, 4))
    .join(' '),
  'marks over letters': WORDS.replace('o', '\u00f4'),
  'full-width letters': WORDS.replace('abuse', '\uff41\uff42\uff55\uff53\uff45'),
  'Thai digits': inDigits(0x0e50),
  'Arabic-Indic digits': inDigits(0x0660),
  'Persian digits': inDigits(0x06f0),
  'full-width digits': inDigits(0xff10),
  'tatweel between digits': inDigits(0x0660).split('').join('\u0640'),
  'an emoji after the words': `${WORDS} \u{1f64f}`,
}

const WRONG: Readonly<Record<string, string>> = {
  nothing: '  ',
  'one word is not in the list': WORDS.replace('battle', 'batle'),
  'three letters of a longer word': WORDS.replace('battle', 'bat'),
  'a letter of another script': WORDS.replace('abuse', '\u0430buse'),
  'eight words': WORDS.split(' ').slice(1).join(' '),
  'ten words': `${WORDS} forum`,
  'two words changed places': WORDS.replace('abuse boss', 'boss abuse'),
  'twenty-nine digits': KNOWN.digits.slice(1),
  'more than 99 bits': '9'.repeat(30),
}

/** The two spellings of a secret, what a person may type, and what is named as wrong before any request. */
export function secretCases(): VectorCase[] {
  const spelled = ENTROPY.map((entropy) => {
    const secret = secretFrom(unhex(entropy))
    const check = Number(BigInt(secret.digits) & 511n)
    return { id: `spelling of ${entropy}`, given: { entropy }, expect: { check, digits: secret.digits, words: wordsOf(secret).join(' ') } }
  })
  const typed = Object.entries(TYPED).map(([id, text]) => ({ id, given: { typed: text }, expect: { digits: KNOWN.digits } }))
  const wrong = Object.entries(WRONG).map(([id, text]) => refusedWords(id, text))
  return [...spelled, ...typed, ...wrong, checksCase(), lastWordCase()]
}

function refusedWords(id: string, typed: string): VectorCase {
  const read = readSecret(typed)
  if (read.ok) throw new Error('A vector of a wrong secret is right.')
  const { at, count } = read
  const named = { ...(at === undefined ? {} : { at }), ...(count === undefined ? {} : { count }) }
  return { id, given: { typed, named }, refuse: `secret.${read.problem}` }
}

function checksCase(): VectorCase {
  const base = BigInt(KNOWN.digits) & ~511n
  const right = Array.from({ length: 512 }, (_, check) => check).filter(
    (check) => readSecret(`${base | BigInt(check)}`.padStart(30, '0')).ok,
  )
  return { id: 'of 512 checks one is right', given: { entropy: ENTROPY[0], checks: 'each of 0 to 511' }, expect: { right } }
}

function lastWordCase(): VectorCase {
  const others = wordsOf(KNOWN).slice(0, 8).join(' ')
  const right = wordlist.filter((word) => readSecret(`${others} ${word}`).ok)
  return { id: 'last words that pass the check', given: { words: others, last: 'each of the list' }, expect: { right } }
}

/** Everything of SEALING 5 that follows from the words and the instance. */
export async function keysCases(): Promise<VectorCase[]> {
  const instances = ['00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100']
  return Promise.all(
    instances.map(async (instance) => {
      const mk = await masterKey(KNOWN, instance)
      return { id: `instance ${instance}`, given: { digits: KNOWN.digits, instance, item: ITEM }, expect: keysOf(mk) }
    }),
  )
}

function keysOf(mk: Uint8Array): Readonly<Record<string, unknown>> {
  const keys = mailboxKeys(mk)
  const generations = [0, 1, 2].map((g) => {
    const dh = keys.dh(g)
    return { g, mac: hex(keys.conv(g)), slot: hex(keys.slot(g)), dh: hex(dh.secret), dh_public: hex(dh.public) }
  })
  const files = [0, 1].map((n) => ({ n, identity: hex(keys.file(ITEM, n)), set: hex(keys.set(ITEM, n)), token: hex(keys.token(ITEM, n)) }))
  return {
    mk: hex(mk),
    identity_seed: hex(keys.identitySeed),
    recipient: recipientText(keys.recipient),
    recipient_text_sha256: hex(sha256(utf8(recipientText(keys.recipient)))),
    self: hex(keys.self),
    delete: hex(keys.del),
    x_0: hex(keys.chain(0)),
    x_1: hex(keys.chain(1)),
    x_1023: hex(keys.chain(1_023)),
    chain: hex(keys.chainHead),
    generations,
    files,
  }
}

const CANONICAL = [
  '{}',
  '[]',
  'null',
  '-1',
  '"\u00e9"',
  '{"a":1,"b":[true,false,null,"x"]}',
  '{"\u20ac":1,"\ud83d\ude00":2,"\uffee":3}',
  '"\\u0000\\n\\"\\\\"',
  '[[[[[[]]]]]]',
  '9007199254740991',
]

const NOT_CANONICAL: Readonly<Record<string, string>> = {
  'white space': '{"a": 1}',
  'a byte order mark': '\ufeff{}',
  'keys out of order': '{"b":1,"a":2}',
  'a key twice': '{"a":1,"a":1}',
  'a fraction': '1.5',
  'a fraction of nothing': '1.0',
  'an exponent': '1e2',
  'more than any number': '1e400',
  'minus zero': '-0',
  'beyond the safe integers': '9007199254740992',
  'no number': 'NaN',
  'an escape too many': '"\\u0061"',
  'half a surrogate pair': '"\\ud800"',
  'a string that is not NFC': '"e\u0301"',
  'a key that is not NFC': '{"e\u0301":1}',
  'the name of the prototype': '{"__proto__":1}',
  'depth 7': '[[[[[[[]]]]]]]',
  'two values': '{}{}',
}

/** JSON that readers take, and JSON that they refuse. */
export function canonicalCases(): VectorCase[] {
  const taken = CANONICAL.map((text) => ({
    id: `taken: ${text}`,
    given: { bytes: hex(utf8(text)) },
    expect: { value: readCanonical(utf8(text)) },
  }))
  const refused = Object.entries(NOT_CANONICAL).map(([id, text]) => {
    const code = codeOf(() => readCanonical(utf8(text)))
    return { id, given: { bytes: hex(utf8(text)) }, refuse: code }
  })
  return [...taken, ...refused, { id: 'no UTF-8', given: { bytes: '22ff22' }, refuse: codeOf(() => readCanonical(unhex('22ff22'))) }]
}

/** The code with which work is refused. */
export function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (refusal) {
    if (refusal instanceof SealingRefusal) return refusal.code
    throw refusal
  }
  throw new Error('A vector that has to be refused is taken.')
}
