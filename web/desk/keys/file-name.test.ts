import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8 } from '#crypto/bytes.ts'
import { kindOf, shownName } from './file-name.ts'

test('what a name hides is written out, and a turned or false ending is said (U-09)', () => {
  assert.deepEqual(shownName('photo\u202Egpj.exe'), { name: 'photo[U+202E]gpj.exe', hasHidden: true, hidesEnding: true })
  assert.deepEqual(shownName('a\u200Bb.pdf'), { name: 'a[U+200B]b.pdf', hasHidden: true, hidesEnding: false })
  assert.equal(shownName('\u2066a\u2069.txt').hidesEnding, true)
  assert.equal(shownName('invoice\uFF0Epdf').hidesEnding, true)
  assert.equal(shownName('report.pdf          .exe').hidesEnding, true)
  assert.deepEqual(shownName('ảnh nhà tôi.jpg'), { name: 'ảnh nhà tôi.jpg', hasHidden: false, hidesEnding: false })
  assert.deepEqual(shownName('صورة.jpg'), { name: 'صورة.jpg', hasHidden: false, hidesEnding: false })
})

test('the ending under which a file is saved follows from its content alone (U-08)', () => {
  assert.deepEqual(kindOf(utf8('%PDF-1.7')), { type: 'application/pdf', ending: 'pdf' })
  assert.equal(kindOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)).ending, 'jpg')
  assert.equal(kindOf(utf8('MZ\u0000\u0001 this is a program')).ending, 'bin')
  assert.equal(kindOf(utf8('<html><script>')).ending, 'txt')
  assert.equal(kindOf(utf8('สวัสดี'.repeat(800))).ending, 'txt', 'a letter cut at the end of the sample is still text')
  assert.equal(kindOf(new Uint8Array()).ending, 'bin')
})
