import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** DER of a public key on P-256, uncompressed: RFC 5480 §2. */
const DER_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** The key of a browser; undefined when the bytes are no point of the curve. */
export function deviceKeyOf(raw: Uint8Array): KeyObject | undefined {
  if (raw.length !== 65 || raw[0] !== 4) return undefined
  try {
    return createPublicKey({ key: Buffer.concat([DER_HEAD, raw]), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

/** Whether the browser that the session was opened in signed these bytes: ECDSA with SHA-256, as WebCrypto writes it. */
export function isSignedByDevice(raw: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = deviceKeyOf(raw)
  return key !== undefined && signature.length === 64 && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** What colleagues and four eyes tell browsers apart by. */
export function deviceName(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex').slice(0, 32)
}
