import { equalBytes } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'

type Digest = (data: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>

/** The browser's own SHA-256; throws where it has none or where somebody took it away. */
const byBrowser: Digest = (data) => crypto.subtle.digest('SHA-256', data)

/**
 * Hashes segments by the browser where it can, which costs a tenth, and by our own code elsewhere: the same bytes (ADR 0029).
 * The first segment is hashed by both; a browser that throws, or answers anything else, is not asked again. Never rejects.
 */
export function segmentHasher(digest: Digest = byBrowser): (data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array> {
  let trusted: boolean | undefined
  return async (data) => {
    const asked = trusted === false ? null : await digestOf(digest, data)
    if (asked !== null && trusted === true) return asked
    const own = sha256(data)
    trusted ??= asked !== null && equalBytes(asked, own)
    if (asked === null) trusted = false
    return own
  }
}

async function digestOf(digest: Digest, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await digest(data))
  } catch {
    return null
  }
}

export const hashOfSegment = segmentHasher()
