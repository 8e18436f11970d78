import { newSeed } from '../age/identity.ts'
import { SealingRefusal } from '../refusals.ts'

/**
 * A fresh seed that needs every one of `parts` shares: it is their exclusive or. All shares but one are noise and say
 * nothing of it (n-of-n sharing with a one-time pad).
 */
export function splitSeed(parts: number): { readonly seed: Uint8Array; readonly shares: readonly Uint8Array[] } {
  const shares = Array.from({ length: parts }, () => newSeed())
  return { seed: joinSeed(shares), shares }
}

/** The seed of all its shares, in any order. Refuses `identity.malformed` fewer than two, and a share that is none. */
export function joinSeed(shares: readonly Uint8Array[]): Uint8Array {
  const seed = new Uint8Array(newSeed().length)
  if (shares.length < 2 || shares.some(({ length }) => length !== seed.length)) throw new SealingRefusal('identity.malformed')
  for (const share of shares) for (const [at, byte] of share.entries()) seed[at] = (seed[at] ?? 0) ^ byte
  return seed
}
