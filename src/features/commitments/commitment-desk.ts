import type { Base } from '#base/transact.ts'
import { type Caller, canReadCoded, canShare, canWorkCases } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { MemberId } from '#kernel/ids.ts'
import type { Verdict } from '#kernel/refusal.ts'
import { mayKeepCommitments } from './commitment.policy.ts'

export type CommitmentDesk = { readonly base: Base }
export type By = { readonly by: MemberId; readonly today: string }

export const todayOf = (desk: CommitmentDesk): string => dayOf(desk.base.clock.now())
export const mayKeep = (caller: Caller): Verdict => mayKeepCommitments(canShare(caller), caller.actor, caller.room)
/** Whoever sees something in the field notes it. */
export const mayNote = (caller: Caller): Verdict => mayKeepCommitments(canWorkCases(caller), caller.actor, caller.room)
/** Whoever reads codes watches for themselves. */
export const mayWatch = (caller: Caller): Verdict => mayKeepCommitments(canReadCoded(caller), caller.actor, caller.room)
/** Once the case was found among those that the caller works on. */
export const mayKeepFound = (caller: Caller): Verdict => canShare(caller)
