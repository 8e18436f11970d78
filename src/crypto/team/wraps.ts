import { recipientOf } from '../age/identity.ts'
import { b64u, concat, equalBytes, hex, onlyZeros, readU32, u32, unb64u } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'
import type { Passphrase } from './passphrase.ts'
import { openWithWords, type Progress, sealToWords } from './wraps-passphrase.ts'

/** A sealed key says inside what it is a key of, so that no wrap can stand in another's place. */
export type WrappedKey =
  | { readonly type: 'member-key'; readonly instance: string; readonly of: string }
  | { readonly type: 'epoch-key'; readonly instance: string; readonly team: string; readonly of: number }
  | { readonly type: 'case-key'; readonly instance: string; readonly team: string; readonly of: string }
  /** An older key of a case, sealed to its newest. */
  | { readonly type: 'case-ring'; readonly instance: string; readonly team: string; readonly of: string; readonly generation: number }

export type EpochFacts = { readonly instance: string; readonly team: string; readonly epoch: number; readonly recipientSha256: string }

const SEED = 32
/** All member keys have one length, whoever they belong to. */
const MEMBER_KEY_PLAIN = 384

/** The plaintext of a wrap; `of` is the code of the member, the number of the epoch, or the code of the case. */
export function keyBytes(what: WrappedKey, seed: Uint8Array): Uint8Array {
  return canonicalBytes({ ...what, seed: b64u(seed), v: 1 })
}

/** The seed inside an opened wrap. Throws `wrap.not_this` when the wrap is of another key, `json.not_canonical` when it is none. */
export function readKey(plain: Uint8Array, expected: WrappedKey): Uint8Array {
  const seed = readCanonical(plain, seedIn)
  if (!equalBytes(plain, keyBytes(expected, seed))) throw new SealingRefusal('wrap.not_this')
  return seed
}

function seedIn(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || !('seed' in value) || typeof value.seed !== 'string') return undefined
  const seed = unb64u(value.seed)
  return seed.length === SEED ? seed : undefined
}

/** T_e or C, sealed to every member of the team and to the recovery recipient where there is one (SEALING 9). */
export function sealKey(what: WrappedKey, seed: Uint8Array, to: readonly Uint8Array[]): Promise<Uint8Array> {
  return sealTo(to, keyBytes(what, seed))
}

/**
 * The epoch seed, only if it is the one that the signed statement names: a server that hands out another key gets
 * nobody to work with it. Throws `wrap.not_this`.
 */
export function readEpochKey(plain: Uint8Array, { instance, team, epoch, recipientSha256 }: EpochFacts): Uint8Array {
  const seed = readKey(plain, { type: 'epoch-key', instance, team, of: epoch })
  if (hex(sha256(recipientOf(seed))) !== recipientSha256) throw new SealingRefusal('wrap.not_this')
  return seed
}

/** The member seed sealed to the generated words; always the same length. */
export function sealMemberKey(seed: Uint8Array, of: { instance: string; member: string }, words: Passphrase, onProgress?: Progress) {
  const key = keyBytes({ type: 'member-key', instance: of.instance, of: of.member }, seed)
  return sealToWords(words, concat(u32(key.length), key, new Uint8Array(MEMBER_KEY_PLAIN - 4 - key.length)), onProgress)
}

/** The member seed; null when the words are others. Throws `wrap.weak`, `wrap.malformed`, `wrap.not_this`. */
export async function openMemberKey(
  wrap: Uint8Array,
  of: { readonly instance: string; readonly member: string },
  words: Passphrase,
  onProgress?: Progress,
): Promise<Uint8Array | null> {
  const plain = await openWithWords(words, wrap, onProgress)
  if (plain === null) return null
  const length = plain.length === MEMBER_KEY_PLAIN ? readU32(plain, 0) : MEMBER_KEY_PLAIN
  if (length + 4 > MEMBER_KEY_PLAIN || !onlyZeros(plain, length + 4)) throw new SealingRefusal('wrap.malformed')
  return readKey(plain.subarray(4, 4 + length), { type: 'member-key', instance: of.instance, of: of.member })
}
