import { say } from '../../words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long a clock still runs, or by how much it is late. The larger unit alone: who reads it is in a hurry. */
export function clockWords(clockAt: string | null, now: Date): { readonly words: string; readonly late: boolean } {
  if (clockAt === null) return { words: say('alerts.no_clock'), late: false }
  const left = Date.parse(clockAt) - now.getTime()
  const time = spanWords(Math.abs(left))
  return left < 0 ? { words: say('alerts.late', { time }), late: true } : { words: say('alerts.left', { time }), late: false }
}

export function spanWords(span: number): string {
  if (span >= 2 * DAY) return say('alerts.days', { n: Math.floor(span / DAY) })
  return span >= 2 * HOUR ? say('alerts.hours', { n: Math.floor(span / HOUR) }) : say('alerts.minutes', { n: Math.floor(span / MINUTE) })
}

/** A moment so many milliseconds from now, in UTC to the second: it is signed as it stands. */
export function secondAfter(now: Date, span: number): string {
  return `${new Date(now.getTime() + span).toISOString().slice(0, 19)}Z`
}
