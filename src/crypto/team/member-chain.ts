import { hex, unb64u } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { type MembershipStatement, membersOf, type SignedMembership } from './membership.ts'

/** A colleague as the server tells of them; nothing of it counts before the chain holds. */
export type ToldMember = {
  readonly member: string
  readonly state: 'member' | 'waiting' | 'left'
  /** Base64 for addresses, as all of these. */
  readonly recipient: string
  readonly signKey: string
  readonly joined: SignedMembership | null
  readonly left: SignedMembership | null
}

/**
 * The colleagues whose keys a client may seal to: those whose statements lead to one of `anchors`, and whose keys, as told,
 * are the very keys of those statements (SEALING 9). Whatever the server adds to its table is not among them.
 */
// guards T-38
export function chained<T extends ToldMember>(team: string, told: readonly T[], anchors: readonly string[]): T[] {
  const given = told.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null)
  const { members } = membersOf(team, anchors, given)
  return told.filter((one) => one.state === 'member' && members.some((statement) => isOf(statement, one)))
}

function isOf(statement: MembershipStatement, { member, signKey, recipient }: ToldMember): boolean {
  return statement.member === member && statement.sign_key === signKey && statement.recipient_sha256 === hex(sha256(unb64u(recipient)))
}

/** What two colleagues compare over the telephone before one lets the other in: 80 bits in groups of four. */
export function fingerprintOf(recipient: Uint8Array, signKey: Uint8Array): string {
  return (hex(sha256(signKey, recipient)).slice(0, 20).match(/.{4}/g) ?? []).join(' ')
}
