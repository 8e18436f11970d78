/** `mlkem768x25519` on node:crypto alone: X-Wing (draft-connolly-cfrg-xwing-kem) inside HPKE (RFC 9180). */
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  type KeyObject,
} from 'node:crypto'
import { fromBech32 } from './bech32.ts'

export type HybridKey = { readonly mlkem: KeyObject; readonly x25519: KeyObject; readonly x25519Public: Buffer }
export type Stanza = { readonly type: string; readonly args: readonly string[]; readonly body: Buffer }

const MLKEM_SHARE = 1_088
const X25519_SHARE = 32
/** PKCS #8 of an ML-KEM-768 seed (RFC 9935), of an X25519 key, and SubjectPublicKeyInfo of the latter (RFC 8410). */
const MLKEM_SEED = Buffer.from('3054020100300b06096086480165030404020442' + '8040', 'hex')
const X25519_SECRET = Buffer.from('302e020100300506032b656e04220420', 'hex')
const X25519_PUBLIC = Buffer.from('302a300506032b656e032100', 'hex')
const SUITE = Buffer.from('HPKE\x64\x7a\x00\x01\x00\x03', 'latin1')
const INFO = Buffer.from('age-encryption.org/mlkem768x25519')

/** The key of an AGE-SECRET-KEY-PQ-1... identity. */
export function readIdentity(identity: string): HybridKey {
  return keyOf(fromBech32(identity.trim(), 'AGE-SECRET-KEY-PQ-'))
}

/** The key that follows from the 32 bytes of an identity. */
export function keyOf(seed: Buffer): HybridKey {
  if (seed.length !== 32) throw new Error('The key has another length.')
  const both = createHash('shake256', { outputLength: 96 }).update(seed).digest()
  const mlkem = privateKey(Buffer.concat([MLKEM_SEED, both.subarray(0, 64)]))
  const x25519 = privateKey(Buffer.concat([X25519_SECRET, both.subarray(64)]))
  const x25519Public = createPublicKey(x25519).export({ format: 'der', type: 'spki' }).subarray(-X25519_SHARE)
  return { mlkem, x25519, x25519Public }
}

/** The file key of a stanza, or undefined when it is of another kind or for somebody else. */
export function unwrapFileKey(key: HybridKey, { type, args, body }: Stanza): Buffer | undefined {
  if (type !== 'mlkem768x25519') return undefined
  const share = Buffer.from(args[0] ?? '', 'base64')
  if (args.length !== 1 || share.length !== MLKEM_SHARE + X25519_SHARE || body.length !== 32) throw new Error('A stanza is malformed.')
  const point = share.subarray(MLKEM_SHARE)
  const publicKey = createPublicKey({ key: Buffer.concat([X25519_PUBLIC, point]), format: 'der', type: 'spki' })
  const one = decapsulate(key.mlkem, share.subarray(0, MLKEM_SHARE))
  const other = diffieHellman({ privateKey: key.x25519, publicKey })
  const shared = createHash('sha3-256')
    .update(Buffer.concat([one, other, point, key.x25519Public, Buffer.from('\\.//^\\')]))
    .digest()
  return openBase(shared, body)
}

/** HPKE, base mode, empty AAD, first message. */
function openBase(shared: Buffer, sealed: Buffer): Buffer | undefined {
  const nothing = Buffer.alloc(0)
  const context = Buffer.concat([Buffer.of(0), extract(nothing, 'psk_id_hash', nothing), extract(nothing, 'info_hash', INFO)])
  const secret = extract(shared, 'secret', nothing)
  const cipher = createDecipheriv('chacha20-poly1305', expand(secret, 'key', context, 32), expand(secret, 'base_nonce', context, 12), {
    authTagLength: 16,
  })
  cipher.setAuthTag(sealed.subarray(-16))
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  } catch {
    return undefined
  }
}

function extract(salt: Buffer, label: string, ikm: Buffer): Buffer {
  return createHmac('sha256', salt)
    .update(Buffer.concat([Buffer.from('HPKE-v1'), SUITE, Buffer.from(label), ikm]))
    .digest()
}

/** One block is enough for 32 bytes. */
function expand(secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const info = Buffer.concat([Buffer.of(0, length), Buffer.from('HPKE-v1'), SUITE, Buffer.from(label), context])
  return createHmac('sha256', secret)
    .update(Buffer.concat([info, Buffer.of(1)]))
    .digest()
    .subarray(0, length)
}

function privateKey(der: Buffer): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}
