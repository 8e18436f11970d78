import type { Said } from '#kernel/languages.ts'

/** What two sources of one record say differently. */
export type Difference = { readonly issue: Said; readonly effect: Said }

/** The parts of a record that two sources may tell differently. */
export type Comparable = {
  readonly name?: string
  readonly hedge?: { readonly code: string }
  readonly happened?: { readonly from: string | null; readonly until: string | null } | null
}

const EFFECT: Said = { en: 'Both are shown. Neither is settled by us.', fr: 'Les deux sont montrés. Nous ne tranchons pas.' }

/** The differences between a record and what another source says of the same: spelling, day, strength of wording. */
export function differencesOf(record: Comparable, other: Comparable): Difference[] {
  const found: Said[] = []
  if (record.name !== undefined && other.name !== undefined && record.name !== other.name)
    found.push({ en: 'Two sources spell this name differently.', fr: 'Deux sources écrivent ce nom différemment.' })
  if (daysDiffer(record.happened, other.happened))
    found.push({ en: 'Two sources give different dates.', fr: 'Deux sources donnent des dates différentes.' })
  if (record.hedge !== undefined && other.hedge !== undefined && record.hedge.code !== other.hedge.code)
    found.push({ en: 'Two sources word this with different strength.', fr: 'Deux sources le disent avec une force différente.' })
  return found.map((issue) => ({ issue, effect: EFFECT }))
}

/** An unknown date contradicts nothing. */
function daysDiffer(one: Comparable['happened'], two: Comparable['happened']): boolean {
  if (one == null || two == null) return false
  const isUnknown = (days: NonNullable<Comparable['happened']>): boolean => days.from === null && days.until === null
  return !isUnknown(one) && !isUnknown(two) && (one.from !== two.from || one.until !== two.until)
}
