import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Briefing, Sentence, Source } from './briefing.contract.ts'
import { namesIn } from './jigsaw.rules.ts'

/** What the briefing is held against on the day on which it is made final. */
export type Today = {
  /** Whether a source still stands: a citation in the publication, a card or record in its case. */
  readonly isLive: (source: Source) => boolean
  /** Whether everybody in a protected case agrees, today, to what this briefing is for. */
  readonly agreed: (code: string) => Verdict
  /** Names that are known here and that nobody agreed to have told. */
  readonly hidden: readonly string[]
}

/**
 * Whether a briefing may leave the draft. Refuses a sentence without a source or with one that is gone, anything of a case
 * whose people do not agree today, and a name that nobody agreed to. The detail is a code, never a text.
 */
// guards T-21, UX-P-01, UX-P-02
export function canFinish(briefing: Briefing, today: Today): Verdict {
  const sources = new Map(briefing.sources.map((one) => [one.id, one]))
  const sentences = briefing.sections.flatMap((section) => section.sentences)
  for (const verdict of [
    firstNo(sentences, (one) => isSourced(one, sources, today)),
    firstNo(casesOf(briefing), today.agreed),
    namesNobody(briefing, today.hidden),
  ])
    if (!verdict.ok) return verdict
  return yes
}

function firstNo<Of>(all: readonly Of[], judge: (one: Of) => Verdict): Verdict {
  for (const one of all) {
    const verdict = judge(one)
    if (!verdict.ok) return verdict
  }
  return yes
}

function isSourced(one: Sentence, sources: ReadonlyMap<string, Source>, today: Today): Verdict {
  if (one.sources.length === 0) return no('briefing.unsourced', one.id)
  for (const id of one.sources) {
    const source = sources.get(id)
    if (source === undefined || !today.isLive(source)) return no('briefing.source_gone', one.id)
    // What comes from a case is of that case: consent is asked by it.
    if (source.case !== one.case) return no('briefing.source_gone', one.id)
  }
  return yes
}

/** Every protected case of which the briefing holds anything at all. */
export function casesOf(briefing: Briefing): readonly string[] {
  const named = [
    ...briefing.sources.map((one) => one.case),
    ...briefing.sections.flatMap((section) => [section.case, ...section.sentences.map((one) => one.case)]),
  ]
  return [...new Set(named)].filter((code) => code !== null)
}

function namesNobody(briefing: Briefing, hidden: readonly string[]): Verdict {
  for (const { id, heading, sentences } of briefing.sections)
    for (const text of [briefing.title, heading, ...sentences.map((one) => one.text)])
      if (namesIn(text, hidden).length > 0) return no('briefing.names_somebody', id)
  return firstNo(briefing.sources, ({ note }) => (namesIn(note, hidden).length > 0 ? no('briefing.names_somebody', 'sources') : yes))
}
