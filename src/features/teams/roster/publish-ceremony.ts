import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import type { Proposal } from '#crypto/sign/ceremony.ts'
import { yes } from '#kernel/refusal.ts'
import { takeIntoUse } from './hold-ceremony.ts'
import type { RosterEntry } from './make-roster.ts'
import { type Published, publishRoster, type RosterPlaces } from './publish-roster.ts'

export type CeremonyPublished = { readonly published: Published; readonly isNewMode: boolean }

/**
 * Takes the copies that came back from the roots into use, writes the ledger line and publishes. The ledger vouches for the
 * hash of the list, or of the new pins when the machine stops to sign alone. Throws OperatorError when readers would refuse.
 */
export async function publishCeremony(
  house: { readonly base: Base; readonly installation: Installation },
  places: RosterPlaces,
  copies: readonly Proposal[],
  entries: readonly RosterEntry[],
): Promise<CeremonyPublished> {
  const { base, installation } = house
  const taken = await takeIntoUse(places.secrets, copies)
  // The roots have said yes; this line only tells of it.
  const line = taken.isNewMode
    ? { action: 'roster.ceremonied', objectHash: taken.pinsSha256 }
    : { action: 'roster.signed', objectHash: taken.rosterSha256 }
  await base.transact(installation.actor, (tx) =>
    tx.grant({ ...line, subject: `version ${taken.version}`, compartment: installation.register }, yes),
  )
  return { published: await publishRoster(places, entries, base.clock.now()), isNewMode: taken.isNewMode }
}
