import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Check, KeepDeliverable } from './deliverable.contract.ts'

/** What nobody can measure, or nothing ends, was not agreed (R-NGO-18). */
export function canKeepDeliverable({ state, indicator, due }: KeepDeliverable['body']): Verdict {
  const isBinding = state === 'agreed' || state === 'delivered'
  return isBinding && (indicator === null || due === null) ? no('deliverable.measure_needed') : yes
}

/** A finding rests on something that can be looked at: an incident of ours, or a source. */
export function canCheck({ basis, incident, source }: Pick<Check, 'basis' | 'incident' | 'source'>): Verdict {
  if (incident !== null && basis !== 'incident') return no('deliverable.basis_needed')
  return incident === null && source === null ? no('deliverable.basis_needed') : yes
}

type Kept = { readonly state: string; readonly due: string | null; readonly checks: readonly { readonly verdict: string }[] }

/** Since when something agreed is overdue; null while it is not, or once it was found kept. */
export function overdueSince({ state, due, checks }: Kept, today: string): string | null {
  if (state !== 'agreed' || due === null || due >= today) return null
  return checks[0]?.verdict === 'kept' ? null : due
}

/** In which words a deliverable stands: a later finding that it was false outweighs that it was called delivered. */
export function standingOf({ state, checks }: Kept): 'open' | 'delivered' | 'kept' | 'partly' | 'not_kept' | 'found_false' | 'dropped' {
  const found = checks[0]?.verdict
  if (state === 'dropped') return 'dropped'
  if (found === 'kept' || found === 'partly' || found === 'not_kept' || found === 'found_false') return found
  return state === 'delivered' ? 'delivered' : 'open'
}
