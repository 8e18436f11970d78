import { isDateRange } from '#kernel/daterange.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { KeepItem, RoundFacts } from './round.contract.ts'

/**
 * Held is what a source says, or somebody who was there; an announcement alone makes nothing held (R-HRD-13). Where
 * repression across borders was not raised, the reason stands beside it (R-CSP-07).
 */
export function canKeepRound({ happened, status, heldSource, raised, absence }: RoundFacts): Verdict {
  if (!isDateRange(happened)) return no('entry.date_unfit')
  if (status === 'held' && heldSource === null) return no('round.source_needed')
  if (absence !== null && raised !== 'no') return no('round.absence_unfit')
  return status === 'held' && raised === 'no' && absence === null ? no('round.absence_needed') : yes
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
