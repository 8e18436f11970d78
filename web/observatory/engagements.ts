import type { Release } from '#features/observatory/release.contract.ts'
import type { PublicIncident } from '#features/register/register.contract.ts'
import { type Engagement, proposedEngagements } from '#kernel/public-texts.ts'

export type Proposed = { readonly engagement: Engagement; readonly incidents: readonly PublicIncident[] }

/** By paragraph, the incidents for which a rule of ours proposes it as engaged. Paragraphs that the release does not hold propose nothing. */
export function proposedIn(release: Release, incidents: readonly PublicIncident[]): ReadonlyMap<string, Proposed> {
  const here = new Set(release.paragraphs.map(({ code }) => code))
  const found = new Map<string, { engagement: Engagement; incidents: PublicIncident[] }>()
  if (here.size === 0) return found
  const pairs = incidents.flatMap((incident) => proposedEngagements(incident).map((engagement) => ({ engagement, incident })))
  for (const { engagement, incident } of pairs.filter((one) => here.has(one.engagement.paragraph))) {
    const open = found.get(engagement.paragraph)
    if (open === undefined) found.set(engagement.paragraph, { engagement, incidents: [incident] })
    else open.incidents.push(incident)
  }
  return found
}
