import type { Static } from 'typebox'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Opener, openerOf, openWith } from '#crypto/open/open-age.ts'
import { type Mode, signersNeeded } from '#crypto/roster/roster.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import { type MemberKeys, memberKeysOf, signChallenge } from '#crypto/team/member.ts'
import { chained } from '#crypto/team/member-chain.ts'
import { membersOf } from '#crypto/team/membership.ts'
import type { Passphrase } from '#crypto/team/passphrase.ts'
import { openMemberKey, readEpochKey } from '#crypto/team/wraps.ts'
import type { Progress } from '#crypto/team/wraps-passphrase.ts'
import type { SignInAnswer } from '#features/teams/sign-in.contract.ts'
import type { ChallengeAnswer, EpochsAnswer, EpochView, Team, TeamMember } from '#features/teams/teams.contract.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Device, DeviceLabel } from '../model.ts'
import type { Door } from './door.ts'
import { DeskFault } from './fault.ts'
import { type ListOfKeys, loadKeyList } from './key-list.ts'
import { heirsOf, type RecoveryKey, vouchedRecovery } from './recovery/vouched.ts'

/** A key of the team that this member could open, checked against its signed statement. */
export type EpochKey = {
  readonly epoch: number
  readonly seed: Uint8Array
  readonly opener: Opener
  readonly recipient: Uint8Array
  readonly notAfter: string
  readonly wrapRevision: number
}

/** A key that waits for the signature of another anchor; nothing is sealed to it before. */
export type PendingEpoch = EpochKey & { readonly statement: Static<typeof EpochView>['statement']; readonly mine: boolean }

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
  pending: PendingEpoch | null
  /** The highest number that was told of, whether it counts or not. */
  newest: number
  /** The highest recovery key of this session: an older one is not worked with again. */
  recoveryFloor: number
}

/** Members of a team, with room to spare; more stanzas than this are no key file of ours. */
const READERS = { min: 1, max: 65 }

/** How a sign-in ended: with an open desk, or with a browser that a colleague has to say yes to first. */
export type SignedIn =
  | { readonly state: 'open'; readonly vault: Vault; readonly lastOn: string | null; readonly lastWith: string | null }
  | { readonly state: 'waiting'; readonly code: string; readonly since: string; readonly again: () => Promise<SignedIn> }

export type Unlocking = {
  readonly member: string
  readonly words: Passphrase
  readonly device: Device
  readonly label: DeviceLabel
}

/** Opens a session: the words give the key, the key signs the question. Nothing is kept where another tab could find it. */
export async function unlock(door: Door, clock: Clock, given: Unlocking, onProgress?: Progress): Promise<SignedIn> {
  const { member, device, label } = given
  const asked = await door.ask<Static<typeof ChallengeAnswer>>('challenge', { member })
  const list = await loadKeyList(door, clock.now())
  // Before the first roster stands, the server's word for the instance is all there is; it salts nothing here.
  const instance = list.ok ? list.instance : asked.instance
  const seed = await openMemberKey(unb64u(asked.sealedKey), { instance, member }, given.words, onProgress)
  if (seed === null) throw new DeskFault('unlock.refused', 'typed')
  return signIn(door, clock, {
    member,
    keys: memberKeysOf(seed),
    instance,
    challenge: asked.challenge,
    list,
    device,
    label,
    passkey: null,
  })
}

export type SigningIn = {
  readonly member: string
  readonly keys: MemberKeys
  readonly instance: string
  readonly challenge: string
  readonly list: ListOfKeys
  readonly device: Device
  readonly label: DeviceLabel
  /** The passkey that vouches for this browser. */
  readonly passkey: string | null
}

/** Signs the question of the server together with the key of this browser, and learns what the member may work with. guards T-28 */
export async function signIn(door: Door, clock: Clock, signing: SigningIn): Promise<SignedIn> {
  const { member, keys, instance, challenge, list, device, label, passkey } = signing
  const signature = b64u(signChallenge(keys, unb64u(challenge), device.publicKey))
  const session = await door.ask<SignInAnswer>('session', {
    member,
    challenge,
    signature,
    device: b64u(device.publicKey),
    label,
    passkey,
  })
  if (session.state === 'waiting') {
    const again = async () => {
      const { challenge: next } = await door.ask<Static<typeof ChallengeAnswer>>('challenge', { member })
      return signIn(door, clock, { ...signing, challenge: next })
    }
    return { state: 'waiting', code: session.device, since: session.since, again }
  }
  door.use(session.token, device)
  const told = await door.ask<Team>('team')
  const nothing = { epochs: [], pending: null, newest: 0, recoveryFloor: 0 }
  const vault: Vault = { door, clock, instance, member, team: session.team, keys, list, told, ...nothing }
  await readKeys(vault)
  return { state: 'open', vault, lastOn: session.lastOn, lastWith: session.lastWith }
}

/** Reads the list of keys, the team and its keys again. */
export async function refresh(vault: Vault): Promise<void> {
  vault.list = await loadKeyList(vault.door, vault.clock.now())
  vault.told = await vault.door.ask<Team>('team')
  await readKeys(vault)
}

/** The keys of the team as far as they are sealed to this member, or to whatever else opens them. */
export async function readKeys(vault: Vault, more: readonly Opener[] = []): Promise<void> {
  const { epochs } = await vault.door.ask<Static<typeof EpochsAnswer>>('epochs')
  const openers = [openerOf(vault.keys.seed), ...more]
  const opened = (await Promise.all(epochs.map((told) => openEpoch(vault, openers, told)))).filter((key) => key !== null)
  const newestFirst = opened.toSorted((one, other) => other.key.epoch - one.key.epoch)
  const inForce = newestFirst.find(({ counts }) => counts)?.key.epoch ?? 0
  const waiting = newestFirst.find(({ key, counts }) => !counts && key.epoch > inForce)
  vault.epochs = newestFirst.filter(({ key, counts, isOld }) => counts || isOld || key.epoch < inForce).map(({ key }) => key)
  vault.pending = waiting === undefined || waiting.isOld ? null : { ...waiting.key, statement: waiting.statement, mine: waiting.mine }
  vault.newest = Math.max(0, ...epochs.map(({ statement }) => statement.epoch))
  vault.recoveryFloor = Math.max(vault.recoveryFloor, recoveryOf(vault)?.version ?? 0)
}

async function openEpoch(vault: Vault, openers: readonly Opener[], told: Static<typeof EpochView>) {
  const { statement, signatures, recipient, wrap, wrapRevision } = told
  const signed = signersOf(vault, statement, signatures)
  if (wrap === null || statement.team !== vault.team || (signed.today === 0 && signed.before === 0)) return null
  const plain = await openWith(openers, unb64u(wrap), READERS)
  if (plain === null) return null
  const { instance, team } = vault
  const seed = readEpochKey(plain, { instance, team, epoch: statement.epoch, recipientSha256: statement.recipient_sha256 })
  const raw = unb64u(recipient)
  if (hex(sha256(raw)) !== statement.recipient_sha256) return null
  const key: EpochKey = {
    epoch: statement.epoch,
    seed,
    opener: openerOf(seed),
    recipient: raw,
    notAfter: statement.not_after,
    wrapRevision,
  }
  const mine = signatures.some(({ key: by }) => by === b64u(vault.keys.signKey))
  // What an anchor signed who has left since opens what is there, and nothing new is sealed under it for long.
  return { key, statement, mine, counts: signed.today >= signersNeeded(modeOf(vault)), isOld: signed.before > 0 }
}

/** How many anchors of today signed a statement, and how many keys that left. */
function signersOf(vault: Vault, statement: unknown, signatures: readonly { readonly key: string; readonly sig: string }[]) {
  const bytes = signedBytes('epoch', statement)
  const anchors = anchorsOf(vault)
  const given = vault.told.members.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null)
  const { left } = membersOf(vault.team, anchors, given)
  const good = new Set(signatures.filter(({ key, sig }) => verifySignature(unb64u(key), unb64u(sig), bytes)).map(({ key }) => key))
  return {
    today: [...good].filter((key) => anchors.includes(key)).length,
    before: [...good].filter((key) => !anchors.includes(key) && left.has(key)).length,
  }
}

function modeOf({ list }: Vault): Mode {
  return list.ok ? list.mode : 'self-rooted'
}

/** The sign keys that vouch in this team: the anchors of the checked list, and one's own. */
export function anchorsOf({ list, team, keys }: Vault): readonly string[] {
  const known = list.ok ? (list.teams.find(({ id }) => id === team)?.anchors ?? []) : []
  return [...known, b64u(keys.signKey)]
}

/** The members to whom this client seals keys of the team: those whose chain holds, this member among them. */
export function readersOf(vault: Vault): readonly TeamMember[] {
  return chained(vault.team, vault.told.members, [...anchorsOf(vault), ...heirsOf(vouchingOf(vault), vault.told.recovery)])
}

/**
 * The recovery key, only as the anchors of the checked list signed it, and never an older one than this session has seen;
 * null while there are no custodians, or while the list cannot be checked.
 */
export function recoveryOf(vault: Vault): RecoveryKey | null {
  if (!vault.list.ok) return null
  const found = vouchedRecovery(vouchingOf(vault), vault.told.recovery.inForce)
  return found === null || found.version < vault.recoveryFloor ? null : found
}

function vouchingOf(vault: Vault) {
  return { mode: modeOf(vault), team: { id: vault.team, anchors: anchorsOf(vault) } }
}

/** The raw keys of those readers and of the recovery: to these and to no other a key of the team is sealed (SEALING 9, 12). */
// guards T-38
export function recipientsOf(vault: Vault, readers: readonly TeamMember[] = readersOf(vault)): readonly Uint8Array[] {
  const recovery = recoveryOf(vault)
  return [...readers.map(({ recipient }) => unb64u(recipient)), ...(recovery === null ? [] : [recovery.recipient])]
}

/** What is told to the server of a wrap: which recovery key is among its readers. */
export function recoveryMark(vault: Vault): { readonly recovery?: number } {
  const recovery = recoveryOf(vault)
  return recovery === null ? {} : { recovery: recovery.version }
}

/** The epoch in use, or a fault that says what to do. */
export function currentEpoch(vault: Vault): EpochKey {
  const [newest] = vault.epochs
  if (newest === undefined) throw new DeskFault('unlock.no_key', 'typed')
  return newest
}
