import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { watchClock } from '../intake/watch-clock.ts'
import { shredGuard } from './may-shred.ts'

test('after a jump of the clock no key is destroyed until a person removes the file', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(data, { recursive: true }))
  let [now, passed] = [Date.parse('2026-11-22T10:20:00Z'), 0]
  const clock = { now: () => new Date(now) }
  const may = shredGuard(
    data,
    clock,
    watchClock(clock, () => passed),
  )
  const later = (shown: number, real: number) => {
    now += shown
    passed += real
  }
  assert.equal(await may(), true)
  later(86_400_000, 86_400_000)
  assert.equal(await may(), true)
  later(8 * 86_400_000, 1_000)
  assert.equal(await may(), false)
  assert.equal(await may(), false)
  await writeFile(join(data, 'shredding-stopped'), '')
  assert.equal(await may(), false)
  await rm(join(data, 'shredding-stopped'))
  assert.equal(await may(), true)
})
