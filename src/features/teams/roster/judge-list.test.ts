import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { recipientOf } from '#crypto/age/identity.ts'
import { aTeam, type Made } from '#crypto/roster/a-roster.ts'
import { signedWith } from '#crypto/sign/sign.ts'
import { judgeList, type ListFault, watchList } from './judge-list.ts'
import type { RosterEntry } from './make-roster.ts'
import { publishRoster, ROSTER_FILES } from './publish-roster.ts'

const entry = (made: Made): RosterEntry => ({
  team: made.team,
  epochs: [{ signed: signedWith(made.anchors.slice(0, 1), 'epoch', made.epoch), recipient: recipientOf(made.key) }],
})
const at = (now: string) => ({ now: () => new Date(now) })
const DAY_1 = new Date('2026-11-22T05:00:00Z')

async function published(t: TestContext, teams: readonly Made[]): Promise<string> {
  const secrets = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(secrets, { recursive: true }))
  const folder = join(secrets, 'roster')
  await publishRoster({ secrets, folder }, teams.map(entry), DAY_1)
  return folder
}

const HARBOUR = aTeam('harbour', {}, { not_before: '2026-11-20', not_after: '2026-12-20' })

test('a list that clients accept, with keys that run, needs nobody; one without teams neither (T-35)', async (t) => {
  assert.deepEqual(await judgeList(await published(t, [HARBOUR]), at('2026-11-22T06:00:00Z')), [])
  assert.deepEqual(await judgeList(await published(t, []), at('2026-11-22T06:00:00Z')), [])
})

test('a list that clients refuse is an alarm with the rule that it breaks, and an absent one is too (T-35)', async (t) => {
  const folder = await published(t, [HARBOUR])
  const file = join(folder, ROSTER_FILES.recipients)
  const whole = await readFile(file)
  await writeFile(file, Buffer.from(whole).reverse())
  assert.deepEqual(await judgeList(folder, at('2026-11-22T06:00:00Z')), [{ kind: 'refused', code: 'recipients.differ' }])
  await writeFile(file, whole)
  assert.deepEqual(await judgeList(folder, at('2027-02-22T06:00:00Z')), [{ kind: 'refused', code: 'roster.expired' }])
  await rm(file)
  assert.deepEqual(await judgeList(folder, at('2026-11-22T06:00:00Z')), [{ kind: 'missing' }])
})

test('the end of a list is told ten days before, of a key five days before, and when nobody can receive any more', async (t) => {
  const folder = await published(t, [HARBOUR, aTeam('asleep', {}, { not_before: '2026-10-20', not_after: '2026-11-20' })])
  assert.deepEqual(await judgeList(folder, at('2026-11-22T06:00:00Z')), [
    { kind: 'key_ends', team: 'asleep', on: '2026-11-20', isOver: true },
  ])
  const soon = await judgeList(folder, at('2026-12-18T06:00:00Z'))
  assert.deepEqual(
    soon.map(({ kind }) => kind),
    ['ends', 'key_ends', 'key_ends'],
  )
  const over = await judgeList(folder, at('2026-12-22T06:00:00Z'))
  assert.deepEqual(
    over.map(({ kind }) => kind),
    ['ends', 'nobody', 'key_ends', 'key_ends'],
  )
})

test('the watch tells a fault when it comes, once, again the next day, and that it is mended', async (t) => {
  const folder = await published(t, [HARBOUR])
  const file = join(folder, ROSTER_FILES.epochs)
  const whole = await readFile(file)
  let now = '2026-11-22T06:00:00Z'
  const told: (readonly ListFault[])[] = []
  const stop = new AbortController()
  const clock = { now: () => new Date(now) }
  const watching = watchList({ folder, clock, signal: stop.signal, onFaults: (faults) => told.push(faults), everyMs: 5 })
  const until = async (count: number): Promise<void> => {
    while (told.length < count) await setTimeout(5)
    await setTimeout(40)
    assert.equal(told.length, count)
  }
  await writeFile(file, '{}')
  await until(1)
  now = '2026-11-23T06:00:00Z'
  await until(2)
  await writeFile(file, whole)
  await until(3)
  stop.abort()
  await watching
  assert.deepEqual(told, [[{ kind: 'refused', code: 'epochs.malformed' }], [{ kind: 'refused', code: 'epochs.malformed' }], []])
})
