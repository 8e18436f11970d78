import type { Kept, Text, TextKind } from '../../rooms/cases/calls.ts'
import { DoorRefusal } from '../door.ts'
import type { Vault } from '../vault.ts'
import { type Card, keepCard, listCards, type Ring, readCards } from './ring.ts'
import { forgetRing, ringOf } from './rings.ts'

type Content = { readonly text: string }

/** A card that holds a text. What another client wrote in another form shows as unreadable, never as nothing. */
export function textOf({ id, revision, content, by, on, problem }: Card): Text {
  const text = isContent(content) ? content.text : ''
  const why = problem ?? (isContent(content) ? null : 'card.malformed')
  return { card: id, revision, text, by, on, problem: why }
}

function isContent(content: unknown): content is Content {
  return typeof content === 'object' && content !== null && 'text' in content && typeof content.text === 'string'
}

/** The newest text of one kind about a record; null where there is none. */
export async function findText(ring: Ring, about: string, kind: TextKind): Promise<Text | null> {
  const [listed] = await listCards(ring, { about, kind })
  if (listed === undefined) return null
  const [card] = await readCards(ring, [listed.card])
  return card === undefined ? null : textOf(card)
}

type Writing = {
  readonly case: string
  readonly about: string
  readonly kind: TextKind
  readonly text: string
  readonly card: string | null
  readonly revision: number
}

/** Seals a text. When somebody was faster, theirs comes back beside the writer's own, and nothing is overwritten (UX-C-05). */
export async function writeText(vault: Vault, writing: Writing): Promise<Kept> {
  const ring = await ringOf(vault, writing.case)
  const { about, kind, text, card, revision } = writing
  try {
    const kept = await keepCard(ring, {
      about,
      kind,
      content: { text: text.normalize('NFC') },
      ...(card === null ? {} : { id: card, revision }),
    })
    return { state: 'kept', card: kept.id, revision: kept.revision }
  } catch (error) {
    if (!(error instanceof DoorRefusal) || error.code !== 'record.stale') throw error
    return meanwhile(vault, writing)
  }
}

/** Either the card has another revision now, or the case another key; the second is tried again with that key. */
async function meanwhile(vault: Vault, writing: Writing): Promise<Kept> {
  const old = await ringOf(vault, writing.case)
  forgetRing(vault, writing.case)
  const ring = await ringOf(vault, writing.case)
  const [theirs] = writing.card === null ? [] : await readCards(ring, [writing.card])
  if (theirs !== undefined && theirs.revision !== writing.revision) return { state: 'conflict', theirs: textOf(theirs) }
  if (ring.generation === old.generation) throw new DoorRefusal('record.stale', 409)
  return writeText(vault, writing)
}
