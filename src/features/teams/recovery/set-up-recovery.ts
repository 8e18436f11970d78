import { readStanzas } from '#crypto/age/header.ts'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { signersNeeded } from '#crypto/roster/roster.ts'
import { signedBy } from '#crypto/roster/signatures.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { isRecovery } from '#crypto/team/recovery.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { anchorsOf } from '../keys/anchors.ts'
import { lockEpochs } from '../keys/keys.store.ts'
import { countStatement } from '../keys/statements.store.ts'
import { mayRunTeam } from '../team.policy.ts'
import type { NewRecovery } from './recovery.contract.ts'
import { addRecovery, listHanded, listKeys, listShares, newestVersion } from './recovery.store.ts'

const DAY_MS = 86_400_000

/**
 * Keeps the next recovery key of the caller's team: its statement, and each share as it is sealed to its custodian. The
 * seed was never here. It counts once enough anchors have signed. Whoever posts it is written down as its maker.
 */
export function setUpRecovery(desk: Desk, caller: Caller, given: NewRecovery): Promise<{ counts: boolean }> {
  for (const { share } of given.shares) demandShare(share)
  return desk.base.transact(caller.actor, async (tx) => {
    await lockEpochs(tx.db, caller.room)
    const { version } = given.statement
    if (version !== (await newestVersion(tx.db, caller.room)) + 1) demand(no('recovery.not_next'))
    const { mode, anchors } = await anchorsOf(desk, caller, tx.db)
    const signed = signedBy(anchors, signersNeeded(mode), given.signatures, signedBytes('recovery', given.statement))
    if (signed === 'forged' || !isThatKey(given, caller.team, desk.base.clock.now())) demand(no('statement.refused'))
    const permit = await tx.grant(
      {
        action: 'recovery.set_up',
        subject: `${caller.team} ${version}`,
        compartment: caller.room,
        objectHash: given.statement.recipient_sha256,
      },
      mayRunTeam(caller.actor, caller.room),
    )
    await addRecovery(tx.db, permit, caller.room, { ...given, by: caller.actor.id })
    if (signed !== 'enough') return { counts: false }
    await countStatement(tx.db, permit, caller.room, { kind: 'recovery', number: version })
    return { counts: true }
  })
}

/** A statement of today about this team and this key, with a share for each of its custodians and for nobody else. */
function isThatKey({ statement, signatures, recipient, shares }: NewRecovery, team: string, now: Date): boolean {
  const named = new Set(statement.custodians.map(({ recipient_sha256 }) => recipient_sha256))
  return (
    isRecovery({ statement, signatures }) &&
    statement.team === team &&
    statement.recipient_sha256 === hex(sha256(unb64u(recipient))) &&
    Math.abs(Date.parse(statement.at) - Date.parse(dayOf(now))) <= DAY_MS &&
    new Set(shares.map(({ custodian }) => custodian)).size === named.size &&
    shares.every(({ custodian }) => named.has(custodian))
  )
}

/** The sealed shares of a version, to be carried to their custodians; no key of the team opens one. */
export function viewShares(desk: Desk, caller: Caller, version: number) {
  return desk.base.transact(caller.actor, async (tx) => {
    const shares = await listShares(tx.db, caller.room, version)
    if (shares.length === 0) throw new Refusal('record.not_found')
    await tx.grant(
      { action: 'recovery.hand_out', subject: `${caller.team} ${version}`, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    return { shares: shares.map(({ custodian, age_file }) => ({ custodian, share: b64u(age_file) })) }
  })
}

/** What custodians sealed to the caller; empty before its time and for everybody else. */
export function viewHanded(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({
    shares: (await listHanded(db)).map(({ custodian, age_file }) => ({ custodian, share: b64u(age_file) })),
  }))
}

/** Which keys of the team are sealed to which recovery key, and which cases were read by somebody who left. */
export function viewKeys(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => {
    const { epochs, cases } = await listKeys(db, caller.room)
    return { epochs, cases: cases.map(({ reader_left: readerLeft, ...rest }) => ({ ...rest, readerLeft })) }
  })
}

/** guards T-11 */
export function demandShare(share: string): void {
  try {
    readStanzas(unb64u(share), { min: 1, max: 1 })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}
