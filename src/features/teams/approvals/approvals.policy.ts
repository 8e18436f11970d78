import type { Verdict } from '#kernel/refusal.ts'
import { canApprove, canHoldKeys, canStewardTeam, type Who } from '../roles/roles.policy.ts'

/** Actions of the team itself, which a steward asks for; that something is honey is known to stewards alone. */
const STEWARDS_ASK = /^(role|honey|recovery)\./
const STEWARDS_ANSWER = /^honey\./

/** Who may ask for a second yes. Whether they may do the thing itself, its own feature asks again. */
export function mayAsk(caller: Who, action: string): Verdict {
  return STEWARDS_ASK.test(action) ? canStewardTeam(caller) : canHoldKeys(caller)
}

/** Who may answer. */
export function mayAnswer(caller: Who, action: string): Verdict {
  return STEWARDS_ANSWER.test(action) ? canStewardTeam(caller) : canApprove(caller)
}
