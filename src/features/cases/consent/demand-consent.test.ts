import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const HOME = join(import.meta.dirname, '../../../..')
const LEAVES = /action: ['`]((?:export|alert|brief|statistic|share)\.[a-z_]+)/g

/** Takes what the team owns along for the team itself, sealed as it lies: nobody else is given anything. */
const FOR_THE_TEAM = new Set(['export.take_along'])

test('whatever writes a line of an export, an alert, a brief or a statistic of a case asks for consent in the same file', () => {
  const silent = globSync('src/features/**/*.ts', { cwd: HOME })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(HOME, file), 'utf8')
      const actions = [...text.matchAll(LEAVES)].map(([, action = '']) => action).filter((action) => !FOR_THE_TEAM.has(action))
      return text.includes('demandConsent(') ? [] : actions.map((action) => `${file} ${action}`)
    })
  assert.deepEqual(silent, [])
})
