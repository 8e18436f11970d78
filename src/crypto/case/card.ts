import { concat, equalBytes, onlyZeros, readU32, u32 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealedLength, sealTo } from '../seal/seal-age.ts'

/**
 * A card is one sealed thing about one record of a case. What it belongs to stands inside, so that a server which hands
 * out the card of another case, record, kind or revision is found out when it is opened.
 */
export type CardFacts = {
  readonly instance: string
  /** The code of the case. */
  readonly case: string
  readonly id: string
  /** The record that it tells of. */
  readonly about: string
  readonly kind: string
  readonly revision: number
}

/** Plain lengths; a card tells which of these it needs and nothing else of its length. */
export const CARD_SIZES = [1_024, 4_096, 16_384, 65_536, 262_144] as const
/** The lengths of sealed cards. */
export const CARD_BYTES: readonly number[] = CARD_SIZES.map((size) => sealedLength(size, 1))

function inside(facts: CardFacts, content: unknown): Uint8Array {
  const { instance, case: code, id, about, kind, revision } = facts
  return canonicalBytes({ v: 1, type: 'card', instance, case: code, id, about, kind, revision, content })
}

/** The plain bytes of a card, in the smallest size that holds them. Refuses `card.too_large` and what is no canonical JSON. */
export function cardPlain(facts: CardFacts, content: unknown): Uint8Array {
  const text = inside(facts, content)
  const size = CARD_SIZES.find((one) => one >= text.length + 4)
  if (size === undefined) throw new SealingRefusal('card.too_large')
  return concat(u32(text.length), text, new Uint8Array(size - text.length - 4))
}

/** Seals a card to the key of its case. The content is JSON of NFC strings and whole numbers, five levels deep at most. */
export function sealCard(recipient: Uint8Array, facts: CardFacts, content: unknown): Promise<Uint8Array> {
  return sealTo([recipient], cardPlain(facts, content))
}

/** The content of an opened card, only if it is the card that was asked for. Throws `card.malformed`, `card.not_this`. */
// guards T-05
export function readCard(plain: Uint8Array, facts: CardFacts): unknown {
  const length = CARD_SIZES.some((size) => size === plain.length) ? readU32(plain, 0) : plain.length
  if (length + 4 > plain.length || !onlyZeros(plain, length + 4)) throw new SealingRefusal('card.malformed')
  const given = plain.subarray(4, 4 + length)
  const { content } = readCanonical(given, (read) => (typeof read === 'object' && read !== null && 'content' in read ? read : undefined))
  if (!equalBytes(inside(facts, content), given)) throw new SealingRefusal('card.not_this')
  return content
}
