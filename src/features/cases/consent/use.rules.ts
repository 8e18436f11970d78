import { no, type Verdict } from '#kernel/refusal.ts'
import { hasConsent, type Said, type Scope } from './consent.rules.ts'

/** What was said by or for a person, and by whoever reported the case. */
export type Spoken<Row extends Said = Said> = { readonly subject: readonly Row[]; readonly reporter: readonly Row[] }

/**
 * Whether a person's case may be put to this use on this day. Whoever reported and took the use back took it back for all
 * that came from them. Default: no. guards T-21
 */
export function canUse({ subject, reporter }: Spoken, scope: Scope, on: string): Verdict {
  const told = reporter.filter((row) => row.scope === scope).toSorted((one, other) => other.n - one.n)
  if (told[0]?.change === 'withdrawn') return no('consent.withdrawn')
  return hasConsent(subject, scope, on)
}

/**
 * Whether it can have been put to this use on a day that is past: what was done before somebody took their yes back is
 * written down as it was.
 */
export function couldUse({ subject, reporter }: Spoken, scope: Scope, on: string): Verdict {
  const until = (rows: readonly Said[]) => rows.filter(({ change, from }) => change === 'given' || from <= on)
  return canUse({ subject: until(subject), reporter: until(reporter) }, scope, on)
}

/** The row on which a yes of this day rests. */
export function restsOn<Row extends Said>(rows: readonly Row[], scope: Scope, on: string): Row | undefined {
  const ended = Math.max(0, ...rows.filter((row) => row.scope === scope && row.change === 'withdrawn').map(({ n }) => n))
  return rows
    .filter((row) => row.scope === scope && row.change === 'given' && row.n > ended && row.from <= on && on <= (row.expires ?? ''))
    .toSorted((one, other) => other.n - one.n)[0]
}
