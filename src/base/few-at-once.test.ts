import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Actor } from './actor.ts'
import { fewAtOnce } from './few-at-once.ts'
import type { Base } from './transact.ts'

const actor = {} as Actor

/** A base whose transactions last until they are told to end. */
function slow() {
  const open: { readonly name: string; end(fails?: boolean): void }[] = []
  const work = (name: string) =>
    new Promise<string>((ends, fails) => open.push({ name, end: (bad) => (bad ? fails(new Error(name)) : ends(name)) }))
  const given: Base = {
    clock: { now: () => new Date(0) },
    transact: (_by, run) => run(undefined as never),
    read: (_by, run) => run(undefined as never),
  }
  return { base: fewAtOnce(given, 2), open, work }
}

test('no more than so many are open at once, and the others come in their order, whatever becomes of those before', async () => {
  const { base, open, work } = slow()
  const seen: string[] = []
  const all = ['a', 'b', 'c', 'd', 'e'].map((name, at) => {
    const run = at % 2 === 0 ? base.transact(actor, () => work(name)) : base.read(actor, () => work(name))
    return run.then(
      () => seen.push(name),
      () => seen.push(`${name} failed`),
    )
  })
  await setImmediate()
  assert.deepEqual(
    open.map(({ name }) => name),
    ['a', 'b'],
  )
  open[1]?.end(true)
  await setImmediate()
  assert.deepEqual(
    open.map(({ name }) => name),
    ['a', 'b', 'c'],
  )
  open[0]?.end()
  open[2]?.end()
  await setImmediate()
  assert.deepEqual(
    open.map(({ name }) => name),
    ['a', 'b', 'c', 'd', 'e'],
  )
  open[3]?.end()
  open[4]?.end()
  await Promise.all(all)
  assert.deepEqual(seen, ['b failed', 'a', 'c', 'd', 'e'])
  const late = base.read(actor, () => work('f'))
  await setImmediate()
  assert.equal(open.at(-1)?.name, 'f', 'a place that was given back is free')
  open.at(-1)?.end()
  assert.equal(await late, 'f')
})
