import { no, type Verdict, yes } from '#kernel/refusal.ts'

export type RequestClock = { readonly state: string; readonly sentOn: string; readonly dueOn: string; readonly answeredOn: string | null }

/** An answer has its day, not before the request was sent and not after today; what is open has none. */
export function canKeepRequest({ state, sentOn, dueOn, answeredOn }: RequestClock, today: string): Verdict {
  if (dueOn <= sentOn || sentOn > today) return no('request.malformed')
  if (state === 'open' || state === 'withdrawn') return answeredOn === null ? yes : no('request.malformed')
  return answeredOn !== null && answeredOn >= sentOn && answeredOn <= today ? yes : no('reply.day_unfit')
}

/** Where a request stands on a day: open requests past their day are flagged with how long they are late (R-NGO-31). */
export function clockOf({ state, dueOn }: RequestClock, today: string): { readonly isLate: boolean; readonly days: number } {
  const days = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${dueOn}T00:00:00Z`)) / 86_400_000)
  return { isLate: state === 'open' && days > 0, days: state === 'open' ? days : 0 }
}
