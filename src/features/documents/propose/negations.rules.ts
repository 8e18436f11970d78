import hedgesFile from '../../../../data/documents/hedges.json' with { type: 'json' }
import { type Finding, type Page, places, sentenceAt, touches } from './finding.rules.ts'
import { wholeWords } from './word-tables.rules.ts'

const DENIAL = wholeWords(hedgesFile.negations)
const STOP = /[,;:.]|\b(?:but|because|although|unless|until|who|which)\b/u
// These deny nothing: "not only", "no longer than", "without exception".
const NO_DENIAL = /^(?:not (?:only|just|merely|limited|least)|no (?:doubt|matter|later|fewer|less)|without (?:exception|delay|further))/iu

/** Denying words and what they deny: the claims behind them in the clause, else its own words where the sentence tells of an act or a person. */
export function findNegations(page: Page, claims: readonly Finding[], persons: readonly Finding[]): Finding[] {
  const found: Finding[] = []
  for (const { start, end, words } of places(page.text, DENIAL)) {
    if (found.some((other) => touches(other, { start, end })) || NO_DENIAL.test(page.text.slice(start, start + 20))) continue
    const sentence = sentenceAt(page, start)
    const rest = page.text.slice(end, sentence.end)
    const stop = end + (STOP.exec(rest)?.index ?? rest.length)
    const denied = claims.filter((claim) => claim.start >= end && claim.start < stop && claim.start - end < 80)
    const isTold = persons.some((person) => touches(person, sentence))
    const of = denied.length > 0 || !isTold ? denied : ownWords(page, end, stop)
    if (of.length > 0)
      found.push({ paragraph: page.number, kind: 'negation', start, end, value: words.toLowerCase(), rule: 'negation', of })
  }
  return found
}

function ownWords(page: Page, from: number, to: number): Finding[] {
  const words = page.text.slice(from, to)
  const start = from + (words.length - words.trimStart().length)
  const end = from + words.trimEnd().length
  return end - start < 4
    ? []
    : [{ paragraph: page.number, kind: 'relation', start, end, value: 'claim', rule: 'relation.claim', role: 'claim' }]
}
