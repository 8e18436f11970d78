import { concat, equalBytes, hex, onlyZeros, readU32, u32, unhex, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { hmac, sha256 } from '../kdf.ts'
import { inclusionProof, leafHash, rootOfLeaves, verifyInclusion } from '../merkle.ts'
import { SealingRefusal } from '../refusals.ts'
import { hex16, hex32, slug, type Team } from '../roster/roster.ts'
import { distinct, exactly, integer, list, object, type Shaped, text } from '../roster/shape.ts'
import { type AlertReply, isAlertReply, isRepliedBy, type RepliedTo } from './alert-reply.ts'
import { answers, type Binds, isApprovalBy, isBinds, isSignedApproval, payloadOf } from './approval.ts'
import { isMembership, membersOf, type SignedMembership } from './membership.ts'

/** Every copy has this length before it is sealed, whatever it says. */
const COPY = 16_384
const HEAD = 4
/** Offices up to which the tree tells no number. */
const FEW = 64
const MANY = 1_024

const anyText = text(/^[^]{0,8000}$/)
const content = object({
  v: exactly(1),
  type: exactly('alert'),
  from: slug,
  alert: text(/^W-[2-9A-HJ-NP-Z]{6}$/),
  version: integer(1, 9_999),
  /** Free words; empty unless somebody wrote them: what an alert holds by itself is nothing. */
  text: anyText,
  wish: anyText,
  /** The other offices, where the sender shows them; else empty. */
  others: distinct(slug, 0, MANY),
  nonce: hex16,
})
const place = object({ key: hex32, index: integer(0, MANY - 1), size: integer(FEW, MANY), path: list(hex32, 6, 10) })
const copy = object({
  v: exactly(1),
  type: exactly('alert-copy'),
  content,
  place,
  binds: (value: unknown): value is Binds => isBinds(value),
  asked: isSignedApproval,
  answered: isSignedApproval,
  vouching: list(isMembership, 0, 64),
})
const own = object({ v: exactly(1), type: exactly('alert-own'), content })

/** What an alert says, the same for each office. */
export type AlertContent = Shaped<typeof content>
/** What one office gets: the words, the two signatures, and that the signers meant this office. */
export type AlertCopy = Shaped<typeof copy>
export type AlertOwn = Shaped<typeof own>

/** What both people sign of an alert: its marking, its clocks, the hash of its words and the root over its offices. */
export type AlertFacts = {
  readonly code: string
  readonly version: number
  readonly kind: string
  readonly tlp: string
  readonly level: number
  readonly asks: string
  readonly answerBy: string
  readonly endsAt: string
  readonly about: readonly string[]
  readonly says: boolean
  /** What both say of words outside of a case; null for words of a case, and where there are none. */
  readonly names: 'nobody' | 'agreed' | null
  readonly shows: boolean
  readonly offices: readonly string[]
  /** Each office with the use that whoever it speaks of was asked for, `quay:partners`. */
  readonly scopes: readonly string[]
  readonly salt: Uint8Array
  readonly digest: string
}

/** The same codes on both sides of the wire, whoever computes them. Times are UTC to the second. */
export function alertBinds(facts: AlertFacts): Binds {
  const { code, version, kind, tlp, level, asks, answerBy, endsAt, about, says, names, shows, offices, scopes, salt, digest } = facts
  // Salted: the codes of persons are the sender's own, and mean nothing to whoever gets the alert.
  const people = about.length === 0 ? null : hex(hmac(salt, utf8('about'), canonicalBytes(about.toSorted())))
  // Salted too: which offices there are, each office would read from it.
  const uses = hex(hmac(salt, utf8('uses'), canonicalBytes(scopes.toSorted())))
  const to = hex(addressees(salt, offices).root)
  const marking = tlp.slice('TLP:'.length).replace('+', '_')
  return { alert: code, version, kind, tlp: marking, level, asks, answerBy, endsAt, people, uses, says, names, shows, digest, to }
}

export const digestOf = (said: AlertContent): string => hex(sha256(canonicalBytes(said)))

type Tree = { readonly root: Uint8Array; readonly leaves: readonly Uint8Array[] }

const keyFor = (salt: Uint8Array, office: string) => hmac(salt, utf8(`office:${office}`))
const leafOf = (key: Uint8Array, office: string) => leafHash(sha256, concat(key, utf8(office)))

/**
 * A tree over the offices, filled with leaves of nobody and sorted by hash: who holds one path learns that they were meant,
 * and neither who else was nor how many.
 */
function addressees(salt: Uint8Array, offices: readonly string[]): Tree {
  const size = offices.length <= FEW ? FEW : MANY
  if (offices.length > size) throw new SealingRefusal('body.too_large')
  const fill = Array.from({ length: size - offices.length }, (_, n) => leafHash(sha256, hmac(salt, utf8(`nobody:${n}`))))
  const leaves = [...offices.map((office) => leafOf(keyFor(salt, office), office)), ...fill]
  const sorted = leaves.toSorted((one, other) => (hex(one) < hex(other) ? -1 : 1))
  return { root: rootOfLeaves(sha256, sorted), leaves: sorted }
}

/** Where an office stands in the tree. */
export function placeOf(salt: Uint8Array, offices: readonly string[], office: string): AlertCopy['place'] {
  const { leaves } = addressees(salt, offices)
  const key = keyFor(salt, office)
  const leaf = leafOf(key, office)
  const index = leaves.findIndex((one) => equalBytes(one, leaf))
  const path = inclusionProof(sha256, leaves, index).map(hex)
  return { key: hex(key), index, size: leaves.length, path }
}

/**
 * What the copy for an office is called, in every version, as a UUID v4. Whoever holds the salt of the first version finds it anew, so
 * a word about another delivery is not taken for one about this; without the salt it tells neither the code nor the office. guards T-47
 */
export function deliveryOf(salt: Uint8Array, alert: string, office: string): string {
  const all = hmac(salt, utf8(`delivery:${alert}:${office}`)).slice(0, 16)
  all[6] = ((all[6] ?? 0) & 0x0f) | 0x40
  all[8] = ((all[8] ?? 0) & 0x3f) | 0x80
  return hex(all).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Only the statements that lead from these signers to an anchor, and those that would end one of them. */
export function vouchingFor(signers: readonly string[], all: readonly SignedMembership[]): SignedMembership[] {
  const known = new Set(signers)
  for (let before = 0; before < known.size; ) {
    before = known.size
    for (const { statement } of all) if (known.has(statement.sign_key)) known.add(statement.by)
  }
  return all.filter(({ statement }) => known.has(statement.sign_key))
}

type Sealed = AlertCopy | AlertOwn | AlertReply

/** The plain bytes, always of one length. Refuses `alert.malformed`, `body.too_large`. */
export function writeAlert(given: Sealed): Uint8Array {
  if (!copy(given) && !own(given) && !isAlertReply(given)) throw new SealingRefusal('alert.malformed')
  const core = canonicalBytes(given)
  if (core.length + HEAD > COPY) throw new SealingRefusal('body.too_large')
  const plain = new Uint8Array(COPY)
  plain.set(concat(u32(core.length), core))
  return plain
}

function readAlert(plain: Uint8Array): unknown {
  const end = plain.length === COPY ? HEAD + readU32(plain, 0) : Number.POSITIVE_INFINITY
  if (end > plain.length || !onlyZeros(plain, end)) throw new SealingRefusal('alert.malformed')
  return readCanonical(plain.subarray(HEAD, end))
}

export function readOwn(plain: Uint8Array): AlertContent {
  const read = readAlert(plain)
  if (!own(read)) throw new SealingRefusal('alert.malformed')
  return read.content
}

/** What a member of that office signed of that copy, whatever the server says beside it. Refuses `alert.malformed`, `alert.unsigned`. */
export function checkedReply(plain: Uint8Array, asked: RepliedTo): AlertReply {
  const read = readAlert(plain)
  if (!isAlertReply(read)) throw new SealingRefusal('alert.malformed')
  if (!isRepliedBy(read, asked)) throw new SealingRefusal('alert.unsigned')
  return read
}

/** The office that reads, and the team that the server names as the sender, with its anchors in the signed list of keys. */
export type AlertReader = { readonly team: string; readonly from: Pick<Team, 'id' | 'anchors'> }

// guards T-22: what two members of that team did not sign for this office is not shown, whatever reached it.

/** A copy as two members of the sender's team signed it for this office. Refuses `alert.malformed`, `alert.unsigned`, `item.not_for_us`. */
export function checkedAlert(plain: Uint8Array, { team, from }: AlertReader): AlertCopy {
  const read = readAlert(plain)
  if (!copy(read)) throw new SealingRefusal('alert.malformed')
  const { content: said, binds, asked, answered } = read
  const isBound =
    said.from === from.id &&
    binds['alert'] === said.alert &&
    binds['version'] === said.version &&
    binds['digest'] === digestOf(said) &&
    payloadOf(binds) === asked.statement.payload
  if (!isBound || !isOfTwo(read, from)) throw new SealingRefusal('alert.unsigned')
  if (!isFor(read, team)) throw new SealingRefusal('item.not_for_us')
  const isAlert = asked.statement.action === 'alert.send' && asked.statement.subject === said.alert && asked.statement.team === from.id
  if (!isAlert || !answers(asked.statement, answered.statement)) throw new SealingRefusal('alert.unsigned')
  return read
}

function isOfTwo({ asked, answered, vouching }: AlertCopy, { id, anchors }: AlertReader['from']): boolean {
  const { members } = membersOf(id, anchors, vouching)
  const isMember = (key: string) => members.some(({ sign_key }) => sign_key === key)
  const both = [asked, answered]
  return (
    both.every((signed) => isMember(signed.statement.by) && isApprovalBy(signed, signed.statement.by)) && answered.statement.step === 'yes'
  )
}

function isFor({ place: { key, index, size, path }, binds }: AlertCopy, office: string): boolean {
  const { to } = binds
  if (typeof to !== 'string' || !hex32(to)) return false
  return verifyInclusion(sha256, { index, size, leaf: leafOf(unhex(key), office), proof: path.map(unhex), root: unhex(to) })
}
