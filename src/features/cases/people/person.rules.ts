import { canOverlap, type DateRange } from '#kernel/daterange.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { TermOf } from '#kernel/vocabulary.ts'

export type Purpose = 'protection' | 'asylum' | 'statistics'
type Community = {
  readonly community: string | null
  readonly communitySaidBy: 'self' | 'other' | null
  readonly communityFor: readonly Purpose[]
}

/**
 * A group is recorded only with who said it, and used for what the person was told. What others say of somebody is no
 * self-identification: it is counted nowhere (R-EP-11).
 */
export function canSayCommunity({ community, communitySaidBy, communityFor }: Community): Verdict {
  if ((community === null) !== (communitySaidBy === null)) return no('request.malformed')
  if (community === null) return communityFor.length === 0 ? yes : no('request.malformed')
  return communitySaidBy === 'other' && communityFor.includes('statistics') ? no('person.community_purpose') : yes
}

/** The group as far as it may be used for this; null for every other purpose. */
export const communityFor = (person: Community, purpose: Purpose): string | null =>
  person.communityFor.includes(purpose) ? person.community : null

export type Held = { readonly status: TermOf<'person_protection_status'>; readonly host: string | null; readonly held: DateRange }

/**
 * The statuses that somebody may have held when an act happened. More than one where days are not known exactly, or where
 * two states protected them; none where nothing is recorded. The newest is never taken for an older one (R-NGO-12).
 */
export function statusesAt<One extends Held>(protection: readonly One[], at: DateRange): readonly One[] {
  const known = protection.filter(({ held }) => held.precision !== 'unknown' && canOverlap(held, at))
  return known.length > 0 ? known : protection.filter(({ held }) => held.precision === 'unknown')
}

type Profile = { readonly lowProfile: boolean; readonly finders: readonly string[] }

/** Whether a search by name may say that this person is here, to this member (R-NGO-07). */
export const canFindByName = ({ lowProfile, finders }: Profile, member: string): boolean => !lowProfile || finders.includes(member)

/** Whether the names go into an index that the whole team holds. Of somebody who keeps a low profile they never do. */
export const canBeIndexed = ({ lowProfile }: Pick<Profile, 'lowProfile'>): boolean => !lowProfile
