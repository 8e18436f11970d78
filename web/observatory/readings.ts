import type { Release } from '#features/observatory/release.contract.ts'
import type { PublicIncident } from '#features/register/register.contract.ts'
import { comparisonsOf } from './comparisons.ts'
import { editionsIn } from './editions.ts'
import { proposedIn } from './engagements.ts'

/** What we read out of the documents of a release beyond their words, and what is here of each. */
export function readingsOf(release: Release, incidents: readonly PublicIncident[]) {
  const held = new Set(release.held)
  const copies = new Map((release.copies ?? []).map(({ sha256, at }) => [sha256, at]))
  return {
    isHeld: (sha256: string) => held.has(sha256),
    /** When the copy that is held came here, to the second; null where nobody noted it. */
    storedAt: (sha256: string): string | null => copies.get(sha256) ?? null,
    comparisons: comparisonsOf(release),
    editions: editionsIn(release),
    proposed: proposedIn(release, incidents),
  }
}
