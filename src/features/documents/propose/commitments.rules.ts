import commitmentsFile from '../../../../data/documents/commitments.json' with { type: 'json' }
import { SEMICOLON_VERB, trimmed } from './coordination.rules.ts'
import { type Finding, holds, type Page, places, plainWords, type Span } from './finding.rules.ts'
import { STATE } from './known-places.rules.ts'
import { sentencesOf } from './sentences.rules.ts'
import { BORDER, END } from './word-tables.rules.ts'

const { parties, opens, weak, views } = commitmentsFile
const PARTY = new RegExp(`${BORDER}(?:${parties})${END}`, 'giu')
const OPENS = new RegExp(`${BORDER}(?:(?:also|further|consistently|both|will|jointly|\\p{Ll}+ly) )*(?:${opens})${END}`, 'iu')
const VIEW = new RegExp(`^\\s*(?:${views})`, 'iu')
const UNDERTAKING = /\bimplement\w+|\bcommitments?\b|\bneed to\b/iu
const STRENGTHS = Object.entries(weak).map(([strength, source]) => ({
  strength,
  pattern: new RegExp(`${BORDER}(?:${source})${END}`, 'iu'),
}))
// "as they pursue their aims" tells what others do.
const SUBORDINATE = /\b(?:as|if|when|while|because|who|whether|unless) $/iu
const NEXT =
  /(?:;|, and|,| and|; and) (?=(?:will|intends?|aims?|commit|agreed?|reaffirm\w*|confirms?|express|explor\w+|may|are determined|are willing|undertakes?) )/gu

/** What somebody promises to do, or says they intend or may do; `role` is its strength after docs/methodology-coding.md: the weakest deciding word counts. */
export function findCommitments(page: Page, bodies: readonly Finding[]): Finding[] {
  if (page.kind === 'furniture' || page.kind === 'title' || page.kind === 'heading') return []
  return page.sentences.flatMap((sentence) => promised(page, sentence, bodies))
}

function promised(page: Page, sentence: Span, bodies: readonly Finding[]): Finding[] {
  const opening = openingOf(page.text, sentence, bodies)
  if (opening === null) return []
  const span = trimmed(page.text, { start: opening.verb, end: sentence.end })
  return clauses(page.text, span).flatMap((part) => {
    const words = page.text.slice(part.start, part.end)
    if (isView(words)) return []
    return [
      {
        paragraph: page.number,
        kind: 'commitment' as const,
        ...part,
        value: plainWords(words),
        role: strengthOf(words),
        rule: 'commitment.verb',
      },
    ]
  })
}

/** Who promises in the sentence at a place, in its own words; null where no party stands before the verb. */
export function promiserOf(text: string, at: number, bodies: readonly Span[]): string | null {
  const sentence = sentencesOf(text).find(({ start, end }) => start <= at && at < end)
  const opening = sentence === undefined ? null : openingOf(text, sentence, bodies)
  return opening?.party == null || opening.verb > at ? null : text.slice(opening.party.start, opening.party.end)
}

type Opening = { readonly party: Span | null; readonly verb: number }

/** Where the verb of promise begins behind the first party of a sentence; a party is said by name or as "both sides". */
function openingOf(text: string, sentence: Span, bodies: readonly Span[]): Opening | null {
  const named = [...places(text, PARTY), ...places(text, STATE), ...bodies]
    .filter((party) => holds(sentence, party) && !SUBORDINATE.test(text.slice(Math.max(0, party.start - 9), party.start)))
    .toSorted((a, b) => a.start - b.start)
  for (const party of named) {
    const rest = text.slice(party.end, Math.min(sentence.end, party.end + 160))
    const verb = OPENS.exec(rest)
    const between = rest.slice(0, verb?.index ?? 0)
    if (verb !== null && /^ (?:\([^)]*\) )?(?:(?:also|further|both) )?$/u.test(between)) return { party, verb: party.end + verb.index }
  }
  const passive = /\b(?:[Cc]ooperation|[Ee]fforts?|[Ee]xchanges|[Ss]upport) (?:will|may) /u.exec(text.slice(sentence.start, sentence.end))
  return passive === null ? null : { party: null, verb: sentence.start + passive.index }
}

/** "recognise the importance of" is a view, unless it is of an undertaking that the speaker already has. */
function isView(words: string): boolean {
  const first = /^(?:(?:also|further|\p{Ll}+ly) )*(\p{Ll}+)/u.exec(words)?.[1] ?? ''
  if (!/^(?:recogni[sz]e|affirm|reaffirm|underscore|emphasi[sz]e|highlight|confirm|stress|reiterate)/u.test(first)) return false
  const rest = words.slice(words.indexOf(first) + first.length)
  return VIEW.test(rest) && !UNDERTAKING.test(rest.slice(0, 120)) && !/\bwill\b|\bcommit\b/u.test(rest)
}

function clauses(text: string, span: Span): Span[] {
  const parts: Span[] = []
  let from = span.start
  const words = text.slice(span.start, span.end)
  for (const match of [...words.matchAll(NEXT), ...words.matchAll(SEMICOLON_VERB)].toSorted((a, b) => a.index - b.index)) {
    const at = span.start + match.index
    if (at - from < 25) continue
    parts.push(trimmed(text, { start: from, end: at }))
    from = at + match[0].length
  }
  parts.push(trimmed(text, { start: from, end: span.end }))
  return parts
}

/** Only the words that decide are looked at: the verb group with the noun or the verb behind it. */
function strengthOf(words: string): string {
  const deciding = words.split(' ').slice(0, 6).join(' ')
  return STRENGTHS.find(({ pattern }) => pattern.test(deciding))?.strength ?? 'agree_will_commit'
}
