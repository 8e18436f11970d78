import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Column } from './csv.ts'
import { type DataResource, dataPackage } from './frictionless.ts'

type Row = { readonly code: string; readonly n: number }
const columns: readonly Column<Row>[] = [
  { name: 'code', type: 'string', description: 'Public code', value: (row) => row.code },
  { name: 'n', type: 'integer', description: 'How many', value: (row) => row.n },
]
const resource: DataResource = {
  name: 'incidents',
  path: 'incidents.csv',
  title: 'Public incidents',
  description: 'One a line',
  bytes: 12,
  sha256: 'ab'.repeat(32),
  columns,
  primaryKey: 'code',
}
const given = {
  name: 'register',
  title: 'Register',
  description: 'All of it',
  homepage: 'https://register.invalid/',
  version: '2026-03-14',
  created: '2026-03-14',
  licence: { name: 'CC-BY-4.0', title: 'CC BY 4.0', path: 'https://creativecommons.org/licenses/by/4.0/' },
  resources: [resource],
}

test('a package names its version, licence, and for each file size, hash, fields and key', () => {
  const made = JSON.parse(dataPackage(given)) as {
    $schema: string
    created: string
    licenses: unknown[]
    resources: Record<string, unknown>[]
  }
  assert.equal(made.$schema, 'https://datapackage.org/profiles/2.0/datapackage.json')
  assert.equal(made.created, '2026-03-14T00:00:00Z')
  assert.deepEqual(made.licenses, [given.licence])
  const [file] = made.resources
  assert.equal(file?.['hash'], `sha256:${'ab'.repeat(32)}`)
  assert.equal(file['bytes'], 12)
  assert.deepEqual(file['schema'], {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    fields: [
      { name: 'code', type: 'string', description: 'Public code' },
      { name: 'n', type: 'integer', description: 'How many' },
    ],
    missingValues: [''],
    primaryKey: ['code'],
  })
})

test('a table without a key claims none, and the same input gives the same bytes', () => {
  const text = dataPackage({ ...given, resources: [{ ...resource, primaryKey: null }] })
  assert.ok(!text.includes('primaryKey'))
  assert.equal(dataPackage({ ...given, resources: [{ ...resource, primaryKey: null }] }), text)
})
