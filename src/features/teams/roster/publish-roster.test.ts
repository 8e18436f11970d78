import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { OperatorError } from '#base/operator-error.ts'
import { recipientOf } from '#crypto/age/identity.ts'
import { aCeremony, aTeam, type Made, signedEpoch } from '#crypto/roster/a-roster.ts'
import { checkRoster, type RosterFiles, type RosterVerdict } from '#crypto/roster/check-roster.ts'
import { signedWith, signRoster } from '#crypto/sign/sign.ts'
import type { RosterEntry } from './make-roster.ts'
import { publishRoster, ROSTER_FILES, type RosterPlaces } from './publish-roster.ts'
import { openRosterHouse } from './roster-house.ts'
import { findRosterKeys, keepCeremony, loadRosterKeys } from './roster-keys.ts'

async function places(t: TestContext): Promise<RosterPlaces> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(folder, { recursive: true }))
  return { secrets: folder, folder: join(folder, 'roster') }
}

function entry(made: Made, ...older: Made[]): RosterEntry {
  const epochs = [made, ...older].map((one) => ({
    signed: signedWith(one.anchors.slice(0, 1), 'epoch', one.epoch),
    recipient: recipientOf(one.key),
  }))
  return { team: made.team, epochs }
}

async function filesIn({ folder }: RosterPlaces): Promise<RosterFiles> {
  const read = async (name: string) => new Uint8Array(await readFile(join(folder, name)))
  const [pins, roster, epochs, former, recipients] = await Promise.all(
    (['pins', 'roster', 'epochs', 'former', 'recipients'] as const).map((part) => read(ROSTER_FILES[part])),
  )
  if (!pins || !roster || !epochs || !former || !recipients) throw new Error('A file is missing.')
  return { pins, roster, epochs, former, recipients }
}

async function asClient(where: RosterPlaces, now: string): Promise<RosterVerdict> {
  return checkRoster(await filesIn(where), { now: new Date(now), buildTime: new Date('2026-11-01T00:00:00Z') })
}

const DAY_1 = new Date('2026-11-22T05:00:00Z')
const DAY_2 = new Date('2026-11-23T00:00:01Z')

test('a fresh installation signs an empty list of its own that clients accept and nobody can use yet', async (t) => {
  const where = await places(t)
  const published = await publishRoster(where, [], DAY_1)
  assert.deepEqual([published.mode, published.version, published.receiving, published.problem], ['self-rooted', 1, 'nobody_yet', undefined])
  const verdict = await asClient(where, '2026-11-22T05:00:00Z')
  assert.ok(verdict.ok && verdict.receiving === 'nobody_yet' && verdict.teams.length === 0)
  assert.equal((await stat(join(where.secrets, 'roster-keys.json'))).mode & 0o777, 0o600)
  assert.deepEqual((await readdir(where.folder)).toSorted(), Object.values(ROSTER_FILES).toSorted())
  assert.match(published.pinsHash, /^([0-9a-f]{4} ){4}[0-9a-f]{4}$/)
})

test('the list is signed again every day and when a team changes, its version goes on, and its pins stay', async (t) => {
  const where = await places(t)
  const desk = entry(aTeam('desk'))
  const first = await publishRoster(where, [], DAY_1)
  const pins = await readFile(join(where.folder, 'pins.json'), 'utf8')
  assert.equal((await publishRoster(where, [], DAY_1)).version, 1)
  assert.equal((await publishRoster(where, [desk], DAY_1)).version, 2)
  const third = await publishRoster(where, [desk], DAY_2)
  assert.deepEqual([third.version, third.expires], [3, '2026-12-28'])
  assert.deepEqual([third.instance, third.pinsHash], [first.instance, first.pinsHash])
  assert.equal(await readFile(join(where.folder, 'pins.json'), 'utf8'), pins)
  // A folder that was lost is written again from what the secrets remember.
  await rm(where.folder, { recursive: true })
  assert.equal((await publishRoster(where, [desk], DAY_2)).version, 3)
  const verdict = await asClient(where, '2026-12-27T12:00:00Z')
  assert.ok(verdict.ok)
})

test('teams stand with their newest key, the one before serves the mailbox, and who has no anchor waits', async (t) => {
  const where = await places(t)
  const older = aTeam('desk', {}, { epoch: 2, not_before: '2026-10-15', not_after: '2026-11-20' })
  const waiting = { team: aTeam('new', { anchors: [] }).team, epochs: [] }
  const published = await publishRoster(
    where,
    [waiting, entry(older, aTeam('desk')), entry(aTeam('abc', { kind: 'state', of: ['DE'] }))],
    DAY_1,
  )
  assert.deepEqual([published.receiving, published.left], ['yes', []])
  const verdict = await asClient(where, '2026-11-22T05:00:00Z')
  assert.ok(verdict.ok)
  assert.deepEqual(
    verdict.teams.map(({ id, epoch, former }) => [id, epoch, former?.epoch]),
    [
      ['abc', 3, undefined],
      ['desk', 3, 2],
    ],
  )
  assert.deepEqual(verdict.teams[1]?.recipient, Uint8Array.from(recipientOf(aTeam('desk').key)))
})

test('a key that no anchor vouches for any more stays outside, is named, and spoils nothing for the others', async (t) => {
  const where = await places(t)
  const orphan = aTeam('desk')
  const moved = { ...entry(orphan), team: { ...orphan.team, anchors: aTeam('other').team.anchors } }
  const published = await publishRoster(where, [moved, entry(aTeam('abc'))], DAY_1)
  assert.deepEqual(published.left, [{ team: 'desk', epoch: 3, why: 'epochs.forged' }])
  const verdict = await asClient(where, '2026-11-22T05:00:00Z')
  assert.ok(verdict.ok)
  assert.deepEqual(
    verdict.teams.map(({ id, recipient }) => [id, recipient === null]),
    [
      ['abc', false],
      ['desk', true],
    ],
  )
})

test('a list that clients would refuse is not published, and the one before stays (I-05)', async (t) => {
  const where = await places(t)
  await publishRoster(where, [entry(aTeam('desk'))], DAY_1)
  const before = await readFile(join(where.folder, 'roster.json'), 'utf8')
  const twin = entry(aTeam('desc', { name: { en: 'Team dеsk' } }))
  await assert.rejects(publishRoster(where, [entry(aTeam('desk')), twin], DAY_1), OperatorError)
  assert.equal(await readFile(join(where.folder, 'roster.json'), 'utf8'), before)
  assert.equal((await publishRoster(where, [entry(aTeam('desk'))], DAY_1)).version, 1)
})

test('after a ceremony the list is written as its roots signed it, and its end is an alarm', async (t) => {
  const where = await places(t)
  const house = aCeremony()
  await keepCeremony(where.secrets, { pins: house.pins, signed: signRoster(house.roots.slice(0, 2), house.roster) })
  const entries = house.teams.map((made) => ({
    team: made.team,
    epochs: [{ signed: signedEpoch(house, made), recipient: recipientOf(made.key) }],
  }))
  const published = await publishRoster(where, entries, DAY_2)
  assert.deepEqual([published.mode, published.version, published.receiving, published.problem], ['ceremonied', 9, 'yes', undefined])
  assert.ok((await asClient(where, '2026-11-23T01:00:00Z')).ok)
  assert.equal(published.isEndingSoon, false)
  assert.equal((await publishRoster(where, entries, new Date('2026-12-14T23:59:59Z'))).isEndingSoon, false)
  assert.equal((await publishRoster(where, entries, new Date('2026-12-15T00:00:00Z'))).isEndingSoon, true)
  const late = await publishRoster(where, entries, new Date('2026-12-25T00:00:00Z'))
  assert.deepEqual([late.version, late.problem], [9, 'roster.expired'])
})

test('keys are made once, a damaged file is never replaced, and two installations share nothing', async (t) => {
  const [one, two] = [await places(t), await places(t)]
  assert.equal(await findRosterKeys(one.secrets), undefined)
  const [a, b] = [await loadRosterKeys(one.secrets), await loadRosterKeys(two.secrets)]
  assert.deepEqual(await loadRosterKeys(one.secrets), a)
  assert.notEqual(a.instance, b.instance)
  assert.notDeepEqual(a.root, b.root)
  assert.notDeepEqual(a.root, a.time)
  for (const text of ['', '{}', '{"instance":"00"}', 'null']) {
    await writeFile(join(one.secrets, 'roster-keys.json'), text)
    await assert.rejects(loadRosterKeys(one.secrets), OperatorError)
    await assert.rejects(publishRoster(one, [], DAY_1), OperatorError)
  }
})

test('the open publisher follows the day and the teams by itself, and signs the time that phones without a date need (I-11)', async (t) => {
  const where = await places(t)
  const seen: number[] = []
  let now = DAY_1
  let entries: readonly RosterEntry[] = []
  const house = await openRosterHouse({
    places: where,
    source: async () => entries,
    clock: { now: () => now },
    onPublished: ({ version }) => seen.push(version),
  })
  const pass = async () => {
    const stop = new AbortController()
    const fresh = house.keepFresh(stop.signal)
    await house.publish()
    stop.abort()
    await fresh
  }
  await pass()
  entries = [entry(aTeam('desk'))]
  await pass()
  now = DAY_2
  await pass()
  assert.equal(Math.max(...seen), 3)
  const files = await filesIn(where)
  const at = { now: new Date('2016-01-01T00:00:00Z'), buildTime: new Date('2026-11-01T00:00:00Z') }
  const verdict = checkRoster(files, { ...at, hint: house.timeHint() })
  assert.ok(verdict.ok && verdict.clock === 'wrong')
  assert.equal(checkRoster(files, at).ok, false)
  assert.equal(house.instance, verdict.instance)
})

test('a failed publication is told and the next one runs all the same', async (t) => {
  const where = await places(t)
  let isBroken = true
  const source = () => (isBroken ? Promise.reject(new Error('down')) : Promise.resolve([]))
  const house = await openRosterHouse({ places: where, source, clock: { now: () => DAY_1 } })
  await assert.rejects(house.publish(), /down/)
  isBroken = false
  assert.equal((await house.publish()).version, 1)
})
