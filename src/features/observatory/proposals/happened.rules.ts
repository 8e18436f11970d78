import type { Happened } from '#formats/public-record.ts'

/** When it happened, from an ISO date as exact as printed and the source's words; null where it is no date. */
export function happenedAt(iso: string, precision: string | undefined, said: string): Happened | null {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(iso)
  if (parts === null) return null
  const [, year = '', month, day] = parts
  const from = `${year}-${month ?? '01'}-${day ?? '01'}`
  const until = `${year}-${month ?? '12'}-${day ?? lastDay(Number(year), Number(month ?? 12))}`
  if (precision === 'since') return { from, until: null, precision, said }
  if (precision === 'before') return { from: null, until, precision, said }
  return { from, until, precision: PRECISIONS[iso.length] ?? 'year', said }
}

const PRECISIONS: Readonly<Record<number, Happened['precision']>> = { 10: 'exact', 7: 'month', 4: 'year' }

export const WHEN_UNKNOWN: Happened = { from: null, until: null, precision: 'unknown', said: null }

function lastDay(year: number, month: number): string {
  return String(new Date(Date.UTC(year, month, 0)).getUTCDate())
}
