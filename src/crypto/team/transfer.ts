import { no, type RefusalCode, type Verdict, yes } from '#kernel/refusal.ts'
import { hex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { dayStart } from '../roster/day.ts'
import { day, hex16, hex32, key32, type Signed, signedShape, slug } from '../roster/roster.ts'
import { distinct, exactly, integer, object, type Shaped, text } from '../roster/shape.ts'
import { signedBy } from '../roster/signatures.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { canActTogether, type EyesAt, type TwoSigners } from './four-eyes.ts'

const transfer = object({
  v: exactly(1),
  type: exactly('transfer'),
  item: hex16,
  from: slug,
  to: slug,
  /** The epoch of the target as both signers saw it. */
  epoch: integer(1, 100_000),
  /** What goes, by name; nothing unless it is named. */
  fields: distinct(text(/^[a-z][a-z0-9_]{0,39}$/), 0, 64),
  until: day,
  reason: text(/^[^\p{Cc}]{1,500}$/u),
  never_sha256: hex32,
  proposer: key32,
  approver: key32,
})

export type Transfer = Shaped<typeof transfer>
export type SignedTransfer = Signed<Transfer>
export const isTransfer = signedShape(transfer)

/** How long a transfer waits before anything is wrapped, and can be undone. */
export const HELD_MS = 600_000

/** The hash that an approval binds: of the very bytes that are signed. */
export function transferHash(statement: Transfer): string {
  return hex(sha256(signedBytes('transfer', statement)))
}

export type TransferFacts = {
  /** The sign keys of the members that the chain of the giving team holds today. */
  readonly members: readonly string[]
  /** Every team that may not be given a key to this item, from all that its reporter ever said and the list of keys. */
  readonly blocked: ReadonlySet<string>
  /** The hash of the exclusions as this client knows them. */
  readonly neverHash: string
  /** The epoch of the target in the list of keys; undefined when it cannot receive now. */
  readonly targetEpoch: number | undefined
  readonly two: Omit<TwoSigners, 'proposed' | 'approved'>
  readonly at: Omit<EyesAt, 'payload'>
}

// guards T-22, T-27: there is no override, not by four eyes and not by anybody.

/**
 * Whether a wrap for the target may be made now: signed by two members of the giving team over the same payload, target
 * not barred, key unchanged, held long enough, not ended. Pure: the caller gives its one clock.
 */
export function canTransfer(signed: SignedTransfer, facts: TransferFacts): Verdict {
  const { statement } = signed
  if (!isTransfer(signed) || statement.from === statement.to) return no('transfer.malformed')
  if (facts.blocked.has(statement.to)) return no('transfer.blocked')
  if (statement.never_sha256 !== facts.neverHash) return no('transfer.exclusions_changed')
  const signatures = signaturesProblem(signed, facts.members)
  if (signatures !== undefined) return no(signatures)
  const payload = transferHash(statement)
  const eyes = canActTogether({ ...facts.two, proposed: payload, approved: payload }, { ...facts.at, payload })
  if (!eyes.ok) return eyes
  if (facts.targetEpoch !== statement.epoch) return no('transfer.key_changed')
  const { now } = facts.at
  if (now.getTime() >= (dayStart(statement.until) ?? 0)) return no('transfer.ended')
  return now.getTime() - facts.two.approvedAt.getTime() < HELD_MS ? no('transfer.held') : yes
}

/** Both named members signed these bytes, nobody else did, and each is a member today. */
function signaturesProblem({ statement, signatures }: SignedTransfer, members: readonly string[]): RefusalCode | undefined {
  const { proposer, approver } = statement
  if (proposer === approver) return 'approval.same_person'
  if (![proposer, approver].every((key) => members.includes(key))) return 'transfer.not_members'
  const verdict = signedBy([proposer, approver], 2, signatures, signedBytes('transfer', statement))
  return verdict === 'enough' ? undefined : 'transfer.unsigned'
}
