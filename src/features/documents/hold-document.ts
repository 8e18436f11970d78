import { createHash } from 'node:crypto'
import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { Refusal } from '#kernel/refusal.ts'
import { demandCited, demandSameParagraphs } from './demand-same-text.ts'
import { mayHold } from './document.policy.ts'
import { findDocument, isHeld, keepText, listCitationsOf } from './document.store.ts'
import { RULE_VERSION } from './normalise.rules.ts'
import { readParagraphs } from './segment.rules.ts'

export type HeldDocument = { readonly sha256: string; readonly paragraphs: number; readonly citations: number; readonly already: boolean }

/**
 * Turns a referenced document into a held one: the bytes must have a hash that a corridor names, must read to the
 * paragraphs recorded for it, and every citation into it must stand there word for word. Otherwise nothing is stored.
 * The same bytes again change nothing.
 */
export function holdDocument(base: Base, by: Installation, bytes: Uint8Array): Promise<HeldDocument> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return base.transact(by.actor, async (tx) => {
    const document = await findDocument(tx.db, sha256)
    if (document === undefined) throw new Refusal('document.hash_unknown')
    const citations = await listCitationsOf(tx.db, sha256)
    if (await isHeld(tx.db, sha256)) {
      return { sha256, paragraphs: document.paragraphs.length, citations: citations.length, already: true }
    }
    const paragraphs = readParagraphs(new TextDecoder().decode(bytes))
    demandSameParagraphs(document, paragraphs)
    demandCited(citations, paragraphs)

    const permit = await tx.grant(
      { action: 'document.hold', subject: sha256, compartment: by.register, objectHash: sha256 },
      mayHold(by.actor, by.register),
    )
    await keepText(tx.db, permit, RULE_VERSION, paragraphs)
    await tx.emit(permit, 'document.held', { sha256 })
    return { sha256, paragraphs: paragraphs.length, citations: citations.length, already: false }
  })
}
