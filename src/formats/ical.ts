const compact = (day: string) => day.replaceAll('-', '')
const nextDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
const CODE = /^[A-Z]-[2-9A-HJ-NP-Z]{6}$/

/** Folds at 75 octets; what is written is ASCII (RFC 5545 3.1). */
const folded = (line: string): string => (line.match(/.{1,74}/g) ?? []).join('\r\n ')

/**
 * Days and codes as a calendar (RFC 5545) and nothing else: whole days, the code as its title, marked private; no description,
 * place, person, alarm or address. What is no code or no day of the calendar stays out.
 */
export function calendarOfCodes(events: readonly { readonly code: string; readonly on: string }[], stamp: Date): string {
  const at = `${stamp.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
  const lines = events
    .filter(({ code, on }) => CODE.test(code) && /^\d{4}-\d{2}-\d{2}$/.test(on) && on < '9999')
    .flatMap(({ code, on }) => [
      'BEGIN:VEVENT',
      `UID:${code}-${compact(on)}`,
      `DTSTAMP:${at}`,
      `DTSTART;VALUE=DATE:${compact(on)}`,
      `DTEND;VALUE=DATE:${compact(nextDay(on))}`,
      `SUMMARY:${code}`,
      'CLASS:PRIVATE',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ])
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//codes//EN', 'CALSCALE:GREGORIAN', ...lines, 'END:VCALENDAR']
  return `${all.map(folded).join('\r\n')}\r\n`
}
