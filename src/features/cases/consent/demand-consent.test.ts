import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const HOME = join(import.meta.dirname, '../../../..')
const LEAVES = /action: ['`]((?:export|alert|brief|statistic|share)\.[a-z_]+)/g

/** Takes what the team owns along for the team itself, or of an alert tells nobody more than they have: what came, or was taken back. */
const NOBODY_NEW = new Set([
  'export.take_along',
  ...['drop', 'withdraw', 'escalate', 'open', 'acknowledge', 'act', 'refuse', 'answer', 'rewrap'].map((what) => `alert.${what}`),
])
/** Ways to ask: here, and in the database, which for alerts and their delivery asks `access.alert_bar`. */
const ASKS = ['demandConsent(', 'demandConsentOfAll(', 'judgeUse(', 'listBars(', 'deliverNext(']

test('whatever writes a line of an export, an alert, a brief or a statistic of a case asks for consent in the same file (T-21)', () => {
  const silent = globSync('src/features/**/*.ts', { cwd: HOME })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(HOME, file), 'utf8')
      const actions = [...text.matchAll(LEAVES)].map(([, action = '']) => action).filter((action) => !NOBODY_NEW.has(action))
      return ASKS.some((ask) => text.includes(ask)) ? [] : actions.map((action) => `${file} ${action}`)
    })
  assert.deepEqual(silent, [])
  const alerts = readFileSync(join(HOME, 'migrations/0026_alerts.sql'), 'utf8')
  for (const name of ['send_alert', 'deliver_alert']) {
    const body = alerts.split(`create function access.${name}(`)[1]?.split('create function')[0] ?? ''
    assert.match(body, /access\.alert_bar\(/, name)
  }
})
