import { Decrypter } from 'age-encryption'
import { type HybridStanza, readStanzas, type Stanzas } from '../age/header.ts'
import { SealingRefusal } from '../refusals.ts'
import { type ExpandedKey, expandKey, unwrap } from './kem.ts'

/** A key made ready for trying many files. It holds the secret: it never leaves the worker that opens. */
export type Opener = { readonly key: ExpandedKey }

/** Makes a key ready, about the work of trying one stanza. */
export function openerOf(seed: Uint8Array): Opener {
  if (seed.length !== 32) throw new SealingRefusal('identity.malformed')
  return { key: expandKey(seed) }
}

/**
 * Opens an age file whose stanzas are all hybrid and as many as `stanzas` says; null when no key fits.
 * Refuses other headers before a key is tried, and `age.damaged` when a key fits and the rest does not: never a part of the text.
 */
// guards T-05, T-11
export async function openWith(openers: readonly Opener[], sealed: Uint8Array, stanzas: Stanzas): Promise<Uint8Array | null> {
  const fileKey = findFileKey(openers, readStanzas(sealed, stanzas))
  if (fileKey === null) return null
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: () => fileKey })
  try {
    return await decrypter.decrypt(sealed)
  } catch {
    throw new SealingRefusal('age.damaged')
  }
}

/** The header is read once for all keys. */
function findFileKey(openers: readonly Opener[], stanzas: readonly HybridStanza[]): Uint8Array | null {
  for (const opener of openers) {
    for (const stanza of stanzas) {
      const fileKey = tried(opener, stanza)
      if (fileKey !== null) return fileKey
    }
  }
  return null
}

function tried(opener: Opener, stanza: HybridStanza): Uint8Array | null {
  try {
    return unwrap(opener.key, stanza)
  } catch {
    // A share of low order: age asks that the file is refused, not that the stanza is passed over.
    throw new SealingRefusal('age.malformed')
  }
}
