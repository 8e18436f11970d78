import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readCorridorFolder } from '#features/observatory/index.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import { incidentsUnder } from '#kernel/definitions.ts'
import { findMethod } from '#kernel/vocabulary.ts'
import { buildSite } from '#web/observatory/build-site.ts'
import { releaseOfCorridor } from '#web/observatory/a-corridor-release.ts'
import { HOME } from './database.ts'

/** The requirements of the first corridor, asked of the pages and files that readers get. */
let folder = ''
let release: Release

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-corridor-'))
  const { corridor } = await readCorridorFolder(join(HOME, 'data', 'corridors', 'vn-th-eu'))
  release = releaseOfCorridor(corridor)
  await buildSite(release, folder)
})
after(() => rm(folder, { recursive: true, force: true }))

const page = (address: string) => readFile(join(folder, 'en', address, 'index.html'), 'utf8')
const text = async (address: string) => plain(await page(address))
const file = (name: string) => readFile(join(folder, 'data', name), 'utf8')

/** What a reader sees: no tags, entities resolved, one space. */
function plain(html: string): string {
  const words = html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return words.replace(/\s+/g, ' ')
}

/** The parts of a text, from each marker to the next. */
function between(all: string, from: string, to: string): string {
  const start = all.indexOf(from)
  assert.ok(start >= 0, `no ${from}`)
  const end = all.indexOf(to, start + from.length)
  return all.slice(start, end < 0 ? undefined : end)
}

function one<T>(list: readonly T[], is: (item: T) => boolean): T {
  const found = list.find(is)
  assert.ok(found !== undefined)
  return found
}

const paragraph48 = () => one(release.paragraphs, (p) => p.number === 48)
const caseOf = (name: string) => one(release.cases, (c) => c.person === one(release.persons, (p) => p.name === name).code)

test('the page "physical" lists exactly the incidents with an act under that category of the Parliament (R-EP-02)', async () => {
  const listed = new Set((await page('incidents/ep-physical')).match(/I-[2-9A-Z]{4}/g) ?? [])
  const physical = incidentsUnder('ep-2025', 'physical', release.incidents).map((incident) => incident.code)
  assert.ok(physical.length > 0 && physical.length < release.incidents.length)
  assert.deepEqual([...listed].sort(), physical.toSorted())
})

test('a community incident names nobody and no place finer than the country, on pages and in files (R-NGO-03)', async () => {
  const community = release.incidents.filter((incident) => incident.case === null)
  assert.equal(community.length, 4)
  const published = JSON.parse(await file('incidents.json')) as { code: string; place: { name: unknown; precision: string } }[]
  for (const incident of community) {
    const row = JSON.stringify(one(published, (each) => each.code === incident.code))
    assert.doesNotMatch(row, /Bangkok"/, 'no city as the place')
    for (const person of release.persons) assert.ok(!row.includes(person.name))
  }
})

test('"credibly reported" stands with its level wherever the claim stands, and nothing makes it stronger (R-NGO-05)', async () => {
  const incident = one(release.incidents, (each) => each.attribution?.level === 'credibly_reported')
  assert.match(one(release.citations, (q) => q.code === incident.attribution?.citation).quote, /credibly reported/)
  const html = await text('incidents/TH/undated').catch(() => text('incidents'))
  const entry = between(html, incident.title.en, 'Standard of proof')
  assert.match(entry, /Credibly reported/)
  assert.doesNotMatch(entry, /confirmed|\bverified|proven/i)
  for (const name of ['incidents.csv', 'incidents.json', 'incidents.ndjson']) assert.match(await file(name), /credibly_reported/, name)
})

test('the case of Truong Duy Nhat shows three stages, each with its own certainty (R-NGO-08)', async () => {
  const told = await text(`cases/${caseOf('Truong Duy Nhat').code}`)
  const order = ['in 2019', 'strongly suggest', 'reappeared in Vietnamese custody', 'in March 2020', 'Sentence: 10 years'].map((words) =>
    told.indexOf(words),
  )
  assert.ok(
    order.every((at) => at > 0),
    order.join(),
  )
  assert.match(between(told, 'A journalist disappears', 'On the method code'), /How firmly Circumstances strongly suggest/)
  assert.match(between(told, 'He subsequently reappeared', 'in March 2020'), /How firmly Stated as fact/)
})

test('"allegedly" stays alleged in every page, file and feed (R-NGO-09)', async () => {
  const alleged = one(release.incidents, (incident) => incident.hedge.code === 'alleged')
  for (const language of ['en', 'vi', 'th', 'fr', 'ar']) {
    const html = await readFile(join(folder, language, 'cases', String(alleged.case), 'index.html'), 'utf8')
    assert.match(html, /allegedly abducted/, language)
  }
  const rows = (await file('incidents.csv')).split('\n').filter((row) => row.startsWith(alleged.code))
  assert.equal(rows.length, 1)
  assert.match(String(rows[0]), /alleged/)
  const json = one(JSON.parse(await file('incidents.json')) as { code: string }[], (row) => row.code === alleged.code)
  assert.match(JSON.stringify(json), /"alleged"/)
  assert.match(JSON.stringify(json), /"unverified"/)
})

test('no finding is published without a standard of proof, and its definition is one click away (R-NGO-54)', async () => {
  for (const address of ['findings', ...release.cases.map((each) => `cases/${each.code}`)]) {
    const html = await page(address)
    const findings = html.split(/Standard of proof|Our standard of proof/).length - 1
    assert.ok(findings > 0, address)
    assert.ok((html.match(/href="\/en\/methodology\/#[^"]*"/g) ?? []).length > 0, address)
  }
  assert.match(await text('methodology'), /Reasonable grounds/i)
})

test('from paragraph 48 a reader reaches the incidents, and from an incident the commitments engaged (R-NGO-13)', async () => {
  const paragraph = await page(`commitments/${paragraph48().code}`)
  const linked = new Set(paragraph.match(/\/(?:cases\/C-[2-9A-Z]{4}\/)?#?I-[2-9A-Z]{4}|#I-[2-9A-Z]{4}/g) ?? [])
  assert.ok(linked.size >= 4, String(linked.size))
  for (const each of release.cases)
    assert.ok((await page(`cases/${each.code}`)).includes(`/en/commitments/${paragraph48().code}/`), each.code)
})

test('all calls of both documents are there, joined where they ask the same, and by addressee (R-NGO-15)', async () => {
  const all = await text('recommendations')
  assert.equal(release.recommendations.length, 88)
  for (const node of release.recommendations) assert.ok(all.includes(node.action.en), node.id)
  const addressees = await readdir(join(folder, 'en', 'recommendations'))
  assert.ok(addressees.length > 5)
  for (const node of release.recommendations.filter((each) => each.sameAs.length > 0)) {
    for (const other of node.sameAs)
      assert.ok(one(release.recommendations, (each) => each.id === other).sameAs.includes(node.id), 'the same in both directions')
  }
  const thailand = release.recommendations.filter((each) => each.addresseeCodes.includes('thailand'))
  const listed = plain(
    await readFile(
      join(folder, 'en', 'recommendations', String(addressees.find((name) => name.includes('thailand'))), 'index.html'),
      'utf8',
    ),
  )
  for (const node of thailand) assert.ok(listed.includes(node.action.en), node.id)
})

test('a joint statement is called a commitment and a treaty an obligation, and what is not in force is neither (R-NGO-23)', async () => {
  const matrix = await text('matrix')
  assert.match(matrix, /Paragraph 48 commitment/)
  assert.match(matrix, /\(PCA\) obligation/)
  assert.doesNotMatch(matrix, /Paragraph 48 obligation|\(PCA\) commitment/)
  const agreements = await text('agreements')
  assert.match(between(agreements, 'Free trade agreement with Thailand', 'Human-rights clause'), /Not in force/)
  assert.doesNotMatch(between(agreements, 'Free trade agreement with Thailand', 'Human-rights clause'), /Obligation \(treaty\)/)
})

test('for each third country its agreements, the clause and every recorded invocation are listed (R-EP-12)', async () => {
  const agreements = await text('agreements')
  for (const country of ['Viet Nam', 'Thailand']) assert.ok(agreements.includes(country))
  for (const agreement of release.agreements) {
    const told = between(agreements, agreement.name.en, 'Asylia')
    assert.match(told, /Human-rights clause/)
    assert.match(told, /Invoked/)
  }
  assert.match(
    between(agreements, 'Framework Agreement on Comprehensive Partnership', 'Free Trade Agreement (EVFTA)'),
    /PCA art 1.*essential element.*Unverified/,
  )
  assert.equal(release.agreements.flatMap((agreement) => agreement.invocations).length, 0)
  assert.match(agreements, /No invocation over repression across borders is recorded/)
})

test('the mechanisms of paragraph 2 are present, each with where a case can be raised (R-CSP-01)', async () => {
  const keys = new Set(release.mechanisms.map((mechanism) => mechanism.key))
  for (const key of ['pca', 'evfta', 'fpa', 'jetp', 'joint_committee', 'trade_committee', 'dsd', 'hrd']) assert.ok(keys.has(key), key)
  const told = await text('mechanisms')
  for (const mechanism of release.mechanisms) {
    const entry = between(told, mechanism.name.en, 'Asylia')
    assert.match(entry, /Where a case can be raised/)
    if (mechanism.entryPoint !== null) assert.ok(told.includes(mechanism.entryPoint.en), mechanism.key)
  }
})

test('the page of paragraph 48 lists the treaties that bind Viet Nam and the linked incidents (R-CSP-17)', async () => {
  const told = await text(`commitments/${paragraph48().code}`)
  for (const treaty of release.ratifications.filter((each) => each.state === 'VN' && each.status === 'party'))
    assert.ok(told.includes(treaty.treaty), treaty.treaty)
  assert.match(told, /Unverified/)
  assert.match(told, /Incidents it names \(16\)/)
})

test('sixty paragraphs are there, those of high relevance on a page of their own, and one without a commitment says so (R-CSP-26)', async () => {
  assert.deepEqual(
    release.paragraphs.map((each) => each.number).toSorted((a, b) => a - b),
    Array.from({ length: 60 }, (_, at) => at + 1),
  )
  const high = new Set((await page('commitments/relevance-high')).match(/CP-[2-9A-Z]{4}/g) ?? [])
  assert.deepEqual(
    [...high].sort(),
    release.paragraphs
      .filter((each) => each.relevance === 'high')
      .map((each) => each.code)
      .sort(),
  )
  const empty = one(release.paragraphs, (each) => each.commitments.length === 0)
  assert.match(await text(`commitments/${empty.code}`), /no commitment|holds none/i)
})

test('every act with a legal tool shows what kind of record belongs to it (R-EP-03)', () => {
  const legal = release.incidents.flatMap((incident) => incident.methods).filter((method) => /extradition|passport-cancel/.test(method))
  assert.ok(legal.length > 0)
  for (const method of legal.filter((code) => code.startsWith('coop.extradition')))
    assert.equal(findMethod(method)?.recordType, 'legal_proceeding', method)
})

test('the same period counts reproducibly under two definitions, each stamped with id and version (R-EP-04, R-EP-05)', async () => {
  const recount = await file('recount.csv')
  for (const id of ['ep-2025', 'freedom-house', 'ohchr-2025']) assert.match(recount, new RegExp(id))
  const again = await mkdtemp(join(tmpdir(), 'asylia-again-'))
  await buildSite(release, again)
  assert.equal(await readFile(join(again, 'data', 'recount.csv'), 'utf8'), recount)
  await rm(again, { recursive: true })
  const three = one(release.incidents, (incident) => new Set(incident.methods.map((method) => method.split('.')[0])).size === 3)
  assert.equal((await file('incidents.csv')).split('\n').filter((row) => row.startsWith(three.code)).length, 1)
})

test('no public page or file carries the id of a protected record (T-44)', async () => {
  let looked = 0
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(html|json|csv|atom|ndjson|jsonld|txt)$/.test(name)) continue
    looked += 1
    assert.doesNotMatch(
      await readFile(join(folder, name), 'utf8'),
      /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/,
      name,
    )
  }
  assert.ok(looked > 1_000)
})

test('no address of the site holds a name', async () => {
  const names = (await readdir(folder, { recursive: true }))
    .join('\n')
    .toLowerCase()
    .split(/[^a-z]+/)
  for (const person of release.persons)
    for (const part of person.name.toLowerCase().split(' ')) assert.ok(part.length < 4 || !names.includes(part), 'a name in an address')
})
