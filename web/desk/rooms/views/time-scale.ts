import type { DateRange } from '#kernel/daterange.ts'

const DAY_MS = 86_400_000
/** How far back a "not later than" goes, nobody knows: a short open tail says so without filling the picture. */
const TAIL_DAYS = 45

/** Days since 1970, so that a scale is arithmetic. */
export const numberOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
export const dayOfNumber = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10)

export type Span = { readonly from: number; readonly until: number }
export type Open = 'left' | 'right' | null
/** How a time is drawn: from the first to past the last day that it may be, and the end that is open. Null for an unknown one. */
export function spanOf({ from, until, precision }: DateRange): (Span & { readonly open: Open }) | null {
  if (from === null && until === null) return null
  if (from === null || precision === 'before') {
    const end = numberOf(until ?? from ?? '') + 1
    return { from: end - TAIL_DAYS, until: end, open: 'left' }
  }
  const start = numberOf(from)
  if (until === null || precision === 'since') return { from: start, until: start + TAIL_DAYS, open: 'right' }
  return { from: start, until: numberOf(until) + 1, open: null }
}

/** What is seen of the whole, between its ends; never nearer than a month. */
const LEAST_DAYS = 31

export function wholeOf(spans: readonly Span[]): Span {
  if (spans.length === 0) return { from: 0, until: LEAST_DAYS }
  const [from, until] = [Math.min(...spans.map((one) => one.from)), Math.max(...spans.map((one) => one.until))]
  const room = Math.max(Math.ceil((until - from) * 0.03), Math.ceil((LEAST_DAYS - (until - from)) / 2), 2)
  return { from: from - room, until: until + room }
}

/** Nearer or further, around the middle or around a day; never beyond the whole. */
export function zoomed(seen: Span, whole: Span, by: number, around: number = (seen.from + seen.until) / 2): Span {
  const length = Math.min(whole.until - whole.from, Math.max(LEAST_DAYS, (seen.until - seen.from) * by))
  return within({ from: around - length / 2, until: around + length / 2 }, whole)
}

/** The same stretch moved by a share of itself. */
export function moved(seen: Span, whole: Span, share: number): Span {
  const step = (seen.until - seen.from) * share
  return within({ from: seen.from + step, until: seen.until + step }, whole)
}

function within(seen: Span, whole: Span): Span {
  const length = seen.until - seen.from
  const from = Math.min(Math.max(seen.from, whole.from), whole.until - length)
  return { from, until: from + length }
}

export type Tick = { readonly at: number; readonly day: string; readonly unit: 'year' | 'month' }

/** Years, or months where there is room for them. */
export function ticksOf({ from, until }: Span, most: number): Tick[] {
  const months = (until - from) / 30.4
  const unit = months <= most ? 'month' : 'year'
  const each = unit === 'month' ? 1 : Math.max(1, Math.ceil(months / 12 / most))
  const first = new Date(from * DAY_MS)
  const ticks: Tick[] = []
  for (let n = 0; n < 2_000; n += 1) {
    const date =
      unit === 'month'
        ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n, 1)
        : Date.UTC((Math.floor(first.getUTCFullYear() / each) + n) * each, 0, 1)
    const at = Math.round(date / DAY_MS)
    if (at >= until) break
    if (at >= from) ticks.push({ at, day: dayOfNumber(at), unit })
  }
  return ticks
}

/** Each in the first row where it touches no other; `gap` in days. */
export function stacked<One extends Span>(all: readonly One[], gap: number): readonly (One & { readonly row: number })[] {
  const ends: number[] = []
  return all
    .toSorted((a, b) => a.from - b.from || a.until - b.until)
    .map((one) => {
      const free = ends.findIndex((end) => end + gap <= one.from)
      const row = free === -1 ? ends.length : free
      ends[row] = one.until
      return { ...one, row }
    })
}
