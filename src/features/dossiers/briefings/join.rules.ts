import type { Briefing, Section, SectionId } from './briefing.contract.ts'
import type { Admitted } from './compose-protected.rules.ts'

/** The heading and three cases are what a page holds; whoever wants them all takes the long form. */
const ON_ONE_PAGE = 3 + 1
const POINTS_ON_ONE_PAGE = 3
/** What a page keeps of the public part when cases stand on it. */
const BESIDE_CASES: Readonly<Partial<Record<SectionId, number>>> = { ask: 3, promised: 2, answered: 1, changed: 1, risks: 1 }

/** A briefing of public records with protected cases beside it. Neither is joined with the other by any key (UX-P-01). */
export function joinBriefings(open: Briefing, { sections, sources }: Pick<Admitted, 'sections' | 'sources'>): Briefing {
  const isPage = open.form === 'page'
  const shown = isPage
    ? sections.slice(0, ON_ONE_PAGE).map((one) => ({ ...one, sentences: one.sentences.slice(0, POINTS_ON_ONE_PAGE) }))
    : sections
  const named = new Set(shown.flatMap((one) => one.sentences.flatMap((sentence) => sentence.sources)))
  const publicPart = isPage && shown.length > 0 ? beside(open.sections) : open.sections
  const before = publicPart.filter(({ id }) => id !== 'law' && id !== 'unknown')
  const after = publicPart.filter(({ id }) => id === 'law' || id === 'unknown')
  const all = [...before, ...shown, ...after]
  const kept = new Set(all.flatMap((one) => one.sentences.flatMap((sentence) => sentence.sources)))
  const every = [...open.sources.filter(({ id }) => kept.has(id)), ...sources.filter(({ id }) => named.has(id))]
  const order = new Map([...kept].map((id, at) => [id, at]))
  return { ...open, sections: all, sources: every.toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0)) }
}

function beside(sections: readonly Section[]): Section[] {
  return sections
    .filter(({ id }) => id !== 'cases')
    .map((one) => ({ ...one, sentences: one.sentences.slice(0, BESIDE_CASES[one.id] ?? one.sentences.length) }))
}
