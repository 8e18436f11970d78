import type { Item } from '../../model.ts'

export const HOUR_MS = 3_600_000
/** What the reporting page promises: a person reads within a day, and within four hours what is urgent. */
export const PROMISED = { urgent: 4, other: 24 } as const

/** Whole hours since an item came; null when the hour of arrival is not known any more. */
export function hoursSince({ day, hour }: Pick<Item, 'day' | 'hour'>, now: Date): number | null {
  if (hour === null) return null
  const at = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
  return Math.max(0, Math.floor((now.getTime() - at) / HOUR_MS))
}

/** Hours that are left of what was promised; negative when it is late. An unknown hour lies further back than any promise of ours. */
export function hoursLeft(item: Pick<Item, 'day' | 'hour' | 'urgent'>, now: Date): number | null {
  const since = hoursSince(item, now)
  return since === null ? null : (item.urgent ? PROMISED.urgent : PROMISED.other) - since
}

export function isLate(item: Pick<Item, 'day' | 'hour' | 'urgent'>, now: Date): boolean {
  const left = hoursLeft(item, now)
  return left === null || left < 0
}
