import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import { readInvitation, spellInvitation } from './invitation.rules.ts'

const codes = fc.array(fc.constantFrom(...CODE_ALPHABET), { minLength: 25, maxLength: 25 }).map((signs) => signs.join(''))

test('a code is read however it was typed', () => {
  fc.assert(
    fc.property(codes, fc.constantFrom('', ' ', '-', ' - '), fc.boolean(), (signs, gap, small) => {
      const typed = spellInvitation(signs).replaceAll('-', gap)
      assert.equal(readInvitation(small ? typed.toLowerCase() : typed), signs)
    }),
  )
  assert.equal(spellInvitation('A'.repeat(25)), 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA')
})

test('what cannot be a code is none', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const read = readInvitation(typed)
      assert.ok(read === undefined || (read.length === 25 && [...read].every((sign) => CODE_ALPHABET.includes(sign))))
    }),
  )
  for (const typed of ['', 'A'.repeat(24), 'A'.repeat(26), `${'A'.repeat(24)}0`, `${'A'.repeat(24)}\u0410`])
    assert.equal(readInvitation(typed), undefined)
})
