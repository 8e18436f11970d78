import type { Verdict } from '#kernel/refusal.ts'
import type { Audience, CodedFacts } from './audience.contract.ts'
import type { Briefing, PublicRecords } from './briefing.contract.ts'
import { type CaseMaterial, composeProtected } from './compose-protected.rules.ts'
import { type Asked, composePublic } from './compose-public.rules.ts'
import { joinBriefings } from './join.rules.ts'
import { writerIn } from './writer.rules.ts'

/** What a member asks for, and what was opened for it. */
export type Order = {
  readonly asked: Asked
  readonly audience: Audience
  readonly cases: readonly CaseMaterial[]
  readonly known: readonly CodedFacts[]
}

export type Composed = { readonly briefing: Briefing; readonly left: readonly { readonly case: string; readonly why: Verdict }[] }

/** A briefing of public records and of protected cases under their consent; null where there is no such record. */
export function composeBriefing(records: PublicRecords, { asked, audience, cases, known }: Order): Composed | null {
  const open = composePublic(records, asked)
  if (open === null) return null
  const admitted = composeProtected(cases, { audience, known, writer: writerIn(asked.lang, records), day: asked.day })
  return { briefing: joinBriefings(open, admitted), left: admitted.left }
}

export type Choice = { readonly kind: Briefing['kind']; readonly code: string; readonly name: string }

/** What a briefing can be about, out of the public records. */
export function subjectsOf(records: PublicRecords, lang: Briefing['lang']): readonly Choice[] {
  const writer = writerIn(lang, records)
  const states = [...new Set(records.cases.flatMap(({ origin, host }) => [origin, host]))]
  return [
    ...records.dialogues.toReversed().map((one): Choice => ({ kind: 'round', code: one.code, name: writer.said(one.title) })),
    ...states.map((code): Choice => ({ kind: 'state', code, name: writer.country(code) })),
    ...states.map((code): Choice => ({ kind: 'cases', code, name: writer.country(code) })),
    ...records.paragraphs
      .filter(({ commitments }) => commitments.length > 0)
      .map((one): Choice => ({ kind: 'commitment', code: one.code, name: `${one.number}. ${writer.said(one.heading)}` })),
    ...records.events
      .filter(({ kind }) => kind === 'treaty_negotiation')
      .map((one): Choice => ({ kind: 'treaty', code: one.code, name: writer.said(one.title) })),
  ]
}
