import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SEALING_VECTORS } from './make-sealing-vectors.ts'
import { vectorFile } from './vector-case.ts'

for (const [name, cases] of Object.entries(SEALING_VECTORS)) {
  test(`the published ${name} vectors are what the script makes (T-36)`, async () => {
    const published = readFileSync(join(import.meta.dirname, '../../vectors/sealing', `${name}.json`), 'utf8')
    const made = await cases()
    assert.equal(vectorFile(name, made), published)
    assert.equal(new Set(made.map(({ id }) => id)).size, made.length)
  })
}
