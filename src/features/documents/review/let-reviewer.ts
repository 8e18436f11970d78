import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { Refusal } from '#kernel/refusal.ts'
import { putReviewer } from './operator.store.ts'
import { mayEnrol } from './review.policy.ts'

/** Lets a member of a desk in to the review of public documents, or out of it. Refuses a code that no member has. */
export function letReviewer(base: Base, by: Installation, member: string, lets: boolean): Promise<void> {
  return base.transact(by.actor, async (tx) => {
    const permit = await tx.grant(
      { action: lets ? 'operator.let_in' : 'operator.let_out', subject: member, compartment: by.register },
      mayEnrol(by.actor, by.register),
    )
    if (!(await putReviewer(tx.db, permit, lets))) throw new Refusal('reviewer.unknown')
  })
}
