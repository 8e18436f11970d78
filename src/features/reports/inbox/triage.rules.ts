import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Decide, Report } from './inbox.contract.ts'

type State = Report['state']

/** From which states a decision is possible, and what it leads to. */
const DECISIONS: Readonly<Record<Decide['decision'], { readonly from: readonly State[]; readonly to: State }>> = {
  decline: { from: ['taken', 'duplicate'], to: 'declined' },
  duplicate: { from: ['taken', 'declined'], to: 'duplicate' },
  reopen: { from: ['declined', 'duplicate'], to: 'taken' },
  return: { from: ['taken', 'declined', 'duplicate'], to: 'returned' },
  shred: { from: ['taken', 'declined', 'duplicate'], to: 'shredded' },
}

/** A decline says why, a duplicate of what; nothing is decided twice, and what is gone stays gone. */
export function canDecide(report: { readonly code: string; readonly state: State }, said: Decide): Verdict {
  if (!DECISIONS[said.decision].from.includes(report.state)) return no('record.stale')
  const hasReason = said.reason !== null
  const hasOriginal = said.duplicateOf !== null && said.duplicateOf !== report.code
  const fits =
    hasReason === (said.decision === 'decline') &&
    hasOriginal === (said.decision === 'duplicate') &&
    (hasOriginal || said.duplicateOf === null)
  return fits ? yes : no('request.malformed')
}

export function stateAfter(decision: Decide['decision']): State {
  return DECISIONS[decision].to
}
