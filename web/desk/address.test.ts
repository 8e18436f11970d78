import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hrefOf, readAddress, writeAddress } from './address.ts'

const code = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/)

test('an address comes back as it was written, with at most two records beside the work', () => {
  const panel = fc.record({ room: code, code }, { noNullPrototype: true })
  const any = fc.record(
    { room: code, at: fc.array(code, { maxLength: 4 }), panels: fc.array(panel, { maxLength: 2 }) },
    { noNullPrototype: true },
  )
  fc.assert(fc.property(any, (address) => assert.deepEqual(readAddress(writeAddress(address)), address)))
  assert.equal(readAddress('#/a+b/C-1+b/C-2+b/C-3')?.panels.length, 2)
})

test('nothing that a person could have typed stands in an address: no space, no sign, no other script', () => {
  for (const hash of ['#/cases/Nguyễn Văn', '#/cases/a b', '#/cases/%41', '#/cases/C-1?q=x', '#/cases/C-1+people', `#/${'x'.repeat(41)}`])
    assert.equal(readAddress(hash), null, hash)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const read = readAddress(`#/cases/${typed}`)
      assert.ok(read === null || [read.room, ...read.at].every((part) => /^[A-Za-z0-9-]{1,40}$/.test(part)))
    }),
  )
})

test('without an address the inbox stands there, and what is no address of ours changes nothing', () => {
  assert.deepEqual(readAddress(''), { room: 'inbox', at: [], panels: [] })
  assert.equal(readAddress('#work'), null)
  assert.equal(hrefOf('cases', 'C-7Q4MAB', 'people'), '#/cases/C-7Q4MAB/people')
})
