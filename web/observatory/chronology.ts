import type { Citation } from '#features/documents/document.contract.ts'
import type { PublicIncident } from '#features/register/register.contract.ts'
import { compareWhen } from './when.ts'

/**
 * The incidents of a case in order. One without a date stands where its source tells it: after the incident that the
 * same document tells just before. That is an order of telling, and the missing date is still said.
 */
export function chronological(incidents: readonly PublicIncident[], citation: (code: string) => Citation): readonly PublicIncident[] {
  const isDated = (one: PublicIncident) => one.happened.from !== null || one.happened.until !== null
  const ordered = incidents
    .filter(isDated)
    .sort((a, b) => compareWhen(a.happened, b.happened) || compareTold(told(a, citation), told(b, citation)))
  const undated = incidents.filter((one) => !isDated(one)).sort((a, b) => compareTold(told(a, citation), told(b, citation)))
  for (const one of undated) {
    const place = told(one, citation)
    const before = ordered.filter(
      (other) => told(other, citation).document === place.document && compareTold(told(other, citation), place) < 0,
    )
    const nearest = before.sort((a, b) => compareTold(told(b, citation), told(a, citation)))[0]
    ordered.splice(nearest === undefined ? ordered.length : ordered.indexOf(nearest) + 1, 0, one)
  }
  return ordered
}

type Told = Pick<Citation, 'document' | 'paragraph' | 'start'>

function told(incident: PublicIncident, citation: (code: string) => Citation): Told {
  return citation(incident.citations[0] ?? '')
}

function compareTold(a: Told, b: Told): number {
  if (a.document !== b.document) return a.document < b.document ? -1 : 1
  return a.paragraph - b.paragraph || a.start - b.start
}
