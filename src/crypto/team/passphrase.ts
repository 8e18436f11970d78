import { entropyToMnemonic, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { randomBytes } from '../bytes.ts'

/** Only ever made here: a passphrase that a person thought of is not accepted (SEALING 9). */
export type Passphrase = { readonly words: readonly string[] }

export type ReadPassphrase =
  | { readonly ok: true; readonly passphrase: Passphrase }
  | { readonly ok: false; readonly problem: 'empty' | 'count' | 'word' | 'check'; readonly at?: number; readonly count?: number }

const COUNT = 12
const LETTERS = 4

/** Twelve words of the English BIP39 list, 128 random bits and 4 bits that find a typing mistake. */
export function newPassphrase(): Passphrase {
  return { words: entropyToMnemonic(randomBytes(16), wordlist).split(' ') }
}

/** The one spelling that scrypt is given. */
export function spellingOf(passphrase: Passphrase): string {
  return passphrase.words.join(' ')
}

/** Reads typed words in any case and spacing, four letters being enough; says which word is not in the list. */
export function readPassphrase(typed: string): ReadPassphrase {
  const given = typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  if (given.length === 0) return { ok: false, problem: 'empty' }
  const words = given.map(wordOf)
  const wrong = words.indexOf(undefined)
  if (wrong !== -1) return { ok: false, problem: 'word', at: wrong + 1 }
  if (words.length !== COUNT) return { ok: false, problem: 'count', count: words.length }
  const known = words.filter((word) => word !== undefined)
  return validateMnemonic(known.join(' '), wordlist) ? { ok: true, passphrase: { words: known } } : { ok: false, problem: 'check' }
}

function wordOf(typed: string): string | undefined {
  if (wordlist.includes(typed)) return typed
  return typed.length < LETTERS ? undefined : wordlist.find((word) => word.startsWith(typed))
}
