import { type ApprovalStatement, answers, isApprovalBy, isBinds, payloadOf, type SignedApproval } from '#crypto/team/approval.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

const DAY_MS = 86_400_000

/** Who says it, with which key, on which day of the installation's clock. */
export type Speaker = { readonly team: string; readonly member: string; readonly signKey: string; readonly today: string }

/** A request counts when it is signed by whom it names, today, and its hash is that of what it shows. */
export function canAsk(signed: SignedApproval, binds: unknown, by: Speaker): Verdict {
  const { statement } = signed
  const isOwn = statement.step === 'ask' && isSpokenBy(statement, by)
  if (!isOwn || !isBinds(binds) || payloadOf(binds) !== statement.payload) return no('statement.refused')
  return isApprovalBy(signed, by.signKey) ? yes : no('statement.refused')
}

/** An answer counts when it is signed by whom it names, today, over exactly what was asked. guards T-22 */
export function canAnswer(asked: ApprovalStatement, signed: SignedApproval, by: Speaker): Verdict {
  if (asked.by === by.signKey || asked.member === by.member) return no('approval.same_person')
  if (signed.statement.payload !== asked.payload) return no('approval.other_payload')
  if (!isSpokenBy(signed.statement, by) || !answers(asked, signed.statement)) return no('statement.refused')
  return isApprovalBy(signed, by.signKey) ? yes : no('statement.refused')
}

function isSpokenBy(statement: ApprovalStatement, by: Speaker): boolean {
  const isNow = Math.abs(Date.parse(statement.at) - Date.parse(by.today)) <= DAY_MS
  return isNow && statement.team === by.team && statement.member === by.member && statement.by === by.signKey
}
