import type { Note } from './round.contract.ts'

// Pure: no clock, no I/O. Days are texts, which sort as they follow one another.

export type InSeries = {
  readonly code: string
  readonly kind: string
  readonly ordinal: number | null
  readonly status: 'announced' | 'held' | 'cancelled'
  readonly happened: { readonly from: string | null; readonly until: string | null }
  readonly on: string
  /** Held on security, and neither a point on repression across borders nor a reason why there is none. */
  readonly lacksPoint?: boolean
}

/** An announced exchange whose time is over without a word that it took place. It stays announced, whatever the day. */
export function isUnconfirmed({ status, happened: { until } }: Pick<InSeries, 'status' | 'happened'>, today: string): boolean {
  return status === 'announced' && until !== null && until < today
}

/** Where an exchange stands in time: its first day, or its last; far away where nobody knows. */
export const dayOfOrder = ({ from, until }: InSeries['happened']): string => from ?? until ?? '9999-12-31'

const DAY_MS = 86_400_000
const daysBetween = (from: string, until: string) => Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS)
const dayAfter = (day: string, n: number) => new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10)
const NOTHING = { from: null, until: null, round: null, since: null }

/**
 * What a series of rounds does not tell by itself: numbers that nobody recorded, announcements that nothing confirms, a count
 * that begins anew, a silence longer than the agreed time. Numbers are the sources' own and never changed (R-EEAS-06).
 */
export function notesOf(
  rounds: readonly InSeries[],
  { today, everyDays }: { readonly today: string; readonly everyDays: number | null },
): Note[] {
  const series = rounds
    .filter(({ kind }) => kind === 'round')
    .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
  return [
    ...missingNumbers(series),
    ...restarts(series, everyDays),
    ...series
      .filter((one) => isUnconfirmed(one, today))
      .map((one): Note => ({ ...NOTHING, kind: 'unconfirmed', round: one.code, since: one.happened.until })),
    ...rounds
      .filter(({ lacksPoint }) => lacksPoint === true)
      .map(({ code, on }): Note => ({ ...NOTHING, kind: 'no_point', round: code, since: on })),
    ...silence(rounds, today, everyDays),
  ]
}

function missingNumbers(series: readonly InSeries[]): Note[] {
  const numbers = [...new Set(series.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal])))].toSorted((a, b) => a - b)
  return numbers.flatMap((number, at): Note[] => {
    const before = at === 0 ? 0 : (numbers[at - 1] ?? 0)
    return number - before > 1 ? [{ ...NOTHING, kind: 'missing', from: before + 1, until: number - 1 }] : []
  })
}

/** A number that does not grow, or one that is far too small for the years since the series began. */
function restarts(series: readonly InSeries[], everyDays: number | null): Note[] {
  const found: Note[] = []
  let highest = 0
  const [first] = series
  for (const { ordinal, code, on } of series) {
    if (ordinal === null) continue
    const expected = first === undefined || everyDays === null ? 0 : Math.floor(daysBetween(first.on, on) / everyDays) - 1
    if (ordinal <= highest || (highest === 0 && ordinal < expected))
      found.push({ ...NOTHING, kind: 'restarted', round: code, from: ordinal })
    highest = ordinal
  }
  return found
}

function silence(rounds: readonly InSeries[], today: string, everyDays: number | null): Note[] {
  if (everyDays === null) return []
  const held = rounds.filter(({ status, kind }) => status === 'held' && kind !== 'ngo_meeting').map(({ on }) => on)
  const last = held.toSorted().at(-1)
  const since = last === undefined ? null : dayAfter(last, everyDays)
  return since !== null && since < today ? [{ ...NOTHING, kind: 'silent', since }] : []
}
