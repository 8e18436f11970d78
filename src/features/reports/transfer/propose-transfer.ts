import { randomUUID } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import { unb64u } from '#crypto/bytes.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import { FORGETS, TRANSFER_FIELDS } from '#crypto/team/parcel.ts'
import { HELD_MS, type Transfer, transferHash } from '#crypto/team/transfer.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, no, Refusal, type Verdict, yes } from '#kernel/refusal.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import { mayWorkOn } from '../inbox/report.policy.ts'
import { findReport } from '../inbox/reports.store.ts'
import type { Propose, TransferRowView } from './transfer.contract.ts'
import {
  addTransfer,
  approveTransfer,
  findPoliceBar,
  findSignKey,
  findTarget,
  findTransfer,
  listSignKeys,
  listTransfers,
  newestEpochOf,
  type Party,
  type TransferRow,
  undoTransfer,
} from './transfer.store.ts'

const MOST_LISTED = 500

/**
 * Proposes that chosen fields of a report go to another team. Nothing goes: a second member signs the very same statement,
 * and ten minutes pass. A barred team is refused here as in the browser. guards T-22, T-27
 */
export function proposeTransfer(desk: InboxDesk, caller: Caller, given: Propose): Promise<{ transfer: string }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { statement, signature } = given
    const report = await findReport(tx.db, given.report)
    if (report === undefined || report.state !== 'taken' || report.item !== statement.item) throw new Refusal('record.not_found')
    demand(mayWorkOn(caller.actor, report))
    const target = await findTarget(tx.db, report.room, statement.to)
    demand(canPropose(statement, { caller, target, today: dayOf(desk.base.clock.now()) }))
    demand(await canSign(tx, caller, { statement, signature }, statement.proposer))
    if (target === undefined) throw new Refusal('transfer.malformed')
    await demandPolice(tx, report.room, target, dayOf(desk.base.clock.now()))
    if ((await newestEpochOf(tx.db, target.id)) !== statement.epoch) demand(no('transfer.key_changed'))
    const id = randomUUID()
    const payload = transferHash(statement)
    const permit = await tx.grant(
      { action: 'transfer.propose', subject: id, compartment: report.room, objectHash: payload },
      mayWorkOn(caller.actor, report),
    )
    const { room, id: reportId } = report
    await addTransfer(tx.db, permit, {
      room,
      report: reportId,
      to: target.id,
      statement,
      payload,
      signature,
      by: caller.actor.id,
      device: caller.device,
      at: desk.base.clock.now(),
      forgets: statement.fields.includes(FORGETS),
    }).catch(refuseOpen)
    return { transfer: id }
  })
}

/**
 * Police learns of nobody who did not agree to exactly that: whoever reported, and each person of the case. True where the target
 * is police and all did. Refuses `consent.missing`. (R-EP-19) guards T-21
 */
export async function demandPolice(tx: Tx, room: CompartmentId, { id }: Party, today: string): Promise<boolean> {
  const bar = await findPoliceBar(tx.db, room, id, today)
  if (bar === 'consent') throw new Refusal('consent.missing')
  if (bar === 'barred') throw new Refusal('transfer.blocked')
  return bar === 'may'
}

const KNOWN: ReadonlySet<string> = new Set([...TRANSFER_FIELDS, FORGETS])

function canPropose(statement: Transfer, { caller, target, today }: { caller: Caller; target: Party | undefined; today: string }): Verdict {
  const { from, to, fields, until } = statement
  if (from !== caller.team || to === caller.team || target === undefined) return no('transfer.malformed')
  if (target.barred) return no('transfer.blocked')
  if (!fields.every((field) => KNOWN.has(field))) return no('transfer.malformed')
  return until > today ? yes : no('transfer.ended')
}

/** The caller is who the statement says they are, signed it, and the other one is a member too. */
async function canSign(
  tx: Tx,
  caller: Caller,
  { statement, signature }: { readonly statement: Transfer; readonly signature: string },
  as: string,
): Promise<Verdict> {
  const keys = await listSignKeys(tx.db, caller.teamId)
  const { proposer, approver } = statement
  if (proposer === approver) return no('approval.same_person')
  if (![proposer, approver].every((key) => keys.includes(key))) return no('transfer.not_members')
  const isOwn = (await findSignKey(tx.db, caller.actor.id)) === as
  return isOwn && verifySignature(unb64u(as), unb64u(signature), signedBytes('transfer', statement)) ? yes : no('transfer.unsigned')
}

function refuseOpen(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw new Refusal('transfer.open')
  throw error
}

/** The second signature, by the member whom the statement names. From here on it is held for ten minutes. guards T-22 */
export function approve(desk: InboxDesk, caller: Caller, given: { transfer: string; signature: string }): Promise<{ transfer: string }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findTransfer(tx.db, given.transfer)
    if (found === undefined) throw new Refusal('record.not_found')
    demand(mayWorkOn(caller.actor, found))
    if (found.state !== 'proposed') throw new Refusal('record.stale')
    demand(await canSign(tx, caller, { statement: found.statement, signature: given.signature }, found.statement.approver))
    if (found.proposed_device === caller.device) demand(no('approval.same_device'))
    const permit = await tx.grant(
      { action: 'transfer.approve', subject: found.id, compartment: found.room, objectHash: transferHash(found.statement) },
      mayWorkOn(caller.actor, found),
    )
    const act = { by: caller.actor.id, device: caller.device, at: desk.base.clock.now(), signature: given.signature }
    if (!(await approveTransfer(tx.db, permit, act))) throw new Refusal('record.stale')
    return { transfer: found.id }
  })
}

/** Takes a transfer back that was not sent; anybody who works on the case may. */
export function undo(desk: InboxDesk, caller: Caller, id: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findTransfer(tx.db, id)
    if (found === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'transfer.undo', subject: id, compartment: found.room }, mayWorkOn(caller.actor, found))
    if (!(await undoTransfer(tx.db, permit))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Every transfer of the cases that the caller may see. */
export function viewTransfers(desk: InboxDesk, caller: Caller): Promise<{ transfers: TransferRowView[] }> {
  return desk.base.read(caller.actor, async (db) => ({ transfers: (await listTransfers(db, MOST_LISTED)).map(transferView) }))
}

function transferView(row: TransferRow): TransferRowView {
  return {
    transfer: row.id,
    case: row.case,
    report: row.report,
    state: row.state,
    statement: { ...row.statement, fields: [...row.statement.fields] },
    signatures: signaturesOf(row),
    proposedBy: row.proposed_by,
    approvedBy: row.approved_by,
    freeAt: row.approved_at === null ? null : new Date(row.approved_at.getTime() + HELD_MS).toISOString(),
  }
}

/** Both signatures as the statement carries them. */
export function signaturesOf({ statement, proposer_sig, approver_sig }: TransferRow) {
  const proposed = { key: statement.proposer, sig: proposer_sig.toString('base64url') }
  return approver_sig === null ? [proposed] : [proposed, { key: statement.approver, sig: approver_sig.toString('base64url') }]
}
