import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAILBOX_VECTORS, outcomeOf, publishedCases } from './make-mailbox-vectors.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

for (const [name, maker] of Object.entries(MAILBOX_VECTORS)) {
  test(`the published ${name} cases come out as published, refusals included`, async () => {
    for (const { id, given, ...outcome } of await publishedCases(name)) {
      assert.deepEqual(plain(await outcomeOf(maker, given)), outcome, `${name}: ${id}`)
    }
  })

  test(`the published ${name} file holds every case that is written here, and no id twice`, async () => {
    const byId = new Map((await publishedCases(name)).map(({ id, given }) => [id, given]))
    assert.equal(byId.size, (await publishedCases(name)).length)
    assert.equal(byId.size, maker.givens.length + (maker.sealed ? 1 : 0))
    for (const { id, given } of maker.givens) assert.deepEqual(byId.get(id), plain(given), `${name}: ${id}`)
  })
}

test('what must be refused is refused in the published files (U-21, T-37)', async () => {
  const refused = async (name: string) => (await publishedCases(name)).flatMap(({ id, refuse }) => (refuse === undefined ? [] : [id]))
  const segment = await refused('segment')
  for (const id of ['gap', 'repeat', 'two-last', 'another-report', 'hash-changed', 'swapped', 'fill-not-zero'])
    assert.ok(segment.includes(id), id)
  const reply = ['first-tag-changed', 'core-changed', 'another-slot', 'another-window', 'another-generation', 'too-short']
  assert.deepEqual(await refused('reply'), reply)
  assert.equal((await refused('self')).length, 6)
  assert.equal((await refused('padme')).length, 4)
})

test('a forged consent, move, close or exclusion has no effect in the published files (T-37, X-12)', async () => {
  const cases = new Map(
    (await publishedCases('chain')).map(({ id, expect }) => [id, expect as { words: string[]; closed: boolean; never: unknown[] }]),
  )
  for (const id of ['forged-consent', 'forged-move', 'forged-close-with-a-known-step', 'forged-exclusion']) {
    const outcome = cases.get(id)
    assert.equal(outcome?.words.at(-1), 'not_proved', id)
    assert.equal(outcome.closed, false)
    assert.deepEqual(outcome.never, [])
  }
})
