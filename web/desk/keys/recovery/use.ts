import type { Static } from 'typebox'
import { unb64u, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { type Opener, openerOf, openWith } from '#crypto/open/open-age.ts'
import { readHeirCard, readSharePacket } from '#crypto/team/custodian.ts'
import { answerRequest } from '#crypto/team/open-share.ts'
import { joinShares, readShare, type Share } from '#crypto/team/recovery.ts'
import type { KeysView, SharesAnswer } from '#features/teams/recovery/recovery.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import { keepingHolders } from '../approvals/hold.ts'
import { sealAgain } from '../epochs.ts'
import { DeskFault } from '../fault.ts'
import { letIn } from '../join.ts'
import { readKeys, recoveryOf, refresh, type Vault } from '../vault.ts'
import { sealCaseAgain } from './case-keys.ts'
import type { OnPart } from './cover.ts'

const ONE = { min: 1, max: 1 }

/** A member of another team answers as a custodian: their share for the newcomer on the card, and their signed request. */
export async function answerAsCustodian(vault: Vault, given: { packet: string; newcomer: string }): Promise<Uint8Array> {
  const packet = readSharePacket(utf8(given.packet.trim()))
  const heir = readHeirCard(utf8(given.newcomer.trim()))
  if (packet === undefined || heir === undefined) throw new DeskFault('recovery.no_packet', 'typed')
  const answered = await answerRequest(vault.keys, packet, heir, dayOf(vault.clock.now()))
  if (answered === undefined) throw new DeskFault('recovery.not_yours', 'typed')
  return canonicalBytes(answered)
}

/** What custodians sealed to this member, whether it is enough and whether anything is still to be taken over with it. */
async function handedShares(vault: Vault): Promise<readonly Share[]> {
  const { shares } = await vault.door.ask<Static<typeof SharesAnswer>>('recovery/handed')
  const own = openerOf(vault.keys.seed)
  const opened = await Promise.all(shares.map(({ share }) => openWith([own], unb64u(share), ONE)))
  return opened.flatMap((plain) => (plain === null ? [] : (readShare(plain) ?? [])))
}

/**
 * Brings two shares together in this worker, opens every team and case key with R_t and seals them to this member. Nothing
 * is decided by the server's word: shares that do not give the very key of the signed statement give nothing. guards T-09
 */
export async function takeOver(vault: Vault, onPart: OnPart): Promise<{ epochs: number; cases: number }> {
  const recovery = recoveryOf(vault)
  if (recovery === null) throw new DeskFault('recovery.none', 'refused')
  const seed = await joinShares(recovery.statement, await handedShares(vault))
  if (seed === undefined) throw new DeskFault('recovery.one_custodian', 'refused')
  try {
    const opener = openerOf(seed)
    await vouchForSelf(vault)
    await readKeys(vault, [opener])
    return await takeKeys(vault, opener, onPart)
  } finally {
    seed.fill(0)
  }
}

/** A statement of one's own; that it counts follows from the two custodians' requests, or from the list of keys. */
async function vouchForSelf(vault: Vault): Promise<void> {
  const { team, member, keys } = vault
  if (vault.told.members.some((one) => one.member === member && one.joined !== null)) return
  const { recipient, signKey } = keys
  await vault.door.ask('members/vouch', letIn(keys, { team, member, recipient, signKey, at: dayOf(vault.clock.now()) }))
  await refresh(vault)
}

async function takeKeys(vault: Vault, opener: Opener, onPart: OnPart): Promise<{ epochs: number; cases: number }> {
  const { cases } = await vault.door.ask<KeysView>('keys')
  const all = vault.epochs.length + cases.length
  const { epochs } = vault
  for (const [at, key] of epochs.entries()) {
    await sealAgain(vault, key)
    onPart(at + 1, all)
  }
  for (const [at, one] of cases.entries()) {
    await keepingHolders(vault, one.case, () => sealCaseAgain(vault, one.case, [opener]))
    onPart(epochs.length + at + 1, all)
  }
  await refresh(vault)
  return { epochs: epochs.length, cases: cases.length }
}
