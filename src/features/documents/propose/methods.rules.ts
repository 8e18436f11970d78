import methodsFile from '../../../../data/documents/methods.json' with { type: 'json' }
import { type Finding, holds, type Page, places, sentenceAt } from './finding.rules.ts'
import { BORDER, END } from './word-tables.rules.ts'

type Cue = { readonly code: string; readonly pattern: RegExp; readonly needsAbroad: boolean }

const GAP = String.raw`(?:[^\s.;]+ ){0,5}?`
const compile = (source: string): RegExp => new RegExp(`${BORDER}(?:${source.replaceAll('_', GAP)})${END}`, 'giu')
const cues: readonly Cue[] = Object.entries(
  methodsFile.methods as Readonly<Record<string, Readonly<Record<'any' | 'abroad', readonly string[]>>>>,
).flatMap(([code, { any, abroad }]) => [
  ...(any.length === 0 ? [] : [{ code, pattern: compile(any.join('|')), needsAbroad: false }]),
  ...(abroad.length === 0 ? [] : [{ code, pattern: compile(abroad.join('|')), needsAbroad: true }]),
])
const ABROAD = compile(methodsFile.abroad)

/** How often a text speaks of exile, refuge or repression across borders. */
export function abroadIn(text: string): number {
  return text.match(ABROAD)?.length ?? 0
}

/**
 * Acts of the taxonomy by their words. The `role` says whether they are told, feared, asked about or named in general;
 * only what is told may become an incident. Words inside the name of a body or a treaty are no act.
 */
export function findMethods(page: Page, names: readonly Finding[], isAbroad: boolean): Finding[] {
  const near = isAbroad || abroadIn(page.text) > 0
  return cues
    .filter(({ needsAbroad }) => near || !needsAbroad)
    .flatMap(({ code, pattern, needsAbroad }) =>
      [...places(page.text, pattern)]
        .filter((place) => !names.some((name) => holds(name, place)))
        .map(({ start, end }): Finding => {
          const rule = needsAbroad ? 'method.across-borders' : 'method.words'
          return { paragraph: page.number, kind: 'method', start, end, value: code, rule, role: moodOf(page, start, end) }
        }),
    )
    .toSorted((a, b) => a.start - b.start)
}

const FEARED =
  /(?:\bwill\b|\bwould\b|\bcould\b|\bmay\b|\bmight\b|\brisks?\b|\bfear(?:s|ed)?\b|\bpotential|\bprevent|\bfacing|\bthreat of|\bto prohibit)/iu
const ASKED = /\b(?:should|must|urges?|calls? on|called on|demands?|stop|cease|end)\b/iu
// A definition, or a list of what such practices are, tells nothing that happened.
const DEFINED =
  /\bdefin(?:es?|ed|ing) \S+(?: \S+){0,4} as\b|\b(?:practices|methods|tactics|techniques|forms|tools)(?: \S+){0,4} (?:include|includes|are|range from)\b/iu
const PAST = /(?:\bwas\b|\bwere\b|\bhas been\b|\bhave been\b|\bhad been\b|\bin (?:19|20)\d\d\b|\bsince\b|\breported|\ballegedly|ed\b)/iu

function moodOf(page: Page, start: number, end: number): string {
  const sentence = sentenceAt(page, start)
  const before = page.text.slice(sentence.start, start)
  if (ASKED.test(before)) return 'asked'
  if (FEARED.test(before)) return 'feared'
  if (DEFINED.test(before)) return 'general'
  return PAST.test(page.text.slice(sentence.start, Math.min(sentence.end, end + 60))) ? 'told' : 'general'
}
