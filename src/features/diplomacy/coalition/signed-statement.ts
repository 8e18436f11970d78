import { isJointBy, type SignedJoint } from '#crypto/team/joint-statement.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

const DAY_MS = 86_400_000

/** Who signs for an organisation, with which key, on which day of the installation's clock. */
export type Speaker = { readonly team: string; readonly member: string; readonly signKey: string; readonly today: string }
export type Newest = { readonly code: string; readonly by: string; readonly state: string; readonly n: number; readonly digest: string }

/**
 * A signature counts when it is of whom it names, today, over the hash of the newest version of this statement. A version that
 * was changed since is signed anew. guards T-22
 */
export function canSign(signed: SignedJoint, newest: Newest, by: Speaker): Verdict {
  if (newest.state !== 'open') return no('coalition.not_open')
  const { statement } = signed
  if (statement.statement !== newest.code || statement.to !== newest.by) return no('statement.refused')
  if (statement.version !== newest.n || statement.digest !== newest.digest) return no('coalition.changed')
  const isNow = Math.abs(Date.parse(statement.at) - Date.parse(by.today)) <= DAY_MS
  const isOwn = statement.team === by.team && statement.member === by.member && statement.by === by.signKey
  return isNow && isOwn && isJointBy(signed, by.signKey) ? yes : no('statement.refused')
}
