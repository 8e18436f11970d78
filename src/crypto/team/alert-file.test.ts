import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomBytes } from '../bytes.ts'
import { BODY_BUCKETS } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { ALERT_FILE_MOST, type AlertFile, alertFile, fileDigest, readAlertFile, writeAlertFile } from './alert-file.ts'

const ID = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11'
const entryOf = (bytes: Uint8Array): AlertFile => ({ id: ID, name: 'answer.pdf', bytes: bytes.length, digest: fileDigest(bytes) })
const refuses = (work: () => unknown, code: string) =>
  assert.throws(work, (error: unknown) => error instanceof SealingRefusal && error.code === code)

test('a file of any length comes back as it was, and its sealed length is one of four (T-22)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 70_000 }), (bytes) => {
      const plain = writeAlertFile(bytes)
      assert.ok(BODY_BUCKETS.some((one) => one === plain.length))
      assert.deepEqual(readAlertFile(plain, entryOf(bytes)), bytes)
    }),
    { numRuns: 20 },
  )
})

test('other bytes than the signed reply names, a shorter file and one with something behind it are refused (T-22)', () => {
  const bytes = randomBytes(1_000)
  const plain = writeAlertFile(bytes)
  const other = writeAlertFile(randomBytes(1_000))
  refuses(() => readAlertFile(other, entryOf(bytes)), 'alert.malformed')
  refuses(() => readAlertFile(plain, { ...entryOf(bytes), bytes: 999 }), 'alert.malformed')
  const behind = plain.slice()
  behind[plain.length - 1] = 1
  refuses(() => readAlertFile(behind, entryOf(bytes)), 'alert.malformed')
  refuses(() => readAlertFile(new Uint8Array(3), entryOf(bytes)), 'alert.malformed')
})

test('what is larger than the largest length, empty or without a name is no file of a reply', () => {
  refuses(() => writeAlertFile(new Uint8Array(ALERT_FILE_MOST + 1)), 'body.too_large')
  assert.equal(writeAlertFile(new Uint8Array(ALERT_FILE_MOST)).length, 1_048_576)
  const entry = entryOf(new Uint8Array(1))
  assert.ok(alertFile(entry))
  for (const over of [{ bytes: 0 }, { name: '' }, { digest: 'x' }, { id: '../etc' }, { more: 1 }])
    assert.ok(!alertFile({ ...entry, ...over }))
})
