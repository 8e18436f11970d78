import { CHECKED_DAYS, type FocalPoint } from './focal.contract.ts'

// Pure: no clock, no I/O. What is proposed is explained; a person decides.

const DAY = 86_400_000
const MINUTE = 60_000

/** Whether an entry was checked within 180 days (R-EP-26). */
export function isVerified({ checkedOn }: Pick<FocalPoint, 'checkedOn'>, today: string): boolean {
  return Date.parse(today) - Date.parse(checkedOn) <= CHECKED_DAYS * DAY
}

/** Whether somebody is there at this moment, by the hours of the office. */
export function isStaffed(
  { opens, closes, offsetMinutes, days }: Pick<FocalPoint, 'opens' | 'closes' | 'offsetMinutes' | 'days'>,
  now: number,
): boolean {
  const local = new Date(now + offsetMinutes * MINUTE)
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
  const isOn = (back: number) => days.includes(((local.getUTCDay() + 6 - back + 7) % 7) + 1)
  if (opens === closes) return isOn(0)
  if (opens < closes) return isOn(0) && opens <= minute && minute < closes
  // Over midnight: the early hours belong to the day before.
  return (isOn(0) && opens <= minute) || (isOn(1) && minute < closes)
}

export type Wanted = {
  /** Where it happens or may happen. */
  readonly hosts: readonly string[]
  /** The states on whose account it is done. */
  readonly origins: readonly string[]
  readonly languages: readonly string[]
  /** Teams that may not read the case. */
  readonly barred: ReadonlySet<string>
  /** Teams that have a key now. */
  readonly receives: ReadonlySet<string>
  /** For each office whether it answers to a state, and to which. */
  readonly of: ReadonlyMap<string, readonly string[]>
  readonly silent: ReadonlyMap<string, string>
  readonly today: string
  readonly now: number
}

export type For = 'territory' | 'language' | 'open_now' | 'deputies'
export type Against = 'barred' | 'of_origin' | 'conflict' | 'no_key' | 'unverified' | 'silent' | 'closed_now'
export type Proposal = {
  readonly team: string
  readonly point: string
  readonly speaks: readonly For[]
  readonly warns: readonly Against[]
  /** Never proposed, whatever else speaks for it. */
  readonly never: boolean
}
export type Gap = { readonly state: string; readonly why: 'no_focal_point' | 'none_fit' | 'silent' }

/** Reasons for which an office is never proposed; the rest is said beside it. */
const NEVER: readonly Against[] = ['barred', 'of_origin', 'conflict', 'no_key']

/** Whom to tell, with why and why not, best first; and states in which nobody can be told. */
export function propose(
  points: readonly FocalPoint[],
  wanted: Wanted,
): { readonly offices: readonly Proposal[]; readonly gaps: readonly Gap[] } {
  const fit = points.filter(({ territory }) => territory.some((state) => wanted.hosts.includes(state)))
  const offices = fit
    .map((point) => judge(point, wanted))
    .toSorted((one, other) => weigh(other) - weigh(one) || (one.team < other.team ? -1 : 1))
  return { offices, gaps: wanted.hosts.flatMap((state) => gapIn(state, fit, offices)) }
}

function judge(point: FocalPoint, wanted: Wanted): Proposal {
  const { team } = point
  const isOpen = isStaffed(point, wanted.now)
  const answersTo = wanted.of.get(team) ?? []
  const speaks: [For, boolean][] = [
    ['territory', true],
    ['language', point.languages.some((one) => wanted.languages.includes(one))],
    // By its hours alone; of an office that does not answer nobody says that somebody is there.
    ['open_now', isOpen && !wanted.silent.has(team)],
    ['deputies', point.deputies > 0],
  ]
  const warns: [Against, boolean][] = [
    ['barred', wanted.barred.has(team)],
    ['of_origin', answersTo.some((state) => wanted.origins.includes(state))],
    ['conflict', point.conflicts.some((state) => wanted.origins.includes(state))],
    ['no_key', !wanted.receives.has(team)],
    ['unverified', !isVerified(point, wanted.today)],
    ['silent', wanted.silent.has(team)],
    ['closed_now', !isOpen],
  ]
  const against = warns.filter(([, holds]) => holds).map(([why]) => why)
  return {
    team,
    point: point.id,
    speaks: speaks.filter(([, holds]) => holds).map(([why]) => why),
    warns: against,
    never: against.some((why) => NEVER.includes(why)),
  }
}

/** More reasons for, fewer against; what is never proposed stands last. */
function weigh({ speaks, warns, never }: Proposal): number {
  return speaks.length - warns.length - (never ? 100 : 0)
}

function gapIn(state: string, fit: readonly FocalPoint[], offices: readonly Proposal[]): Gap[] {
  const there = fit.filter(({ territory }) => territory.includes(state)).map(({ id }) => id)
  if (there.length === 0) return [{ state, why: 'no_focal_point' }]
  const usable = offices.filter(({ point, never }) => there.includes(point) && !never)
  if (usable.length === 0) return [{ state, why: 'none_fit' }]
  return usable.every(({ warns }) => warns.includes('silent')) ? [{ state, why: 'silent' }] : []
}
