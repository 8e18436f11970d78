/** Time comes from here, so that a test can turn it. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** The UTC day of a moment, as `2026-03-14`. Days and deadlines are UTC everywhere. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
