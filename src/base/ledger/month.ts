/** The first day of the UTC month, the part of a key by which a table can be parted later. */
export function monthOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 7)}-01`
}

/** The moment cut to the minute: the ledger tells no finer. */
export function minuteOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 60_000) * 60_000)
}
