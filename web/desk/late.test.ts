import assert from 'node:assert/strict'
import { test } from 'node:test'
import { h } from 'preact'
import { type Inside, late } from './late.ts'

const facts = { id: 'far', letter: 'F', title: () => 'Far' }
const inside = (done: string[]): Inside => ({
  view: () => h('p', null, 'here'),
  commands: () => [{ id: 'far.do', words: () => 'Do', run: () => undefined }],
  beat: async () => void done.push('beat'),
  forget: () => done.push('forgotten'),
})

test('a late room stands in the rail before its code comes, and does nothing until it is opened', async () => {
  const done: string[] = []
  const room = late(facts, async () => {
    done.push('fetched')
    return inside(done)
  })
  assert.equal(room.title(), 'Far')
  await room.beat?.()
  room.forget()
  assert.deepEqual(room.commands?.(), [])
  assert.deepEqual(room.due?.(), { week: 0, late: 0 })
  assert.deepEqual(done, [])
})

test('a late room that wakes with the desk is fetched once, keeps its round, and forgets when the desk locks', async () => {
  const done: string[] = []
  const room = late({ ...facts, wakes: true }, async () => {
    done.push('fetched')
    return inside(done)
  })
  await Promise.all([room.beat?.(), room.beat?.()])
  assert.deepEqual(done, ['fetched', 'beat', 'beat'])
  assert.deepEqual(
    room.commands?.().map(({ id }) => id),
    ['far.do'],
  )
  assert.equal(room.view([]).type, 'p')
  room.forget()
  assert.equal(done.at(-1), 'forgotten')
})

test('a room whose code does not come is asked for again, and not taken for there', async () => {
  let tries = 0
  const room = late({ ...facts, wakes: true }, async () => {
    tries += 1
    if (tries === 1) throw new Error('the line is down')
    return inside([])
  })
  await room.beat?.()
  assert.notEqual(room.view([]).type, 'p')
  await room.beat?.()
  assert.equal(room.view([]).type, 'p')
  assert.equal(tries, 2)
})
