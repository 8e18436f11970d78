import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { aDoor, aReply, aSelf, aTeam, putReply, putSelf, StoredSlots, someKeys } from './a-mailbox.ts'
import { readExchangeRequest } from './exchange.ts'
import { frontierOf, generationOf, type Known, memoryOf, presentTeamSlots } from './known.ts'
import { lookAgain, openMailbox } from './open-mailbox.ts'
import { idOf, type Slot, selfSlotId, selfSlots, slotId, teamSlots } from './slots.ts'

const keys = someKeys()
const north = aTeam('north')

async function opened(server: StoredSlots): Promise<Known> {
  return openMailbox(aDoor(keys, server))
}

function askedOf(server: StoredSlots, at: number): ReturnType<typeof readExchangeRequest> {
  return readExchangeRequest(server.requests[at] ?? new Uint8Array(0))
}

const idsOf = (slots: readonly Slot[]) => slots.map((slot) => hex(idOf(keys, slot))).toSorted()

/** Slots 0 to `count - 1` of a window hold memories. */
async function fillSelves(server: StoredSlots, count: number, change: Parameters<typeof aSelf>[0] = {}): Promise<void> {
  const windows = change.window ?? 0
  for (let index = 0; index < count; index += 1) await putSelf(server, keys, aSelf({ seq: windows * 16 + index, ...change, index }))
}

test('an empty, a full and a never made mailbox send requests of one number, size and order (T-14, UX-M-01)', async () => {
  const empty = new StoredSlots()
  const used = new StoredSlots()
  await fillSelves(used, 2)
  const full = new StoredSlots()
  await fillSelves(full, 16)
  for (const { i } of teamSlots(0, 0))
    full.blobs.set(hex(slotId(keys, 0, 0, i)), full.blobs.get(hex(selfSlotId(keys, 0, 0))) ?? new Uint8Array(0))
  for (const server of [empty, used, full]) {
    await opened(server)
    assert.deepEqual(
      server.requests.map(({ length }) => length),
      [280, 280, 280, 280],
    )
  }
  for (const server of [empty, used, full]) {
    const asked = [0, 1, 2, 3].map((at) => askedOf(server, at).asked.map(hex).toSorted())
    assert.deepEqual(asked[0], idsOf(selfSlots(0)))
    assert.deepEqual(asked[1], idsOf(teamSlots(0, 0).slice(0, 16)))
    assert.deepEqual(asked[2], idsOf(teamSlots(0, 0).slice(16, 32)))
    assert.deepEqual(asked[3], idsOf(teamSlots(0, 0).slice(32)))
    assert.equal(hex(askedOf(server, 0).fetched), hex(selfSlotId(keys, 0, 0)))
  }
})

test('what is fetched is one of the mailbox or a random id, and nobody can tell which', async () => {
  const server = new StoredSlots()
  await opened(server)
  const own = new Set(idsOf([...selfSlots(0), ...teamSlots(0, 0)]))
  const fetched = [1, 2, 3].map((at) => hex(askedOf(server, at).fetched))
  assert.ok(fetched.every((id) => !own.has(id)))
  assert.equal(new Set(fetched).size, 3)
})

test('between two exchanges one blob is opened, whether one of ours came or a dummy (T-14)', async () => {
  for (const count of [0, 1, 3]) {
    const server = new StoredSlots()
    await fillSelves(server, count)
    for (const i of [16, 17, 18].slice(0, count)) await putReply(server, keys, { i }, north)
    const door = aDoor(keys, server)
    const openedAt: number[] = []
    const open = async (sealed: Uint8Array) => {
      const plain = await door.open(sealed)
      if (plain !== null) openedAt.push(server.requests.length)
      return plain
    }
    await openMailbox({ ...door, open })
    assert.deepEqual(openedAt, [1, 2, 3, 4])
  }
})

test('asked ids stand in a new order each time', async () => {
  const server = new StoredSlots()
  await opened(server)
  await opened(server)
  const [one, other] = [askedOf(server, 0), askedOf(server, 4)].map(({ asked }) => asked.map(hex))
  assert.notDeepEqual(one, other)
  assert.deepEqual(one?.toSorted(), other?.toSorted())
})

test('the newest memory and the newest messages are read in one opening', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 3)
  for (const i of [16, 17, 18]) await putReply(server, keys, { i }, north, aReply(north, { n: i - 15 }))
  const known = await opened(server)
  assert.equal(memoryOf(known).self?.seq, 2)
  assert.deepEqual(frontierOf(known), { free: { kind: 'self', w: 0, i: 3 } })
  assert.equal(presentTeamSlots(known).length, 3)
  assert.ok(known.found.has('team/0/0/18') && known.found.has('team/0/0/17') && !known.found.has('team/0/0/16'))
})

test('after a reader was taken away the slots of the new generation are asked for', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 2, { g: 2 })
  await putReply(server, keys, { g: 2, i: 16 }, north)
  const known = await opened(server)
  assert.equal(generationOf(known), 2)
  assert.deepEqual(askedOf(server, 2).asked.map(hex).toSorted(), idsOf(teamSlots(2, 0).slice(0, 16)))
  assert.deepEqual(askedOf(server, 3).asked.map(hex).toSorted(), idsOf(teamSlots(2, 0).slice(16, 32)))
  assert.equal(known.found.get('team/2/0/16')?.kind, 'content')
})

test('looking again makes four more exchanges, whatever there is (T-14)', async () => {
  for (const count of [0, 3]) {
    const server = new StoredSlots()
    await fillSelves(server, count)
    await lookAgain(aDoor(keys, server), await opened(server))
    assert.deepEqual(
      server.requests.map(({ length }) => length),
      Array(8).fill(280),
    )
  }
})

test('looking again finds what came meanwhile: a memory of another device and an answer (I-08)', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 1)
  const before = await opened(server)
  await fillSelves(server, 2)
  await putReply(server, keys, { i: 16 }, north)
  const after = await lookAgain(aDoor(keys, server), before)
  assert.equal(memoryOf(after).self?.seq, 1)
  assert.deepEqual(frontierOf(after), { free: { kind: 'self', w: 0, i: 2 } })
  assert.equal(after.found.get('team/0/0/16')?.kind, 'content')
})

test('looking again leads through full windows to a free self slot and the newest memory', async () => {
  const server = new StoredSlots()
  for (const window of [0, 1, 2]) await fillSelves(server, 16, { window })
  await fillSelves(server, 5, { window: 3 })
  let known = await opened(server)
  assert.ok('ask' in frontierOf(known))
  let looks = 0
  while (!('free' in frontierOf(known)) || memoryOf(known).state !== 'newest') {
    known = await lookAgain(aDoor(keys, server), known)
    looks += 1
    assert.ok(looks <= 2)
  }
  assert.deepEqual(frontierOf(known), { free: { kind: 'self', w: 3, i: 5 } })
  assert.equal(memoryOf(known).self?.seq, 52)
})

test('a window whose team slots are used up goes on in the next, though self slots are free', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 2)
  for (const { i } of teamSlots(0, 0)) await putReply(server, keys, { i }, north, aReply(north, { n: i - 15 }))
  await putSelf(server, keys, aSelf({ window: 1, index: 0, seq: 2 }))
  const first = await opened(server)
  assert.deepEqual(frontierOf(first), { ask: { kind: 'self', g: 0, w: 1, part: 0 } })
  const known = await lookAgain(aDoor(keys, server), first)
  assert.equal(memoryOf(known).self?.seq, 2)
  assert.deepEqual(frontierOf(known), { free: { kind: 'self', w: 1, i: 1 } })
})

test('every message of a mailbox is read by looking again often enough, across windows and generations', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 16, { window: 0, g: 0 })
  await fillSelves(server, 1, { window: 1, g: 1 })
  const places = [{ i: 16 }, { i: 63 }, { g: 1, i: 60 }, { g: 0, w: 1, i: 16 }, { g: 1, w: 1, i: 20 }, { g: 1, w: 1, i: 40 }]
  for (const place of places) await putReply(server, keys, place, north)
  let known = await opened(server)
  for (let look = 0; look < 8; look += 1) known = await lookAgain(aDoor(keys, server), known)
  const read = [...known.found.values()].filter(({ kind }) => kind === 'content').length
  assert.equal(read, places.length)
})

test('a damaged answer is asked for once more with the same bytes, then given up', async () => {
  const server = new StoredSlots()
  let damaged = 1
  const exchange = async (request: Uint8Array) => (damaged-- > 0 ? server.answer(request).subarray(1) : server.answer(request))
  await openMailbox({ ...aDoor(keys, server), exchange })
  assert.equal(server.requests.length, 5)
  assert.deepEqual(server.requests[0], server.requests[1])
  damaged = 2
  await assert.rejects(openMailbox({ ...aDoor(keys, server), exchange }), new SealingRefusal('exchange.malformed'))
})

test('a line that breaks is passed on', async () => {
  const exchange = () => Promise.reject(new TypeError('line cut'))
  await assert.rejects(openMailbox({ ...aDoor(keys, new StoredSlots()), exchange }), { message: 'line cut' })
})

test('a blob dropped by age is lost and not damaged; a deleted one looks never used', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 1)
  await putReply(server, keys, { i: 16 }, north)
  server.expired.add(hex(slotId(keys, 0, 0, 16)))
  const known = await opened(server)
  assert.deepEqual(known.found.get('team/0/0/16'), { kind: 'lost' })
  server.blobs.clear()
  const after = await opened(server)
  assert.equal(after.found.size, 0)
  assert.equal(memoryOf(after).state, 'none')
})

test('a newest memory that cannot be read is never replaced silently by an older one', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 4)
  server.expired.add(hex(selfSlotId(keys, 0, 3)))
  server.expired.add(hex(selfSlotId(keys, 0, 2)))
  const first = await opened(server)
  assert.equal(memoryOf(first).state, 'unread')
  const known = await lookAgain(aDoor(keys, server), first)
  const memory = memoryOf(known)
  assert.deepEqual([memory.state, memory.behind, memory.self?.seq], ['older', 2, 1])
})

test('a memory copied by the server into another slot is not believed (T-37)', async () => {
  const server = new StoredSlots()
  await fillSelves(server, 1)
  const own = server.blobs.get(hex(selfSlotId(keys, 0, 0)))
  assert.ok(own)
  server.blobs.set(hex(selfSlotId(keys, 0, 1)), own)
  assert.equal(memoryOf(await opened(server)).state, 'older')
})

test('a server that claims every slot is present leads nowhere and ends', async () => {
  const server = new StoredSlots()
  server.lie = () => true
  let known = await opened(server)
  for (let look = 0; look < 20; look += 1) known = await lookAgain(aDoor(keys, server), known)
  assert.deepEqual(frontierOf(known), { end: true })
  assert.notEqual(memoryOf(known).state, 'newest')
})
