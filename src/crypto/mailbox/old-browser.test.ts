import assert from 'node:assert/strict'
import { before, test } from 'node:test'

const touched: string[] = []

before(() => {
  const absent = (name: string) => ({
    configurable: true,
    get: () => {
      touched.push(name)
      throw new TypeError(`${name} is not there`)
    },
  })
  Object.defineProperty(globalThis.crypto, 'subtle', absent('crypto.subtle'))
  Object.defineProperty(globalThis, 'WebAssembly', absent('WebAssembly'))
})

test('a mailbox is written, opened and deleted, and a file cut and read, without crypto.subtle and WebAssembly (T-17)', async () => {
  // Loaded afterwards: what looked at the platform while it loads would be found as well.
  const { aDoor, aReply, aSelf, aTeam, putReply, putSelf, someKeys, StoredSlots } = await import('./a-mailbox.ts')
  const { viewOf } = await import('./mailbox-view.ts')
  const { openMailbox } = await import('./open-mailbox.ts')
  const { deleteCalls, everything } = await import('./delete.ts')
  const { sealSegment, segmentPlain, hashOfSegments, probeOf } = await import('../files/segment.ts')
  const { planSet } = await import('../files/set-plan.ts')
  const { openSet } = await import('../files/read-set.ts')
  const { setKeysOf } = await import('../files/set-keys.ts')
  const { openerOf, openWith } = await import('../open/open-age.ts')
  const { hex, randomBytes } = await import('../bytes.ts')
  const { sha256 } = await import('../kdf.ts')

  const [keys, server, north] = [someKeys(), new StoredSlots(), aTeam('north')]
  await putSelf(server, keys, aSelf())
  await putReply(server, keys, { i: 16 }, north, aReply(north, { text: 'here' }))
  const known = await openMailbox(aDoor(keys, server))
  const view = viewOf({ keys, known, replyKeys: [north.replyKey], excluded: new Set() })
  assert.deepEqual(
    view.messages.map(({ text }) => text),
    ['here'],
  )
  assert.equal(deleteCalls(everything(keys, aSelf())).length, 8)

  const [item, content, plan] = [randomBytes(16), randomBytes(1_000), planSet(1_000, 131_072)]
  const set = setKeysOf(keys, item, 1)
  const sealed = await sealSegment(
    set.recipient,
    segmentPlain(plan, { item, file: 1, index: 0 }, content, hashOfSegments([sha256(content)])),
  )
  const opener = openerOf(set.identitySeed)
  const facts = { n: 1, size: 1_000, segment: 131_072, segments: 1, probe: hex(probeOf(content)) }
  const open = (bytes: Uint8Array) => openWith([opener], bytes, { min: 1, max: 1 })
  const opened = await openSet(item, facts, { fetch: async () => sealed, open })
  assert.deepEqual(opened, { state: 'whole', parts: [content] })
  assert.deepEqual(touched, [], 'nothing even asked for them')
})
