import type { Deadline } from '../files/case.contract.ts'

/** One late line and one for this week, in numbers: what a quiet desk says of time (JOURNEYS 8). */
export function countDeadlines(
  all: readonly Pick<Deadline, 'on'>[],
  today: string,
  weekEnd: string,
): { readonly week: number; readonly late: number } {
  return {
    late: all.filter(({ on }) => on < today).length,
    week: all.filter(({ on }) => on >= today && on <= weekEnd).length,
  }
}

const compact = (day: string) => day.replaceAll('-', '')
const nextDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Folds at 75 octets; what we write is ASCII (RFC 5545 3.1). */
function folded(line: string): string {
  const parts = line.match(/.{1,74}/g) ?? []
  return parts.join('\r\n ')
}

/**
 * Deadlines as a calendar (RFC 5545): whole days, codes alone, no description, place, person or alarm, and marked private.
 * It leaves the house, so it says nothing that a stolen phone could tell.
 */
export function calendarOf(deadlines: readonly Pick<Deadline, 'case' | 'code' | 'on' | 'record'>[], stamp: Date): string {
  const at = `${stamp.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
  const events = deadlines.flatMap(({ case: code, code: what, on, record }) => [
    'BEGIN:VEVENT',
    `UID:${record ?? `${code}-${what}`}`,
    `DTSTAMP:${at}`,
    `DTSTART;VALUE=DATE:${compact(on)}`,
    `DTEND;VALUE=DATE:${compact(nextDay(on))}`,
    `SUMMARY:${code} ${what}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ])
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//desk//deadlines//EN', 'CALSCALE:GREGORIAN', ...events, 'END:VCALENDAR']
  return `${lines.map(folded).join('\r\n')}\r\n`
}
