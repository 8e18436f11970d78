import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { base64nopad } from '@scure/base'
import { Decrypter, Encrypter, Stanza } from 'age-encryption'
import { concat, randomBytes, utf8 } from '../bytes.ts'
import { SCRYPT_LOG_N } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { type Passphrase, spellingOf } from './passphrase.ts'

/** Neither a server nor a file can ask for less than this, or for more than a tab can give. */
const LOG_N = SCRYPT_LOG_N
const LABEL = 'age-encryption.org/v1/scrypt'
const HEAD = /^age-encryption\.org\/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]{0,2})\n([A-Za-z0-9+/]{43})\n--- [A-Za-z0-9+/]{43}\n/
const HEAD_MAX = 256

export type Progress = (done: number) => void

/** Seals to generated words with scrypt, N = 2^18, as an ordinary age file. */
export async function sealToWords(passphrase: Passphrase, plain: Uint8Array, onProgress?: Progress): Promise<Uint8Array> {
  const salt = randomBytes(16)
  const key = await stretched(passphrase, salt, onProgress)
  const encrypter = new Encrypter()
  encrypter.addRecipient({
    wrapFileKey: (fileKey) => [new Stanza(['scrypt', base64nopad.encode(salt), String(LOG_N)], wrapper(key).encrypt(fileKey))],
  })
  return encrypter.encrypt(plain)
}

/**
 * Opens what `sealToWords` made; null when the words are others.
 * Throws `wrap.weak` for any other cost and `wrap.malformed` for any other form, both before scrypt runs. // guards T-08
 */
export async function openWithWords(passphrase: Passphrase, wrap: Uint8Array, onProgress?: Progress): Promise<Uint8Array | null> {
  const { salt, body } = readHead(wrap)
  const key = await stretched(passphrase, salt, onProgress)
  const fileKey = opened(key, body)
  if (fileKey === null) return null
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: () => fileKey })
  try {
    return await decrypter.decrypt(wrap)
  } catch {
    throw new SealingRefusal('wrap.malformed')
  }
}

/** The one stanza of a passphrase wrap. Anything weaker, other or more is refused. */
function readHead(wrap: Uint8Array): { salt: Uint8Array; body: Uint8Array } {
  const match = HEAD.exec(headText(wrap))
  const [, salt, cost, body] = match ?? []
  if (salt === undefined || cost === undefined || body === undefined) throw new SealingRefusal('wrap.malformed')
  if (Number(cost) !== LOG_N) throw new SealingRefusal('wrap.weak')
  try {
    return { salt: base64nopad.decode(salt), body: base64nopad.decode(body) }
  } catch {
    throw new SealingRefusal('wrap.malformed')
  }
}

/** The head is ASCII; what follows is cut off by the pattern, so bytes are read as characters one to one. */
function headText(wrap: Uint8Array): string {
  return String.fromCharCode(...wrap.subarray(0, HEAD_MAX))
}

function stretched(passphrase: Passphrase, salt: Uint8Array, onProgress: Progress | undefined): Promise<Uint8Array> {
  return scryptAsync(utf8(spellingOf(passphrase)), concat(utf8(LABEL), salt), {
    N: 2 ** LOG_N,
    r: 8,
    p: 1,
    dkLen: 32,
    ...(onProgress === undefined ? {} : { onProgress }),
  })
}

const wrapper = (key: Uint8Array) => chacha20poly1305(key, new Uint8Array(12))

function opened(key: Uint8Array, body: Uint8Array): Uint8Array | null {
  try {
    return wrapper(key).decrypt(body)
  } catch {
    // Authentication failed: other words.
    return null
  }
}
