import { concat, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'

/** What a session signs of one call: nothing of it can be used for another call, another session or a second time. */
export type SignedParts = {
  readonly method: string
  /** As it goes over the wire, query included. */
  readonly path: string
  /** Counts up within a session. */
  readonly number: number
  readonly bodyHash: Uint8Array
  readonly token: string
}

/**
 * `"asylia/v1/call" || 0x00 || H(token) || H(body) || "<method> <path> <number>"`: the bytes under the signature of a call.
 * Methods and paths hold no space, so no two calls have the same bytes.
 */
export function callBytes({ method, path, number, bodyHash, token }: SignedParts): Uint8Array<ArrayBuffer> {
  return concat(utf8('asylia/v1/call'), Uint8Array.of(0), sha256(utf8(token)), bodyHash, utf8(`${method} ${path} ${number}`))
}

/** `"asylia/v1/session" || 0x00 || challenge || device key`: what a member's own key signs to open a session. */
export function sessionBytes(challenge: Uint8Array, deviceKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8('asylia/v1/session'), Uint8Array.of(0), challenge, deviceKey)
}
