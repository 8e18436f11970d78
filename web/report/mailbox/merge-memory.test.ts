import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aSelf, CASEWORK, NO_CONSENT } from '#crypto/mailbox/a-mailbox.ts'
import { mergeMemory } from './merge-memory.ts'

const VIETNAM = { kind: 'country' as const, id: 'VN' }
const item = (seq: number, name: string) => ({ seq, item: name.repeat(16), body: name.repeat(32), files: [] })

test('two memories become one that holds all that was sent, every exclusion and only the consent that both give (I-08)', () => {
  const theirs = aSelf({ seq: 1, items: [item(0, 'aa'), item(1, 'bb')], never: [VIETNAM], consent: CASEWORK })
  const ours = aSelf({ seq: 1, items: [item(0, 'aa'), item(1, 'cc')], never: [{ kind: 'team', id: 'embassy' }], consent: NO_CONSENT })
  const merged = mergeMemory(theirs, ours)
  assert.deepEqual(
    merged.items.map((one) => one.item.slice(0, 2)),
    ['aa', 'bb', 'cc'],
  )
  assert.deepEqual(merged.never, [VIETNAM, { kind: 'team', id: 'embassy' }])
  assert.deepEqual(merged.consent, NO_CONSENT)
  assert.equal(merged.g, 0, 'the same readers keep their keys')
})

test('two devices that each took another reader away leave neither with keys of what follows (I-08, P2)', () => {
  const reached = [
    { team: 'north', g: 1 },
    { team: 'south', g: 0 },
  ]
  const theirs = aSelf({ g: 1, to: ['north', 'west'], reached: [...reached, { team: 'west', g: 1 }] })
  const ours = aSelf({
    g: 1,
    to: ['south', 'west'],
    reached: [
      { team: 'north', g: 0 },
      { team: 'south', g: 1 },
      { team: 'west', g: 1 },
    ],
  })
  const merged = mergeMemory(theirs, ours)
  assert.deepEqual(merged.to, ['west'])
  assert.equal(merged.g, 2)
  assert.deepEqual(merged.reached, [
    { team: 'north', g: 1 },
    { team: 'south', g: 1 },
    { team: 'west', g: 1 },
  ])
})
