import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Release } from '#features/observatory/release.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { textOf } from './a-built-site.ts'
import { aCorridorRelease } from './a-corridor-release.ts'
import type { Page } from './page.ts'
import { editionPages } from './pages/languages-of-text.ts'
import { sourcePages } from './pages/sources.ts'
import { Reader } from './reader.ts'
import { openSite } from './site.ts'

const release = await aCorridorRelease()
const [council] = release.documents.filter(({ reference }) => reference === '5819/26')
assert.ok(council !== undefined)
const labels = Array.from({ length: 60 }, (_, i) => String(i + 1))

function written(own: Release, address: string, reader: Reader): string {
  const site = openSite(own)
  const page = [...editionPages(site), ...sourcePages(site)].find((one: Page) => one.address === address)
  return page?.write(reader).main.text ?? ''
}

const cellOf = (page: string, label: string, language: string): string =>
  page.split(`<td id="p${label}-${language}">`)[1]?.split('</td>')[0] ?? ''

test('each of the sixty paragraphs has an anchor in both languages, and the missing Vietnamese text is shown as missing (R-CSP-25)', () => {
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const page = written(release, `sources/${council.code}/languages/`, reader)
    for (const label of labels) {
      assert.ok(page.includes(`<tr id="p${label}">`), label)
      assert.match(cellOf(page, label, 'en'), /href="[^"]+\/sources\//, label)
      assert.equal(textOf(cellOf(page, label, 'vi')).trim(), reader.words('editions.missing'), label)
    }
    assert.equal(page.split('<tr id="p').length - 1, 60)
    const source = written(release, `sources/${council.code}/`, reader)
    assert.ok(source.includes('both texts having equal validity') && source.includes(`/sources/${council.code}/languages/"`))
    const [quotation] = release.citations.filter((one) => one.document === council.sha256 && one.paragraph === 79)
    const paragraph = written(release, `sources/${council.code}/${quotation?.paragraph}/`, reader)
    for (const anchor of ['p48-en', 'p48-vi']) assert.ok(paragraph.includes(`/languages/#${anchor}"`), anchor)
    assert.ok(textOf(paragraph).includes(`(${reader.words('editions.missing.short')})`))
  }
})

test('once the Vietnamese text is read, its paragraphs stand beside the English ones by their printed numbers (R-CSP-25)', () => {
  const paragraphs = labels.slice(0, 59).map((label, i) => ({ number: i + 1, label, kind: 'paragraph' as const, textHash: 'b'.repeat(64) }))
  const vietnamese = { ...council, code: 'D-7Q4MXV', sha256: 'b'.repeat(64), language: 'vi', title: 'Một tuyên bố chung', paragraphs }
  const [citation] = release.citations
  assert.ok(citation !== undefined)
  const quoted = { ...citation, code: 'Q-7Q4MXV', document: vietnamese.sha256, paragraph: 48, textHash: 'b'.repeat(64) }
  const both = { ...release, documents: [...release.documents, vietnamese], citations: [...release.citations, quoted] }
  const reader = new Reader('vi')
  const page = written(both, `sources/${council.code}/languages/`, reader)
  assert.ok(cellOf(page, '48', 'vi').includes(`/vi/sources/${vietnamese.code}/48/"`))
  assert.ok(cellOf(page, '48', 'en').includes(`/vi/sources/${council.code}/79/"`))
  assert.equal(cellOf(page, '47', 'vi'), reader.words('citation.paragraph', { n: 47 }), 'read, and not quoted')
  assert.equal(cellOf(page, '60', 'vi'), reader.words('editions.no_paragraph'))
  assert.ok(!page.includes(reader.words('editions.missing')))
  for (const address of [`sources/${council.code}/79/`, `sources/${vietnamese.code}/48/`]) {
    const note = written(both, address, reader)
    assert.ok(
      note.includes(`/sources/${council.code}/languages/#p48-vi"`) && !note.includes(reader.words('editions.missing.short')),
      address,
    )
  }
})
