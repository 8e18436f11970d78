export const DAY_MS = 86_400_000

/** The moment at which a day like `2026-11-22` begins in UTC, or undefined when there is no such day. */
export function dayStart(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const moment = Date.parse(`${day}T00:00:00.000Z`)
  // Date.parse turns February 30 into March 2 in some engines.
  return Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== day ? undefined : moment
}

/** The day that lies a number of days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date((dayStart(day) ?? Number.NaN) + days * DAY_MS).toISOString().slice(0, 10)
}
