import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { STRENGTHS } from '#features/commitments/commitment.contract.ts'
import { isMethod, isTerm } from '#kernel/vocabulary.ts'
import {
  at,
  type Cases,
  type Code,
  type Corridor,
  csp,
  type Dialogue,
  datesIn,
  domain,
  eeas,
  ep,
  type Gold,
  gold,
  goldText,
  home,
  hrd,
  isThere,
  keyOf,
  ngo,
  placesIn,
  type Recommendation,
  type Requirement,
  read,
  seedNamed,
  seedOf,
  sha256,
} from './gold-documents.ts'
import { formsOf, instrumentForms, organisationForms, personForm, places, plain, readme, unbracketed } from './gold-forms.ts'

const KINDS =
  'person organisation signatory place date legal_reference instrument hedge claim negation method demand commitment round segment ' +
  'not_a_commitment not_a_date not_a_hedge not_a_legal_reference not_a_method not_a_person not_a_place not_an_organisation'
const FIELDS = 'document kind start end line valueHash value of precision strength mood optional note'
const PRECISIONS: Readonly<Record<string, string>> = { date: 'exact month year since', place: 'country locality hidden' }
const isOneOf = (list: string, word: string | undefined): boolean => word !== undefined && list.split(' ').includes(word)

const isNothing = (list: readonly unknown[]): void => assert.deepEqual(list, [])

function shapeFaults(line: Gold): string[] {
  const faults: string[] = []
  const isHidden = line.kind === 'person' || line.kind === 'claim'
  const precisions = PRECISIONS[line.kind]
  if (Object.keys(line).some((field) => !isOneOf(FIELDS, field))) faults.push('a field that nobody knows')
  if (!isOneOf(KINDS, line.kind)) faults.push('a kind that nobody knows')
  if (!/^[0-9a-f]{64}$/.test(line.document) || !/^[0-9a-f]{64}$/.test(line.valueHash)) faults.push('a hash that is none')
  if ((line.value === undefined) !== isHidden) faults.push('a value where none may be, or none where one must be')
  if (line.value !== undefined && sha256(line.value) !== line.valueHash) faults.push('a hash of another value')
  if ((line.value ?? '').split(' ').length > 12) faults.push('a value of more than twelve words')
  if ((line.of === undefined) === (line.kind === 'hedge' || line.kind === 'negation')) faults.push('an `of` where none may be, or none')
  if (line.precision !== undefined && !isOneOf(precisions ?? '', line.precision)) faults.push('a precision that nobody knows')
  if (line.kind === 'date' && line.precision === undefined) faults.push('a date without precision')
  if ((line.kind === 'commitment') !== isOneOf(STRENGTHS.join(' '), line.strength)) faults.push('a strength where none may be, or none')
  if ((line.kind === 'method') !== isOneOf('told general feared asked', line.mood)) faults.push('a mood where none may be, or none')
  return faults
}

function placeFaults(line: Gold, text: string): string[] {
  const faults: string[] = []
  const words = text.slice(line.start, line.end)
  if (!(line.start < line.end && line.end <= text.length)) faults.push('a span outside the file')
  if (text.slice(0, line.start).split('\n').length !== line.line) faults.push('another line than its start has')
  if (words !== words.trim()) faults.push('a span that begins or ends in white space')
  const isInWord = (index: number): boolean => /^[\p{L}\p{N}]{2}$/u.test(text.slice(index - 1, index + 1))
  if (isInWord(line.start) || isInWord(line.end)) faults.push('a span that cuts a word')
  const forms = formsOf(line.kind, words)
  if (forms !== undefined && !forms.some((form) => sha256(form) === line.valueHash)) faults.push('a hash that the words do not make')
  return faults
}

test('each line of the gold has the shape that its README gives', () => {
  assert.ok(gold.length > 1000)
  isNothing(gold.flatMap((line, index) => shapeFaults(line).map((fault) => `line ${index + 1}: ${fault}`)))
})

test('no line stands twice, and each hedge and negation hangs on a line of its document', () => {
  const identities = gold.map((line) => [line.document, line.kind, keyOf(line), line.valueHash].join(' '))
  assert.equal(new Set(identities).size, gold.length)
  const bearers = new Set(gold.filter(({ kind }) => kind === 'claim' || kind === 'method').map((line) => `${line.document} ${keyOf(line)}`))
  isNothing(gold.flatMap(({ document, of = [] }) => of.filter((key) => !bearers.has(`${document} ${key}`))))
})

test('each code of a method, a hedge and a precision is one of the vocabularies', () => {
  const listOf = (kind: string): 'date_precision' | 'place_precision' => (kind === 'date' ? 'date_precision' : 'place_precision')
  isNothing(gold.filter(({ kind, value = '' }) => kind === 'method' && !isMethod(value)))
  isNothing(gold.filter(({ kind, value = '' }) => kind === 'hedge' && (!isTerm('certainty_hedge', value) || value === 'stated')))
  isNothing(gold.filter(({ kind, precision }) => precision !== undefined && !isTerm(listOf(kind), precision)))
})

test('the README counts what is there', () => {
  const documents = [...new Set(gold.map(({ document }) => document))]
  const rows = [...at(readme.split('## 7. Counts'), 1).matchAll(/^\| ([a-z_]+) \| (.+) \|$/gm)].filter(([, kind]) => kind !== 'kind')
  const count = (lines: readonly Gold[]): number => new Set(lines.map(({ valueHash }) => valueHash)).size
  const told = rows.map(([, kind, cells = '']) => [kind, ...cells.split(' | ')])
  const counted = [...new Set(gold.map(({ kind }) => kind))].map((kind) => [
    kind,
    ...documents.map((document) => {
      const lines = gold.filter((line) => line.kind === kind && line.document === document)
      if (lines.length === 0) return '–'
      return kind.startsWith('not_a')
        ? `${lines.length}`
        : `${lines.length} / ${count(lines)} / ${count(lines.filter(({ optional }) => optional === undefined))}`
    }),
  ])
  assert.deepEqual(told.map(String).sort(), counted.map(String).sort())
})

test('a planted fault in the shape of a line is found', () => {
  const line = at(
    gold.filter(({ kind }) => kind === 'organisation'),
    0,
  )
  assert.deepEqual(shapeFaults(line), [])
  const planted: Gold[] = [
    { ...line, kind: 'company' },
    { ...line, valueHash: sha256('another') },
    { ...line, kind: 'person' },
    { ...line, kind: 'date' },
    { ...line, kind: 'hedge' },
    { ...line, kind: 'method' },
    { ...line, kind: 'commitment' },
    { ...line, mood: 'told' },
    { ...line, value: 'a b c d e f g h i j k l m', valueHash: sha256('a b c d e f g h i j k l m') },
  ]
  isNothing(planted.filter((fault) => shapeFaults(fault).length === 0))
})

test('each span, line and hash of the gold fits the words that stand there', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const files = [ngo, hrd, eeas, csp, ep].map(seedNamed)
  assert.equal(
    files.reduce((sum, { lines }) => sum + lines.length, 0),
    gold.length,
  )
  isNothing(
    files.flatMap(({ text, lines }) =>
      lines.flatMap((line) => placeFaults(line, text).map((fault) => `${line.kind} ${line.line} ${keyOf(line)}: ${fault}`)),
    ),
  )
})

test('a shifted span, a wrong line and a foreign hash are found in each kind that words can make', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  for (const [kind, lines] of Map.groupBy(
    [ngo, hrd, eeas, csp, ep].flatMap((file) => seedNamed(file).lines),
    (line) => line.kind,
  )) {
    const line = at(lines, 0)
    const text = at(
      [ngo, hrd, eeas, csp, ep].map(seedNamed).filter((seed) => seed.lines.includes(line)),
      0,
    ).text
    assert.notDeepEqual(placeFaults({ ...line, line: line.line + 1 }, text), [], kind)
    assert.notDeepEqual(placeFaults({ ...line, end: text.length + 1 }, text), [], kind)
    assert.notDeepEqual(placeFaults({ ...line, start: line.start + 1 }, text), [], kind)
    if (formsOf(kind, 'x') !== undefined) assert.notDeepEqual(placeFaults({ ...line, valueHash: sha256('another') }, text), [], kind)
  }
})

test('every person of the domain data is annotated, and no name of theirs stands in the gold or its README', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { persons } = domain<Cases>('cases')
  assert.equal(persons.length, 8)
  for (const { id, name, sources } of persons) for (const { file } of sources) assert.ok(seedOf(file).has('person', personForm(name)), id)
  const told = new Set(persons.map(({ name }) => sha256(personForm(name))))
  isNothing(gold.filter(({ kind, valueHash }) => kind === 'person' && !told.has(valueHash)).map(keyOf))
  const parts = persons.flatMap(({ name }) => [
    plain(name),
    ...plain(name)
      .split(' ')
      .filter((part) => part.length > 4),
  ])
  isNothing(parts.filter((part) => new RegExp(`\\b${part}\\b`, 'i').test(`${goldText}\n${readme}`)))
})

test('every organisation, signatory and place of the domain data is annotated', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { organisations: bodies, signatories, places: named } = domain<Cases>('cases')
  isNothing(
    bodies
      .filter(({ name, source }) => !name.split(', ').every((part) => seedOf(source.file).has('organisation', ...organisationForms(part))))
      .map(({ name }) => name),
  )
  isNothing(
    named
      .filter(
        ({ name, source }) =>
          !unbracketed(name)
            .split(', ')
            .every((part) => seedOf(source.file).has('place', ...(places.get(unbracketed(plain(part))) ?? []))),
      )
      .map(({ name }) => name),
  )
  const signed = seedNamed(ngo).lines.filter(({ kind }) => kind === 'signatory')
  assert.deepEqual(
    signed.map(({ value }) => value),
    signatories.flatMap(({ name }) => organisationForms(name)),
  )
  assert.equal(signed.length, 18)
})

test('every incident has its methods, its dates, its places, and its hedge on the right claim and on no other', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { cases, collective_incidents } = domain<Cases>('cases')
  const incidents = [...cases.flatMap(({ events }) => events), ...collective_incidents]
  assert.equal(incidents.length, 16)
  for (const { id, taxonomy, date, date_precision, place, hedge, source } of incidents) {
    const seed = seedOf(source.file)
    const span = seed.find(source)
    const methods = seed.on(span, 'method').filter(({ value }) => taxonomy.includes(value ?? ''))
    assert.deepEqual(new Set(methods.map(({ value }) => value)), new Set(taxonomy), id)
    for (const form of datesIn(date)) assert.ok(seed.has('date', form), `${id} ${form}`)
    if (date_precision === 'since' && /^\d/.test(date))
      assert.ok(
        seed.lines.some(({ value, precision }) => value === date && precision === 'since'),
        id,
      )
    for (const form of placesIn(place ?? '')) assert.ok(seed.has('place', form), `${id} ${form}`)
    const claims = new Set(seed.on(span, 'method', 'claim').map(keyOf))
    const hung = seed.lines.filter((line) => line.kind === 'hedge' && (line.of ?? []).some((key) => claims.has(key)))
    if (hedge !== 'stated')
      assert.ok(
        hung.some(({ value }) => value === hedge),
        id,
      )
    const told = new Set(methods.map(keyOf))
    if (hedge === 'stated') isNothing(hung.flatMap(({ of = [] }) => of.filter((key) => told.has(key))).map((key) => `${id} ${key}`))
  }
})

test('every event around the incidents is annotated, and the year of a law is no date', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  for (const { id, type, date, place, source } of domain<Cases>('cases').context_events) {
    const seed = seedOf(source.file)
    assert.ok(seed.on(seed.find(source), 'instrument', 'legal_reference', 'date', 'organisation').length > 0, id)
    for (const form of datesIn(date)) assert.equal(seed.has('date', form), type !== 'law', `${id} ${form}`)
    if (type === 'law') assert.ok(seed.on(seed.find(source), 'not_a_date').length > 0, id)
    for (const form of placesIn(place ?? '')) assert.ok(seed.has('place', form), `${id} ${form}`)
  }
})

test('every round of the dialogues is annotated with its date, place, heads, asks and offers', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { persons } = domain<Cases>('cases')
  const { dialogues } = domain<{ dialogues: readonly Dialogue[] }>('dialogues')
  assert.equal(dialogues.length, 7)
  for (const { id, track, round, date, place, legal_basis, heads = [], preparatory = [], asks = [], offers = [], source } of dialogues) {
    const seed = seedOf(source.file)
    const last = id.split('-').at(-1)
    const form =
      round !== null
        ? `${track}:${round}`
        : last === 'launch'
          ? `${track}:launch:${date}`
          : last === 'csp'
            ? `${track}:mechanism`
            : `${track}:${last}`
    const found = seed.on(seed.find(source), 'round').filter(({ value }) => value === form)
    assert.equal(found.length, 1, id)
    assert.equal(at(found, 0).optional === undefined, round !== null || last === 'launch', id)
    for (const day of datesIn(date)) assert.ok(seed.has('date', day), `${id} ${day}`)
    for (const one of placesIn(place ?? '')) assert.ok(seed.has('place', one), `${id} ${one}`)
    if (legal_basis !== undefined) assert.ok(seed.has('instrument', ...instrumentForms(legal_basis)), id)
    for (const head of heads)
      assert.ok(seed.has('person', ...persons.filter((person) => person.id === head).map(({ name }) => personForm(name))), head)
    for (const meeting of preparatory) assert.ok(seed.on(seed.find(meeting), 'organisation', 'place').length > 0, id)
    for (const [index, ask] of asks.entries())
      assert.ok(
        seed.on(seed.find(ask), 'demand').some(({ value }) => value === `${id}:ask:${index + 1}`),
        id,
      )
    for (const [index, offer] of offers.entries())
      assert.ok(
        seed.on(seed.find(offer), 'commitment').some(({ value }) => value === `${id}:offer:${index + 1}`),
        id,
      )
  }
})

test('every node of the recommendations is a demand with exactly its words; levels 1 and 2 and the 26 calls count', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { recommendations } = domain<{ recommendations: readonly Recommendation[] }>('recommendations')
  assert.equal(recommendations.length, 88)
  for (const { id, level, source } of recommendations) {
    const seed = seedOf(source.file)
    const line = at(
      seed.lines.filter(({ kind, value }) => kind === 'demand' && value === id),
      0,
    )
    assert.equal(keyOf(line), keyOf(seed.find(source)), id)
    assert.equal(line.optional === undefined, level <= 2, id)
  }
  assert.equal(seedNamed(ep).lines.filter(({ kind }) => kind === 'demand').length, 26)
})

test('every act that the taxonomy gives as an example is a method with its code', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const examples = domain<{ codes: readonly Code[] }>('taxonomy').codes.flatMap(({ id, examples_from_seeds }) =>
    examples_from_seeds.map((source) => ({ id, source })),
  )
  assert.ok(examples.length > 50)
  isNothing(
    examples
      .filter(
        ({ id, source }) =>
          !seedOf(source.file)
            .on(seedOf(source.file).find(source), 'method')
            .some(({ value }) => value === id),
      )
      .map(({ id, source }) => `${id}: ${source.quote}`),
  )
})

const LAW =
  /\b(?:articles? \d[\d, and]*\d|[Pp]aragraph \d+|(?:PCA|EVFTA|CSP|FTA|UNCAT)\b|(?:Convention|Protocol|Charter|Act|Agreement|Treaty|Penal Code|Strategic Partnership)\b(?! and Cooperation))/g
test('every law that a requirement quotes is annotated', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  let seen = 0
  for (const { id, source_file: file, lines, quote } of domain<{ requirements: readonly Requirement[] }>('requirements').requirements) {
    const seed = seedOf(file)
    const span = seed.find({ file, lines, quote })
    for (const match of seed.text.slice(span.start, span.end).matchAll(LAW)) {
      const start = span.start + match.index
      const kinds = /^(?:articles?|paragraph) /i.test(match[0]) ? ['legal_reference'] : ['instrument', 'legal_reference']
      assert.ok(seed.on({ start, end: start + match[0].length }, ...kinds).length > 0, `${id}: ${match[0]}`)
      seen++
    }
  }
  assert.ok(seen >= 15)
})

test('the paragraphs are 1 to 60 in order, the recommendations seven with three dashes under the fourth, the signatories 18', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const labels = (file: string | undefined, pattern: RegExp): string[] =>
    seedNamed(file)
      .lines.filter(({ kind, value }) => kind === 'segment' && pattern.test(value ?? ''))
      .map(({ value }) => value ?? '')
  const upTo = (last: number, before = ''): string[] => Array.from({ length: last }, (_, index) => `${before}${index + 1}`)
  assert.deepEqual(labels(csp, /^\d+$/), upTo(60))
  assert.deepEqual(labels(ngo, /^\d+$/), upTo(7))
  assert.deepEqual(labels(ngo, /^4\.dash/), upTo(3, '4.dash:'))
  assert.deepEqual(labels(ngo, /^2\//), upTo(18, '2/'))
  for (const seed of [ngo, hrd, eeas, csp, ep].map(seedNamed)) {
    const segments = seed.lines.filter(({ kind }) => kind === 'segment')
    assert.equal(segments.filter(({ value }) => value === 'title').length, 1)
    assert.equal(new Set(segments.map(({ value }) => value)).size, segments.length)
    for (const [index, { start, value = '' }] of segments.entries()) {
      assert.ok(index === 0 || at(segments, index - 1).end <= start, value)
      const mark = /^(?:2\/)?(\d+)$/.exec(value)?.[1]
      if (mark !== undefined) assert.ok(seed.text.startsWith(`${mark}. `, start), value)
      if (/\.dash:\d+$/.test(value)) assert.ok(seed.text.startsWith('- ', start), value)
    }
  }
})

test('the commitments are those of the corridor, each in its paragraph, in its words and with its strength', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { paragraphs, commitments, citations } = read<Corridor>(join(home, 'data/corridors/vn-th-eu/corridor.json'))
  const seed = seedNamed(csp)
  const numbers = new Map(paragraphs.map(({ code, number }) => [code, number]))
  const quotes = new Map(citations.map(({ code, quote }) => [code, quote]))
  const segments = seed.lines.filter(({ kind }) => kind === 'segment')
  const expected = [...Map.groupBy(commitments, ({ paragraph }) => numbers.get(paragraph) ?? 0)].flatMap(([number, list]) =>
    list.map((one, index) => ({ ...one, number, form: `csp:${number}:${index + 1}` })),
  )
  const found = seed.lines.filter(({ kind }) => kind === 'commitment')
  assert.deepEqual(found.map(({ value }) => value).sort(), expected.map(({ form }) => form).sort())
  assert.equal(found.length, 102)
  for (const { form, number, strength, citation } of expected) {
    const line = at(
      found.filter(({ value }) => value === form),
      0,
    )
    const around = at(
      segments.filter(({ start, end }) => start <= line.start && line.end <= end),
      0,
    )
    assert.equal((around.value ?? '').split('+')[0], String(number), form)
    assert.equal(line.strength, strength, form)
    assert.equal(seed.words(line), plain(quotes.get(citation) ?? ''), form)
  }
})
