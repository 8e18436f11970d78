import type { Due } from './calendar.contract.ts'

export type Coming = {
  readonly what: Due['what']
  readonly code: string
  readonly track: string | null
  readonly case: string | null
  readonly on: string
}

/** Everything that waits, the oldest first, with since when it is late and which round it should be done before. */
export function dueOf(all: readonly Coming[], today: string): Due[] {
  const rounds = all.filter(({ what, on }) => what === 'round' && on >= today)
  const nextOf = (track: string | null, on: string) =>
    rounds.filter((round) => round.track === track && round.on >= on).toSorted((one, other) => (one.on < other.on ? -1 : 1))[0]?.code ??
    null
  return all
    .map((one) => ({
      ...one,
      since: isLate(one, today) ? one.on : null,
      before: one.what === 'round' ? null : nextOf(one.track, today),
    }))
    .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : one.code < other.code ? -1 : 1))
}

const isLate = ({ on }: Coming, today: string): boolean => on < today

/**
 * What a calendar that leaves the house holds: codes and days, each once, and nothing of a case: neither its code nor the day on
 * which somebody looks at it again, which would tell that it was raised.
 */
// guards T-21
export function feedOf(due: readonly Pick<Coming, 'what' | 'code' | 'on'>[]): { readonly code: string; readonly on: string }[] {
  const ours = due.filter(({ what, code }) => what !== 'raised' && /^[TYG]-/.test(code))
  const seen = new Map(ours.map(({ code, on }) => [`${code} ${on}`, { code, on }]))
  return [...seen.values()]
}
