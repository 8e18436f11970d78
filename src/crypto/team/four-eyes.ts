import { no, type RefusalCode, type Verdict, yes } from '#kernel/refusal.ts'

/** One of the two whose yes a grave action needs. */
export type Signer = {
  /** The key that signed. */
  readonly signKey: string
  /** The person behind all their accounts. */
  readonly person: string
  /** The device that the signature was made on. */
  readonly device: string
  readonly memberSince: Date
  /** Was there at the guided first start; counts as old enough during the founding period. */
  readonly isFounder: boolean
}

export type TwoSigners = {
  readonly proposer: Signer
  readonly approver: Signer
  /** What each of them signed, as the hash of the whole payload. */
  readonly proposed: string
  readonly approved: string
  readonly proposedAt: Date
  readonly approvedAt: Date
}

export type EyesAt = {
  readonly now: Date
  /** The guided first start; the founding period is its first seven days. */
  readonly foundedAt: Date
  /** The hash of the payload as it would be carried out now. */
  readonly payload: string
}

const DAY_MS = 86_400_000
export const OLD_ENOUGH_MS = 7 * DAY_MS
export const FOUNDING_MS = 7 * DAY_MS
/** An approval that lies about longer may be one that somebody forgot to take back. */
export const APPROVAL_MAX_MS = DAY_MS

// guards T-22: nobody unseals, transfers, exports, recovers or grants alone.

/**
 * Whether two people together said yes to exactly this: other person, other key, other device, both seven days old, the
 * same payload, not too long ago. In the first seven days of a house its founders count as old enough, and nothing else
 * is different. All times come from the caller's one clock.
 */
export function canActTogether(two: TwoSigners, at: EyesAt): Verdict {
  const { proposer, approver } = two
  const isFresh = [two.proposedAt, two.approvedAt].every((moment) => isWithin(moment, at.now, APPROVAL_MAX_MS))
  const reasons: readonly (readonly [boolean, RefusalCode])[] = [
    [proposer.person === approver.person || proposer.signKey === approver.signKey, 'approval.same_person'],
    [proposer.device === approver.device, 'approval.same_device'],
    [two.proposed !== at.payload || two.approved !== at.payload, 'approval.other_payload'],
    [!isFresh || two.approvedAt < two.proposedAt, 'approval.stale'],
    [![proposer, approver].every((signer) => isOldEnough(signer, at)), 'approval.too_new'],
  ]
  const reason = reasons.find(([isHeld]) => isHeld)
  return reason === undefined ? yes : no(reason[1])
}

/** In the founding period a founder counts as old enough; the desk shows it and the ledger says it. */
export function isFounding({ now, foundedAt }: Pick<EyesAt, 'now' | 'foundedAt'>): boolean {
  return now >= foundedAt && now.getTime() - foundedAt.getTime() < FOUNDING_MS
}

function isOldEnough({ memberSince, isFounder }: Signer, at: EyesAt): boolean {
  return (isFounder && isFounding(at)) || at.now.getTime() - memberSince.getTime() > OLD_ENOUGH_MS
}

/** An action of the future is no older than one of the past: a clock was wrong. */
function isWithin(moment: Date, now: Date, most: number): boolean {
  const age = now.getTime() - moment.getTime()
  return age >= 0 && age < most
}
