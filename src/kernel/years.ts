/** Digits of Thai, Arabic, Persian and full-width writing as 0-9, each in its place; everything else stays. */
export function westernDigits(text: string): string {
  return text.replace(/[\u0E50-\u0E59\u0660-\u0669\u06F0-\u06F9\uFF10-\uFF19]/g, (sign) => {
    const code = sign.codePointAt(0) ?? 0
    const zero = [0x0e50, 0x0660, 0x06f0, 0xff10].find((start) => code >= start && code < start + 10) ?? 0
    return String(code - zero)
  })
}

export type Year = { readonly year: number; readonly buddhist: boolean }

/** A year as somebody wrote it. From 2400 on it is one of the Buddhist era, 543 ahead. Null for what is no year. */
export function readYear(text: string): Year | null {
  const digits = westernDigits(text).trim()
  if (!/^\d{4}$/.test(digits)) return null
  const year = Number(digits)
  if (year >= 2400) return { year: year - 543, buddhist: true }
  return year >= 1900 && year < 2100 ? { year, buddhist: false } : null
}

/** Whether an ISO date names a day that the calendar has. */
export function isDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
}
