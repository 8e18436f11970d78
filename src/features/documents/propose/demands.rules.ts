import demandsFile from '../../../../data/documents/demands.json' with { type: 'json' }
import { opensWithVerb, partsOf, trimmed } from './coordination.rules.ts'
import { type Finding, holds, type Page, places, plainWords, type Span } from './finding.rules.ts'
import { BORDER, END } from './word-tables.rules.ts'

const { modals, askVerbs, askNouns, needs, passives, sections } = demandsFile
const cue = (source: string): RegExp => new RegExp(`${BORDER}(?:${source})${END}`, 'giu')
type Cue = { readonly rule: string; readonly pattern: RegExp; readonly asks?: RegExp }

// Behind "urge" somebody is urged "to" do something, or something is urged; "asked about" is no call.
const TO_DO = /^(?: [^.;:]{0,200}?)? (?:to|not to|that) /iu
const CUES: readonly Cue[] = [
  { rule: 'demand.passive', pattern: cue(passives) },
  { rule: 'demand.need', pattern: cue(needs) },
  { rule: 'demand.noun', pattern: cue(askNouns) },
  { rule: 'demand.verb', pattern: cue(askVerbs), asks: TO_DO },
  { rule: 'demand.modal', pattern: cue(modals) },
]
const SECTION = new RegExp(`(?:^|\\s)(?:${sections})(?:\\s|:|$)`, 'iu')
const OPENS_LIST = new RegExp(`${BORDER}(?:${modals}|${askVerbs}|${askNouns}|${passives})${END}[^.]*:$`, 'iu')
// "should be noted", "must have been", "nobody should have to": a way of speaking, no call.
const NO_CALL =
  /^(?:should|must|ought to) (?:be noted|have been|have to|be (?:read|seen|understood|recalled|carried out))|^requests? (?:that|for) (?:was|were)/iu

// "no reporter should fear", "we must all stand": nobody is asked.
const OF_NOBODY = /(?:\b(?:no|No) [\p{L}-]+|\b(?:nobody|Nobody|no one|No one|none|we|We)) $/u

// "at the request of", "despite the appeal to": a noun that tells of somebody's asking.
const AS_NOUN = /(?:^|[\s(])(?:at|upon|on|by|following|despite) (?:an?|the|his|her|its|their) (?:requests?|appeals?|calls?|demands?)$/iu

// "Interpol should review …, and the EU must not conclude …": somebody else is asked for something else.
const SECOND = new RegExp(`, (?:and|while) (?:the |all |both )?\\p{Lu}[^,;.]{1,70}? ((?:${modals}))${END}`, 'u')

function isNoCall(text: string, start: number): boolean {
  const word = /^\p{L}+/u.exec(text.slice(start, start + 12))?.[0] ?? ''
  if (AS_NOUN.test(text.slice(Math.max(0, start - 24), start + word.length))) return true
  if (NO_CALL.test(text.slice(start, start + 60))) return true
  return /^(?:should|must|ought)/iu.test(text.slice(start, start + 6)) && OF_NOBODY.test(text.slice(Math.max(0, start - 40), start))
}

/** What somebody is asked to do: by "should", by "call on", in a list below such a sentence, or as an imperative under "Recommendations". */
export function findDemands(page: Page): Finding[] {
  if (page.kind === 'furniture' || page.kind === 'title') return []
  const found: Finding[] = []
  for (const sentence of page.sentences) {
    const { rule, spans } = asked(page, sentence)
    for (const span of spans)
      found.push({ paragraph: page.number, kind: 'demand', ...span, value: plainWords(page.text.slice(span.start, span.end)), rule })
  }
  return found
}

function asked(page: Page, sentence: Span): { readonly rule: string; readonly spans: Span[] } {
  const words = page.text.slice(sentence.start, sentence.end).trimStart()
  const isInList = page.kind === 'list_item' && OPENS_LIST.test(page.before)
  if (isInList && sentence.start === 0) return { rule: 'demand.list', spans: partsOf(page.text, trimmed(page.text, sentence)) }
  const isSection = SECTION.test(page.heading)
  if ((isSection || page.isListed) && opensWithVerb(words) && (isSection || page.kind === 'list_item'))
    return { rule: 'demand.imperative', spans: imperative(page, sentence) }
  const first = firstCue(page, sentence)
  if (first === null || sentence.end - first.end < 4 || isNoCall(page.text, first.start)) return { rule: '', spans: [] }
  return { rule: first.rule, spans: apart(page.text, { start: first.start, end: sentence.end }, first.end) }
}

/** The things asked for, those of a second subject behind those of the first. */
function apart(text: string, { start, end }: Span, from: number): Span[] {
  const cut = SECOND.exec(text.slice(from, end))
  if (cut === null) return partsOf(text, trimmed(text, { start, end }))
  const at = from + cut.index
  const second = { start: at + cut[0].length - (cut[1]?.length ?? 0), end }
  return [...partsOf(text, trimmed(text, { start, end: at })), ...partsOf(text, trimmed(text, second))]
}

/** "Use all tools …, including by ensuring that …": the means is asked for, too. */
function imperative(page: Page, sentence: Span): Span[] {
  const means = /, including (?:by|through) /u.exec(page.text.slice(sentence.start, sentence.end))
  if (means === null) return partsOf(page.text, trimmed(page.text, sentence))
  const cut = sentence.start + means.index
  return [
    ...partsOf(page.text, trimmed(page.text, { start: sentence.start, end: cut })),
    trimmed(page.text, { start: cut + means[0].length, end: sentence.end }),
  ]
}

function firstCue(page: Page, sentence: Span): (Span & { readonly rule: string }) | null {
  const found = CUES.flatMap(({ rule, pattern, asks }) =>
    [...places(page.text, pattern)]
      .filter((place) => holds(sentence, place) && (asks === undefined || asks.test(page.text.slice(place.end, sentence.end))))
      .map(({ start, end }) => ({ start, end, rule })),
  )
  return found.toSorted((a, b) => a.start - b.start)[0] ?? null
}
