import { type DateRange, isDateRange } from '#kernel/daterange.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

type Placed = { readonly place: string | null; readonly placePrecision: 'hidden' | 'country' | 'admin1'; readonly happened: DateRange }

/** Times and places hold together with their precision; a place is a region at most. */
export function canRecord({ place, placePrecision, happened }: Placed): Verdict {
  return isDateRange(happened) && fits(place, placePrecision) ? yes : no('request.malformed')
}

function fits(place: string | null, precision: Placed['placePrecision']): boolean {
  if (place === null) return precision === 'hidden'
  return precision === 'country' ? place.length === 2 : precision === 'admin1' && place.length > 2
}

/** The place as it may be published of an act against a community: the country, whatever else is known (R-NGO-03). */
export const placeOutside = ({ place, people }: { readonly place: string | null; readonly people: readonly string[] }): string | null =>
  people.length === 0 ? (place?.slice(0, 2) ?? null) : place
