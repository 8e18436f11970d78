import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CapAlert, capXml } from './cap.ts'

const XSD = join(process.env['ASYLIA_SHARED'] ?? '../shared', 'conformance/cap1.2/xsd')
const hasLint = spawnSync('xmllint', ['--version']).status === 0
const skip = !hasLint ? 'no xmllint on this machine' : existsSync(XSD) ? false : 'ASYLIA_SHARED is absent'

const SENT = new Date('2026-11-22T10:20:00.123Z')
const aCap = (over: Partial<CapAlert> = {}): CapAlert => ({
  identifier: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11.1',
  sender: 'asylia@desk.invented.example',
  sent: SENT,
  msgType: 'Alert',
  restriction: 'TLP:RED',
  references: [],
  info: {
    language: 'en',
    event: 'Something waits for your office',
    urgency: 'Immediate',
    severity: 'Extreme',
    expires: new Date('2026-11-23T10:20:00Z'),
    headline: 'Something waits for your office',
    instruction: 'Sign in to read it.',
    web: 'https://desk.invented.example/desk/',
  },
  ...over,
})

function faultsOf(xml: string, schema: string): string {
  const ran = spawnSync('xmllint', ['--nonet', '--noout', '--schema', join(XSD, schema), '-'], { input: xml })
  return ran.status === 0 ? '' : ran.stderr.toString()
}

test('an alert, an update and a cancellation are valid by both schemas of CAP 1.2, with UTC written -00:00', { skip }, () => {
  const before = { identifier: 'x.1', sender: 'asylia@desk.invented.example', sent: SENT }
  for (const schema of ['cap12.xsd', 'cap12_extended.xsd'])
    for (const over of [
      {},
      { msgType: 'Update', references: [before] },
      { msgType: 'Cancel', references: [before, before], info: null },
    ] as const)
      assert.equal(faultsOf(capXml(aCap(over)), schema), '', JSON.stringify(over))
  assert.match(capXml(aCap()), /<sent>2026-11-22T10:20:00-00:00<\/sent>/)
})

test('whatever a text holds, it stays text: no element, no entity, nothing that XML forbids', { skip }, () => {
  const hostile = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), { numRuns: 20, seed: 7 })
  for (const headline of ['</headline><info>', '&amp;&x;', ']]>', '\u0000\u0008\uFFFE', ...hostile]) {
    const { info } = aCap()
    const xml = capXml(aCap({ info: info === null ? null : { ...info, headline } }))
    assert.equal(faultsOf(xml, 'cap12.xsd'), '', JSON.stringify(headline))
    assert.equal(xml.match(/<info>/g)?.length, 1)
  }
})

test('an identifier that would break a reference is refused', () => {
  for (const identifier of ['a b', 'a,b', 'a<b', 'a&b', '']) assert.throws(() => capXml(aCap({ identifier })), RangeError)
})
