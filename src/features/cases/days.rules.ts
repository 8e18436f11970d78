const DAY_MS = 86_400_000
/** The day that is `n` days after this one, UTC. */
export function daysAfter(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10)
}
