import type { Tx } from '#base/transact.ts'
import { b64u, unhex } from '#crypto/bytes.ts'
import { APPROVAL_MAX_MS, canActTogether, isFounding } from '#crypto/team/four-eyes.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { ApprovalsView, DecideApproval, Propose } from './approvals.contract.ts'
import { mayAnswer, mayAsk } from './approvals.policy.ts'
import {
  type ApprovalRow,
  addApproval,
  decideApproval,
  findApproval,
  findRoom,
  findSigner,
  listApprovals,
  type SignerRow,
  signerOf,
  withdrawApproval,
} from './approvals.store.ts'
import { foundedAt } from './demand-two.ts'
import { deviceOf } from './device-of.ts'
import { canAnswer, canAsk, type Speaker } from './signed-approval.ts'

const LISTED_MS = 30 * 86_400_000
const MOST = 500

/** Asks for the yes of a second person to exactly this. Refuses `statement.refused`, and a case that is not there for the caller. */
export function propose(desk: Desk, caller: Caller, { statement, signature, binds }: Propose): Promise<{ id: string }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { speaker } = await speakerOf(tx, caller)
    demand(canAsk({ statement, signature }, binds, speaker))
    const room = await roomOf(tx, caller, statement.case)
    const permit = await tx.grant(
      { action: 'approval.ask', subject: statement.id, compartment: room, objectHash: statement.payload },
      mayAsk(caller, statement.action),
    )
    const at = tx.clock.now()
    const asked = {
      room,
      statement,
      signature: Buffer.from(signature, 'base64url'),
      binds,
      by: caller.actor.id,
      device: deviceOf(caller),
      at,
    }
    await addApproval(tx.db, permit, asked).catch(refuseTaken)
    return { id: statement.id }
  })
}

async function roomOf(tx: Tx, caller: Caller, code: string | null): Promise<CompartmentId> {
  if (code === null) return caller.room
  const room = await findRoom(tx.db, code)
  if (room === undefined) throw new Refusal('record.not_found')
  return room
}

/**
 * A second person's yes or no, signed over the very payload. A yes is refused at once for every reason for which it could
 * not be used: same person or device, too old, an account that is too new. guards T-22
 */
export function decide(desk: Desk, caller: Caller, signed: DecideApproval): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const row = await findApproval(tx.db, signed.statement.id)
    if (row === undefined) throw new Refusal('record.not_found')
    if (row.state !== 'waiting') throw new Refusal('approval.decided')
    const { speaker, signer } = await speakerOf(tx, caller)
    demand(canAnswer(row.proposed_statement, signed, speaker))
    if (signed.statement.step === 'yes') await demandTogether(tx, caller, row, signer)
    await keepAnswer(tx, caller, row, signed)
    return { done: true }
  })
}

async function keepAnswer(tx: Tx, caller: Caller, row: ApprovalRow, { statement, signature }: DecideApproval): Promise<void> {
  const isYes = statement.step === 'yes'
  const permit = await tx.grant(
    { action: isYes ? 'approval.yes' : 'approval.no', subject: row.id, compartment: row.room, objectHash: row.payload },
    mayAnswer(caller, row.action),
  )
  const done = await decideApproval(tx.db, permit, {
    room: row.room,
    state: isYes ? 'approved' : 'refused',
    by: caller.actor.id,
    at: tx.clock.now(),
    device: deviceOf(caller),
    statement,
    signature: Buffer.from(signature, 'base64url'),
  }).catch(refuseSameDevice)
  if (!done) throw new Refusal('approval.decided')
}

async function demandTogether(tx: Tx, caller: Caller, row: ApprovalRow, signer: SignerRow): Promise<void> {
  const proposer = await findSigner(tx.db, row.proposed_by)
  if (proposer === undefined) throw new Refusal('approval.decided')
  const now = tx.clock.now()
  const two = {
    proposer: signerOf(proposer, row.proposed_device, now),
    approver: signerOf(signer, deviceOf(caller), now),
    proposed: row.payload,
    approved: row.payload,
    proposedAt: row.proposed_at,
    approvedAt: now,
  }
  demand(canActTogether(two, { now, payload: row.payload, foundedAt: await foundedAt(tx, caller) }))
}

/** One's own request, while nobody answered it. */
export function withdraw(desk: Desk, caller: Caller, id: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const row = await findApproval(tx.db, id)
    if (row === undefined || row.proposed_by !== caller.actor.id) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'approval.withdraw', subject: row.id, compartment: row.room, objectHash: row.payload },
      mayAsk(caller, row.action),
    )
    if (!(await withdrawApproval(tx.db, permit, row.room))) throw new Refusal('approval.decided')
    return { done: true }
  })
}

/** What waits, and what was decided in the last thirty days, as far as row security shows it to the caller. */
export function viewApprovals(desk: Desk, caller: Caller): Promise<ApprovalsView> {
  return desk.base.read(caller.actor, async (db) => {
    const now = desk.base.clock.now()
    const rows = await listApprovals(db, new Date(now.getTime() - LISTED_MS), MOST)
    const founding = isFounding({ now, foundedAt: await foundedAt({ db }, caller) })
    return { approvals: rows.map((row) => approvalView(row, now)), founding }
  })
}

function approvalView(row: ApprovalRow, now: Date): ApprovalsView['approvals'][number] {
  const { decided_statement: said, decided_signature: by, decided_at: at } = row
  return {
    id: row.id,
    state: row.state,
    over: now.getTime() - row.proposed_at.getTime() >= APPROVAL_MAX_MS,
    binds: row.binds as ApprovalsView['approvals'][number]['binds'],
    asked: { statement: row.proposed_statement, signature: b64u(row.proposed_signature), at: row.proposed_at.toISOString() },
    answered: said === null || by === null || at === null ? null : { statement: said, signature: b64u(by), at: at.toISOString() },
  }
}

async function speakerOf(tx: Tx, caller: Caller): Promise<{ speaker: Speaker; signer: SignerRow }> {
  const signer = await findSigner(tx.db, caller.actor.id)
  if (signer === undefined) throw new Refusal('record.not_found')
  const today = dayOf(tx.clock.now())
  return { speaker: { team: caller.team, member: caller.code, signKey: b64u(unhex(signer.sign_key)), today }, signer }
}

/** An id that is there already, whoever's it is. */
function refuseTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') demand(no('approval.decided'))
  throw error
}

/** The table holds two devices apart as well, should the rules ever forget to. */
function refuseSameDevice(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23514') demand(no('approval.same_device'))
  throw error
}
