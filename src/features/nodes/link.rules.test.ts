import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hear, type Link, newLink, placeOf, resumed, revoked, type Told } from './link.rules.ts'
import { againAfter } from './node.jobs.ts'

const head = (letter: string) => letter.repeat(64)
const link: Link = {
  ...newLink,
  sent: { n: 5, head: head('5') },
  acked: { n: 3, head: head('3') },
  received: { n: 4, head: head('4') },
  heardAt: 100,
}
const hashes = { sent: (n: number) => (n <= 5 ? head(`${n}`) : undefined), received: (n: number) => (n <= 4 ? head(`${n}`) : undefined) }
const told = (over: Partial<Told> = {}): Told => ({ at: 101, sent: { n: 4, head: head('4') }, ack: { n: 5, head: head('5') }, ...over })

test('an acknowledgement counts up to its number, and an old frame takes none back (T-47)', () => {
  assert.deepEqual(hear(link, told(), hashes).acked, { n: 5, head: head('5') })
  const late = hear(link, told({ at: 99, ack: { n: 2, head: head('2') }, sent: { n: 1, head: head('1') } }), hashes)
  assert.deepEqual([late.state, late.acked.n, late.heardAt], ['active', 3, 100])
})

test('lower numbers said later, higher ones than were ever sent, and another hash each have their name (T-47, X-11)', () => {
  assert.equal(hear(link, told({ ack: { n: 2, head: head('2') } }), hashes).state, 'restored')
  assert.equal(hear(link, told({ sent: { n: 3, head: head('3') } }), hashes).state, 'restored')
  assert.equal(hear(link, told({ ack: { n: 6, head: head('6') } }), hashes).state, 'behind')
  assert.equal(hear(link, told({ ack: { n: 4, head: head('f') } }), hashes).state, 'forked')
  assert.equal(hear(link, told({ sent: { n: 2, head: head('f') } }), hashes).state, 'forked')
  for (const state of ['forked', 'revoked'] as const) assert.equal(hear({ ...link, state }, told(), hashes).state, state)
})

test('a message is next, known, ahead, or one of two under a number (T-47, X-09)', () => {
  const one = { n: 5, prev: head('4'), hash: head('a') }
  assert.equal(placeOf(link, one, undefined), 'next')
  assert.equal(placeOf(link, { ...one, prev: head('b') }, undefined), 'forked')
  assert.equal(placeOf(link, { ...one, n: 6 }, undefined), 'ahead')
  assert.equal(placeOf(link, { ...one, n: 4 }, head('a')), 'known')
  assert.equal(placeOf(link, { ...one, n: 4 }, head('c')), 'forked')
  assert.equal(placeOf(link, { ...one, n: 2 }, undefined), 'forked')
})

test('after a backup the side that was set back goes on first, from what the other has (X-11)', () => {
  assert.deepEqual(resumed(link), { ok: false, why: 'node.nothing_to_resume' })
  assert.deepEqual(resumed(revoked(link)), { ok: false, why: 'node.nothing_to_resume' })
  const behind = hear(link, told({ ack: { n: 9, head: head('9') } }), hashes)
  const goesOn = resumed(behind)
  assert.ok(goesOn.ok)
  assert.deepEqual([goesOn.link.state, goesOn.link.sent], ['active', { n: 9, head: head('9') }])
  const early = hear(link, told({ sent: { n: 3, head: head('3') } }), hashes)
  assert.deepEqual(resumed(early), { ok: false, why: 'node.resume_there_first' })
  const late = resumed(hear(link, told({ ack: { n: 1, head: head('1') } }), hashes))
  assert.deepEqual(late.ok && [late.link.state, late.link.acked.n], ['active', 1])
})

test('a node that does not answer is tried again ever later, an hour at most', () => {
  assert.deepEqual([againAfter(0), againAfter(1), againAfter(4), againAfter(60)], [5_000, 10_000, 80_000, 3_600_000])
})
