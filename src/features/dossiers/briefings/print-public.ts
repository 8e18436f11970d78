import { loadPress } from '#formats/print/load-press.ts'
import type { PaperForm } from '#formats/print/press.ts'
import { demand, Refusal, yes } from '#kernel/refusal.ts'
import type { PublicRecords } from './briefing.contract.ts'
import { type Asked, composePublic } from './compose-public.rules.ts'
import { canFinish } from './final.rules.ts'
import { paperOf } from './paper.rules.ts'

/**
 * A briefing of public records as a file. The server prints no other: what holds anything sealed is composed and printed in a
 * member's browser. Refuses `record.not_found` and whatever a final form is refused for.
 */
export async function printPublic(records: PublicRecords, asked: Asked, form: PaperForm): Promise<Uint8Array> {
  const briefing = composePublic(records, asked)
  if (briefing === null) throw new Refusal('record.not_found', asked.subject)
  const citations = new Set(records.citations.map(({ code }) => code))
  demand(canFinish(briefing, { isLive: ({ id, kind }) => kind !== 'citation' || citations.has(id), agreed: () => yes, hidden: [] }))
  const press = await loadPress()
  try {
    return await press.print(paperOf(briefing, { version: null, copy: null }), form)
  } finally {
    press.end()
  }
}
