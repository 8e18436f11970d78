import assert from 'node:assert/strict'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Release } from '#features/observatory/release.contract.ts'
import { Refusal } from '#kernel/refusal.ts'
import { aFolder, anInventedSite, filesOf, INVENTED_OPTIONS } from './a-built-site.ts'
import { buildSite } from './build-site.ts'
import { inventedRelease } from './invented-release.ts'

const build = (folder: string, release: Release = inventedRelease()) => buildSite(release, folder, INVENTED_OPTIONS)
const refusedWith = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
/** The release as a copy that a test may spoil. */
const copy = (): Release => structuredClone(inventedRelease())

test('the same release gives the same bytes in another folder', async () => {
  const [one, two] = [aFolder(), aFolder()]
  await build(one)
  await build(two)
  assert.deepEqual(await filesOf(one), await filesOf(two))
})

test('the invented release of the vectors is the one that the builder makes', async () => {
  const stored = await readFile(new URL('../../vectors/observatory/invented-release.json', import.meta.url), 'utf8')
  assert.deepEqual(JSON.parse(stored), inventedRelease())
})

test('what has not changed is neither made nor written again', async () => {
  const folder = aFolder()
  const first = await build(folder)
  const before = await stat(join(folder, 'en/index.html'))
  const second = await build(folder)
  assert.equal(first.pages, second.pages)
  assert.deepEqual([second.written, second.removed], [0, 0])
  assert.equal((await stat(join(folder, 'en/index.html'))).mtimeMs, before.mtimeMs)
})

test('a change touches the pages that show it and leaves the bytes of the others', async () => {
  const folder = aFolder()
  await build(folder)
  const before = await filesOf(folder)
  const release = copy()
  const [first, ...others] = release.cases
  assert.ok(first !== undefined)
  release.cases = [{ ...first, summary: { en: 'Another summary.' } }, ...others]
  const { written } = await build(folder, release)
  const after = await filesOf(folder)
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
  assert.ok(changed.includes(`en/cases/${first.code}/index.html`))
  assert.ok(!changed.includes('en/methodology/index.html'))
  assert.equal(changed.filter((path) => !path.startsWith('.')).length, written)
})

test('pages of what is gone are removed; files of others stay', async () => {
  const folder = aFolder()
  await build(folder)
  const release = copy()
  const gone = release.discrepancies.length
  const [, ...rest] = release.instruments
  release.instruments = rest
  await writeFile(join(folder, 'notes.txt'), 'not ours')
  const { removed } = await build(folder, release)
  assert.equal(removed, 5)
  assert.ok(gone > 0)
  const files = await filesOf(folder)
  assert.ok(![...files.keys()].some((path) => path.includes('two-rivers')))
  assert.equal(files.get('notes.txt'), 'not ours')
  await assert.rejects(stat(join(folder, 'en/instruments/two-rivers')))
})

test('a file that somebody deleted and a list that a crash cut short are made good', async () => {
  const folder = aFolder()
  await build(folder)
  const before = await filesOf(folder)
  await rm(join(folder, 'th/index.html'))
  assert.equal((await build(folder)).written, 1)
  await writeFile(join(folder, '.asylia-site.json'), '{"en/ind')
  await build(folder)
  assert.deepEqual(await filesOf(folder), before)
})

test('a release of another form is refused, and nothing is built', async () => {
  const folder = aFolder()
  for (const spoilt of [
    {},
    { ...copy(), format: 'asylia-release/2' },
    { ...copy(), extra: 1 },
    { ...copy(), incidents: [{ ...copy().incidents[0], hedge: null }] },
  ]) {
    await assert.rejects(build(folder, spoilt as unknown as Release), refusedWith('release.malformed'))
  }
  assert.equal((await filesOf(folder)).size, 0)
})

test('a record that names what the release does not hold is refused', async () => {
  const release = copy()
  release.findings = release.findings.map((finding) => ({ ...finding, commitments: ['K-2222'] }))
  await assert.rejects(build(aFolder(), release), refusedWith('release.malformed'))
})

test('a quotation that differs from its held text is refused by its code alone', async () => {
  const spoil: readonly ((release: ReturnType<typeof copy>) => void)[] = [
    (release) => {
      release.citations = release.citations.map((one) =>
        one.document === release.held[0] ? { ...one, quote: `${one.quote.slice(0, -1)}x` } : one,
      )
    },
    (release) => {
      release.documents = release.documents.map((one) => ({
        ...one,
        paragraphs: one.paragraphs.map((each) => (each.text === undefined ? each : { ...each, text: `${each.text} ` })),
      }))
    },
    (release) => {
      release.citations = release.citations.map((one) => ({ ...one, start: one.start + 1, end: one.end + 1 }))
    },
    (release) => {
      release.citations = release.citations.map((one) => ({ ...one, textHash: '0'.repeat(64) }))
    },
    (release) => {
      release.citations = release.citations.map((one) => ({ ...one, paragraph: 999 }))
    },
  ]
  for (const change of spoil) {
    const release = copy()
    change(release)
    await assert.rejects(
      build(aFolder(), release),
      (error: unknown) => refusedWith('release.quotation_mismatch')(error) && /\(Q-[A-Z0-9]{4}\)/.test(String((error as Refusal).message)),
    )
  }
})

test('the text of a document is given away only where its licence allows it (R-EP-41)', async () => {
  const secret = 'words that no licence lets us show'
  const site = await anInventedSite((release) => ({
    ...release,
    documents: release.documents.map((document) =>
      document.licence.allowsFullText
        ? document
        : { ...document, paragraphs: document.paragraphs.map((one, at) => (at === 9 ? { ...one, text: secret } : one)) },
    ),
    citations: release.citations.filter((one) => one.paragraph !== 10),
    organisations: [],
    signatories: [],
  }))
  const files = [...(await filesOf(site.folder))]
  assert.deepEqual(
    files.filter(([, text]) => text.includes(secret)).map(([path]) => path),
    [],
  )
  assert.ok(files.some(([path, text]) => path.startsWith('en/sources/') && text.includes('The annexes form part of this text.')))
})
