import { randomUUID } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import { BODY_LENGTHS } from '#crypto/constants.ts'
import { canTransfer } from '#crypto/team/transfer.ts'
import { type Caller, demandOfficer, eyesOf } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import { mayWorkOn } from '../inbox/report.policy.ts'
import { findTeamIds } from '../inbox/reports.store.ts'
import { demandKeyFile } from '../inbox/take-in.ts'
import { demandPolice, signaturesOf } from './propose-transfer.ts'
import type { Send } from './transfer.contract.ts'
import { findTarget, findTransfer, listSignKeys, newestEpochOf, sendTransfer, type TransferRow } from './transfer.store.ts'

const REFUSED: Readonly<Record<'barred' | 'key_changed' | 'gone', RefusalCode>> = {
  barred: 'transfer.blocked',
  key_changed: 'transfer.key_changed',
  gone: 'record.not_found',
}

/**
 * Puts what goes into the room of the other team, once two members signed it and ten minutes have passed. Whoever sends was
 * the one who proposed it. The bars of the case travel along; the parcel stands there whole or not at all. guards T-22, T-27
 */
export async function send(desk: InboxDesk, caller: Caller, given: Send): Promise<{ done: true }> {
  demandKeyFile(given.wrap, 1)
  demandBody(given.body)
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findTransfer(tx.db, given.transfer)
    if (found === undefined) throw new Refusal('record.not_found')
    demand(mayWorkOn(caller.actor, found))
    if (found.proposer !== caller.actor.id) demand(no('access.denied'))
    if (found.state !== 'approved') throw new Refusal('record.stale')
    await demandDue(tx, caller, found)
    const barred = await findTeamIds(tx.db, given.blocked)
    if (barred === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'transfer.send', subject: found.id, compartment: found.room }, mayWorkOn(caller.actor, found))
    const today = dayOf(desk.base.clock.now())
    const outcome = await sendTransfer(tx.db, permit, { room: found.room, parcel: randomUUID(), barred, today, send: given })
    if (outcome !== 'sent') throw new Refusal(REFUSED[outcome])
    return { done: true }
  })
}

/** Everything that the client checked before it sealed, asked once more of what the server knows. */
async function demandDue(tx: Tx, caller: Caller, row: TransferRow): Promise<void> {
  const { approver, approved_at, approved_device, statement } = row
  if (approver === null || approved_at === null || approved_device === null) throw new Refusal('transfer.unsigned')
  const target = await findTarget(tx.db, row.room, statement.to)
  const eyes = await eyesOf(tx, caller, {
    proposed: { by: row.proposer, device: row.proposed_device, at: row.proposed_at },
    approved: { by: approver, device: approved_device, at: approved_at },
  })
  if (target === undefined || eyes === undefined) throw new Refusal('transfer.not_members')
  if (await demandPolice(tx, row.room, target, dayOf(tx.clock.now()))) {
    await demandOfficer(tx, caller, [row.proposer, approver])
    await tx.grant({ action: 'transfer.to_police', subject: row.id, compartment: row.room }, mayWorkOn(caller.actor, row))
  }
  const facts = {
    members: await listSignKeys(tx.db, caller.teamId),
    blocked: new Set(target.barred ? [statement.to] : []),
    // What the reporter said since is sealed: the client compares it.
    neverHash: statement.never_sha256,
    targetEpoch: await newestEpochOf(tx.db, target.id),
    ...eyes,
  }
  demand(canTransfer({ statement, signatures: signaturesOf(row) }, facts))
}

/** A body has one of four lengths, or it tells more than its class. */
export function demandBody(body: string): void {
  const length = Buffer.from(body, 'base64url').length
  if (!BODY_LENGTHS.some((known) => known === length)) throw new Refusal('key.malformed')
}
