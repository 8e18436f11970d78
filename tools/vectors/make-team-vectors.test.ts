import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TEAM_VECTORS } from './make-team-vectors.ts'
import { vectorFile } from './vector-case.ts'

for (const [name, cases] of Object.entries(TEAM_VECTORS)) {
  test(`the published ${name} vectors are what the script makes`, () => {
    const published = readFileSync(join(import.meta.dirname, '../../vectors/sealing', `${name}.json`), 'utf8')
    assert.equal(vectorFile(name, cases), published)
    assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length)
    for (const { expect, refuse } of cases) assert.equal((expect === undefined) !== (refuse === undefined), true)
  })
}
