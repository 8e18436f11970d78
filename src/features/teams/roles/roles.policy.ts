import type { Actor } from '#base/actor.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Role } from '#kernel/roles.ts'

/** Whom a policy judges: a member at the desk, as the session says. */
export type Who = { readonly actor: Actor; readonly roles: readonly Role[] }

// Deny by default: a member without a fitting role may nothing. The database asks again, and key possession a third time.

/** Opens what is sealed, within the cases they read: reports, people, mailboxes, files. */
export const canWorkCases = (caller: Who): Verdict => hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel'])

/** Says of a finding that it is verified; two of them are needed. */
export const canVerify = (caller: Who): Verdict => hasOneOf(caller, ['verifier'])

/** Hands things to others: transfers, dialogue with states, circles. */
export const canShare = (caller: Who): Verdict => hasOneOf(caller, ['caseworker', 'liaison', 'counsel'])

/** Reads coded fields: states, days, kinds. No name, no text, no key. */
export const canReadCoded = (caller: Who): Verdict =>
  hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward'])

/** Lets people in and out, and proposes who has which role. */
export const canStewardTeam = (caller: Who): Verdict => hasOneOf(caller, ['steward'])

/** Whoever holds the keys of the team and keeps them in order. */
export const canHoldKeys = (caller: Who): Verdict => hasOneOf(caller, ['caseworker', 'verifier', 'liaison', 'counsel', 'steward'])

/** Says the second yes to what somebody else proposed. Analysts and auditors stay outside of what they look at. */
export const canApprove = (caller: Who): Verdict => canHoldKeys(caller)

/** Says whether a break-glass was right. */
export const canReview = (caller: Who): Verdict => hasOneOf(caller, ['auditor', 'steward', 'counsel'])

function hasOneOf({ actor, roles }: Who, wanted: readonly Role[]): Verdict {
  return actor.kind === 'person' && roles.some((role) => wanted.includes(role)) ? yes : no('role.needed')
}
