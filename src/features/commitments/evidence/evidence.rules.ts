import { no, type Verdict, yes } from '#kernel/refusal.ts'

export type EvidenceFinding = {
  readonly id: string
  readonly commitment: string
  readonly direction: 'supports' | 'contradicts' | 'unclear' | 'withdrawn'
  readonly assertedBy: string
  readonly hedge: string
  readonly standard: string
  readonly said: string
  readonly cites: readonly string[]
  readonly supersedes: string | null
}

export type EvidenceState = 'none' | 'supported' | 'contradicted' | 'mixed' | 'unclear'

/**
 * Which way the findings on a commitment point. It is a state of evidence and no verdict: "contradicted" says that somebody,
 * named in the finding, asserts it. A finding that another supersedes, or that was withdrawn, no longer counts.
 */
export function stateOfEvidence(findings: readonly EvidenceFinding[]): {
  readonly state: EvidenceState
  readonly findings: readonly EvidenceFinding[]
} {
  const replaced = new Set(findings.flatMap((one) => one.supersedes ?? []))
  const live = findings.filter((one) => !replaced.has(one.id) && one.direction !== 'withdrawn')
  const has = (direction: EvidenceFinding['direction']): boolean => live.some((one) => one.direction === direction)
  if (has('supports') && has('contradicts')) return { state: 'mixed', findings: live }
  if (has('contradicts')) return { state: 'contradicted', findings: live }
  if (has('supports')) return { state: 'supported', findings: live }
  return { state: has('unclear') ? 'unclear' : 'none', findings: live }
}

/** A later finding stands on the same commitment, and a hedge is never dropped on the way: who raises it is a new assertion (R-NGO-09). */
export function canSupersede(older: EvidenceFinding, later: EvidenceFinding): Verdict {
  if (older.commitment !== later.commitment) return no('request.malformed')
  const isRaised = older.hedge !== 'stated' && later.hedge === 'stated'
  return isRaised && older.assertedBy === later.assertedBy && !later.cites.some((code) => !older.cites.includes(code))
    ? no('finding.hedge_raised')
    : yes
}
