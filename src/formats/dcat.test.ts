import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dcatCatalogue } from './dcat.ts'

type Node = { readonly [name: string]: unknown }
const given = {
  site: 'https://register.invalid/',
  title: { en: 'Register', ar: 'سجل' },
  description: { en: 'All of it' },
  publisher: 'Asylia',
  languages: ['en', 'ar'],
  issued: '2026-03-14',
  licence: 'https://creativecommons.org/licenses/by/4.0/',
  datasets: [
    {
      id: 'incidents',
      title: { en: 'Public incidents' },
      description: { en: 'One a line' },
      files: [
        { path: 'data/incidents.csv', mediaType: 'text/csv', format: 'CSV' as const, bytes: 12, sha256: 'ab'.repeat(32), title: 'CSV' },
      ],
    },
  ],
}
const made = JSON.parse(dcatCatalogue(given)) as Node
const part = (node: Node | undefined, name: string): Node => (node?.[name] ?? {}) as Node
const parts = (node: Node | undefined, name: string): Node[] => (node?.[name] ?? []) as Node[]
const [dataset] = parts(made, 'dcat:dataset')
const [file] = parts(dataset, 'dcat:distribution')

test('the catalogue needs no context from anywhere: its own is written out', () => {
  assert.ok(Object.values(made['@context'] as Record<string, string>).every((address) => /^http:\/\/[a-z.0-9/A-Z#]+$/.test(address)))
  const prefixes = new Set(Object.keys(made['@context'] as object))
  for (const [, prefix = ''] of dcatCatalogue(given).matchAll(/"(?:@type": ")?([a-z]+):[A-Za-z_]/g))
    assert.ok(prefixes.has(prefix) || /^https?$/.test(prefix), prefix)
})

test('titles carry their languages, and dataset and file their licence, size, hash and address', () => {
  assert.deepEqual(made['dct:title'], [
    { '@value': 'Register', '@language': 'en' },
    { '@value': 'سجل', '@language': 'ar' },
  ])
  assert.deepEqual(file?.['dcat:downloadURL'], { '@id': 'https://register.invalid/data/incidents.csv' })
  assert.deepEqual(file['dcat:byteSize'], { '@value': '12', '@type': 'xsd:nonNegativeInteger' })
  assert.equal(part(part(file, 'spdx:checksum'), 'spdx:checksumValue')['@value'], 'ab'.repeat(32))
  assert.equal(part(file, 'dct:license')['@id'], given.licence)
})

test('themes and frequency are terms of the Union’s authority tables', () => {
  const themes = parts(dataset, 'dcat:theme').map((theme) => theme['@id'])
  assert.deepEqual(
    themes,
    ['JUST', 'GOVE'].map((code) => `http://publications.europa.eu/resource/authority/data-theme/${code}`),
  )
  assert.equal(part(dataset, 'dct:accrualPeriodicity')['@id'], 'http://publications.europa.eu/resource/authority/frequency/IRREG')
})
