import { unb64u } from '../bytes.ts'
import type { Signature } from './roster.ts'
import { verifySignature } from './verify-signature.ts'

/**
 * Whether enough different keys of a list signed these bytes. One signature that does not hold, one by a key outside the
 * list and one key that signs twice spoil them all.
 */
export function signedBy(
  keys: readonly string[],
  needed: number,
  signatures: readonly Signature[],
  message: Uint8Array,
): 'enough' | 'too_few' | 'forged' {
  const signers = new Set(signatures.map(({ key }) => key))
  if (signers.size !== signatures.length || [...signers].some((key) => !keys.includes(key))) return 'forged'
  if (!signatures.every(({ key, sig }) => verifySignature(unb64u(key), unb64u(sig), message))) return 'forged'
  return signers.size >= needed ? 'enough' : 'too_few'
}
