import { identityText, newSeed, recipientOf } from '../age/identity.ts'
import { hex, unhex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { neverHash } from '../mailbox/exclusions.ts'
import { SealingRefusal } from '../refusals.ts'
import { type Bucket, writeBody } from './body.ts'
import { sealEnvelope } from './envelope.ts'
import { writeFrame } from './frame.ts'
import type { ItemHeader } from './item-header.ts'
import { sealTo } from './seal-age.ts'

/** The memory that goes out with an item names the hash of its body, so it is sealed once that is known. */
export type BlobFor = (bodyHash: Uint8Array) => Promise<Uint8Array>

/** Everything that one call sends. `convKey` is K_conv(g) of the generation that the teams last knew; null in a one-way report. */
export type ItemToSeal = {
  readonly header: ItemHeader
  readonly text: string
  readonly convKey: Uint8Array | null
  /** The teams of `header.to`, with raw recipients from the checked roster. */
  readonly teams: readonly { readonly id: string; readonly recipient: Uint8Array }[]
  readonly deleteHash: Uint8Array
  readonly self: { readonly slot: Uint8Array; readonly deleteHash: Uint8Array; readonly blob: Uint8Array | BlobFor }
  readonly lane: 1 | 2 | 3
}

export type SealedItem = { readonly frame: Uint8Array; readonly bodyHash: Uint8Array; readonly bucket: Bucket }

/**
 * Seals a report or follow-up to the chosen teams and to nobody else. Refuses before anything is sealed: a team that is not
 * in `to`, one missing of it, one that `never` names (`item.excluded`), a text too long for the largest bucket.
 */
// guards T-01, T-06
export async function sealItem(what: ItemToSeal): Promise<SealedItem> {
  refuseContradiction(what)
  const { header, text, convKey, teams, deleteHash, self, lane } = what
  const { plain, bucket } = writeBody(header, text, convKey)
  const seed = newSeed()
  const body = await sealTo([recipientOf(seed)], plain)
  const bodyHash = sha256(body)
  const payload = {
    v: 1 as const,
    item: header.item,
    identity: identityText(seed),
    body: hex(bodyHash),
    never_sha256: neverHash(header.never),
  }
  const envelope = await sealEnvelope(
    payload,
    teams.map(({ recipient }) => recipient),
  )
  const frame = writeFrame({
    urgent: header.urgent,
    lane,
    bucket,
    item: unhex(header.item),
    deleteHash,
    selfSlot: self.slot,
    selfDeleteHash: self.deleteHash,
    envelope,
    selfBlob: self.blob instanceof Uint8Array ? self.blob : await self.blob(bodyHash),
    body,
  })
  return { frame, bodyHash, bucket }
}

function refuseContradiction({ header, convKey, teams, lane }: ItemToSeal): void {
  const given = teams.map(({ id }) => id)
  const same = given.length === header.to.length && header.to.every((team) => given.includes(team))
  if (!same || header.lane !== lane || (convKey === null && header.conv !== null)) throw new SealingRefusal('item.facts_differ')
  if (header.never.some(({ kind, id }) => kind === 'team' && given.includes(id))) throw new SealingRefusal('item.excluded')
}

export { bucketOf } from './body.ts'
export type { Conv, FileEntry, ItemHeader } from './item-header.ts'
