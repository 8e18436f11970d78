import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { checkCitation, describeParagraph, findQuote } from '#features/documents/cite.rules.ts'
import { RULE_VERSION, toRaw } from '#features/documents/normalise.rules.ts'
import { type ReadParagraph, readParagraphs } from '#features/documents/segment.rules.ts'
import type { CorridorFile } from '#features/observatory/release.contract.ts'
import { compareQuotation } from '#formats/compare-quotation.ts'
import { linesOf } from '#kernel/public-texts.ts'
import requirementsFile from '../data/requirements.json' with { type: 'json' }
import sourcesFile from '../data/sources.json' with { type: 'json' }

const shared = resolve(process.env['ASYLIA_SHARED'] ?? '../shared')
const corridor: CorridorFile = JSON.parse(readFileSync(new URL('../data/corridors/vn-th-eu/corridor.json', import.meta.url), 'utf8'))

type Seed = { readonly file: string; readonly raw: string; readonly paragraphs: readonly ReadParagraph[] }

/** The five founding texts by the hash of their bytes, or nothing where they are not here. */
function seedsFor(t: TestContext): ReadonlyMap<string, Seed> | undefined {
  const folder = resolve(shared, 'seeds')
  if (!existsSync(folder)) {
    t.skip('ASYLIA_SHARED is absent')
    return undefined
  }
  return new Map(
    readdirSync(folder).map((file) => {
      const bytes = readFileSync(resolve(folder, file))
      const raw = bytes.toString('utf8')
      return [createHash('sha256').update(bytes).digest('hex'), { file, raw, paragraphs: readParagraphs(raw) }]
    }),
  )
}

function byReference(seeds: ReadonlyMap<string, Seed>, reference: string): Seed {
  const document = corridor.documents.find((one) => one.reference === reference)
  const seed = seeds.get(document?.sha256 ?? '')
  assert.ok(seed !== undefined)
  return seed
}

test('reading the five documents gives exactly the paragraphs of the corridor', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  assert.deepEqual(corridor.documents.map(({ sha256 }) => sha256).sort(), [...seeds.keys()].sort())
  for (const { sha256, ruleVersion, licence, paragraphs } of corridor.documents) {
    assert.equal(ruleVersion, RULE_VERSION)
    assert.equal(licence.allowsFullText, false)
    assert.deepEqual(
      paragraphs,
      seeds.get(sha256)?.paragraphs.map((read) => describeParagraph(read, false)),
    )
  }
})

test('every citation of the corridor stands in its document, and in the bytes that its map points to (R-NGO-08, R-NGO-09)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  assert.ok(corridor.citations.length > 300)
  for (const citation of corridor.citations) {
    const seed: Seed | undefined = seeds.get(citation.document)
    const paragraph: ReadParagraph | undefined = seed?.paragraphs[citation.paragraph - 1]
    assert.ok(seed !== undefined && paragraph !== undefined)
    assert.deepEqual(checkCitation(citation, paragraph), { ok: true })
    const raw = seed.raw.slice(toRaw(paragraph.map, citation.start), toRaw(paragraph.map, citation.end - 1) + 1)
    const words = (text: string): string => text.replace(/\]\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]/gu, '')
    assert.equal(words(raw), words(citation.quote), citation.code)
  }
})

test('no quotation of the corridor is longer than thirty words, and no paragraph carries its text', () => {
  for (const { quote, code } of corridor.citations) assert.ok(quote.split(' ').length <= 30, code)
  for (const { paragraphs } of corridor.documents) assert.ok(paragraphs.every((paragraph) => paragraph.text === undefined))
})

test('the sixty paragraphs of the Joint Statement are read complete and in order (R-CSP-26)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const labels = byReference(seeds, '5819/26').paragraphs.flatMap(({ label }) => (label === null ? [] : [Number(label)]))
  const oneToSixty = Array.from({ length: 60 }, (_, i) => i + 1)
  assert.deepEqual([...new Set(labels)], oneToSixty)
  assert.deepEqual(
    labels,
    labels.toSorted((a, b) => a - b),
  )
  assert.equal(labels.filter((label) => label === 9).length, 2)
  assert.equal(labels.filter((label) => label === 20).length, 6)
})

test('all sixty paragraphs are coded, each cited from its own text, each with its area, relevance and status (R-CSP-26)', () => {
  const council = corridor.documents.find((one) => one.reference === '5819/26')
  assert.deepEqual(
    corridor.paragraphs.map(({ number }) => number),
    Array.from({ length: 60 }, (_, i) => i + 1),
  )
  const quoted = new Map(corridor.citations.map((one) => [one.code, one]))
  const labelOf = (code: string): string | null | undefined => {
    const citation = quoted.get(code)
    assert.equal(citation?.document, council?.sha256)
    return council?.paragraphs[(citation?.paragraph ?? 0) - 1]?.label
  }
  for (const paragraph of corridor.paragraphs) {
    assert.ok(paragraph.areas.length > 0)
    for (const code of paragraph.citations) assert.equal(labelOf(code), String(paragraph.number))
    for (const { citation, status, legalForce } of corridor.commitments.filter((one) => one.paragraph === paragraph.code)) {
      assert.equal(labelOf(citation), String(paragraph.number))
      assert.deepEqual([status, legalForce], ['open', 'political_commitment'])
    }
  }
  const high = corridor.paragraphs.filter(({ relevance }) => relevance === 'high').map(({ number }) => number)
  assert.deepEqual(high, [2, 6, 11, 17, 19, 48, 50, 51, 55])
})

test('sentences cut by a page break are mended and lists that start again are kept apart', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const all = [...seeds.values()].flatMap(({ paragraphs }) => paragraphs)
  for (const words of [
    'following the cancellation of his passport by Vietnamese authorities',
    'rapid-response protection',
    'cooperation in international fora, implementation of',
  ]) {
    assert.notEqual(findQuote(all, words), null, words)
  }
  const statement = seeds.get(corridor.signatories[0]?.document ?? '')
  const names = statement?.paragraphs.slice(-18).map(({ label, text, kind }) => [Number(label), text, kind])
  assert.deepEqual(
    names,
    corridor.signatories.map(({ number, name }) => [number, name, 'list_item']),
  )
})

type Quoted = { readonly file: string; readonly lines: readonly [number, number]; readonly quote: string }

function* quotesIn(value: unknown): Generator<Quoted> {
  if (typeof value !== 'object' || value === null) return
  if ('file' in value && 'quote' in value && 'lines' in value) yield value as Quoted
  for (const inner of Object.values(value)) yield* quotesIn(inner)
}

function readDomain(name: string): Record<string, unknown[]> {
  return JSON.parse(readFileSync(resolve(shared, 'domain', `${name}.json`), 'utf8'))
}

test('every quotation of the founders about cases and dialogues is found where they say it stands', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const byFile = new Map([...seeds.values()].map((seed) => [seed.file, seed]))
  const quotes = [...quotesIn(readDomain('cases')), ...quotesIn(readDomain('dialogues'))]
  assert.ok(quotes.length > 90)
  for (const { file, lines, quote } of quotes) {
    const seed = byFile.get(file)
    assert.ok(seed !== undefined)
    const lineOf = (offset: number): number => seed.raw.slice(0, offset).split('\n').length
    const near = seed.paragraphs.filter((one) => lineOf(one.rawStart) <= lines[1] && lineOf(one.rawEnd) >= lines[0])
    assert.notEqual(findQuote(near, quote.replace(/^\d+\. /, '')), null, quote)
  }
})

test('nothing of the founding description is missing (R-NGO-15)', (t) => {
  if (seedsFor(t) === undefined) return
  const cases = readDomain('cases')
  const count = (list: readonly unknown[] | undefined): number => list?.length ?? -1
  const events = (cases['cases'] ?? []) as { readonly events: readonly unknown[] }[]
  assert.equal(corridor.persons.length, count(cases['persons']))
  assert.equal(corridor.cases.length, count(cases['cases']))
  assert.equal(corridor.incidents.length, events.reduce((sum, one) => sum + one.events.length, 0) + count(cases['collective_incidents']))
  assert.equal(corridor.events.length, count(cases['context_events']))
  assert.equal(corridor.organisations.length, count(cases['organisations']))
  assert.equal(corridor.signatories.length, count(cases['signatories']))
  assert.equal(corridor.discrepancies.length, count(cases['discrepancies']))
  assert.equal(corridor.dialogues.length, count(readDomain('dialogues')['dialogues']))
  assert.deepEqual([corridor.instruments.length, corridor.ratifications.length], [13, 23])
  assert.equal(
    corridor.instruments.reduce((sum, { provisions }) => sum + provisions.length, 0),
    141,
  )
  const recommendations = readDomain('recommendations')['recommendations'] as { readonly id: string; readonly addressee: string }[]
  assert.deepEqual(
    corridor.recommendations.map(({ id, addressee }) => [id, addressee]),
    recommendations.map(({ id, addressee }) => [id, addressee]),
  )
  assert.ok(corridor.recommendations.some(({ sameAs }) => sameAs.length > 0))
})

type DomainEvent = {
  readonly hedge: string
  readonly taxonomy: readonly string[]
  readonly date: string
  readonly date_precision: string
  readonly source: Quoted
}

test('no incident says more than its source: hedge, method and precision are the founders’ (R-NGO-05, R-NGO-09)', (t) => {
  if (seedsFor(t) === undefined) return
  const cases = readDomain('cases')
  const events = [
    ...((cases['cases'] ?? []) as { readonly events: readonly DomainEvent[] }[]).flatMap((one) => one.events),
    ...((cases['collective_incidents'] ?? []) as readonly DomainEvent[]),
  ]
  const quoted = new Map(corridor.citations.map((one) => [one.code, one.quote]))
  for (const [i, incident] of corridor.incidents.entries()) {
    const event = events[i]
    assert.equal(incident.hedge.code, event?.hedge)
    assert.deepEqual(incident.methods, event?.taxonomy)
    // "Ongoing", said without a first day, is unknown: a since needs the day that it begins with.
    const hasNoFirstDay = event?.date_precision === 'since' && event.date === 'ongoing'
    assert.equal(incident.happened.precision, hasNoFirstDay ? 'unknown' : event?.date_precision)
    if (incident.happened.precision === 'year') assert.equal(incident.happened.from?.slice(0, 4), event?.date)
    const quotes = incident.citations.map((code) => quoted.get(code) ?? '')
    assert.equal(quotes[0], event?.source.quote)
    assert.equal(incident.hedge.said === null, incident.hedge.code === 'stated')
    if (incident.attribution !== null) assert.ok(quotes.some((quote) => quote.includes(incident.attribution?.said ?? '?')))
  }
})

test('what is said only with a hedge is attributed no more firmly than the hedge (R-NGO-05)', () => {
  const levels = corridor.incidents.flatMap(({ hedge, attribution }) => (attribution === null ? [] : [[hedge.code, attribution.level]]))
  const allowed = new Set([
    'stated not_assessed',
    'claimed_by_authority not_assessed',
    'strongly_suggests suspected',
    'credibly_reported credibly_reported',
  ])
  assert.ok(levels.length >= 4)
  for (const level of levels) assert.ok(allowed.has(level.join(' ')), level.join(' '))
})

test('a disappearance, a custody and a sentence of one case keep their own certainty (R-NGO-08)', () => {
  const [, nhat] = corridor.cases
  const steps = corridor.incidents.filter((one) => one.case === nhat?.code)
  assert.deepEqual(
    steps.map(({ hedge, happened, sentenceYears }) => [hedge.code, hedge.said, happened.from, happened.precision, sentenceYears]),
    [
      ['strongly_suggests', 'strongly suggest', '2019-01-01', 'year', null],
      ['stated', null, null, 'unknown', null],
      ['stated', null, '2020-03-01', 'month', 10],
    ],
  )
})

test('an incident against a community names nobody and no place where people live (R-NGO-03)', () => {
  const community = corridor.incidents.filter((one) => one.case === null)
  assert.equal(community.length, 4)
  const targeted = corridor.persons.filter(({ kind }) => kind === 'targeted_person').map(({ name }) => name)
  for (const incident of community) {
    assert.notEqual(incident.community, null)
    assert.ok(targeted.every((name) => !JSON.stringify(incident).includes(name)))
    assert.ok(incident.place.precision !== 'point' && (incident.community !== 'montagnard' || incident.place.precision === 'hidden'))
  }
})

test('nobody has assessed, and every incident and finding says so (R-NGO-54)', () => {
  for (const { assessment } of corridor.incidents) assert.deepEqual(assessment, { verification: 'unverified', standard: 'none' })
  for (const { standard } of corridor.findings) assert.equal(standard, 'none')
})

test('the corridor holds no telephone number', () => {
  assert.doesNotMatch(
    JSON.stringify({ ...corridor, documents: corridor.documents.map((one) => ({ ...one, paragraphs: [] })) }),
    /\+\d{2}[ (]/,
  )
})

/** The lines of a file as they stand, from the first to the last, counted from 1. */
const linesIn = (raw: string, [first, last]: readonly [number, number]): string =>
  raw
    .split('\n')
    .slice(first - 1, last)
    .join('\n')

test('every requirement resolves to its document, its lines and words that stand there (R-EP-41)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const documents = new Map(sourcesFile.documents.map(({ id, sha256 }) => [id, sha256]))
  assert.equal(requirementsFile.requirements.length, 145)
  for (const { id, source, lines, quote } of requirementsFile.requirements) {
    const sha256 = documents.get(source) ?? ''
    const [seed, record] = [seeds.get(sha256), corridor.documents.find((one) => one.sha256 === sha256)]
    const [first = 0, last = 0] = lines
    assert.ok(seed !== undefined && record !== undefined, id)
    const near = seed.paragraphs.filter(({ number }) => {
      const [from, to] = linesOf(sha256, number) ?? [0, 0]
      return from <= last && to >= first
    })
    assert.notEqual(findQuote(near, quote), null, id)
  }
})

test('every recommendation and commitment resolves to its document, its lines and words that stand there (R-EP-41)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const quoted = new Map(corridor.citations.map((one) => [one.code, one]))
  for (const { code, citation: key } of [...corridor.recommendations, ...corridor.commitments]) {
    const citation = quoted.get(key)
    const seed = seeds.get(citation?.document ?? '')
    const lines = linesOf(citation?.document ?? '', citation?.paragraph ?? 0)
    assert.ok(citation !== undefined && seed !== undefined && lines !== null, code)
    assert.notEqual(findQuote(readParagraphs(linesIn(seed.raw, lines)), citation.quote), null, code)
  }
  const said = readDomain('recommendations')['recommendations'] as { readonly id: string; readonly source: Quoted }[]
  for (const { id, source } of said) {
    const citation = quoted.get(corridor.recommendations.find((one) => one.id === id)?.citation ?? '')
    const [first, last] = linesOf(citation?.document ?? '', citation?.paragraph ?? 0) ?? [0, 0]
    assert.ok(first <= source.lines[1] && last >= source.lines[0], id)
  }
})

test('the counted lines are those of the files', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  for (const [sha256, { raw, paragraphs }] of seeds) {
    const lineOf = (offset: number): number => raw.slice(0, offset).split('\n').length
    for (const { number, rawStart, rawEnd } of paragraphs)
      assert.deepEqual(linesOf(sha256, number), [lineOf(rawStart), lineOf(Math.max(rawStart, rawEnd - 1))])
  }
})

test('the quotation of paragraph 48 by the organisations is checked against the whole text of the Council (R-NGO-14)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const council = byReference(seeds, '5819/26').paragraphs
  const checked = (beginning: string) => {
    const citation = corridor.citations.find(({ quote }) => quote.startsWith(beginning))
    const found = council.flatMap(({ label, text }) => {
      const check = compareQuotation(citation?.quote ?? '', text)
      return check === null ? [] : [{ label, check }]
    })
    assert.equal(found.length, 1, beginning)
    return found[0]
  }
  const first = checked('commitment to respect, protect, fulfill')
  assert.equal(first?.label, '48')
  assert.ok(first.check.shortened && first.check.changed)
  assert.equal(first.check.after, 'to which the EU Member States and Viet Nam are parties')
  assert.deepEqual(first.check.spellings, [{ quoted: 'fulfill', original: 'fulfil' }])
  assert.deepEqual([first.check.leftOut, first.check.putIn, first.check.before], [['the'], [], 'Both sides reiterate their'])
  const second = checked('enhance cooperation in legal and judicial matters, and exchange experience')
  assert.deepEqual(
    [second?.check.changed, second?.check.before, second?.check.after],
    [false, 'They will further', 'and the conduct of legal and judicial reform'],
  )
})

test('each sentence of the resolution in which somebody is asked is cited by a call (R-EP-16)', (t) => {
  const seeds = seedsFor(t)
  if (seeds === undefined) return
  const parliament = byReference(seeds, '2025/2048(INI)').paragraphs
  const quoted = new Map(corridor.citations.map((one) => [one.code, one.paragraph]))
  const calls = corridor.recommendations.filter(({ id }) => id.startsWith('EP-C'))
  const cited = new Set(calls.map(({ citation }) => quoted.get(citation)))
  const asks = /\b(?:(?:is|are) (?:called|invited|asked|urged)|called (?:on|upon|for)|invited|asked|stressed the|insisted on|should)\b/
  let opens = false
  const asking = parliament.filter(({ kind, text }) => {
    if (kind === 'list_item') return opens
    opens = asks.test(text) && text.endsWith(':')
    return asks.test(text) && !opens
  })
  assert.equal(asking.length, 13)
  for (const { number, text } of asking) assert.ok(cited.has(number), text)
})
