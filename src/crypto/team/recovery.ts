import { combine, split } from 'shamir-secret-sharing'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { recipientOf } from '../age/identity.ts'
import { b64u, hex, unb64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { RECOVERY_WAIT } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { canonicalOr } from '../roster/canonical-or.ts'
import { day, hex32, key32, line, type Mode, type Signed, signedShape, signersNeeded, slug, type Team } from '../roster/roster.ts'
import { exactly, integer, list, narrowed, object, type Shaped, text } from '../roster/shape.ts'
import { signedBy } from '../roster/signatures.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { sealTo } from '../seal/seal-age.ts'

export const CUSTODIANS = 3
export const SHARES_NEEDED = 2
const SEED = 32
/** A share of 32 bytes carries one byte more, its place on the curve. */
const SHARE = 33

/** `sign_key` is what a custodian signs a request with: the anchors vouch for it as they do for the recipient (ADR 0016). */
const custodian = object({ name: line, recipient_sha256: hex32, sign_key: key32 })
const recovery = object({
  v: exactly(1),
  type: exactly('recovery'),
  team: slug,
  version: integer(1, 100_000),
  recipient_sha256: hex32,
  custodians: narrowed(
    list(custodian, CUSTODIANS, CUSTODIANS),
    (all) =>
      new Set(all.map(({ recipient_sha256 }) => recipient_sha256)).size === CUSTODIANS &&
      new Set(all.map(({ sign_key }) => sign_key)).size === CUSTODIANS &&
      new Set(all.map(({ name }) => name)).size === CUSTODIANS,
  ),
  at: day,
})

export type Recovery = Shaped<typeof recovery>
export type SignedRecovery = Signed<Recovery>
export const isRecovery = signedShape(recovery)

/** One share as it lies sealed with its custodian: it says whose key it is part of, so that two keys are never mixed. */
const isShare = object({
  v: exactly(1),
  type: exactly('share'),
  team: slug,
  version: integer(1, 100_000),
  recipient_sha256: hex32,
  share: text(/^[A-Za-z0-9_-]{44}$/),
})
export type Share = Shaped<typeof isShare>

/** Whether the anchors of a team vouch for its recovery key and its custodians; clients wrap to no other. */
export function isVouchedRecovery(mode: Mode, team: Pick<Team, 'id' | 'anchors'>, signed: SignedRecovery): boolean {
  if (!isRecovery(signed) || signed.statement.team !== team.id) return false
  return signedBy(team.anchors, signersNeeded(mode), signed.signatures, signedBytes('recovery', signed.statement)) === 'enough'
}

export type RecoveryPlan = {
  readonly team: string
  readonly version: number
  readonly seed: Uint8Array
  readonly custodians: readonly { readonly name: string; readonly recipient: Uint8Array; readonly signKey: string }[]
  readonly at: string
}

/**
 * The statement to be signed and one sealed share for each of three custodians, in their order. Two shares give the seed,
 * one gives nothing. Whoever runs this holds the seed for that moment. Throws for another number of custodians.
 */
export async function splitRecovery(plan: RecoveryPlan): Promise<{ statement: Recovery; sealed: readonly Uint8Array[] }> {
  const { team, version, seed, custodians, at } = plan
  const statement: Recovery = {
    v: 1,
    type: 'recovery',
    team,
    version,
    recipient_sha256: fingerprint(recipientOf(seed)),
    custodians: custodians.map(({ name, recipient, signKey }) => ({
      name,
      recipient_sha256: fingerprint(recipient),
      sign_key: signKey,
    })),
    at,
  }
  if (seed.length !== SEED || !recovery(statement))
    throw new TypeError('A recovery key has three custodians with three names and three keys.')
  const shares = await split(Uint8Array.from(seed), CUSTODIANS, SHARES_NEEDED)
  const sealed = await Promise.all(
    custodians.map(({ recipient }, at) => {
      const share: Share = {
        v: 1,
        type: 'share',
        team,
        version,
        recipient_sha256: statement.recipient_sha256,
        share: b64u(shares[at] ?? new Uint8Array()),
      }
      return sealTo([recipient], canonicalBytes(share))
    }),
  )
  return { statement, sealed }
}

/** What a custodian has opened, or undefined unless it is a share. */
export function readShare(opened: Uint8Array): Share | undefined {
  return canonicalOr(opened, isShare)
}

/**
 * The seed of R_t from the shares of custodians, or undefined: shares of another key, twice the same and changed ones give
 * nothing, because the seed has to give the recipient that the anchors signed. A bad third share does not spoil two good.
 */
export async function joinShares(statement: Recovery, shares: readonly Share[]): Promise<Uint8Array | undefined> {
  const ours = shares.filter(
    (share) =>
      share.team === statement.team && share.version === statement.version && share.recipient_sha256 === statement.recipient_sha256,
  )
  const points = ours.map(({ share }) => unb64u(share)).filter((point) => point.length === SHARE)
  for (const [at, one] of points.entries()) {
    for (const other of points.slice(at + 1).filter((point) => point[SEED] !== one[SEED])) {
      const seed = await combine([one, other])
      if (fingerprint(recipientOf(seed)) === statement.recipient_sha256) return seed
    }
  }
  return undefined
}

/** A custodian who asks that the shares be used: who, for which key, since when. */
export type RecoveryRequest = { readonly custodian: string; readonly team: string; readonly version: number; readonly at: Date }

// guards T-09: one custodian, alone or with an administrator, recovers nothing through our software.

/** Whether the shares may be brought together now: two different custodians of this key, 72 hours after the second asked. */
export function canRecover(statement: Recovery, requests: readonly RecoveryRequest[], now: Date): Verdict {
  const named = new Set(statement.custodians.map(({ recipient_sha256 }) => recipient_sha256))
  const valid = requests.filter(
    ({ custodian: by, team, version }) => named.has(by) && team === statement.team && version === statement.version,
  )
  const first = new Map<string, number>()
  for (const { custodian: by, at } of valid) first.set(by, Math.min(first.get(by) ?? Number.POSITIVE_INFINITY, at.getTime()))
  const [, second] = [...first.values()].toSorted((a, b) => a - b)
  if (second === undefined) return no('recovery.one_custodian')
  return now.getTime() - second >= RECOVERY_WAIT ? yes : no('recovery.waiting')
}

function fingerprint(recipient: Uint8Array): string {
  return hex(sha256(recipient))
}
