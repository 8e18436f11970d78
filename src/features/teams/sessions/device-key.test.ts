import assert from 'node:assert/strict'
import { randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import { aBrowser } from '../../../../test/a-desk.ts'
import { deviceKeyOf, deviceName, isSignedByDevice } from './device-key.ts'

const browser = aBrowser()
const signed = (bytes: Uint8Array) => sign('sha256', bytes, { key: browser.key, dsaEncoding: 'ieee-p1363' })

test('a browser’s signature holds for its bytes and its key, and for nothing else (T-28)', () => {
  const bytes = randomBytes(100)
  assert.ok(isSignedByDevice(browser.publicKey, bytes, signed(bytes)))
  assert.ok(!isSignedByDevice(aBrowser().publicKey, bytes, signed(bytes)))
  assert.ok(!isSignedByDevice(browser.publicKey, randomBytes(100), signed(bytes)))
  assert.ok(!isSignedByDevice(browser.publicKey, bytes, signed(bytes).subarray(1)))
  assert.ok(!isSignedByDevice(browser.publicKey, bytes, sign('sha256', bytes, browser.key)))
  assert.ok(!isSignedByDevice(browser.publicKey, bytes, Buffer.alloc(64)))
})

test('what is no point of the curve is no key of a browser (T-28)', () => {
  assert.ok(deviceKeyOf(browser.publicKey) !== undefined)
  const off = Buffer.from(browser.publicKey)
  off[64] = (off[64] ?? 0) ^ 1
  for (const raw of [off, Buffer.alloc(65), Buffer.alloc(65, 4), browser.publicKey.subarray(1), Buffer.alloc(0)])
    assert.equal(deviceKeyOf(raw), undefined)
})

test('a browser has one name, and no other browser has it (A-11)', () => {
  assert.equal(deviceName(browser.publicKey), deviceName(Buffer.from(browser.publicKey)))
  assert.notEqual(deviceName(browser.publicKey), deviceName(aBrowser().publicKey))
  assert.match(deviceName(browser.publicKey), /^[0-9a-f]{32}$/)
})
