import { concat, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'

/** What signatures in this protocol stand over; the kind keeps one from counting as another. */
export type SignedKind =
  | 'root'
  | 'roster'
  | 'epoch'
  | 'join'
  | 'leave'
  | 'recovery'
  | 'recover'
  | 'custodian'
  | 'transfer'
  | 'approval'
  | 'alert-reply'
  | 'node-message'
  | 'node-frame'
  | 'node-key'
  | 'node-heard'
  | 'joint-statement'

/** `"asylia/v1/<kind>" || 0x00 || JCS(value)` (SEALING §3, §14). */
export function signedBytes(kind: SignedKind, value: unknown): Uint8Array<ArrayBuffer> {
  return labelled(kind, canonicalBytes(value))
}

/** The same of what was written canonically already. */
export const signedBytesOf = (kind: SignedKind, canonical: Uint8Array): Uint8Array<ArrayBuffer> => labelled(kind, canonical)

/** The same for a time, which is text and no JSON. */
export function timeBytes(time: string): Uint8Array {
  return labelled('time', utf8(time))
}

function labelled(kind: SignedKind | 'time', bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8(`asylia/v1/${kind}`), Uint8Array.of(0), bytes)
}
