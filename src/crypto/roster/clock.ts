import { CLOCK_WILD } from '../constants.ts'
import { DAY_MS, dayStart } from './day.ts'
import type { Roster } from './roster.ts'

export type ClockFacts = {
  readonly now: number
  readonly buildTime: number
  /** Only a time that the roster's time key signed. */
  readonly hint: number | undefined
}

export type ClockVerdict =
  | { readonly ok: true; readonly clock: 'right' | 'wrong'; readonly moment: number }
  | { readonly ok: false; readonly code: 'roster.expired' | 'roster.clock_unknown' }

/**
 * By which time the roster is judged (SEALING §3). A device clock before the roster or far past it is taken as wrong, and
 * a signed time replaces it if it lies between the build of this client, the roster's issue and its end. A roster that
 * ended within CLOCK_WILD is refused whatever any hint says.
 */
export function judgeClock({ issued, expires }: Pick<Roster, 'issued' | 'expires'>, { now, buildTime, hint }: ClockFacts): ClockVerdict {
  const begins = (dayStart(issued) ?? Number.POSITIVE_INFINITY) - DAY_MS
  const ends = dayStart(expires) ?? Number.NEGATIVE_INFINITY
  if (now >= begins && now < ends) return { ok: true, clock: 'right', moment: now }
  if (now >= ends && now <= ends + CLOCK_WILD) return { ok: false, code: 'roster.expired' }
  const isUsable = hint !== undefined && hint >= Math.max(buildTime, begins) && hint < ends
  return isUsable ? { ok: true, clock: 'wrong', moment: hint } : { ok: false, code: 'roster.clock_unknown' }
}
