import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import definitions from '../data/definitions.json' with { type: 'json' }
import requirements from '../data/requirements.json' with { type: 'json' }
import sources from '../data/sources.json' with { type: 'json' }
import taxonomy from '../data/taxonomy.json' with { type: 'json' }

const folder = resolve(process.env['ASYLIA_SHARED'] ?? '../shared', 'seeds')

/** Enough for short quotations: link targets and marks of emphasis away, quotation marks and spaces made one. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_#]/g, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, ' ')
}

function textsByDocument(): ReadonlyMap<string, string> | undefined {
  try {
    const files = readdirSync(folder).map((name) => readFileSync(resolve(folder, name)))
    const byHash = new Map(files.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), plain(bytes.toString('utf8'))]))
    return new Map(sources.documents.map(({ id, sha256 }) => [id, byHash.get(sha256) ?? '']))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

test('every quotation in the vocabularies stands in its document', (t) => {
  const texts = textsByDocument()
  if (texts === undefined) {
    t.skip('ASYLIA_SHARED is absent')
    return
  }
  const quotes = [
    ...taxonomy.methods.flatMap(({ code, examples }) => examples.map(({ document, quote }) => ({ where: code, document, quote }))),
    ...requirements.requirements.map(({ id, source, quote }) => ({ where: id, document: source, quote })),
    ...definitions.definitions.flatMap(({ id, quote }) => (quote === null ? [] : [{ where: id, ...quote }])),
  ]
  assert.equal(quotes.length, 206)
  for (const { where, document, quote } of quotes) {
    const text = texts.get(document) ?? ''
    assert.ok(text.length > 0, `the document ${document} is not among the files`)
    assert.ok(text.includes(plain(quote)), `${where}: ${quote}`)
  }
})
