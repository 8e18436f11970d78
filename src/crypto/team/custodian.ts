import { identityText, readIdentity, readRecipient, recipientText } from '../age/identity.ts'
import { b64u, hex, unb64u } from '../bytes.ts'
import { RECOVERY_WAIT } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { canonicalOr } from '../roster/canonical-or.ts'
import { day, hex32, key32, line, type Mode, signature64, slug, type Team } from '../roster/roster.ts'
import { exactly, integer, narrowed, object, type Shape, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'
import { signStatement } from '../sign/sign.ts'
import { type MemberKeys, memberKeysOf } from './member.ts'
import { isRecovery, isVouchedRecovery, type Recovery, SHARES_NEEDED, type SignedRecovery } from './recovery.ts'

const memberCode = text(/^M-[2-9A-HJ-NP-Z]{6}$/)
const ageRecipient: Shape<string> = narrowed(text(/^age1pq1[02-9ac-hj-np-z]{1952}$/), isRecipientText)
/** An age file with one hybrid stanza over a share. */
const sealedShare = text(/^[A-Za-z0-9_-]{1600,8192}$/)

const isCard = object({ v: exactly(1), kind: exactly('custodian'), name: line, recipient: ageRecipient, sign_key: key32, sig: signature64 })
/** What a custodian hands out: public keys, signed with themselves, so that a damaged or foreign card is noticed. */
export type CustodianCard = Shaped<typeof isCard>
export type Custodian = { readonly name: string; readonly recipient: Uint8Array; readonly signKey: string }

/** The public half of these keys, under a name that the team will read. */
export function custodianCard(keys: MemberKeys, name: string): CustodianCard {
  const said = { v: 1, kind: 'custodian', name, recipient: recipientText(keys.recipient), sign_key: b64u(keys.signKey) } as const
  return { ...said, sig: b64u(signStatement(keys.signSeed, 'custodian', said)) }
}

/** The custodian on a card, or undefined unless the card itself signed it. */
export function readCustodianCard(bytes: Uint8Array): Custodian | undefined {
  const card = canonicalOr(bytes, isCard)
  if (card === undefined) return undefined
  const { sig, ...said } = card
  if (!verifySignature(unb64u(card.sign_key), unb64u(sig), signedBytes('custodian', said))) return undefined
  return { name: card.name, recipient: readRecipient(card.recipient), signKey: card.sign_key }
}

/** The secret file of a custodian: an identity that `age` itself reads as well. */
export function custodianFile(keys: MemberKeys, name: string): string {
  return `# Asylia custodian: ${name}\n# public key: ${recipientText(keys.recipient)}\n${identityText(keys.seed)}\n`
}

/** The keys in such a file, or undefined. */
export function readCustodianFile(file: string): MemberKeys | undefined {
  const lines = file.split(/\r?\n/).filter((one) => one !== '' && !one.startsWith('#'))
  const [identity] = lines
  if (identity === undefined || lines.length > 1) return undefined
  try {
    return memberKeysOf(readIdentity(identity.trim()))
  } catch {
    return undefined
  }
}

const isPacket = object({ v: exactly(1), kind: exactly('sealed-share'), recovery: isRecovery, custodian: hex32, share: sealedShare })
/** What lies with a custodian: their sealed share, and the statement that says what it is part of. */
export type SharePacket = Shaped<typeof isPacket>

export function sharePacket(recovery: SignedRecovery, custodian: string, share: Uint8Array): SharePacket {
  return { v: 1, kind: 'sealed-share', recovery, custodian, share: b64u(share) }
}

export function readSharePacket(bytes: Uint8Array): SharePacket | undefined {
  const packet = canonicalOr(bytes, isPacket)
  return packet?.recovery.statement.custodians.some(({ recipient_sha256 }) => recipient_sha256 === packet.custodian) === true
    ? packet
    : undefined
}

const isHeirCard = object({
  v: exactly(1),
  kind: exactly('newcomer'),
  team: slug,
  member: memberCode,
  recipient: ageRecipient,
  sign_key: key32,
})
/** Whoever waits at the desk hands this to the custodians; they compare the fingerprint by voice. */
export type HeirCard = Shaped<typeof isHeirCard>
export type Heir = { readonly team: string; readonly member: string; readonly recipient: Uint8Array; readonly signKey: string }

export function heirCard({ team, member, recipient, signKey }: Heir): HeirCard {
  return { v: 1, kind: 'newcomer', team, member, recipient: recipientText(recipient), sign_key: signKey }
}

export function readHeirCard(bytes: Uint8Array): Heir | undefined {
  const card = canonicalOr(bytes, isHeirCard)
  return card && { team: card.team, member: card.member, recipient: readRecipient(card.recipient), signKey: card.sign_key }
}

const isRequestStatement = object({
  v: exactly(1),
  type: exactly('recover'),
  team: slug,
  version: integer(1, 100_000),
  /** The custodian who asks, as the recovery statement names them. */
  custodian: hex32,
  /** For whom: the keys that will belong to the team, and to which this custodian sealed the share. */
  member: memberCode,
  recipient_sha256: hex32,
  sign_key: key32,
  at: day,
})
export type RequestStatement = Shaped<typeof isRequestStatement>
export const isSignedRequest = object({ statement: isRequestStatement, signature: signature64 })
export type SignedRequest = Shaped<typeof isSignedRequest>
const isRequestFile = object({
  v: exactly(1),
  kind: exactly('recovery-request'),
  statement: isRequestStatement,
  signature: signature64,
  share: sealedShare,
})
/** A request with the share, sealed to the keys that it names: what a custodian's machine hands out. */
export type RequestFile = Shaped<typeof isRequestFile>

export function readRequestFile(bytes: Uint8Array): RequestFile | undefined {
  return canonicalOr(bytes, isRequestFile)
}

/** What a custodian signs: that this key be recovered for exactly these keys of a newcomer. */
export function requestOf(keys: MemberKeys, recovery: Recovery, heir: Heir, at: string): SignedRequest {
  const statement: RequestStatement = {
    v: 1,
    type: 'recover',
    team: recovery.team,
    version: recovery.version,
    custodian: hex(sha256(keys.recipient)),
    member: heir.member,
    recipient_sha256: hex(sha256(heir.recipient)),
    sign_key: heir.signKey,
    at,
  }
  return { statement, signature: b64u(signStatement(keys.signSeed, 'recover', statement)) }
}

/** Whether a custodian of this key signed the request. */
export function isCustodiansRequest(recovery: Recovery, signed: SignedRequest): boolean {
  if (!isSignedRequest(signed)) return false
  const { statement, signature } = signed
  const by = recovery.custodians.find(({ recipient_sha256 }) => recipient_sha256 === statement.custodian)
  if (by === undefined || statement.team !== recovery.team || statement.version !== recovery.version) return false
  return verifySignature(unb64u(by.sign_key), unb64u(signature), signedBytes('recover', statement))
}

/** Whether two requests are for the very same keys. */
export function isSameHeir(one: RequestStatement, other: RequestStatement): boolean {
  return one.member === other.member && one.recipient_sha256 === other.recipient_sha256 && one.sign_key === other.sign_key
}

// guards T-09: one custodian vouches for nobody, and what an administrator says of a newcomer is not asked.

/** The sign keys of newcomers whom two custodians of a key named, which the anchors vouch for. */
export function recoveredKeys(
  mode: Mode,
  team: Pick<Team, 'id' | 'anchors'>,
  recovery: SignedRecovery,
  asked: readonly SignedRequest[],
): string[] {
  if (!isVouchedRecovery(mode, team, recovery)) return []
  const good = asked.filter((signed) => isCustodiansRequest(recovery.statement, signed)).map(({ statement }) => statement)
  const named = good.filter(
    (one) => new Set(good.filter((other) => isSameHeir(one, other)).map(({ custodian }) => custodian)).size >= SHARES_NEEDED,
  )
  return [...new Set(named.map(({ sign_key }) => sign_key))]
}

/** When shares may be brought together: 72 hours after the second custodian asked; undefined while one alone has asked. */
export function recoverableAt(asked: readonly Date[]): Date | undefined {
  const [, second] = asked.map((at) => at.getTime()).toSorted((a, b) => a - b)
  return second === undefined ? undefined : new Date(second + RECOVERY_WAIT)
}

function isRecipientText(value: string): boolean {
  try {
    return readRecipient(value).length > 0
  } catch {
    return false
  }
}
