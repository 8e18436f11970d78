import type { Static } from 'typebox'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Opener, openerOf, openWith } from '#crypto/open/open-age.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import { type MemberKeys, memberKeysOf, signChallenge } from '#crypto/team/member.ts'
import { chained } from '#crypto/team/member-chain.ts'
import type { Passphrase } from '#crypto/team/passphrase.ts'
import { openMemberKey, readEpochKey } from '#crypto/team/wraps.ts'
import type { Progress } from '#crypto/team/wraps-passphrase.ts'
import type { ChallengeAnswer, EpochsAnswer, EpochView, SignInAnswer, Team, TeamMember } from '#features/teams/teams.contract.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Door } from './door.ts'
import { DeskFault } from './fault.ts'
import { type ListOfKeys, loadKeyList } from './key-list.ts'

/** A key of the team that this member could open, checked against its signed statement. */
export type EpochKey = {
  readonly epoch: number
  readonly seed: Uint8Array
  readonly opener: Opener
  readonly recipient: Uint8Array
  readonly notAfter: string
  readonly wrapRevision: number
}

/** All that an unlocked desk knows. It lives in the worker; locking ends the worker, and this with it. */
export type Vault = {
  readonly door: Door
  readonly clock: Clock
  readonly instance: string
  readonly member: string
  readonly team: string
  readonly keys: MemberKeys
  list: ListOfKeys
  told: Team
  /** Newest first. */
  epochs: readonly EpochKey[]
}

/** Members of a team, with room to spare; more stanzas than this are no key file of ours. */
const READERS = { min: 1, max: 65 }

/** Opens a session: the words give the key, the key signs the question. Nothing is kept where another tab could find it. */
export async function unlock(
  door: Door,
  clock: Clock,
  given: { readonly member: string; readonly words: Passphrase },
  onProgress?: Progress,
): Promise<Vault> {
  const asked = await door.ask<Static<typeof ChallengeAnswer>>('challenge', { member: given.member })
  const list = await loadKeyList(door, clock.now())
  // Before the first roster stands, the server's word for the instance is all there is; it salts nothing here.
  const instance = list.ok ? list.instance : asked.instance
  const seed = await openMemberKey(unb64u(asked.sealedKey), { instance, member: given.member }, given.words, onProgress)
  if (seed === null) throw new DeskFault('unlock.refused', 'typed')
  return signIn(door, clock, { member: given.member, keys: memberKeysOf(seed), instance, challenge: asked.challenge, list })
}

type SigningIn = {
  readonly member: string
  readonly keys: MemberKeys
  readonly instance: string
  readonly challenge: string
  readonly list: ListOfKeys
}

/** Signs the question of the server and learns what the member may work with. */
export async function signIn(door: Door, clock: Clock, { member, keys, instance, challenge, list }: SigningIn): Promise<Vault> {
  const signature = b64u(signChallenge(keys, unb64u(challenge)))
  const session = await door.ask<Static<typeof SignInAnswer>>('session', { member, challenge, signature })
  door.use(session.token)
  const told = await door.ask<Team>('team')
  const vault: Vault = { door, clock, instance, member, team: session.team, keys, list, told, epochs: [] }
  vault.epochs = await openEpochs(vault)
  return vault
}

/** Reads the list of keys, the team and its keys again. */
export async function refresh(vault: Vault): Promise<void> {
  vault.list = await loadKeyList(vault.door, vault.clock.now())
  vault.told = await vault.door.ask<Team>('team')
  vault.epochs = await openEpochs(vault)
}

/** The current and the former epoch key, as far as they are sealed to this member. */
async function openEpochs(vault: Vault): Promise<EpochKey[]> {
  const { epochs } = await vault.door.ask<Static<typeof EpochsAnswer>>('epochs')
  const own = openerOf(vault.keys.seed)
  const opened = await Promise.all(epochs.map((told) => openEpoch(vault, own, told)))
  return opened.filter((key) => key !== null).toSorted((one, other) => other.epoch - one.epoch)
}

async function openEpoch(vault: Vault, own: Opener, { statement, signatures, recipient, wrap, wrapRevision }: Static<typeof EpochView>) {
  if (wrap === null || statement.team !== vault.team || !isSigned(vault, statement, signatures)) return null
  const plain = await openWith([own], unb64u(wrap), READERS)
  if (plain === null) return null
  const { instance, team } = vault
  const seed = readEpochKey(plain, { instance, team, epoch: statement.epoch, recipientSha256: statement.recipient_sha256 })
  const raw = unb64u(recipient)
  if (hex(sha256(raw)) !== statement.recipient_sha256) return null
  return { epoch: statement.epoch, seed, opener: openerOf(seed), recipient: raw, notAfter: statement.not_after, wrapRevision }
}

/** Whether an anchor of this team, or this member's own key at the founding, signed the statement. */
function isSigned(vault: Vault, statement: unknown, signatures: readonly { readonly key: string; readonly sig: string }[]): boolean {
  const bytes = signedBytes('epoch', statement)
  const anchors = anchorsOf(vault)
  return signatures.some(({ key, sig }) => anchors.includes(key) && verifySignature(unb64u(key), unb64u(sig), bytes))
}

/** The sign keys that vouch in this team: the anchors of the checked list, and one's own. */
export function anchorsOf({ list, team, keys }: Vault): readonly string[] {
  const known = list.ok ? (list.teams.find(({ id }) => id === team)?.anchors ?? []) : []
  return [...known, b64u(keys.signKey)]
}

/** The members to whom this client seals keys of the team: those whose chain holds, this member among them. */
export function readersOf(vault: Vault): readonly TeamMember[] {
  return chained(vault.team, vault.told.members, anchorsOf(vault))
}

/**
 * The raw keys of those readers. The recovery key that the server tells of comes without its signed statement, so nothing
 * is wrapped to it: clients wrap to no other than a statement names (SEALING 12).
 */
// guards T-38
export function recipientsOf(vault: Vault): readonly Uint8Array[] {
  return readersOf(vault).map(({ recipient }) => unb64u(recipient))
}

/** The epoch in use, or a fault that says what to do. */
export function currentEpoch(vault: Vault): EpochKey {
  const [newest] = vault.epochs
  if (newest === undefined) throw new DeskFault('unlock.no_key', 'typed')
  return newest
}
