import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, unhex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { mailboxKeys } from '../secret/mailbox-keys.ts'
import { deleteHash, deleteToken, idOf, selfSlotId, selfSlots, slotId, teamSlotId, teamSlots } from './slots.ts'

/** The master key of the first published case (SEALING 17). */
const keys = mailboxKeys(unhex('03a9a48dc9b99e888c1c3e142b8e61db7901ee3009862a3c008148cb92df1cd3'))

test('the first team slot of the published case has the published id', () => {
  assert.equal(hex(slotId(keys, 0, 0, 16)), 'bba249e64e7b2ad734ebbddee7b8be70')
  assert.equal(
    hex(teamSlotId(unhex('30c8f2f989bf18d2db965528119e4cfe4d6038ba568486c12847d62dbb995eef'), 0, 16)),
    hex(slotId(keys, 0, 0, 16)),
  )
})

test('no two slots of a mailbox have one id, over windows, generations and both kinds', () => {
  const slots = [0, 1, 2].flatMap((w) => [...selfSlots(w), ...[0, 1, 2].flatMap((g) => teamSlots(g, w))])
  const ids = slots.map((slot) => hex(idOf(keys, slot)))
  assert.equal(slots.length, 3 * (16 + 3 * 48))
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => id.length === 32))
})

test('who knows the slot key of one generation finds no slot of the next and no self slot', () => {
  const known = new Set(teamSlots(0, 0).map(({ w, i }) => hex(teamSlotId(keys.slot(0), w, i))))
  const later = [...teamSlots(1, 0).map((slot) => idOf(keys, slot)), ...selfSlots(0).map((slot) => selfSlotId(keys, slot.w, slot.i))]
  assert.ok(later.every((id) => !known.has(hex(id))))
})

test('a delete token belongs to one id, and its stored form is the start of its hash', () => {
  const [one, other] = [slotId(keys, 0, 0, 16), slotId(keys, 0, 0, 17)]
  const token = deleteToken(keys, one)
  assert.equal(token.length, 32)
  assert.notDeepEqual(token, deleteToken(keys, other))
  assert.equal(hex(deleteHash(token)), hex(sha256(token)).slice(0, 32))
})
