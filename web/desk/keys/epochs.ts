import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { EPOCH } from '#crypto/constants.ts'
import { sha256 } from '#crypto/kdf.ts'
import { replyKeyOf } from '#crypto/mailbox/reply.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import { sealKey } from '#crypto/team/wraps.ts'
import type { EpochAnswer, EpochStatement, InviteAnswer, RevisionAnswer } from '#features/teams/teams.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import { DeskFault } from './fault.ts'
import { letIn } from './join.ts'
import { currentEpoch, type EpochKey, recipientsOf, recoveryMark, refresh, type Vault } from './vault.ts'

/**
 * Makes T_(e+1), seals it to the members whose chain holds and signs its statement. The founding is the same with e = 0.
 * What has to outlive the old key is written into pages by the caller, under the new one.
 */
export async function makeEpoch(vault: Vault): Promise<{ epoch: number; until: string; counts: boolean }> {
  const epoch = vault.newest + 1
  const seed = newSeed()
  const recipient = recipientOf(seed)
  const now = vault.clock.now()
  const statement: Static<typeof EpochStatement> = {
    v: 1,
    type: 'epoch',
    team: vault.team,
    epoch,
    recipient_sha256: hex(sha256(recipient)),
    reply_key: b64u(replyKeyOf(seed).public),
    not_before: dayOf(now),
    not_after: dayOf(new Date(now.getTime() + EPOCH)),
  }
  const wrap = await sealKey({ type: 'epoch-key', instance: vault.instance, team: vault.team, of: epoch }, seed, recipientsOf(vault))
  const signatures = [signatureOf(vault.keys.signSeed, 'epoch', statement)]
  const { counts } = await vault.door.ask<Static<typeof EpochAnswer>>('epochs', {
    statement,
    signatures,
    recipient: b64u(recipient),
    wrap: b64u(wrap),
    ...recoveryMark(vault),
  })
  await refresh(vault)
  return { epoch, until: statement.not_after, counts }
}

/**
 * Signs a key that a colleague made, so that it counts after a ceremony too. Only what this member could open and what is
 * exactly the key that its statement names is signed. guards T-38
 */
export async function coSignEpoch(vault: Vault): Promise<{ epoch: number; counts: boolean }> {
  const { pending } = vault
  if (pending === null || pending.mine) throw new DeskFault('record.not_found', 'refused')
  const signature = signatureOf(vault.keys.signSeed, 'epoch', pending.statement)
  const { counts } = await vault.door.ask<{ counts: boolean }>('statements/sign', { kind: 'epoch', number: pending.epoch, signature })
  await refresh(vault)
  return { epoch: pending.epoch, counts }
}

/** A code for one more member. It opens no key: the colleague is let in after that, by name and fingerprint. */
export async function invite(vault: Vault): Promise<{ code: string }> {
  const { code } = await vault.door.ask<Static<typeof InviteAnswer>>('invitations', {})
  return { code }
}

/** Lets a waiting colleague in: a signed statement, and the epoch keys at hand sealed once more with them among the readers. */
export async function vouchFor(vault: Vault, code: string, anotherOf: string | null = null): Promise<void> {
  const who = vault.told.members.find(({ member, state }) => member === code && state === 'waiting')
  if (who === undefined) throw new DeskFault('record.not_found', 'refused')
  const recipient = unb64u(who.recipient)
  const signed = letIn(vault.keys, {
    team: vault.team,
    member: code,
    recipient,
    signKey: unb64u(who.signKey),
    at: dayOf(vault.clock.now()),
  })
  await vault.door.ask('members/vouch', { ...signed, anotherOf })
  const seen = fingerprintOf(recipient, unb64u(who.signKey))
  await refresh(vault)
  const now = vault.told.members.find(({ member }) => member === code)
  // What was compared over the telephone is what keys go to, whatever the server says meanwhile.
  if (now === undefined || fingerprintOf(unb64u(now.recipient), unb64u(now.signKey)) !== seen)
    throw new DeskFault('wrap.not_this', 'sealed')
  await rewrap(vault)
}

/** The current key for the readers of today. */
async function rewrap(vault: Vault): Promise<void> {
  await sealAgain(vault, currentEpoch(vault))
  await refresh(vault)
}

/** A key that is at hand, for the readers and the recovery of today. */
export async function sealAgain(vault: Vault, { epoch, seed, wrapRevision }: EpochKey): Promise<void> {
  const wrap = await sealKey({ type: 'epoch-key', instance: vault.instance, team: vault.team, of: epoch }, seed, recipientsOf(vault))
  await vault.door.ask<Static<typeof RevisionAnswer>>('epochs/wrap', {
    epoch,
    revision: wrapRevision,
    wrap: b64u(wrap),
    ...recoveryMark(vault),
  })
}
