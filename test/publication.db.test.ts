import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { House } from '#base/house.ts'
import { describeParagraph, makeCitation } from '#features/documents/cite.rules.ts'
import { holdDocument, recheckCitations } from '#features/documents/index.ts'
import { readParagraphs } from '#features/documents/segment.rules.ts'
import { checkRelease, exportRelease, loadCorridor, withdrawPublicRecord } from '#features/observatory/index.ts'
import type { CorridorFile, Release } from '#features/observatory/release.contract.ts'
import { dropDangling } from '#features/observatory/release.rules.ts'
import { SECTIONS } from '#features/observatory/sections.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { aFolder, filesOf } from '#web/observatory/a-built-site.ts'
import { buildSite } from '#web/observatory/build-site.ts'
import { inventedRelease } from '#web/observatory/invented-release.ts'
import { writeMoment } from '#web/observatory/when.ts'
import { type ScratchDatabase, type ScratchServer, scratchServer } from './database.ts'

const FRAME = { asOf: '2026-03-14', site: 'http://127.0.0.1:8080', contact: null }
const HASH = 'a'.repeat(64)
let server: ScratchServer
let database: ScratchDatabase
let house: House

before(async () => {
  server = await scratchServer()
})
after(() => server.stop())
beforeEach(async () => {
  database = await server.more()
  house = await database.house()
})
test.afterEach(async () => {
  await house.close()
  await database.stop()
})

function inventedCorridor(): CorridorFile {
  const {
    asOf: _a,
    site: _s,
    contact: _c,
    vocabulary: _v,
    corridors,
    held: _h,
    changes: _ch,
    offices: _o,
    format: _f,
    ...records
  } = inventedRelease()
  const head = corridors[0]
  if (head === undefined) throw new Error('The invented release has a corridor.')
  const { fileHash: _, ...rest } = head
  return {
    format: 'asylia-corridor/1',
    ...rest,
    ...records,
    documents: records.documents.map((one) => ({ ...one, paragraphs: one.paragraphs.map(({ text: _t, ...bare }) => bare) })),
  }
}
const load = (corridor: CorridorFile, hash = HASH) => loadCorridor(house.base, house.installation, corridor, hash)
const released = () => exportRelease(house.publicDatabase, FRAME)
const lines = async () =>
  (
    await sql<{
      action: string
      subject: string
      object_hash: string | null
    }>`select action, subject, object_hash from base.ledger_entry order by action, subject`.execute(house.ledger)
  ).rows

test('what is loaded is what is published, record for record', async () => {
  const corridor = inventedCorridor()
  const done = await load(corridor)
  assert.equal(
    done.added,
    SECTIONS.reduce((sum, [section]) => sum + corridor[section].length, 0),
  )
  const release = await released()
  const byKey = (records: readonly object[]) =>
    new Map(
      records.map((one) => [
        JSON.stringify(
          Object.entries(one)
            .filter(([name]) => ['code', 'sha256', 'id', 'state', 'treaty'].includes(name))
            .sort(),
        ),
        one,
      ]),
    )
  for (const [section] of SECTIONS) {
    const used = section === 'citations' ? dropDangling({ ...release, ...corridor }).citations : corridor[section]
    assert.deepEqual(byKey(release[section]), byKey(used), section)
    assert.equal(release[section].length, used.length, section)
  }
})

test('loading leaves one line that names the hash of the file and its version, and loading again leaves none', async () => {
  const corridor = inventedCorridor()
  await load(corridor)
  assert.deepEqual(await lines(), [{ action: 'corridor.load', subject: `${corridor.id}@${corridor.version}`, object_hash: HASH }])
  assert.equal((await load(corridor)).unchanged, true)
  assert.equal((await lines()).length, 1)
})

test('a new version corrects what changed, withdraws what is gone, and readers are told of both', async () => {
  const corridor = inventedCorridor()
  await load(corridor)
  const [event, ...events] = corridor.events
  const [person, ...persons] = corridor.persons
  assert.ok(event !== undefined && person !== undefined)
  const next = { ...corridor, version: '2033-05-01', persons: [{ ...person, descriptors: ['a weaver of rugs'] }, ...persons], events }
  const done = await load(next, 'b'.repeat(64))
  assert.deepEqual([done.added, done.corrected, done.withdrawn], [0, 1, 1])
  const release = await released()
  assert.deepEqual(release.persons.find((one) => one.code === person.code)?.descriptors, ['a weaver of rugs'])
  assert.equal(
    release.events.some((one) => one.code === event.code),
    false,
  )
  const told = release.changes.map((change) => `${change.kind} ${change.subject}`)
  assert.ok(told.includes(`corrected ${person.code}`) && told.includes(`withdrawn ${event.code}`))
  assert.ok(!JSON.stringify(release.changes).includes(person.name))
})

test('a half-loaded corridor leaves nothing: one bad row and the whole load is undone', async () => {
  const corridor = inventedCorridor()
  const [first] = corridor.incidents
  assert.ok(first !== undefined)
  await assert.rejects(load({ ...corridor, incidents: [...corridor.incidents, { ...first, code: 'I-ZZZZ', case: 'C-ZZZZ' }] }))
  assert.deepEqual(await lines(), [])
  assert.deepEqual((await released()).documents, [])
})

test('whoever may not publish is refused and leaves no line', async () => {
  const stranger = { ...house.installation, actor: { ...house.installation.actor, writes: [] as CompartmentId[] } }
  await assert.rejects(
    loadCorridor(house.base, stranger, inventedCorridor(), HASH),
    (error) => error instanceof Refusal && error.code === 'access.denied',
  )
  assert.deepEqual(await lines(), [])
})

test('a withdrawn person takes their case, its incidents and their quotations along, and stays out when the corridor is loaded again (T-44)', async () => {
  const corridor = inventedCorridor()
  await load(corridor)
  const [gone] = corridor.cases
  assert.ok(gone !== undefined)
  const person = corridor.persons.find((one) => one.code === gone.person)
  assert.ok(person !== undefined)
  await withdrawPublicRecord(house.base, house.installation, person.code)
  for (const again of [false, true]) {
    if (again) await load({ ...corridor, version: '2033-06-01' }, 'c'.repeat(64))
    const release = await released()
    assert.equal(
      release.cases.some((one) => one.code === gone.code),
      false,
    )
    assert.equal(
      release.incidents.some((one) => one.case === gone.code),
      false,
    )
    assert.equal(JSON.stringify({ ...release, incidents: [] }).includes(person.name), false)
  }
  await assert.rejects(
    withdrawPublicRecord(house.base, house.installation, person.code),
    (error) => error instanceof Refusal && error.code === 'record.withdrawn',
  )
  await assert.rejects(
    withdrawPublicRecord(house.base, house.installation, 'P-ZZZZ'),
    (error) => error instanceof Refusal && error.code === 'record.not_found',
  )
})

test('whatever is withdrawn, the release refers to nothing that it does not hold', () => {
  const whole = inventedRelease()
  const all = SECTIONS.flatMap(([section]) => whole[section].map((_, at) => ({ section, at })))
  fc.assert(
    fc.property(fc.subarray(all, { maxLength: 12 }), (gone) => {
      const left = { ...whole } as Record<string, unknown>
      for (const [section] of SECTIONS)
        left[section] = whole[section].filter((_, at) => !gone.some((one) => one.section === section && one.at === at))
      const release = dropDangling(left as Release)
      const codes = new Set(SECTIONS.flatMap(([section]) => release[section].map((one) => ('code' in one ? one.code : ''))))
      for (const [section] of SECTIONS) {
        const named = JSON.stringify(release[section]).match(/"(?:C|P|I|Q|K|CP)-[2-9A-Z]{4}"/g) ?? []
        for (const code of named) assert.ok(codes.has(code.slice(1, -1)), `${section} names ${code}`)
      }
    }),
  )
})

test('a referenced document becomes held when its bytes come, and every citation is compared (R-NGO-09)', async () => {
  const text = 'A Letter\n\nThe weaver was allegedly followed to her lodging.\n\nShe has been detained since.\n'
  const bytes = new TextEncoder().encode(text)
  const { corridor, code } = citing(text)
  await load(corridor)
  assert.equal((await released()).held.length, 0)
  assert.deepEqual(await holdDocument(house.base, house.installation, bytes), { sha256: code, paragraphs: 3, citations: 1, already: false })
  assert.equal((await holdDocument(house.base, house.installation, bytes)).already, true)
  assert.equal(await recheckCitations(house.base, house.installation.actor), 1)
  const release = await released()
  assert.deepEqual(release.held, [code])
  assert.ok(!JSON.stringify(release.documents).includes('detained'), 'the text stays here: its licence does not allow it')
  await assert.rejects(
    holdDocument(house.base, house.installation, new TextEncoder().encode(`${text}!`)),
    (error) => error instanceof Refusal && error.code === 'document.hash_unknown',
  )
})

test('a stored readout has its address, the time at which it came and its hash, and no number of a press contact is shown (R-HRD-16)', async () => {
  const text = 'A Readout\n\nThe weaver was allegedly followed to her lodging.\n\nPress contacts\n\nMira Okonedo\n\n+99 (0)2 55 01234\n'
  const address = 'https://readouts.invalid/2033/a-readout'
  const { corridor, code } = citing(text)
  await load({ ...corridor, documents: corridor.documents.map((one) => ({ ...one, address })) })
  assert.deepEqual((await released()).copies, [])
  const from = Date.now()
  await holdDocument(house.base, house.installation, new TextEncoder().encode(text))
  const release = await released()
  const [copy] = release.copies ?? []
  assert.equal(copy?.sha256, code)
  const at = Date.parse(copy.at)
  assert.ok(at >= from - 2_000 && at <= Date.now() + 2_000, copy.at)
  const folder = aFolder()
  await buildSite(release, folder)
  const [document] = release.documents
  for (const path of [`en/sources/${document?.code}/index.html`, `en/sources/${document?.code}/2/index.html`]) {
    const page = await readFile(join(folder, path), 'utf8')
    for (const told of [address, code, `${writeMoment(copy.at, 'en')}`, 'Copy stored here'])
      assert.ok(page.includes(told), `${path} ${told}`)
  }
  for (const [path, page] of await filesOf(folder, '.html')) assert.ok(!page.includes('01234'), path)
})

test('a citation that does not stand in its document keeps the text out; one that stops to stand stops the publication', async () => {
  const text = 'A Letter\n\nThe weaver was allegedly followed to her lodging.\n'
  const { corridor } = citing(text)
  const [citation] = corridor.citations
  assert.ok(citation !== undefined)
  const stronger = { ...corridor, citations: [{ ...citation, quote: 'The weaver was certainly followed' }] }
  await load(stronger)
  await assert.rejects(
    holdDocument(house.base, house.installation, new TextEncoder().encode(text)),
    (error) => error instanceof Refusal && error.code === 'citation.mismatch',
  )
  assert.equal((await released()).held.length, 0)
  await load({ ...corridor, version: '2033-07-01' }, 'd'.repeat(64))
  await holdDocument(house.base, house.installation, new TextEncoder().encode(text))
  await load({ ...stronger, version: '2033-08-01' }, 'e'.repeat(64))
  await assert.rejects(
    recheckCitations(house.base, house.installation.actor),
    (error) => error instanceof Refusal && error.code === 'citation.mismatch',
  )
})

test('a release that carries the id of a protected record is refused (T-44)', async () => {
  await load(inventedCorridor())
  const release = await released()
  assert.equal(checkRelease(release), release)
  const leaking = { ...release, contact: '5f0c2f6e-3f5a-4f0e-9d0e-6a1b2c3d4e5f' }
  assert.throws(
    () => checkRelease(leaking),
    (error) => error instanceof Refusal && error.code === 'corridor.protected_id',
  )
  assert.throws(
    () => checkRelease({ ...release, persons: [{}] }),
    (error) => error instanceof Refusal && error.code === 'release.malformed',
  )
})

test('the same rows give the same bytes', async () => {
  await load(inventedCorridor())
  assert.equal(JSON.stringify(await released()), JSON.stringify(await released()))
})

/** A corridor with one document of these bytes and one citation into it. */
function citing(text: string): { corridor: CorridorFile; code: string } {
  const base = inventedCorridor()
  const [template] = base.documents
  const [organisation] = base.organisations
  const sha256 = createHash('sha256').update(text).digest('hex')
  const read = readParagraphs(text)
  const made = makeCitation('Q-AAAA', sha256, read, 'The weaver was allegedly followed')
  if (template === undefined || organisation === undefined || !made.ok)
    throw new Error('The invented corridor holds a document and an organisation.')
  const empty = Object.fromEntries(SECTIONS.map(([section]) => [section, []])) as unknown as Pick<
    CorridorFile,
    (typeof SECTIONS)[number][0]
  >
  const document = {
    ...template,
    sha256,
    ruleVersion: 1,
    licence: { name: 'not stated', allowsFullText: false },
    paragraphs: read.map((one) => describeParagraph(one, false)),
  }
  return {
    corridor: {
      ...base,
      ...empty,
      documents: [document],
      citations: [made.citation],
      organisations: [{ ...organisation, citations: ['Q-AAAA'] }],
    },
    code: sha256,
  }
}
