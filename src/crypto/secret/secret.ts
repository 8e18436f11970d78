import { wordlist } from '@scure/bip39/wordlists/english.js'
import { concat, hex, randomBytes, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'

/** What a reporter keeps in the head: 90 random bits and 9 check bits. Thirty digits are its canonical form, nine words another. */
export type Secret = { readonly digits: string }

export type ReadSecret =
  | { readonly ok: true; readonly secret: Secret }
  | { readonly ok: false; readonly problem: 'empty' | 'count' | 'word' | 'check'; readonly at?: number; readonly count?: number }

const WORDS = 9
const DIGITS = 30
const GROUP = 5
const LETTERS = 4
const WORD_BITS = 11n
const CHECK_BITS = 9n
const ENTROPY_BITS = 90n
const CHECK_LABEL = concat(utf8('asylia/v1/check'), Uint8Array.of(0))

/** A fresh secret from `crypto.getRandomValues`. */
export function newSecret(): Secret {
  const entropy = randomBytes(12)
  // 90 bits stand in 12 bytes: the six highest are zero.
  entropy[0] = (entropy[0] ?? 0) & 0x03
  return secretFrom(entropy)
}

/** The secret of 90 given bits, as 12 bytes with six leading zero bits (SEALING 4). */
export function secretFrom(entropy: Uint8Array): Secret {
  const value = BigInt(`0x${hex(entropy)}`)
  if (entropy.length !== 12 || value >> ENTROPY_BITS !== 0n) throw new TypeError('A secret is made of 90 bits in 12 bytes.')
  return { digits: ((value << CHECK_BITS) | checkOf(entropy)).toString().padStart(DIGITS, '0') }
}

/** The nine words, in the order in which they are said. */
export function wordsOf(secret: Secret): string[] {
  const value = BigInt(secret.digits)
  return Array.from({ length: WORDS }, (_, at) => {
    const index = Number((value >> (WORD_BITS * BigInt(WORDS - 1 - at))) & 0x7ffn)
    return wordlist[index] ?? ''
  })
}

/** Six groups of five digits. */
export function digitsOf(secret: Secret): string {
  return Array.from({ length: DIGITS / GROUP }, (_, at) => secret.digits.slice(GROUP * at, GROUP * (at + 1))).join(' ')
}

/**
 * Reads what a person typed: nine words or thirty digits, in any case, script of digits and spacing. A wrong one is named and
 * nothing is asked of any server: `word` with its place from 1, `count` with how many there were, `check` when all exist
 * and do not belong together (one wrong word in about 512 passes).
 */
// guards I-04
export function readSecret(typed: string): ReadSecret {
  const tokens = plainOf(typed).match(/[\p{L}\p{N}]+/gu) ?? []
  if (tokens.length === 0) return { ok: false, problem: 'empty' }
  return tokens.every((token) => /^[0-9]+$/.test(token)) ? readDigits(tokens.join('')) : readWords(tokens)
}

/** Thai, Arabic-Indic, Persian and full-width digits are 0-9; marks over letters and the tatweel fall away. */
function plainOf(typed: string): string {
  return typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[\u0e50-\u0e59\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String(digitValue(digit.charCodeAt(0))))
}

/** 0x0660 and 0x06f0 begin at a multiple of sixteen and so does 0x0e50: the last four bits are the digit. */
function digitValue(code: number): number {
  return code & 0xf
}

function readDigits(digits: string): ReadSecret {
  if (digits.length !== DIGITS) return { ok: false, problem: 'count', count: digits.length }
  return readValue(BigInt(digits))
}

function readWords(tokens: readonly string[]): ReadSecret {
  const indexes = tokens.map(indexOf)
  const unknown = indexes.indexOf(-1)
  if (unknown !== -1) return { ok: false, problem: 'word', at: unknown + 1 }
  if (tokens.length !== WORDS) return { ok: false, problem: 'count', count: tokens.length }
  return readValue(indexes.reduce((value, index) => (value << WORD_BITS) | BigInt(index), 0n))
}

/** The first four letters name a word of the list; what follows them must be of that word. */
function indexOf(token: string): number {
  const exact = wordlist.indexOf(token)
  if (exact !== -1 || token.length < LETTERS) return exact
  return wordlist.findIndex((word) => word.startsWith(token))
}

function readValue(value: bigint): ReadSecret {
  if (value >> (ENTROPY_BITS + CHECK_BITS) !== 0n) return { ok: false, problem: 'check' }
  const entropy = Uint8Array.from({ length: 12 }, (_, at) => Number((value >> (CHECK_BITS + 8n * BigInt(11 - at))) & 0xffn))
  const secret = secretFrom(entropy)
  return BigInt(secret.digits) === value ? { ok: true, secret } : { ok: false, problem: 'check' }
}

/** The first nine bits of a hash that says what it is for. */
function checkOf(entropy: Uint8Array): bigint {
  const [first = 0, second = 0] = sha256(CHECK_LABEL, entropy)
  return BigInt((first << 1) | (second >> 7))
}
