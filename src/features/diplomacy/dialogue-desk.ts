import type { Base, Tx } from '#base/transact.ts'
import { type Caller, canShare, canWorkCases } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { Verdict } from '#kernel/refusal.ts'
import { mayActFor, mayRaise } from './dialogue.policy.ts'

export type DialogueDesk = { readonly base: Base }
export type Db = Tx['db']

export const todayOf = (desk: DialogueDesk): string => dayOf(desk.base.clock.now())

/** Whoever talks with states for the team keeps its rounds, lists and deliverables. */
export const mayEngage = (caller: Caller): Verdict => mayActFor(canShare(caller), caller.actor, caller.room)
/** Looks whether something was kept. */
export const mayCheck = (caller: Caller): Verdict => mayActFor(canWorkCases(caller), caller.actor, caller.room)
/** Once the case was found among those that the caller works on. */
export const mayRaiseFound = (caller: Caller): Verdict => mayRaise(canShare(caller), caller.actor, { writes: true })
export const mayCodeFound = (caller: Caller): Verdict => mayRaise(canWorkCases(caller), caller.actor, { writes: true })
