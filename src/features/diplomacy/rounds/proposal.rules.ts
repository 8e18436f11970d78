import { dialogues } from '#kernel/dialogues.ts'
import type { Item, Proposed, RoundFacts } from './round.contract.ts'
import { isOnSecurity, type OfTrack } from './round.rules.ts'

type Planned = Pick<RoundFacts, 'status' | 'kind' | 'themes'> & OfTrack & { readonly partner: string | null }

/** What an exchange is about: what was said of it, and security where its track says so. */
function themesOf({ themes, ...of }: Planned): readonly string[] {
  return themes.length === 0 && isOnSecurity({ themes, ...of }) ? dialogues.security.themes : themes
}

/**
 * Points on repression across borders for an exchange that is planned on something else: each stands on a record with its words,
 * none of a state whose record it is not, and none that is written down already (R-EEAS-03).
 */
export function proposedPoints(round: Planned, items: readonly Pick<Item, 'source' | 'topic'>[]): Proposed[] {
  if (round.status !== 'announced') return []
  const themes = themesOf(round)
  return dialogues.proposals
    .filter((one) => one.themes.some((theme) => themes.includes(theme)) && (one.partner === null || one.partner === round.partner))
    .filter(({ source, topic }) => !items.some((item) => item.source === source && item.topic === topic))
    .map(({ code, topic, record, paragraph, source }) => ({ code, topic, record, paragraph, source }))
}
