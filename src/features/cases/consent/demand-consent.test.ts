import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const HOME = join(import.meta.dirname, '../../../..')
const LEAVES = /action: ['`]((?:export|alert|brief|statistic|share)\.[a-z_]+)/g

/** Takes what the team owns along for the team itself, or of an alert tells nobody more than they have: what came, or was taken back. */
const NOBODY_NEW = new Set([
  'export.take_along',
  'share.plan_end',
  ...['drop', 'withdraw', 'escalate', 'open', 'acknowledge', 'act', 'refuse', 'answer', 'attach', 'rewrap'].map((what) => `alert.${what}`),
])
/** What another installation sent: whoever sent it asked before it left there. */
const ARRIVED = new Set(['src/features/nodes/take-alerts.ts alert.deliver'])
/** Ways to ask: here, and in the database, which for alerts and their delivery asks `access.alert_bar`, and for plans `access.office_bar`. */
const ASKS = ['demandConsent(', 'demandConsentOfAll(', 'judgeUse(', 'listBars(', 'deliverNext(', 'listPlanOffices(']

test('whatever writes a line of an export, an alert, a brief or a statistic of a case asks for consent in the same file (T-21)', () => {
  const silent = globSync('src/features/**/*.ts', { cwd: HOME })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(HOME, file), 'utf8')
      const actions = [...text.matchAll(LEAVES)].map(([, action = '']) => action).filter((action) => !NOBODY_NEW.has(action))
      return ASKS.some((ask) => text.includes(ask)) ? [] : actions.map((action) => `${file} ${action}`)
    })
    .filter((line) => !ARRIVED.has(line))
  assert.deepEqual(silent, [])
  const migrations = globSync('migrations/*.sql', { cwd: HOME }).sort()
  const all = migrations.map((file) => readFileSync(join(HOME, file), 'utf8')).join('\n')
  for (const [name, asks] of [
    ['send_alert', 'alert_bar'],
    ['deliver_alert', 'alert_bar'],
    ['alert_bar', 'office_bar'],
    ['lets_in', 'office_bar'],
    ['plan_room', 'lets_in'],
  ] as const) {
    // The last word on it is the one that stands.
    const body =
      all
        .split(new RegExp(`create (?:or replace )?function access\\.${name}\\(`))
        .at(-1)
        ?.split(/create (?:or replace )?function/)[0] ?? ''
    assert.ok(body.includes(`access.${asks}(`), name)
  }
})
