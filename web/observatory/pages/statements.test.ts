import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { SourceStatement } from '#features/register/register.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { labelOf } from '#kernel/vocabulary.ts'
import { anInventedSite, filesOf, textOf } from '../a-built-site.ts'
import { inventedRelease } from '../invented-release.ts'
import { Reader } from '../reader.ts'

const [citation] = inventedRelease().citations
assert.ok(citation !== undefined)

const aStatement = (over: Partial<SourceStatement>): SourceStatement => ({
  code: 'ST-7Q4MXK',
  kind: 'relation',
  document: citation.document,
  value: 'phys.surveillance',
  said: 'two men followed the weaver',
  precision: null,
  valid: null,
  happened: null,
  strength: null,
  role: 'target',
  parts: [{ kind: 'person', value: 'the weaver', said: 'the weaver', record: null }],
  hedge: { code: 'alleged', said: 'allegedly' },
  negated: true,
  citations: [citation.code],
  ...over,
})
const province = aStatement({
  code: 'ST-7Q4MXM',
  kind: 'place',
  value: 'region:arvena',
  said: 'Arvena province',
  role: null,
  parts: [],
  valid: { from: null, until: '2025-06-30' },
  hedge: { code: 'stated', said: null },
  negated: false,
})
const plain = { role: null, parts: [], hedge: { code: 'stated', said: null }, negated: false } as const
const promise = aStatement({
  ...plain,
  code: 'ST-7Q4MXN',
  kind: 'commitment',
  value: 'explore a scheme for weavers',
  said: 'explore a scheme for weavers',
  strength: 'explore_may',
  promiser: 'the two towns',
  parts: [],
})
const charter = aStatement({ ...plain, code: 'ST-7Q4MXP', kind: 'instrument', value: 'loom charter', said: 'Loom Charter', parts: [] })
const [round] = inventedRelease().dialogues
const [demand] = inventedRelease().recommendations
assert.ok(round !== undefined && demand !== undefined)
const foundRound = { ...round, code: 'H-7Q4MXK', track: 'loom_talks', status: 'announced_only' as const }
const foundDemand = { ...demand, code: 'R-7Q4MXK', id: 'DOC-7Q4MXK', parent: null, sameAs: [] }
const site = await anInventedSite((release) => ({
  ...release,
  statements: [aStatement({}), province, promise, charter],
  dialogues: [...release.dialogues, foundRound],
  recommendations: [...release.recommendations, foundDemand],
  uncoded: [foundRound.code, foundDemand.code],
}))
const code = site.release.documents.find(({ sha256 }) => sha256 === citation.document)?.code ?? ''

test('a statement stands on the page of its document with words, hedge, denial and quotation, in every language (R-NGO-09)', () => {
  for (const language of LANGUAGES) {
    const page = site.page(`${language}/statements/${code}/`)
    const [relation = '', place = ''] = ['ST-7Q4MXK', 'ST-7Q4MXM'].map((one) => {
      const own = page.slice(page.indexOf(`id="${one}"`))
      return own.slice(0, own.indexOf('</article>'))
    })
    assert.ok(relation.includes('two men followed the weaver') && relation.includes(`#${citation.code}`))
    assert.ok(textOf(relation).includes(labelOf('certainty_hedge', 'alleged', language).text))
    assert.ok(!relation.includes('hedge-stated"'))
    assert.ok(place.includes('2025-06-30') && place.includes('hedge-stated"'))
  }
  assert.match(textOf(site.page(`en/statements/${code}/`)), /The source denies it/)
})

test('the quotation leads to its statements, and the tables hold them', () => {
  const quoted = site.page(`en/sources/${code}/${citation.paragraph}/`)
  assert.ok(quoted.includes(`/en/statements/${code}/#ST-7Q4MXK`) || quoted.includes(`statements/${code}/#ST-7Q4MXK`))
  const lines = site.file('data/statements.csv').trimEnd().split('\r\n')
  assert.equal(lines.length, 5)
  assert.match(lines[1] ?? '', /^ST-7Q4MXK,relation,.*alleged,allegedly,true,/)
})

/** A page from the heading of what was found on. */
const foundOn = (address: string): string => {
  const page = site.page(address)
  const at = page.indexOf('id="found"')
  return at < 0 ? '' : page.slice(at)
}
const MARK = 'found in a document, not yet coded by us'

test('a promise out of a document stands below the coded ones, with its promiser, its own strength and its source (R-NGO-09)', () => {
  for (const language of LANGUAGES) {
    const page = site.page(`${language}/commitments/`)
    const [coded = '', found = ''] = page.split('id="found"')
    assert.ok(!coded.includes(promise.code) && found.includes(`id="${promise.code}"`), language)
    assert.ok(found.includes('the two towns') && found.includes(`#${citation.code}`), language)
  }
  const words = textOf(foundOn('en/commitments/'))
  assert.ok(words.includes(MARK) && words.includes('Explore, may'), words)
  assert.ok(!/Agree, will, commit|Aim, intend/.test(words), 'no firmer than its verb')
  assert.equal(foundOn('en/commitments/strength-explore-may/'), '', 'a filter is of the coded ones')
})

test('a demand, a round and a treaty out of a document stand where their readers look, each with the mark of the uncoded', () => {
  const asked = site.page('en/recommendations/')
  assert.ok(textOf(asked.slice(asked.indexOf('id="DOC-7Q4MXK"'))).includes(MARK))
  assert.ok(!textOf(asked.slice(0, asked.indexOf('id="DOC-7Q4MXK"'))).includes(MARK))
  const talks = textOf(foundOn('en/dialogues/'))
  assert.ok(talks.includes(MARK) && talks.includes('loom talks'), talks)
  assert.ok(!talks.includes('no source says that it was held'), 'nobody has judged of it')
  assert.ok(site.page('en/dialogues/').indexOf(`id="${round.code}"`) < site.page('en/dialogues/').indexOf('id="found"'))
  const treaties = foundOn('en/instruments/')
  assert.ok(treaties.includes('Loom Charter') && treaties.includes(`#${citation.code}`) && textOf(treaties).includes(MARK))
})

test('what nobody coded has no status in a table, as CSV and as JSON; what is coded keeps its own (R-NGO-09)', () => {
  for (const [name, found] of [
    ['recommendations', foundDemand],
    ['dialogues', foundRound],
  ] as const) {
    type Row = { readonly code: string; readonly status: string | null; readonly statusCitation?: string }
    const rows = new Map((JSON.parse(site.file(`data/${name}.json`)) as Row[]).map((one) => [one.code, one]))
    assert.deepEqual([rows.get(found.code)?.status, rows.get(found.code)?.statusCitation], [null, undefined], name)
    for (const one of site.release[name]) if (one.code !== found.code) assert.equal(rows.get(one.code)?.status, one.status)
    const [, line = ''] = site.file(`data/${name}.csv`).split(`\r\n${found.code},`)
    assert.ok(!line.split('\r\n')[0]?.includes(found.status), name)
    assert.ok(site.file(`data/${name}.csv`).includes(name === 'dialogues' ? ',held,' : ',in_progress,'))
  }
  const [, demanded = ''] = site.file('data/recommendations.csv').split(`\r\n${foundDemand.code},`)
  const [, coded = ''] = site.file('data/recommendations.csv').split(`\r\n${demand.code},`)
  const times = (line: string) => line.split('\r\n')[0]?.split(demand.citation).length ?? 0
  assert.deepEqual([times(demanded), times(coded)], [2, 3], 'no quotation for a status that is none')
})

test('a telephone number is on no page and in no table, whatever it was read out of; the release file alone is exact (R-HRD-16)', async () => {
  const words = 'Loom desk, phone number: 555 0101, 555 0102'
  const text = `${words}.`
  const own = { ...citation, code: 'Q-7Q4MXZ', start: 0, end: words.length, quote: words }
  const called = aStatement({
    ...plain,
    code: 'ST-7Q4MXQ',
    kind: 'commitment',
    value: words.toLowerCase(),
    said: words,
    promiser: words,
    parts: [],
  })
  const parts = [{ kind: 'person', value: words, said: words, record: null }]
  const joined = aStatement({ code: 'ST-7Q4MXR', said: words, parts, citations: [own.code] })
  const built = await anInventedSite((release) => ({
    ...release,
    citations: [...release.citations, own],
    statements: [{ ...called, citations: [own.code] }, joined],
    incidents: release.incidents.map((one) => ({ ...one, citations: [own.code, ...one.citations] })),
    recommendations: [...release.recommendations, { ...foundDemand, action: { en: words }, citation: own.code }],
    dialogues: [...release.dialogues, { ...foundRound, title: { en: words }, citations: [own.code] }],
    uncoded: [foundRound.code, foundDemand.code],
    documents: release.documents.map((document) => {
      const [first] = document.paragraphs
      if (!document.licence.allowsFullText || first === undefined) return document
      const textHash = createHash('sha256').update(text).digest('hex')
      return { ...document, paragraphs: [...document.paragraphs, { ...first, number: 99, text, textHash }] }
    }),
  }))
  const shown = await filesOf(built.folder)
  const telling = [...shown].filter(([, content]) => /555 010[12]/.test(content)).map(([path]) => path)
  assert.deepEqual(telling, ['data/release.json'])
  assert.equal(built.file('data/release.json').split('555 0101').length, 1 + 10, 'with every word of each of the ten places')
  for (const path of ['data/citations.csv', 'data/citations.json', 'data/incidents.csv', 'data/statements.csv', 'data/documents.json'])
    assert.ok(built.file(path).includes('phone number: ••• ••••, ••• ••••'), path)
  for (const language of LANGUAGES)
    assert.ok(built.page(`${language}/downloads/`).includes(textOf(new Reader(language).words('downloads.exact'))), language)
})

test('without a statement there is no such page, and nothing is said to be found', async () => {
  const empty = await anInventedSite()
  assert.throws(() => empty.page(`en/statements/${code}/`), /ENOENT/)
  for (const page of ['commitments', 'dialogues', 'instruments', 'recommendations'])
    assert.ok(!empty.page(`en/${page}/`).includes('id="found"') && !empty.page(`en/${page}/`).includes(MARK), page)
})
