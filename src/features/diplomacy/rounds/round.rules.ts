import { isDateRange } from '#kernel/daterange.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { KeepItem, RoundFacts } from './round.contract.ts'

/**
 * Held is what a source says, or somebody who was there; an announcement alone makes nothing held (R-HRD-13). Where
 * repression across borders was not raised, the reason stands beside it (R-CSP-07), and who met says at which level (R-CSP-02).
 */
export function canKeepRound(facts: RoundFacts): Verdict {
  const { happened, status, heldSource, raised, absence } = facts
  if (!isDateRange(happened)) return no('entry.date_unfit')
  if (status === 'held' && heldSource === null) return no('round.source_needed')
  if (absence !== null && raised !== 'no') return no('round.absence_unfit')
  if (status === 'held' && raised === 'no' && absence === null) return no('round.absence_needed')
  if (!hasLevel(facts)) return no('round.level_needed')
  return isAnswerFit(facts) ? yes : no('round.answer_unfit')
}

const hasLevel = ({ status, kind, level }: RoundFacts): boolean =>
  status !== 'held' || level !== null || dialogues.security.levelless.includes(kind)

/** An answer comes after what it answers, from whoever was asked. */
function isAnswerFit({ status, happened, addressee, answeredOn, answerSource }: RoundFacts): boolean {
  if (answeredOn === null) return answerSource === null
  return status === 'held' && addressee !== null && (happened.from === null || answeredOn >= happened.from)
}

export type OfTrack = { readonly trackKind: string | null }

/** A dialogue on security by its track, or an exchange on it by what it is about. */
export function isOnSecurity({ kind, trackKind, themes }: Pick<RoundFacts, 'kind' | 'themes'> & OfTrack): boolean {
  const { tracks, themes: on } = dialogues.security
  return kind !== 'ngo_meeting' && (tracks.includes(trackKind ?? '') || themes.some((one) => on.includes(one)))
}

/** Whether a held dialogue on security lacks both: a point on repression across borders, and the reason why there is none (R-CSP-07). */
export function lacksPoint(
  { status, raised, absence, ...of }: Pick<RoundFacts, 'status' | 'raised' | 'absence' | 'kind' | 'themes'> & OfTrack,
  points: number,
): boolean {
  if (status !== 'held' || !isOnSecurity(of)) return false
  return raised === 'yes' ? points === 0 : raised !== 'no' || absence === null
}

type Exchange = Pick<RoundFacts, 'kind' | 'heldBy' | 'level' | 'addressee'> & OfTrack

/** An act of a parliament: a question, whatever a parliament holds or receives, and whatever stands on the track between parliaments. */
export function isParliamentary({ kind, heldBy, level, addressee, trackKind }: Exchange): boolean {
  const { tracks, kinds, heldBy: by, levels, addressees } = dialogues.parliament
  const isOneOf = (codes: readonly string[], code: string | null): boolean => code !== null && codes.includes(code)
  return (
    kinds.includes(kind) || isOneOf(by, heldBy) || isOneOf(levels, level) || isOneOf(addressees, addressee) || isOneOf(tracks, trackKind)
  )
}

/** A demand to cease names what is to cease; a concern about a law names the law. */
export function canKeepItem({ kind, method, provision, said, topic }: KeepItem['body']): Verdict {
  if (kind === 'demand' && method === null) return no('item.method_needed')
  if (kind === 'concern' && provision === null) return no('item.provision_needed')
  return said === null && topic === null && provision === null && method === null ? no('item.empty') : yes
}

type Delegate = { readonly side: string; readonly name: string | null; readonly office: string | null; readonly source: string | null }

/** Only officials have names here, and only with a source; whoever came from inside a country is a number (R-HRD-02, R-HRD-12). */
export function canAddDelegate({ side, name, office, source }: Delegate): Verdict {
  const isOfficial = side === 'eu' || side === 'partner'
  if (!isOfficial && name !== null) return no('delegate.protected')
  if (side === 'organisations_inside' && office !== null) return no('delegate.protected')
  return name !== null && source === null ? no('round.source_needed') : yes
}
