import { hex, unb64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { day, hex32, key32, signature64, slug } from '../roster/roster.ts'
import { exactly, isRecord, list, narrowed, object, type Shape, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'

/** Codes, days, hashes and names of teams; never a sentence, since the server reads this. */
const code = text(/^[A-Za-z0-9:._/+-]{0,200}$/)
const NAME = /^[a-z][A-Za-z0-9_]{0,39}$/
const BOUND_MOST = 24

export type Bound = string | number | boolean | null | readonly string[]
/** What exactly is done, in codes. Its hash is what both sign. */
export type Binds = Readonly<Record<string, Bound>>

const isBound = (value: unknown): value is Bound =>
  value === null || typeof value === 'boolean' || Number.isSafeInteger(value) || code(value) || list(code, 0, 200)(value)

/** Whether every value is a code, a whole number or yes and no: what two people approve is shown to both as it stands. */
export const isBinds: Shape<Binds> = narrowed(isRecord, (value) => {
  const entries = Object.entries(value)
  return entries.length <= BOUND_MOST && entries.every(([name, bound]) => NAME.test(name) && isBound(bound))
}) as Shape<Binds>

/** SHA-256 in hex of the canonical JSON: whoever carries the action out computes it from what they are about to do. */
export function payloadOf(binds: Binds): string {
  return hex(sha256(canonicalBytes(binds)))
}

const statement = object({
  v: exactly(1),
  type: exactly('approval'),
  /** Who asks and who answers sign different words, so one's signature never stands for the other's. */
  step: exactly('ask', 'yes', 'no'),
  id: text(/^[0-9a-f-]{36}$/),
  team: slug,
  /** The case in which it is done; null for the team itself. */
  case: (value: unknown): value is string | null => value === null || (typeof value === 'string' && /^C-[2-9A-HJ-NP-Z]{6}$/.test(value)),
  action: text(/^[a-z_]+\.[a-z_]+$/),
  subject: text(/^[A-Za-z0-9:._-]{1,80}$/),
  payload: hex32,
  reason: text(/^[a-z_]{2,40}$/),
  member: text(/^M-[2-9A-HJ-NP-Z]{6}$/),
  by: key32,
  at: day,
})

export type ApprovalStatement = Shaped<typeof statement>
export const isSignedApproval = object({ statement, signature: signature64 })
export type SignedApproval = Shaped<typeof isSignedApproval>

/** What both have to have said alike. */
const SAME = ['id', 'team', 'case', 'action', 'subject', 'payload', 'reason'] as const

// guards T-22: the second yes is a signature over the very payload, checked by the server and by every client.

/** Whether this is what it says, signed by the key that it names. Never throws. */
export function isApprovalBy(signed: SignedApproval, key: string): boolean {
  if (!isSignedApproval(signed) || signed.statement.by !== key) return false
  return verifySignature(unb64u(key), unb64u(signed.signature), signedBytes('approval', signed.statement))
}

/** Whether the second answered exactly what the first asked, with another key and another name. */
export function answers(asked: ApprovalStatement, answered: ApprovalStatement): boolean {
  return (
    asked.step === 'ask' &&
    answered.step !== 'ask' &&
    asked.by !== answered.by &&
    asked.member !== answered.member &&
    SAME.every((name) => asked[name] === answered[name])
  )
}
