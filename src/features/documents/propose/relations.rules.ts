import { type Finding, type Page, places, type Span, sentenceAt } from './finding.rules.ts'
import { folded, wholeWords } from './word-tables.rules.ts'

const ON_BEHALF = wholeWords(
  `(?:(?:working|acting|operating) )?(?:on behalf of|at the behest of|in the service of|under the (?:orders|control|direction) of|linked to|backed by|hired by)(?: or in (?:co-?operation|coordination) with)? (?=[^.,;]{3,80})`,
)
const STATE_END = /[.,;)]| (?:have|has|had|who|which|and|in|to) /u

/** "operatives working on behalf of X": a claim of its own, which a hedge may weaken. */
export function findOnBehalf(page: Page): Finding[] {
  return [...places(page.text, ON_BEHALF)].map(({ start, end }) => {
    const rest = page.text.slice(end)
    const stop = end + (STATE_END.exec(rest)?.index ?? rest.length)
    return { paragraph: page.number, kind: 'relation', start, end: stop, value: 'on_behalf_of', role: 'actor', rule: 'relation.on-behalf' }
  })
}

/** Who did what to whom, where, when and according to whom, as far as one sentence says it: a line for each part of it. */
export function findRelations(page: Page, found: readonly Finding[]): Finding[] {
  const of = (kind: Finding['kind']): Finding[] => found.filter((item) => item.kind === kind)
  const [persons, bodies, spots, dates] = [of('person'), of('organisation'), of('place'), of('date')]
  return of('method')
    .filter(({ role }) => role === 'told')
    .flatMap((method) => {
      const clause = clauseAround(page, method)
      const near = (items: readonly Finding[]): Finding | undefined => nearest(items, method, clause)
      // Whose brother or lawyer speaks is not the one it happened to.
      const others = persons.filter(({ rule }) => rule !== 'person.relative')
      const target = near(others) ?? lastAlone(page, others, method)
      const actor = bodies.find(
        (body) => body.start > method.end && body.start < clause.end && /\bby (?:the )?$/u.test(page.text.slice(method.end, body.start)),
      )
      return [
        ...part(page, method, 'target', target),
        ...part(page, method, 'actor', actor),
        // "at Ruritania's request": a state that owns something is no place where it happened.
        ...part(page, method, 'place', near(spots.filter(({ end }) => !/^['’]s?(?!\p{L})/u.test(page.text.slice(end, end + 3))))),
        ...part(page, method, 'date', near(dates)),
      ]
    })
}

/** Of a "she was held" whose sentence names nobody: who was named last before it, unless that sentence names several. */
function lastAlone(page: Page, persons: readonly Finding[], method: Span): Finding | undefined {
  const last = persons.filter(({ start }) => start < method.start).at(-1)
  if (last === undefined) return undefined
  const sentence = sentenceAt(page, last.start)
  const beside = persons.filter(({ start, end }) => start >= sentence.start && end <= Math.min(sentence.end, method.start))
  return sentence.end > method.start || new Set(beside.map(({ value }) => value)).size === 1 ? last : undefined
}

function part(page: Page, method: Finding, role: string, other: Finding | undefined): Finding[] {
  if (other === undefined) return []
  const [start, end] = [Math.min(method.start, other.start), Math.max(method.end, other.end)]
  return [
    { paragraph: page.number, kind: 'relation', start, end, value: method.value, role, rule: `relation.${role}`, of: [method, other] },
  ]
}

function clauseAround(page: Page, { start, end }: Span): Span {
  const sentence = sentenceAt(page, start)
  const after = /;|, (?:and|but|while|where|after|before)\b/u.exec(page.text.slice(end, sentence.end))
  return { start: sentence.start, end: after === null ? sentence.end : end + after.index }
}

function nearest(items: readonly Finding[], to: Span, inside: Span): Finding | undefined {
  const distance = (item: Span): number => (item.start >= to.end ? item.start - to.end : to.start - item.end)
  return items.filter((item) => item.start >= inside.start && item.end <= inside.end).toSorted((a, b) => distance(a) - distance(b))[0]
}

/** Two spellings of one name are linked and stay two: "Lê Văn A" and "Le Van A" are for a person to compare. */
export function linkSpellings(persons: readonly Finding[]): Finding[] {
  const bySpelling = new Map<string, Finding[]>()
  for (const person of persons) {
    const key = folded(person.value).replace(/[^\p{L}\p{N}]+/gu, ' ')
    const group = bySpelling.get(key) ?? []
    if (!group.some(({ value }) => value === person.value)) group.push(person)
    bySpelling.set(key, group)
  }
  return [...bySpelling.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others.map(
          (other): Finding => ({
            paragraph: other.paragraph,
            kind: 'relation',
            start: other.start,
            end: other.end,
            value: 'spelling',
            role: 'spelling',
            rule: 'relation.spelling',
            of: [first, other],
          }),
        ),
  )
}

/** Who is asked, and under which safeguard: the parts of a demand. */
export function partsOfDemands(page: Page, demands: readonly Finding[], found: readonly Finding[]): Finding[] {
  const addressees = found.filter(({ kind }) => kind === 'organisation' || kind === 'place')
  return demands.flatMap((demand) => {
    const sentence = sentenceAt(page, demand.start)
    const to = addressees.filter(
      (item) =>
        item.start >= sentence.start &&
        item.end <= sentence.end &&
        item.start < demand.start + 60 &&
        // Who is in a place is asked, not the place.
        !/\b(?:in|from|within|near) (?:the )?$/u.test(page.text.slice(Math.max(0, item.start - 12), item.start)) &&
        /^(?:'s)? ?(?:should|must|to |and |is |are |,)/u.test(page.text.slice(item.end, item.end + 8)),
    )
    const asked = to
      .slice(0, 3)
      .map((item) => ({ ...relation(page, demand, item), value: 'addressee', role: 'addressee', rule: 'relation.addressee' }))
    return [...asked, ...safeguard(page, demand)]
  })
}

function relation(page: Page, one: Finding, other: Finding): Finding {
  return {
    paragraph: page.number,
    kind: 'relation',
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
    value: '',
    rule: '',
    of: [one, other],
  }
}

const SAFEGUARD = wholeWords(
  'ensuring that|provided that|in (?:full )?(?:line|accordance|compliance) with|subject to|guaranteeing|with full respect for|clauses preventing|safeguards? against',
)
function safeguard(page: Page, demand: Finding): Finding[] {
  const [first] = places(page.text.slice(demand.start, demand.end), SAFEGUARD)
  if (first === undefined) return []
  return [
    {
      paragraph: page.number,
      kind: 'relation',
      start: demand.start + first.start,
      end: demand.end,
      value: 'safeguard',
      role: 'safeguard',
      rule: 'relation.safeguard',
      of: [demand],
    },
  ]
}
