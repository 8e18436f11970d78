import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import jsonld from 'jsonld'
import { Parser, type Quad, Store } from 'n3'
import Validator from 'rdf-validate-shacl'
import { aCorridorRelease } from '#web/observatory/a-corridor-release.ts'
import { buildSite } from '#web/observatory/build-site.ts'

const home = resolve(import.meta.dirname, '..')
const shared = join(resolve(home, process.env['ASYLIA_SHARED'] ?? '../shared'), 'conformance')
const isThere = existsSync(shared)
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-open-data-'))
  await buildSite(await aCorridorRelease(), folder)
})
after(() => rm(folder, { recursive: true, force: true }))

const read = (name: string) => readFileSync(join(folder, 'data', name), 'utf8')
const profile = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(shared, 'frictionless', 'profiles', '2.0', name), 'utf8')) as Record<string, unknown>

type Field = { name: string; type: string; constraints?: { required?: boolean } }
type Resource = { name: string; path: string; hash?: string; bytes?: number; schema?: { fields: Field[] } }
type Package = { resources: Resource[] }

test('the data package holds to the official profile of Frictionless 2', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  for (const name of ['dataresource.json', 'tabledialect.json', 'tableschema.json']) {
    ajv.addSchema(profile(name), name)
  }
  const check = ajv.compile(profile('datapackage.json'))
  assert.ok(check(JSON.parse(read('datapackage.json'))), JSON.stringify(check.errors?.slice(0, 5)))
  assert.equal(check({ resources: [] }), false, 'the profile refuses an empty package')
})

test('every file of the data package is there, with the bytes and columns that it says', () => {
  const { resources } = JSON.parse(read('datapackage.json')) as Package
  assert.ok(resources.length >= 15)
  for (const resource of resources) {
    const bytes = readFileSync(join(folder, 'data', resource.path))
    if (resource.bytes !== undefined) assert.equal(bytes.length, resource.bytes, resource.name)
    if (resource.hash !== undefined)
      assert.equal(`sha256:${createHash('sha256').update(bytes).digest('hex')}`, resource.hash, resource.name)
    const header = bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/, 1)[0]
    if (resource.path.endsWith('.csv')) assert.equal(header, resource.schema?.fields.map((field) => field.name).join(','), resource.name)
  }
})

test('no cell of any table could run as a formula', () => {
  for (const name of readdirSync(join(folder, 'data')).filter((each) => each.endsWith('.csv'))) {
    for (const row of read(name).split(/\r?\n/)) assert.doesNotMatch(row, /(?:^|,)"?[=+@\t]/, name)
  }
})

test('the catalogue holds to the shapes of DCAT-AP 3', async (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const catalogue = JSON.parse(read('catalog.jsonld')) as object
  const quads = await jsonld.toRDF(catalogue, { format: 'application/n-quads', documentLoader: refuseToFetch })
  const data = new Store(new Parser({ format: 'N-Quads' }).parse(String(quads)))
  const shapes = new Store(shapeQuads())
  const report = await new Validator(shapes).validate(data)
  const found = report.results.map(
    (result) => `${result.path?.value ?? ''} ${result.message.map((word) => word.value).join(' ')} ${result.focusNode?.value ?? ''}`,
  )
  const violations = report.results.filter((result) => result.severity?.value === 'http://www.w3.org/ns/shacl#Violation')
  assert.equal(violations.length, 0, found.slice(0, 8).join('\n'))
  data.removeQuads(data.getQuads(null, 'http://purl.org/dc/terms/title', null, null))
  assert.equal((await new Validator(shapes).validate(data)).conforms, false, 'the shapes do judge: a catalogue without titles fails')
})

/** Everything the catalogue needs stands in it; a context from elsewhere would be an address that somebody else holds. */
function refuseToFetch(address: string): never {
  throw new Error(`the catalogue asks for ${address}`)
}

function shapeQuads(): Quad[] {
  return new Parser().parse(readFileSync(join(shared, 'dcat-ap-3', '3.0.1', 'shacl', 'dcat-ap-SHACL.ttl'), 'utf8'))
}
