import { readIdentity } from '../age/identity.ts'
import { hex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { type Opener, openerOf, openWith } from '../open/open-age.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Team } from '../roster/roster.ts'
import { signedBy } from '../roster/signatures.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { type EnvelopePayload, readPayload } from '../seal/envelope.ts'
import { membersOf } from './membership.ts'
import { type Parcel, readParcel } from './parcel.ts'

const ONE = { min: 1, max: 1 }

/** What opens a parcel; null when the wrap is for none of these keys. */
export async function openParcelWrap(openers: readonly Opener[], wrap: Uint8Array): Promise<EnvelopePayload | null> {
  const plain = await openWith(openers, wrap, ONE)
  return plain === null ? null : readPayload(plain)
}

/** The plaintext behind a payload, whole or not at all. Refuses `item.hash_differs`, `age.damaged`. */
export async function openParcelBody({ identity, body: hash }: EnvelopePayload, body: Uint8Array): Promise<Uint8Array> {
  if (hex(sha256(body)) !== hash) throw new SealingRefusal('item.hash_differs')
  const plain = await openWith([openerOf(readIdentity(identity))], body, ONE)
  if (plain === null) throw new SealingRefusal('age.damaged')
  return plain
}

export type ParcelFacts = {
  readonly team: string
  /** The team that the server names as the giver, with the anchors of the list of keys. */
  readonly from: Pick<Team, 'id' | 'anchors'>
  /** Teams that the exclusions and the list of keys bar. */
  readonly blocked: (parcel: Parcel) => ReadonlySet<string>
}

// guards T-27: what is not for this team, or may not be, is not shown, whatever reached it.

/**
 * A parcel as two members of the giving team signed it for this team. Refuses `item.not_for_us`, `item.excluded`,
 * `parcel.malformed` and, when the two signers do not lead to an anchor of that team, `parcel.unsigned`.
 */
export function checkedParcel(plain: Uint8Array, payload: EnvelopePayload, { team, from, blocked }: ParcelFacts): Parcel {
  const parcel = readParcel(plain)
  const { statement, signatures } = parcel.transfer
  if (statement.to !== team || statement.from !== from.id || statement.item !== payload.item) throw new SealingRefusal('item.not_for_us')
  if (statement.never_sha256 !== payload.never_sha256) throw new SealingRefusal('item.exclusions_differ')
  if (blocked(parcel).has(team)) throw new SealingRefusal('item.excluded')
  const { members } = membersOf(from.id, from.anchors, parcel.vouching)
  const two = [statement.proposer, statement.approver]
  const isOfThem = two.every((key) => members.some(({ sign_key }) => sign_key === key))
  const isSigned =
    statement.proposer !== statement.approver && signedBy(two, 2, signatures, signedBytes('transfer', statement)) === 'enough'
  if (!isOfThem || !isSigned) throw new SealingRefusal('parcel.unsigned')
  return parcel
}
