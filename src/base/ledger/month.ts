/** The first day of a moment's month, as `2026-03-01`: part of the key of what is parted by month. Months are UTC. */
export function monthOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 7)}-01`
}

/** The minute of a moment, as `2026-03-14T09:26Z`: the ledger keeps no finer time. */
export function minuteOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16)}Z`
}
