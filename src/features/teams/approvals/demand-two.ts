import type { Tx } from '#base/transact.ts'
import {
  APPROVAL_MAX_MS,
  canActTogether,
  type EyesAt,
  isFounding,
  OLD_ENOUGH_MS,
  type Signer,
  type TwoSigners,
} from '#crypto/team/four-eyes.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import { no, Refusal, type Verdict, yes } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import { type ApprovalRow, findFounding, findSigner, listOpen, signerOf, useApproval } from './approvals.store.ts'

/** What two people have to have said yes to: `payload` is `payloadOf(...)` of exactly what is about to be done. */
export type Grave = {
  readonly action: string
  readonly subject: string
  readonly room: CompartmentId
  readonly payload: string
}

// guards T-22: nobody unseals, transfers, exports, recovers or grants alone.

/**
 * Uses up a fresh yes of two people to exactly this, of whom the caller is one; to be called in the transaction of the
 * action itself, before it. Answers who the two are. Refuses `approval.needed` where nobody said yes, and otherwise says what is
 * wrong with it.
 */
export async function demandTwo(tx: Tx, caller: Caller, grave: Grave): Promise<readonly MemberId[]> {
  const open = await listOpen(tx.db, grave.room, grave.action, grave.subject)
  const approved = open.filter(({ state }) => state === 'approved')
  let reason: Refusal | undefined
  for (const row of approved) {
    const judged = await judge(tx, caller, row, grave.payload)
    if (judged.verdict.ok) {
      await use(tx, row, judged)
      return [row.proposed_by, ...(row.decided_by === null ? [] : [row.decided_by])]
    }
    if (judged.verdict.code !== 'approval.needed') reason ??= new Refusal(judged.verdict.code)
  }
  const fresh = tx.clock.now().getTime() - APPROVAL_MAX_MS
  const isAsked = open.some((row) => row.state === 'waiting' && row.payload === grave.payload && row.proposed_at.getTime() > fresh)
  throw (isAsked ? undefined : reason) ?? new Refusal('approval.needed')
}

type Judged = { readonly verdict: Verdict; readonly two?: TwoSigners; readonly at?: EyesAt }

async function judge(tx: Tx, caller: Caller, row: ApprovalRow, payload: string): Promise<Judged> {
  const { decided_by, decided_at, decided_device } = row
  if (decided_by === null || decided_at === null || decided_device === null) return { verdict: no('approval.needed') }
  if (caller.actor.id !== row.proposed_by && caller.actor.id !== decided_by) return { verdict: no('approval.needed') }
  const now = tx.clock.now()
  const proposer = await findSigner(tx.db, row.proposed_by)
  const approver = await findSigner(tx.db, decided_by)
  if (proposer === undefined || approver === undefined) return { verdict: no('approval.needed') }
  const two: TwoSigners = {
    proposer: signerOf(proposer, row.proposed_device, now),
    approver: signerOf(approver, decided_device, now),
    proposed: row.payload,
    approved: row.decided_statement?.payload ?? '',
    proposedAt: row.proposed_at,
    approvedAt: decided_at,
  }
  const at = { now, payload, foundedAt: await foundedAt(tx, caller) }
  return { verdict: canActTogether(two, at), two, at }
}

/** A team that never had a guided first start has no founding period. */
export async function foundedAt(tx: Pick<Tx, 'db'>, caller: Caller): Promise<Date> {
  return (await findFounding(tx.db, caller.teamId)) ?? new Date(0)
}

async function use(tx: Tx, row: ApprovalRow, { two, at }: Judged): Promise<void> {
  const byFounding = two !== undefined && at !== undefined && isFounding(at) && [two.proposer, two.approver].some((one) => isYoung(one, at))
  const permit = await tx.grant(
    { action: byFounding ? 'approval.use_founding' : 'approval.use', subject: row.id, compartment: row.room, objectHash: row.payload },
    yes,
  )
  if (!(await useApproval(tx.db, permit, row.room))) throw new Refusal('approval.needed')
}

/** Counts as old enough by the founding period alone; the ledger says so. */
function isYoung({ memberSince }: Signer, { now }: EyesAt): boolean {
  return now.getTime() - memberSince.getTime() <= OLD_ENOUGH_MS
}
