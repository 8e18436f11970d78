import { CARD_BYTES, type CardFacts, readCard } from '../case/card.ts'
import { SealingRefusal } from '../refusals.ts'
import { type Opener, openWith } from './open-age.ts'

/** Opens a card with the keys of its case; null when none fits. Throws `card.malformed`, `card.not_this`, `age.damaged`. */
export async function openCard(openers: readonly Opener[], blob: Uint8Array, facts: CardFacts): Promise<{ content: unknown } | null> {
  if (!CARD_BYTES.includes(blob.length)) throw new SealingRefusal('card.malformed')
  const plain = await openWith(openers, blob, { min: 1, max: 1 })
  return plain === null ? null : { content: readCard(plain, facts) }
}
