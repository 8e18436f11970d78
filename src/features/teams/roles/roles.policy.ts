import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Role } from './role.ts'

// Deny by default: a member without a fitting role may nothing. The database asks again, and key possession a third time.

/** Opens what is sealed, within the cases they read: reports, people, mailboxes, files. */
export const canWorkCases = (caller: Caller): Verdict => hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel'])

/** Says of a finding that it is verified; two of them are needed. */
export const canVerify = (caller: Caller): Verdict => hasOneOf(caller, ['verifier'])

/** Hands things to others: transfers, dialogue with states, circles. */
export const canShare = (caller: Caller): Verdict => hasOneOf(caller, ['caseworker', 'liaison', 'counsel'])

/** Reads coded fields: states, days, kinds. No name, no text, no key. */
export const canReadCoded = (caller: Caller): Verdict =>
  hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward'])

/** Reads the ledger, the notices and who read what; nothing sealed comes with it. */
export const canAudit = (caller: Caller): Verdict => hasOneOf(caller, ['auditor', 'steward'])

/** Lets people in and out, and proposes who has which role. */
export const canStewardTeam = (caller: Caller): Verdict => hasOneOf(caller, ['steward'])

/** Whoever holds the keys of the team and keeps them in order. */
export const canHoldKeys = (caller: Caller): Verdict => hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel', 'steward'])

/** Says the second yes to what somebody else proposed. Analysts and auditors stay outside of what they look at. */
export const canApprove = (caller: Caller): Verdict => canHoldKeys(caller)

/** Says whether a break-glass was right. */
export const canReview = (caller: Caller): Verdict => hasOneOf(caller, ['auditor', 'steward', 'counsel'])

function hasOneOf({ actor, roles }: Caller, wanted: readonly Role[]): Verdict {
  return actor.kind === 'person' && roles.some((role) => wanted.includes(role)) ? yes : no('role.needed')
}
