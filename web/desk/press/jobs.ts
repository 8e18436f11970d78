import type { Briefing, BriefingLanguage, PublicRecords } from '#features/dossiers/briefings/briefing.contract.ts'
import { type Choice, type Composed, composeBriefing, type Order, subjectsOf } from '#features/dossiers/briefings/compose-briefing.rules.ts'
import { type Change, differenceOf } from '#features/dossiers/briefings/difference.rules.ts'
import { canFinish } from '#features/dossiers/briefings/final.rules.ts'
import { type Edition, paperOf } from '#features/dossiers/briefings/paper.rules.ts'
import type { Paper } from '#formats/print/paper.ts'
import type { PaperForm, Press } from '#formats/print/press.ts'
import { demand, no, Refusal, type Verdict } from '#kernel/refusal.ts'

/** What the desk asks of the press. No key and no token is in any of it. */
export type Jobs = {
  readonly subjects: { readonly in: { readonly lang: BriefingLanguage }; readonly out: readonly Choice[] }
  readonly compose: { readonly in: Order; readonly out: Composed & { readonly paper: Paper } }
  readonly print: { readonly in: Printing; readonly out: Uint8Array<ArrayBuffer> }
  readonly paper: { readonly in: { readonly briefing: Briefing; readonly edition: Edition }; readonly out: Paper }
  readonly compare: { readonly in: { readonly before: Briefing; readonly after: Briefing }; readonly out: readonly Change[] }
}
export type JobName = keyof Jobs

export type Printing = {
  readonly briefing: Briefing
  readonly edition: Edition
  readonly form: PaperForm
  /** What was asked again just before: the consent of each case, the cards that still stand, the names to keep out. */
  readonly agreed: Readonly<Record<string, Verdict>>
  readonly cards: readonly string[]
  readonly hidden: readonly string[]
}

export type Parts = { readonly records: () => Promise<PublicRecords>; readonly press: () => Promise<Press> }
type Work = { readonly [Name in JobName]: (given: Jobs[Name]['in']) => Promise<Jobs[Name]['out']> }

/** The jobs, over the published records and a press; both are fetched when they are first needed. */
export function workOf({ records, press }: Parts): Work {
  return {
    subjects: async ({ lang }) => subjectsOf(await records(), lang),
    compose: async (order) => {
      const composed = composeBriefing(await records(), order)
      if (composed === null) throw new Refusal('record.not_found', order.asked.subject)
      return { ...composed, paper: paperOf(composed.briefing, { version: null, copy: null }) }
    },
    print: async (printing) => {
      demand(mayPrint(printing, await records()))
      return (await press()).print(paperOf(printing.briefing, printing.edition), printing.form)
    },
    paper: ({ briefing, edition }) => Promise.resolve(paperOf(briefing, edition)),
    compare: ({ before, after }) => Promise.resolve(differenceOf(before, after)),
  }
}

/** A copy is printed only of what could be made final today: what was agreed to yesterday may be withdrawn. guards T-21 */
function mayPrint({ briefing, agreed, cards, hidden }: Printing, records: PublicRecords): Verdict {
  const citations = new Set(records.citations.map(({ code }) => code))
  const standing = new Set(cards)
  return canFinish(briefing, {
    isLive: ({ id, kind }) => (kind === 'citation' ? citations.has(id) : kind === 'record' || standing.has(id)),
    agreed: (code) => agreed[code] ?? no('consent.missing', code),
    hidden,
  })
}
