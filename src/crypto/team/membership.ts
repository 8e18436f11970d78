import { unb64u } from '../bytes.ts'
import { day, hex32, key32, signature64, slug } from '../roster/roster.ts'
import { exactly, object, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'

const isStatement = object({
  v: exactly(1),
  type: exactly('join', 'leave'),
  team: slug,
  /** The code of the member, which no key hangs on. */
  member: text(/^M-[2-9A-HJ-NP-Z]{6}$/),
  recipient_sha256: hex32,
  sign_key: key32,
  /** The sign key of the member who vouches, or ends it; it made the signature. */
  by: key32,
  at: day,
})

/** `{statement, signature}`: who let whom in, or out (SEALING §14). */
export const isMembership = object({ statement: isStatement, signature: signature64 })
export type MembershipStatement = Shaped<typeof isStatement>
export type SignedMembership = Shaped<typeof isMembership>

export type ChainProblem =
  | 'membership.malformed'
  | 'membership.other_team'
  | 'membership.forged'
  | 'membership.self'
  | 'membership.two_keys'

export type Chain = {
  /** Each has a join that leads over members of today to an anchor. Keys are wrapped to these and to nobody else. */
  readonly members: readonly MembershipStatement[]
  /** Let in by somebody who has left since, and by nobody else: a member of today has to vouch for them again. */
  readonly orphans: readonly MembershipStatement[]
  /** Sign keys that left. A key that left never comes back; who returns makes a new one. */
  readonly left: ReadonlySet<string>
  readonly refused: readonly { readonly statement: SignedMembership; readonly why: ChainProblem }[]
}

// guards T-07, T-38: an account that an administrator makes, and a member who was let out, let nobody in.

/**
 * Who belongs to a team, from its statements and the anchors in the signed list of keys alone, whatever the order and
 * whatever a server says beside them. Never throws.
 *
 * A join counts when its signer is an anchor or a member who has not left, so that somebody who left cannot let anybody
 * in with an earlier date. A leave counts when anybody who ever belonged signed it: doubt takes keys away, never gives.
 */
export function membersOf(team: string, anchors: readonly string[], given: readonly SignedMembership[]): Chain {
  const judged = given.map((statement) => ({ statement, why: problemOf(team, anchors, statement) }))
  const good = judged.flatMap(({ statement, why }) => (why === undefined ? [statement.statement] : []))
  const joins = good.filter(({ type }) => type === 'join')
  const ever = reach(anchors, joins)
  const left = new Set(good.filter(({ type, by }) => type === 'leave' && ever.has(by)).map(({ sign_key }) => sign_key))
  const stayed = joins.filter(({ sign_key }) => !left.has(sign_key))
  const roots = anchors.filter((key) => !left.has(key))
  const vouched = reach(roots, stayed)
  const known = uniqueByKey(stayed.filter(({ sign_key, by }) => vouched.has(sign_key) && vouched.has(by)))
  const clear = known.filter((one) => isAlone(one, known))
  const orphans = uniqueByKey(stayed.filter(({ sign_key }) => ever.has(sign_key) && !vouched.has(sign_key)))
  const refused = judged.flatMap(({ statement, why }) => (why === undefined ? [] : [{ statement, why }]))
  const twice = known.filter((one) => !isAlone(one, known))
  const doubtful = given
    .filter(({ statement }) => twice.includes(statement))
    .map((statement) => ({ statement, why: 'membership.two_keys' as const }))
  return { members: clear, orphans, left, refused: [...refused, ...doubtful] }
}

/** What is wrong with one statement; undefined when it says what it says. */
function problemOf(team: string, anchors: readonly string[], signed: SignedMembership): ChainProblem | undefined {
  if (!isMembership(signed)) return 'membership.malformed'
  const { statement, signature } = signed
  if (statement.team !== team) return 'membership.other_team'
  // Only an anchor's first statement is their own: it ties their code and recipient to the key that the roots signed.
  if (statement.type === 'join' && statement.by === statement.sign_key && !anchors.includes(statement.by)) return 'membership.self'
  const holds = verifySignature(unb64u(statement.by), unb64u(signature), signedBytes(statement.type, statement))
  return holds ? undefined : 'membership.forged'
}

/** All keys that are reached from the roots over joins. */
function reach(roots: readonly string[], joins: readonly MembershipStatement[]): ReadonlySet<string> {
  const found = new Set(roots)
  for (let grew = true; grew; ) {
    const next = joins.filter(({ by, sign_key }) => found.has(by) && !found.has(sign_key))
    for (const { sign_key } of next) found.add(sign_key)
    grew = next.length > 0
  }
  return found
}

/** Two members may vouch for the same person; said of the same keys it is one membership. */
function uniqueByKey(joins: readonly MembershipStatement[]): MembershipStatement[] {
  return joins.filter((one, at) => joins.findIndex((other) => isSame(one, other)) === at)
}

function isSame(one: MembershipStatement, other: MembershipStatement): boolean {
  return one.sign_key === other.sign_key && one.member === other.member && one.recipient_sha256 === other.recipient_sha256
}

/** A second key under one code, a second code under one key, another recipient for one: nobody knows which is true, so none counts. */
function isAlone(one: MembershipStatement, all: readonly MembershipStatement[]): boolean {
  return all.every((other) => isSame(one, other) || (one.member !== other.member && one.sign_key !== other.sign_key))
}
