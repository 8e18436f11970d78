import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { isVerifyingKey, verifySignature } from '#crypto/roster/verify-signature.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Membership } from '../teams.contract.ts'

export type Vouched = {
  readonly type: 'join' | 'leave'
  readonly team: string
  readonly member: string
  readonly recipient: Uint8Array
  readonly signKey: Uint8Array
  /** The public key that has to have signed. */
  readonly by: Uint8Array
  readonly today: string
}

const DAY_MS = 86_400_000

/** A statement counts when it says exactly this, of today or the day beside it, and the named key signed it. guards T-38 */
export function vouchesFor({ statement, signature }: Membership, said: Vouched): Verdict {
  const fits =
    statement.type === said.type &&
    statement.team === said.team &&
    statement.member === said.member &&
    statement.recipient_sha256 === hex(sha256(said.recipient)) &&
    statement.sign_key === b64u(said.signKey) &&
    statement.by === b64u(said.by) &&
    Math.abs(Date.parse(statement.at) - Date.parse(said.today)) <= DAY_MS
  if (!fits || !isVerifyingKey(said.signKey)) return no('statement.refused')
  return verifySignature(said.by, unb64u(signature), signedBytes(statement.type, statement)) ? yes : no('statement.refused')
}
