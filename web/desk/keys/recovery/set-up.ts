import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, unb64u, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { type Custodian, custodianCard, readCustodianCard, sharePacket } from '#crypto/team/custodian.ts'
import { type SignedRecovery, splitRecovery } from '#crypto/team/recovery.ts'
import type { CountsAnswer, NewRecovery, SharesAnswer } from '#features/teams/recovery/recovery.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import { DeskFault } from '../fault.ts'
import { refresh, type Vault } from '../vault.ts'

/** A file for one custodian: their sealed share and the statement about it. */
export type Packet = { readonly name: string; readonly saveAs: string; readonly bytes: Uint8Array }

/** Whom a card names; refuses what no custodian's own key signed. */
export function readCard(text: string): Custodian {
  const card = readCustodianCard(utf8(text.trim()))
  if (card === undefined) throw new DeskFault('recovery.no_card', 'typed')
  return card
}

/**
 * Makes R_t here, splits it in three and seals each share to its custodian. The seed exists for this moment in this worker
 * and is written over; whoever runs this counts as having held it (SEALING 12).
 */
export async function setUp(vault: Vault, cards: readonly string[]): Promise<{ counts: boolean; packets: readonly Packet[] }> {
  const custodians = cards.map(readCard)
  const keys = custodians.map(({ recipient }) => hex(sha256(recipient)))
  const names = custodians.map(({ name }) => name)
  if (new Set(keys).size !== 3 || new Set(names).size !== 3) throw new DeskFault('recovery.three', 'typed')
  await refresh(vault)
  const { inForce, waiting } = vault.told.recovery
  const version = Math.max(inForce?.signed.statement.version ?? 0, waiting?.signed.statement.version ?? 0) + 1
  const seed = newSeed()
  try {
    const plan = { team: vault.team, version, seed, custodians, at: dayOf(vault.clock.now()) }
    const { statement, sealed } = await splitRecovery(plan)
    const signatures = [signatureOf(vault.keys.signSeed, 'recovery', statement)]
    const given: NewRecovery = {
      statement: { ...statement, custodians: [...statement.custodians] },
      signatures,
      recipient: b64u(recipientOf(seed)),
      shares: keys.map((custodian, at) => ({ custodian, share: b64u(sealed[at] ?? new Uint8Array()) })),
    }
    const { counts } = await vault.door.ask<Static<typeof CountsAnswer>>('recovery', given)
    await refresh(vault)
    return { counts, packets: packetsOf({ statement, signatures }, given.shares) }
  } finally {
    seed.fill(0)
  }
}

/** The packets of a version that is there, for a custodian who has lost theirs. */
export async function packetsAgain(vault: Vault): Promise<readonly Packet[]> {
  const known = vault.told.recovery.waiting ?? vault.told.recovery.inForce
  if (known === null) throw new DeskFault('recovery.none', 'refused')
  const { version } = known.signed.statement
  const { shares } = await vault.door.ask<Static<typeof SharesAnswer>>('recovery/shares', { version })
  return packetsOf(known.signed, shares)
}

function packetsOf(signed: SignedRecovery, shares: readonly { readonly custodian: string; readonly share: string }[]): readonly Packet[] {
  const { team, version, custodians } = signed.statement
  return custodians.flatMap(({ name, recipient_sha256 }, at) => {
    const found = shares.find(({ custodian }) => custodian === recipient_sha256)
    if (found === undefined) return []
    const packet = sharePacket(signed, recipient_sha256, unb64u(found.share))
    return [{ name, saveAs: `share-${team}-${version}-${at + 1}.json`, bytes: canonicalBytes(packet) }]
  })
}

/** Signs a recovery key that a colleague set up, so that it counts after a ceremony too. */
export async function coSignRecovery(vault: Vault): Promise<boolean> {
  const { waiting } = vault.told.recovery
  if (waiting === null) throw new DeskFault('record.not_found', 'refused')
  const { statement } = waiting.signed
  // Of what is signed, every word is looked at: this team, and this very key.
  if (statement.team !== vault.team || hex(sha256(unb64u(waiting.recipient))) !== statement.recipient_sha256)
    throw new DeskFault('wrap.not_this', 'sealed')
  const signature = signatureOf(vault.keys.signSeed, 'recovery', statement)
  const { counts } = await vault.door.ask<Static<typeof CountsAnswer>>('statements/sign', {
    kind: 'recovery',
    number: statement.version,
    signature,
  })
  await refresh(vault)
  return counts
}

/** This member as a custodian of another team: a card for them. */
export function ownCard(vault: Vault, name: string): Uint8Array {
  return canonicalBytes(custodianCard(vault.keys, name.trim().normalize('NFC')))
}
