import { type Clocked, dueAt } from '#features/alerts/alert.rules.ts'
import { say } from '../../words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long an office still has, or by how much it is late. The larger unit alone: who reads it is in a hurry. */
export function clockWords(line: Clocked & { readonly queuedAt?: string }, now: Date): { readonly words: string; readonly late: boolean } {
  const { state, clockAt, queuedAt } = line
  const due = dueAt(line)
  if (state === 'queued' && clockAt !== null && queuedAt !== undefined)
    return { words: say('alerts.waits', { time: spanWords(Math.max(0, now.getTime() - Date.parse(queuedAt))) }), late: false }
  if (due === null) return { words: say('alerts.no_clock'), late: false }
  const left = due - now.getTime()
  const time = spanWords(Math.abs(left))
  return left < 0 ? { words: say('alerts.late', { time }), late: true } : { words: say('alerts.left', { time }), late: false }
}

export function spanWords(span: number): string {
  if (span >= 2 * DAY) return say('alerts.days', { n: Math.floor(span / DAY) })
  return span >= 2 * HOUR ? say('alerts.hours', { n: Math.floor(span / HOUR) }) : say('alerts.minutes', { n: Math.floor(span / MINUTE) })
}

export function isLate(line: Clocked, now: Date): boolean {
  const due = dueAt(line)
  return due !== null && due < now.getTime()
}

/** A moment so many milliseconds from now, in UTC to the second: it is signed as it stands. */
export function secondAfter(now: Date, span: number): string {
  return `${new Date(now.getTime() + span).toISOString().slice(0, 19)}Z`
}
