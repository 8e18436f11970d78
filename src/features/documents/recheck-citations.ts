import type { Actor } from '#base/actor.ts'
import type { Base } from '#base/transact.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { checkCitation } from './cite.rules.ts'
import { listCitations, listHeldTexts } from './document.store.ts'

/**
 * Compares every citation into a held document with the text that is held, as is due each time before they are shown.
 * Answers how many were compared; the first that does not stand there is refused by its code.
 */
export function recheckCitations(base: Base, actor: Actor): Promise<number> {
  return base.read(actor, async (db) => {
    const texts = await listHeldTexts(db)
    const held = new Set([...texts.keys()].map((key) => key.slice(0, 64)))
    const citations = (await listCitations(db)).filter((citation) => held.has(citation.document))
    for (const citation of citations) {
      const text = texts.get(`${citation.document} ${citation.paragraph}`)
      if (text === undefined) throw new Refusal('citation.mismatch', citation.code)
      demand(checkCitation(citation, { number: citation.paragraph, text }))
    }
    return citations.length
  })
}
