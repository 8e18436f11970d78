import type { Tx } from '#base/transact.ts'
import type { EyesAt, TwoSigners } from '#crypto/team/four-eyes.ts'
import type { MemberId } from '#kernel/ids.ts'
import type { Caller } from '../caller.ts'
import { findSigner, signerOf } from './approvals.store.ts'
import { foundedAt } from './demand-two.ts'

export type Act = { readonly by: MemberId; readonly device: string; readonly at: Date }
export type Eyes = { readonly two: Omit<TwoSigners, 'proposed' | 'approved'>; readonly at: Omit<EyesAt, 'payload'> }

/**
 * Who stands behind two signatures that an action carries itself, for `canActTogether`: persons, devices and since when
 * they are members. Undefined when one of them is no member any more.
 */
export async function eyesOf(tx: Tx, caller: Caller, acts: { readonly proposed: Act; readonly approved: Act }): Promise<Eyes | undefined> {
  const { proposed, approved } = acts
  const now = tx.clock.now()
  const [proposer, approver] = [await findSigner(tx.db, proposed.by), await findSigner(tx.db, approved.by)]
  if (proposer === undefined || approver === undefined) return undefined
  return {
    two: {
      proposer: signerOf(proposer, proposed.device, now),
      approver: signerOf(approver, approved.device, now),
      proposedAt: proposed.at,
      approvedAt: approved.at,
    },
    at: { now, foundedAt: await foundedAt(tx, caller) },
  }
}
