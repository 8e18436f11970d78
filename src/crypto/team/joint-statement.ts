import { concat, hex, onlyZeros, readU32, u32, unb64u } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { day, hex32, key32, signature64, slug, type Team } from '../roster/roster.ts'
import { exactly, integer, object, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'
import { membersOf, type SignedMembership } from './membership.ts'

/** Every version has this length before it is sealed, whatever it says. */
const TEXT = 16_384
const HEAD = 4
const code = text(/^L-[2-9A-HJ-NP-Z]{6}$/)

const content = object({
  v: exactly(1),
  type: exactly('joint-text'),
  statement: code,
  title: text(/^[^\p{Cc}]{2,120}$/u),
  text: text(/^[^]{1,12000}$/),
})
/** The title and the words of one version of a joint statement. */
export type JointText = Shaped<typeof content>

const statement = object({
  v: exactly(1),
  type: exactly('joint-statement'),
  statement: code,
  version: integer(1, 9_999),
  /** SHA-256 of the canonical JSON of title and words: another title or other words, another signature. */
  digest: hex32,
  /** The organisation that signs, and the one that drew the statement up. */
  team: slug,
  to: slug,
  /** Whether it stands among the signatories of the published form. */
  listed: exactly('yes', 'no'),
  member: text(/^M-[2-9A-HJ-NP-Z]{6}$/),
  by: key32,
  at: day,
})
export type JointStatement = Shaped<typeof statement>
export const isSignedJoint = object({ statement, signature: signature64 })
export type SignedJoint = Shaped<typeof isSignedJoint>

/** What an organisation signs instead of the words. */
export const jointDigest = (words: JointText): string => hex(sha256(canonicalBytes(words)))

/** The plain bytes of a version, always of one length. Refuses `card.malformed`, `body.too_large`. */
export function writeJoint(words: JointText): Uint8Array {
  if (!content(words)) throw new SealingRefusal('card.malformed')
  const core = canonicalBytes(words)
  if (core.length + HEAD > TEXT) throw new SealingRefusal('body.too_large')
  const plain = new Uint8Array(TEXT)
  plain.set(concat(u32(core.length), core))
  return plain
}

/** Reads it again, if it is the version that the hash names. Refuses `card.malformed` and `item.hash_differs`. */
export function readJoint(plain: Uint8Array, digest: string): JointText {
  const end = plain.length === TEXT ? HEAD + readU32(plain, 0) : Number.POSITIVE_INFINITY
  if (end > plain.length || !onlyZeros(plain, end)) throw new SealingRefusal('card.malformed')
  const read = readCanonical(plain.subarray(HEAD, end))
  if (!content(read)) throw new SealingRefusal('card.malformed')
  if (jointDigest(read) !== digest) throw new SealingRefusal('item.hash_differs')
  return read
}

/** Whether the key that it names signed exactly this. Never throws. */
export function isJointBy(signed: SignedJoint, key: string): boolean {
  if (!isSignedJoint(signed) || signed.statement.by !== key) return false
  return verifySignature(unb64u(key), unb64u(signed.signature), signedBytes('joint-statement', signed.statement))
}

export type Signatory = { readonly office: Pick<Team, 'id' | 'anchors'>; readonly vouching: readonly SignedMembership[] }

/** Whether a member of that organisation signed, by the anchors in the signed list of keys and nobody's word. guards T-22 */
export function isJointOf(signed: SignedJoint, { office, vouching }: Signatory): boolean {
  if (!isSignedJoint(signed) || signed.statement.team !== office.id) return false
  const { members } = membersOf(office.id, office.anchors, vouching)
  const { by, member } = signed.statement
  return members.some((one) => one.sign_key === by && one.member === member) && isJointBy(signed, by)
}
