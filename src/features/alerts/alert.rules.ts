import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { ALERT_ASKS, TLP } from './alert.contract.ts'

// Pure: no clock, no I/O. Times are milliseconds.

export const DELIVERY_STATES = [
  'queued',
  'delivered',
  'opened',
  'acknowledged',
  'acting',
  'answered',
  'refused',
  'stopped',
  'recalled',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]
export type OfficeAct = 'opened' | 'acknowledged' | 'acting' | 'answered' | 'refused'

const TURNS: Readonly<Partial<Record<DeliveryState, readonly OfficeAct[]>>> = {
  delivered: ['opened'],
  opened: ['acknowledged', 'refused'],
  acknowledged: ['acting', 'answered', 'refused'],
  acting: ['answered', 'refused'],
  answered: ['acting', 'answered'],
}

/** An office says where it stands, one step after the other; what it refused, or what was taken back, is over. */
export function canTurn(from: DeliveryState, becomes: OfficeAct): Verdict {
  return TURNS[from]?.includes(becomes) === true ? yes : no('alert.not_so')
}

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
/** Within how long somebody has to say that they have it, by level (`alert_levels` of the vocabulary). */
const WINDOWS: Readonly<Record<number, number>> = { 5: 15 * MINUTE, 4: 60 * MINUTE, 3: 480 * MINUTE, 2: 3 * DAY, 1: 7 * DAY }
export const windowOf = (level: number): number => WINDOWS[level] ?? 7 * DAY

export type Clocked = {
  readonly state: string
  readonly step: number
  readonly level: number
  readonly deliveredAt: string | null
  readonly endsAt: string
  readonly clockAt: string | null
}

/**
 * When an office that has not said a word was to have said one. Its clock runs anew with each colleague who is called in its place;
 * that it is late does not end with that. Null where nothing is awaited of it, or nothing has reached it yet.
 */
export function dueAt({ state, step, level, deliveredAt, endsAt, clockAt }: Clocked): number | null {
  if (clockAt === null || state === 'queued') return null
  const isUnheard = state === 'delivered' || state === 'opened'
  if (step === 0 || !isUnheard || deliveredAt === null) return Date.parse(clockAt)
  return Math.min(Date.parse(deliveredAt) + windowOf(level), Date.parse(endsAt))
}

/** An alert that is still up after two weeks is drawn up anew, or it is no alert. */
export const LONGEST = 14 * DAY

export type Drawn = {
  readonly tlp: (typeof TLP)[number]
  readonly asks: (typeof ALERT_ASKS)[number]
  readonly answerBy: number
  readonly endsAt: number
  readonly about: readonly string[]
  readonly says: boolean
  readonly names: 'nobody' | 'agreed' | null
  /** Whether it is drawn from a case. */
  readonly ofCase: boolean
}

/**
 * Whether an alert can be drawn up so: its clocks lie ahead and in order, what says something of a case names of whom, words
 * outside of a case say whether they name anybody, and what names somebody goes to the named offices alone.
 */
export function canDraft(drawn: Drawn, now: number): Verdict {
  const { answerBy, endsAt, about, says, names, ofCase } = drawn
  if (answerBy <= now || endsAt < answerBy || endsAt > now + LONGEST) return no('alert.clock_unfit')
  if (about.length > 0 && !ofCase) return no('alert.nobody_known')
  if (ofCase && says && about.length === 0) return no('alert.nobody_named')
  if ((says && !ofCase) !== (names !== null)) return no('alert.names_unsaid')
  return canGoSoWide(drawn)
}

function canGoSoWide({ tlp, about, names }: Drawn): Verdict {
  const isNarrow = tlp === 'TLP:RED' || tlp === 'TLP:AMBER+STRICT'
  return (about.length === 0 && names !== 'agreed') || isNarrow ? yes : no('alert.marking_too_open')
}

export type Office = { readonly kind: 'ngo' | 'eu' | 'state'; readonly police: boolean }

/** For which use somebody has to have agreed before this office may learn of them. */
export function scopeOf({ kind, police }: Office): 'partners' | 'eu_institutions' | 'focal_point' | 'law_enforcement' {
  if (police) return 'law_enforcement'
  return kind === 'ngo' ? 'partners' : kind === 'eu' ? 'eu_institutions' : 'focal_point'
}
