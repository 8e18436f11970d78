import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Release } from '#features/observatory/release.contract.ts'
import { aCorridorRelease } from '#web/observatory/a-corridor-release.ts'
import { buildSite } from '#web/observatory/build-site.ts'

/** The requirements of the first corridor, asked of the pages and files that readers get. */
let folder = ''
let release: Release

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-corridor-'))
  release = await aCorridorRelease()
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

test('a joint statement is called a commitment and a treaty an obligation, and what is not in force is neither (R-NGO-23)', async () => {
  const matrix = await text('matrix')
  assert.match(matrix, /Paragraph 48 commitment/)
  assert.match(matrix, /\(PCA\) obligation/)
  assert.doesNotMatch(matrix, /Paragraph 48 obligation|\(PCA\) commitment/)
  const agreements = await text('agreements')
  assert.match(between(agreements, 'Free trade agreement with Thailand', 'Human-rights clause'), /Not in force/)
  assert.doesNotMatch(between(agreements, 'Free trade agreement with Thailand', 'Human-rights clause'), /Obligation \(treaty\)/)
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
