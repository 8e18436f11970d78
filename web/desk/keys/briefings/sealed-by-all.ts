import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { joinSeed, splitSeed } from '#crypto/case/shares.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { keepCard, type Ring, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DoorRefusal } from '../door.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { forEachCase } from './material.ts'

const SHARE = 'briefing.share'
const SHARE_BYTES = 32
const ONE = { min: 1, max: 1 }

/** As numbers, since whatever is text in an opened card goes into the member's index. */
type Share = readonly number[]
/** Where a share lies: nothing that the server sees of one card names another. */
type Place = { readonly case: string; readonly card: string }
/** Bytes for whoever opens every case of them: the home's share lies beside them, every other in its own case. */
export type SealedByAll = { readonly bytes: string; readonly share: Share; readonly places: readonly Place[] }

// guards T-21: a key to one of the cases, given today or in a year, opens nothing of the others.

/** Seals to a key of its own, and keeps a share of it in each of the other cases. */
export async function sealByAll(vault: Vault, cases: readonly string[], plain: Uint8Array): Promise<SealedByAll> {
  const { seed, shares } = splitSeed(cases.length + 1)
  const parts = cases.map((code, at) => ({ code, share: [...(shares[at] ?? [])] }))
  const places = await forEachCase(parts, ({ code, share }) => keepShare(vault, code, share))
  const sealed = await sealTo([recipientOf(seed)], plain)
  return { bytes: b64u(sealed), share: [...(shares.at(-1) ?? [])], places }
}

async function keepShare(vault: Vault, code: string, share: Share): Promise<Place> {
  const card = crypto.randomUUID()
  await keepCard(await ringOf(vault, code), { id: card, revision: 0, kind: SHARE, about: card, content: { share } })
  return { case: code, card }
}

/** Opens what `sealByAll` sealed. Throws `briefing.not_all` when a case is closed here, or its share is gone or another. */
export async function openByAll(vault: Vault, { bytes, share, places }: SealedByAll): Promise<Uint8Array> {
  const shares = [...(await forEachCase(places, (place) => shareAt(vault, place))), Uint8Array.from(share)]
  const plain = shares.every((one) => one.length === SHARE_BYTES) ? await openWith([openerOf(joinSeed(shares))], unb64u(bytes), ONE) : null
  if (plain === null) throw new DeskFault('briefing.not_all', 'refused')
  return plain
}

/** One share; empty when it does not open here. */
async function shareAt(vault: Vault, { case: code, card: id }: Place): Promise<Uint8Array> {
  const ring = await ringHere(vault, code)
  const [card] = ring === null ? [] : await readCards<{ share?: unknown } | null>(ring, [id])
  const share = card?.problem === null ? card.content?.share : undefined
  return Array.isArray(share) ? Uint8Array.from(share) : new Uint8Array()
}

/** The keys of a case that this member reads; null of any other. */
async function ringHere(vault: Vault, code: string): Promise<Ring | null> {
  try {
    return await ringOf(vault, code)
  } catch (error) {
    if (isClosed(error)) return null
    throw error
  }
}

/** Whether a door said that there is no such case, as it does to whoever does not read it. */
export function isClosed(error: unknown): boolean {
  if (error instanceof DoorRefusal) return error.status === 404
  return error instanceof DeskFault && error.fault.code === 'unlock.no_key'
}
