import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { standards } from '#kernel/standards.ts'

type Assessed = { readonly id: string; readonly finding: string; readonly supersedes: string | null }

/** By when somebody has read a new law against the standards. The days are our own. */
export const reviewBy = (today: string): string => daysAfter(today, standards.reviewDays)

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** What still stands: neither replaced nor withdrawn. */
export function standing<Row extends Assessed>(all: readonly Row[]): readonly Row[] {
  const replaced = new Set(all.flatMap(({ supersedes }) => supersedes ?? []))
  return all.filter(({ id, finding }) => !replaced.has(id) && finding !== 'withdrawn')
}

/** Nobody has read a source on a day that lies ahead. */
export function canBeRead(readOn: string | null, today: string): Verdict {
  return readOn !== null && readOn > today ? no('source.day_ahead') : yes
}

/** Withdrawn is said of something that stands; whatever replaces another stands in the same law. */
export function canAssess(all: readonly Assessed[], { finding, supersedes }: Omit<Assessed, 'id'>): Verdict {
  if (supersedes === null) return finding === 'withdrawn' ? no('request.malformed') : yes
  if (!all.some(({ id }) => id === supersedes)) return no('record.not_found')
  return standing(all).some(({ id }) => id === supersedes) ? yes : no('record.stale')
}

/** A review ends with something found of at least one provision, be it that there is no concern. */
export function canEndReview(all: readonly Assessed[]): Verdict {
  return standing(all).length > 0 ? yes : no('legislation.assessment_missing')
}
