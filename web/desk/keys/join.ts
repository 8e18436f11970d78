import type { Static } from 'typebox'
import { b64u, hex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { type MemberKeys, newMember } from '#crypto/team/member.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import { newPassphrase, type Passphrase, readPassphrase } from '#crypto/team/passphrase.ts'
import { sealMemberKey } from '#crypto/team/wraps.ts'
import type { Progress } from '#crypto/team/wraps-passphrase.ts'
import type { ChallengeAnswer, InvitationAnswer, JoinAnswer, MembershipStatement } from '#features/teams/teams.contract.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { Device, DeviceLabel } from '../model.ts'
import type { Door } from './door.ts'
import { DeskFault } from './fault.ts'
import { loadKeyList } from './key-list.ts'
import { signIn, type Vault } from './vault.ts'

export type Invited = Static<typeof InvitationAnswer> & { readonly invitation: string }
type Membership = Static<typeof MembershipStatement>

/** Somebody who is joining: keys that nobody has yet, and the words that will seal them. */
export type Joining = { readonly keys: MemberKeys; readonly words: Passphrase; readonly member: string }

/** What an invitation code opens, so that the person sees the name of the team before making keys for it. */
export async function readInvitation(door: Door, code: string): Promise<Invited> {
  const invitation = code.replaceAll(/[^0-9A-Za-z-]/g, '')
  if (invitation.length < 25 || invitation.length > 40) throw new DeskFault('join.refused', 'typed')
  return { ...(await door.ask<Static<typeof InvitationAnswer>>('invitation', { invitation })), invitation }
}

/** Makes keys and words, here and nowhere else. */
export function beginJoining(): Joining {
  return { keys: newMember(), words: newPassphrase(), member: newPublicCode('M') }
}

/** The words typed from paper must be the words shown: a mistake now would lose the inbox later. */
export function confirmWords({ words }: Pick<Joining, 'words'>, typed: string): void {
  const read = readPassphrase(typed)
  if (!read.ok)
    throw new DeskFault(`unlock.${read.problem}`, 'typed', {
      ...(read.at === undefined ? {} : { at: read.at }),
      ...(read.count === undefined ? {} : { count: read.count }),
    })
  const differs = read.passphrase.words.findIndex((word, at) => word !== words.words[at])
  if (differs !== -1) throw new DeskFault('join.confirm_differs', 'typed', { at: differs + 1 })
}

type Arriving = {
  readonly joining: Joining
  readonly invited: Invited
  readonly name: string
  readonly device: Device
  readonly label: DeviceLabel
}

/** Sends the public halves and the wrapped key. A founder signs their own membership; everybody else waits for a colleague. */
export async function join(
  door: Door,
  clock: Clock,
  { joining, invited, name, device, label }: Arriving,
  onProgress?: Progress,
): Promise<{ vault: Vault | null; state: 'member' | 'waiting'; fingerprint: string }> {
  const { keys, member } = joining
  const list = await loadKeyList(door, clock.now())
  const instance = list.ok ? list.instance : invited.instance
  const sealedKey = b64u(await sealMemberKey(keys.seed, { instance, member }, joining.words, onProgress))
  const { state } = await door.ask<Static<typeof JoinAnswer>>('join', {
    invitation: invited.invitation,
    member,
    name,
    recipient: b64u(keys.recipient),
    signKey: b64u(keys.signKey),
    sealedKey,
    founding: invited.founding
      ? letIn(keys, { team: invited.team, member, recipient: keys.recipient, signKey: keys.signKey, at: dayOf(clock.now()) })
      : null,
  })
  const fingerprint = fingerprintOf(keys.recipient, keys.signKey)
  // Who waits has no session: an account alone opens no door.
  if (state === 'waiting') return { vault: null, state, fingerprint }
  const { challenge } = await door.ask<Static<typeof ChallengeAnswer>>('challenge', { member })
  const signed = await signIn(door, clock, { member, keys, instance, challenge, list, device, label, passkey: null })
  return { vault: signed.state === 'open' ? signed.vault : null, state, fingerprint }
}

export type LettingIn = {
  readonly team: string
  readonly member: string
  readonly recipient: Uint8Array
  readonly signKey: Uint8Array
  readonly at: string
}

/** A membership statement, signed by whoever lets in. */
export function letIn(by: MemberKeys, who: LettingIn): { statement: Membership; signature: string } {
  const statement: Membership = {
    v: 1,
    type: 'join',
    team: who.team,
    member: who.member,
    recipient_sha256: hex(sha256(who.recipient)),
    sign_key: b64u(who.signKey),
    by: b64u(by.signKey),
    at: who.at,
  }
  return { statement, signature: b64u(signStatement(by.signSeed, 'join', statement)) }
}
