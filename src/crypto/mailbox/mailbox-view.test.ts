import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../bytes.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { aDoor, aDraft, aReply, aSelf, aTeam, putReply, putSelf, StoredSlots, someKeys, ZERO32 } from './a-mailbox.ts'
import { readExchangeRequest } from './exchange.ts'
import { excludedTeams, neverHash } from './exclusions.ts'
import { maySeal, viewOf } from './mailbox-view.ts'
import { lookAgain, openMailbox } from './open-mailbox.ts'
import type { Reading } from './read-messages.ts'
import { partsOf } from './reply.ts'
import type { Self } from './shapes.ts'
import { selfSlotId, slotId } from './slots.ts'

const north = aTeam('north')
const south = aTeam('south')
const vietnam = { id: 'embassy', of: ['VN'], conflicts: [] }
const teams = [{ id: 'north', of: [], conflicts: [] }, { id: 'south', of: ['SE'], conflicts: [] }, vietnam]

async function reading(keys: MailboxKeys, server: StoredSlots, self: Self, looks = 0): Promise<Reading> {
  let known = await openMailbox(aDoor(keys, server))
  for (let look = 0; look < looks; look += 1) known = await lookAgain(aDoor(keys, server), known)
  const replyKeys = [north.replyKey, south.replyKey]
  return { keys, known, replyKeys, excluded: excludedTeams(self.never, teams) }
}

async function aMailbox(change: Partial<Self> = {}): Promise<{ keys: MailboxKeys; server: StoredSlots; self: Self }> {
  const keys = someKeys()
  const server = new StoredSlots()
  const self = aSelf(change)
  await putSelf(server, keys, self)
  return { keys, server, self }
}

const seenAt = (keys: MailboxKeys, seq: number, never = neverHash([])) => ({ seq, step: hex(keys.chain(seq)), never_sha256: never })

test('messages stand newest first, with the team that wrote them and "read by a person" checked against what was sent (UX-M-02)', async () => {
  const { keys, server, self } = await aMailbox({ to: ['north', 'south'] })
  const [item] = self.items
  assert.ok(item)
  await putReply(server, keys, { i: 16 }, north, aReply(north, { text: 'first', read: { item: item.item, body: item.body } }))
  await putReply(server, keys, { i: 17 }, south, aReply(south, { text: 'second', read: { item: item.item, body: ZERO32 } }))
  const view = viewOf(await reading(keys, server, self))
  assert.deepEqual(
    view.messages.map(({ text }) => text),
    ['second', 'first'],
  )
  assert.deepEqual(
    view.messages.map(({ from }) => from),
    [{ proved: 'south' }, { proved: 'north' }],
  )
  assert.deepEqual(
    view.messages.map(({ read }) => read?.verified),
    [false, true],
  )
  assert.ok(view.arrived)
})

test('a message carries the day on which its team wrote it; what is no day is no reply', async () => {
  const { keys, server, self } = await aMailbox({ to: ['north'] })
  await putReply(server, keys, { i: 16 }, north, aReply(north, { n: 1, on: '2026-03-14' }))
  await putReply(server, keys, { i: 17 }, north, aReply(north, { n: 2 }))
  const view = viewOf(await reading(keys, server, self))
  assert.deepEqual(
    view.messages.map(({ on }) => on),
    [undefined, '2026-03-14'],
  )
  for (const on of ['2026-02-30', '14 March', '2026-03-14T10:00'])
    await assert.rejects(putReply(server, keys, { i: 18 }, north, aReply(north, { on })), { code: 'reply.malformed' })
})

test('an answer in the name of another team stands as from one of the readers, and nothing it says is verified (T-37, X-12, UX-M-09)', async () => {
  const { keys, server, self } = await aMailbox({ to: ['north', 'south'] })
  const [item] = self.items
  assert.ok(item)
  await putReply(server, keys, { i: 16 }, { ...south, id: 'north' }, aReply(north, { n: 9, read: { item: item.item, body: item.body } }))
  const view = viewOf(await reading(keys, server, self))
  assert.deepEqual(view.messages[0]?.from, { oneOf: ['north', 'south'] })
  assert.equal(view.messages[0].read?.verified, false)
  assert.deepEqual(view.holes, [], 'its number counts for nobody')
})

test('a message in a slot of an earlier generation says so, and may be from anybody who was reached', async () => {
  const { keys, server, self } = await aMailbox({
    g: 1,
    to: ['north'],
    reached: [
      { team: 'north', g: 1 },
      { team: 'south', g: 0 },
    ],
  })
  await putReply(server, keys, { g: 0, i: 16 }, { ...south, id: 'north' }, aReply(north))
  const view = viewOf(await reading(keys, server, self))
  assert.equal(view.messages[0]?.earlier, true)
  assert.deepEqual(view.messages[0].from, { oneOf: ['north', 'south'] })
})

test('a wrong first tag is an alarm and its text is not shown (UX-M-09)', async () => {
  const { keys, server, self } = await aMailbox()
  await putReply(server, keys, { i: 17 }, north)
  const moved = server.blobs.get(hex(slotId(keys, 0, 0, 17)))
  assert.ok(moved)
  server.blobs.set(hex(slotId(keys, 0, 0, 16)), moved)
  const view = viewOf(await reading(keys, server, self, 1))
  assert.equal(view.wrongTags, 1)
  assert.equal(view.messages.length, 1)
})

test('a reader list with an excluded team is refused, and nothing is sealed until the person has seen it (T-37, UX-M-09)', async () => {
  const { keys, server, self } = await aMailbox({ never: [{ kind: 'country', id: 'VN' }] })
  await putReply(server, keys, { i: 16 }, north, aReply(north, { readers: ['north', 'embassy'] }))
  const read = await reading(keys, server, self)
  assert.equal(viewOf(read).excludedReaders, 1)
  assert.deepEqual(viewOf(read).messages, [])
  assert.deepEqual(maySeal(read, { alarmsSeen: false }), { ok: false, code: 'mailbox.alarm_not_seen', lookAgain: false })
  assert.equal(maySeal(read, { alarmsSeen: true }).ok, true)
})

test('a server that hides a newer memory is found by a true step in an answer, and nothing is sealed (T-37, UX-M-09)', async () => {
  const { keys, server, self } = await aMailbox()
  await putSelf(server, keys, aSelf({ index: 1, seq: 1 }))
  await putReply(server, keys, { i: 16 }, north, aReply(north, { seen: seenAt(keys, 1) }))
  const hidden = hex(selfSlotId(keys, 0, 1))
  server.lie = (id, present) => present && id !== hidden
  const read = await reading(keys, server, self)
  assert.equal(viewOf(read).somethingHidden, true)
  assert.deepEqual(maySeal(read, { alarmsSeen: true }), { ok: false, code: 'mailbox.something_hidden', lookAgain: true })
  server.lie = (_, present) => present
  const honest = await reading(keys, server, self)
  assert.equal(viewOf(honest).somethingHidden, false)
  assert.equal(maySeal(honest, { alarmsSeen: true }).ok, true)
})

test('a server that hides the whole memory is found the same way', async () => {
  const { keys, server, self } = await aMailbox()
  await putReply(server, keys, { i: 16 }, north, aReply(north, { seen: seenAt(keys, 0) }))
  server.lie = (id, present) => present && id !== hex(selfSlotId(keys, 0, 0))
  server.expired.add(hex(selfSlotId(keys, 0, 0)))
  const read = await reading(keys, server, self)
  assert.equal(viewOf(read).memory.state, 'none')
  assert.equal(viewOf(read).somethingHidden, true)
})

test('a false step in an answer accuses nobody: a team cannot stop the reporter with an invented number (T-37)', async () => {
  const { keys, server, self } = await aMailbox()
  const known = keys.chain(0)
  await putReply(server, keys, { i: 16 }, north, aReply(north, { seen: { seq: 900, step: ZERO32, never_sha256: ZERO32 } }))
  await putReply(server, keys, { i: 17 }, north, aReply(north, { n: 2, seen: { seq: 1, step: hex(known), never_sha256: ZERO32 } }))
  const read = await reading(keys, server, self)
  assert.equal(viewOf(read).messages.length, 2)
  assert.equal(viewOf(read).somethingHidden, false)
})

test('a team that knows other exclusions of the same item is named, so that they can be sent again', async () => {
  const never = [{ kind: 'country' as const, id: 'VN' }]
  const { keys, server, self } = await aMailbox({ never, to: ['north', 'south'] })
  await putReply(server, keys, { i: 16 }, north, aReply(north, { seen: seenAt(keys, 0) }))
  await putReply(server, keys, { i: 17 }, south, aReply(south, { seen: seenAt(keys, 0, neverHash(never)) }))
  assert.deepEqual(viewOf(await reading(keys, server, self)).exclusionsDiffer, ['north'])
})

test('a missing number of a team is a hole once nothing waits any more (UX-M-09)', async () => {
  const { keys, server, self } = await aMailbox()
  for (const n of [1, 2, 4, 5]) await putReply(server, keys, { i: 15 + n }, north, aReply(north, { n }))
  const first = viewOf(await reading(keys, server, self))
  assert.ok(first.waiting > 0)
  assert.deepEqual(first.holes, [])
  const all = viewOf(await reading(keys, server, self, 2))
  assert.equal(all.waiting, 0)
  assert.deepEqual(all.holes, [{ team: 'north', n: 3 }])
})

test('two texts of one team under one number are both shown', async () => {
  const { keys, server, self } = await aMailbox()
  await putReply(server, keys, { i: 16 }, north, aReply(north, { text: 'one' }))
  await putReply(server, keys, { i: 17 }, north, aReply(north, { text: 'other' }))
  assert.deepEqual(
    viewOf(await reading(keys, server, self)).messages.map(({ text }) => text),
    ['other', 'one'],
  )
})

test('a message in parts is shown when all are there, never in part (T-05)', async () => {
  const { keys, server, self } = await aMailbox()
  const text = 'từng lời một '.repeat(1_500)
  const parts = partsOf(aDraft(north, { text }))
  for (const [at, part] of parts.entries()) await putReply(server, keys, { i: 16 + at }, north, part)
  assert.ok(parts.length >= 3)
  const few = viewOf(await reading(keys, server, self))
  assert.equal(few.messages[0]?.text, null)
  assert.deepEqual(few.messages[0].parts, { read: 2, all: parts.length })
  const all = viewOf(await reading(keys, server, self, 2))
  assert.equal(all.messages[0]?.text, text.normalize('NFC'))
})

test('a message past its keeping time is counted, not shown', async () => {
  const { keys, server, self } = await aMailbox()
  await putReply(server, keys, { i: 16 }, north)
  server.expired.add(hex(slotId(keys, 0, 0, 16)))
  const view = viewOf(await reading(keys, server, self))
  assert.deepEqual([view.lost, view.messages.length, view.wrongTags], [1, 0, 0])
})

test('without the newest memory nothing is sealed until the person has given it again', async () => {
  const { keys, server, self } = await aMailbox()
  server.expired.add(hex(selfSlotId(keys, 0, 0)))
  const read = await reading(keys, server, self)
  assert.deepEqual(maySeal(read, { alarmsSeen: true }), { ok: false, code: 'mailbox.memory_missing', lookAgain: false })
  const again = maySeal(read, { alarmsSeen: true, memory: aSelf() })
  assert.ok(again.ok && again.slot.i === 1)
})

test('words that were never used seal nothing', async () => {
  const read = await reading(someKeys(), new StoredSlots(), aSelf())
  assert.deepEqual(maySeal(read, { alarmsSeen: true }), { ok: false, code: 'mailbox.memory_missing', lookAgain: false })
  assert.equal(viewOf(read).arrived, false)
})

test('no request of all this ever asks what another mailbox would not ask', async () => {
  const { keys, server, self } = await aMailbox()
  await reading(keys, server, self, 3)
  assert.ok(server.requests.every((request) => readExchangeRequest(request).asked.length === 16))
  assert.equal(server.requests.length, 16)
})
