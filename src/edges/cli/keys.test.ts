import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aConfig } from '#base/a-data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { recipientOf } from '#crypto/age/identity.ts'
import { aTeam } from '#crypto/roster/a-roster.ts'
import { checkRoster } from '#crypto/roster/check-roster.ts'
import { signedWith } from '#crypto/sign/sign.ts'
import { proposeRoster, takeIntoUse } from '#features/teams/roster/hold-ceremony.ts'
import type { RosterEntry } from '#features/teams/roster/make-roster.ts'
import { publishRoster } from '#features/teams/roster/publish-roster.ts'
import { findRosterKeys } from '#features/teams/roster/roster-keys.ts'
import { systemClock } from '#kernel/clock.ts'
import { type KeysDoors, keys } from './keys.ts'

const now = systemClock.now()
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)

/** A team whose key runs today, signed by two of its anchors. */
function runningTeam(id: string): RosterEntry {
  const { team, anchors, epoch, key } = aTeam(id, {}, { not_before: inDays(-1), not_after: inDays(30) })
  return { team, epochs: [{ signed: signedWith(anchors.slice(0, 2), 'epoch', epoch), recipient: recipientOf(key) }] }
}

/** An installation, three machines of roots, and what is carried between them: folders. */
async function aHouse(t: TestContext, entries: readonly RosterEntry[] = [runningTeam('desk'), runningTeam('aid')]) {
  const place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(place, { recursive: true }))
  const data = join(place, 'data')
  const places = { secrets: join(data, 'secrets'), folder: join(data, 'roster') }
  await mkdir(places.secrets, { recursive: true })
  await writeFile(join(data, 'asylia.id'), '00'.repeat(16))
  await publishRoster(places, entries, now)
  const doors: KeysDoors = {
    propose: (roots) => proposeRoster(places.secrets, entries, roots, now),
    publish: async (copies) => {
      const taken = await takeIntoUse(places.secrets, copies)
      const published = await publishRoster(places, entries, now)
      return [`version ${published.version} ${published.mode} ${taken.isNewMode ? 'new' : 'next'}`]
    },
  }
  const run = async (...args: string[]) => {
    const said: string[] = []
    const code = await keys(aConfig(data), args, (line) => said.push(line), doors)
    return { code, said: said.join('\n') }
  }
  const at = (name: string) => join(place, name)
  return { run, at, places, data }
}

type AHouse = Awaited<ReturnType<typeof aHouse>>

async function threeRoots({ run, at }: AHouse): Promise<string[]> {
  for (const name of ['north', 'south', 'west']) await run('root', 'new', at(`${name}.root`), '--id', name, '--name', `House ${name}`)
  return ['north', 'south', 'west'].flatMap((name) => ['--root', at(`${name}.root.card`)])
}

/** What a person at a root machine does: read, compare, repeat the hash. */
async function signAs({ run, at }: AHouse, root: string, list: string, to: string): Promise<void> {
  const read = await run('roster', 'sign', at(list))
  const [, hash = ''] = /Hash of this proposal: (.+)/.exec(read.said) ?? []
  const done = await run('roster', 'sign', at(list), '--root', at(`${root}.root`), '--hash', hash, '--to', at(to))
  assert.equal(done.code, 0)
}

async function clientSees({ places }: AHouse): Promise<string> {
  const read = async (name: string) => new Uint8Array(await readFile(join(places.folder, name)))
  const [pins, roster, epochs, recipients] = [
    await read('pins.json'),
    await read('roster.json'),
    await read('epochs.json'),
    await read('recipients.bin'),
  ]
  const verdict = checkRoster({ pins, roster, epochs, recipients }, { now, buildTime: now })
  return verdict.ok ? `${verdict.mode} ${verdict.version} ${verdict.receiving}` : verdict.code
}

test('three machines hold a ceremony by files: one signature of two is refused, two are accepted, and readers agree (T-35)', async (t) => {
  const house = await aHouse(t)
  assert.equal(await clientSees(house), 'self-rooted 1 yes')
  const cards = await threeRoots(house)
  const proposed = await house.run('roster', 'propose', ...cards, '--to', house.at('list.json'))
  assert.match(proposed.said, /Team desk "Team desk": ngo/)
  await signAs(house, 'north', 'list.json', 'a.json')
  await assert.rejects(house.run('roster', 'publish', house.at('a.json')), /two of three/)
  await assert.rejects(house.run('roster', 'publish', house.at('a.json'), house.at('a.json')), /two of three/)
  assert.equal(await clientSees(house), 'self-rooted 1 yes')
  assert.ok((await findRosterKeys(house.places.secrets))?.root !== undefined)
  await signAs(house, 'west', 'list.json', 'b.json')
  assert.equal((await house.run('roster', 'publish', house.at('a.json'), house.at('b.json'))).said, 'version 2 ceremonied new')
  assert.equal(await clientSees(house), 'ceremonied 2 yes')
})

test('after a ceremony the machine has no root, the instance stays, and there is no way back', async (t) => {
  const house = await aHouse(t)
  const before = await findRosterKeys(house.places.secrets)
  const cards = await threeRoots(house)
  await house.run('roster', 'propose', ...cards, '--to', house.at('list.json'))
  for (const [root, to] of [
    ['north', 'a.json'],
    ['south', 'b.json'],
  ] as const)
    await signAs(house, root, 'list.json', to)
  await house.run('roster', 'publish', house.at('a.json'), house.at('b.json'))
  const after = await findRosterKeys(house.places.secrets)
  assert.deepEqual([after?.root, after?.instance], [undefined, before?.instance])
  // The same list again is not newer.
  await assert.rejects(house.run('roster', 'publish', house.at('a.json'), house.at('b.json')), /as new or newer/)
  await house.run('roster', 'propose', '--to', house.at('next.json'))
  for (const [root, to] of [
    ['west', 'c.json'],
    ['south', 'd.json'],
  ] as const)
    await signAs(house, root, 'next.json', to)
  assert.equal((await house.run('roster', 'publish', house.at('c.json'), house.at('d.json'))).said, 'version 3 ceremonied next')
  assert.equal(await clientSees(house), 'ceremonied 3 yes')
  await assert.rejects(house.run('roster', 'publish', house.at('a.json'), house.at('b.json')), /as new or newer/)
})

test('other roots come in only with the signatures of two of the old ones', async (t) => {
  const house = await aHouse(t)
  const cards = await threeRoots(house)
  await house.run('roster', 'propose', ...cards, '--to', house.at('list.json'))
  for (const [root, to] of [
    ['north', 'a.json'],
    ['south', 'b.json'],
  ] as const)
    await signAs(house, root, 'list.json', to)
  await house.run('roster', 'publish', house.at('a.json'), house.at('b.json'))
  await house.run('root', 'new', house.at('east.root'), '--id', 'east', '--name', 'House east')
  const moved = [...cards.slice(0, 4), '--root', house.at('east.root.card')]
  await house.run('roster', 'propose', ...moved, '--to', house.at('moved.json'))
  for (const [root, to] of [
    ['north', 'c.json'],
    ['east', 'd.json'],
    ['west', 'e.json'],
  ] as const)
    await signAs(house, root, 'moved.json', to)
  await assert.rejects(house.run('roster', 'publish', house.at('c.json'), house.at('d.json')), /two of the old ones/)
  assert.equal((await house.run('roster', 'publish', ...['c.json', 'd.json', 'e.json'].map(house.at))).said, 'version 3 ceremonied next')
  assert.equal(await clientSees(house), 'ceremonied 3 yes')
})

test('a machine signs only the list whose hash its person repeats, and never one that readers would refuse', async (t) => {
  const house = await aHouse(t)
  await house.run('roster', 'propose', ...(await threeRoots(house)), '--to', house.at('list.json'))
  const unasked = await house.run('roster', 'sign', house.at('list.json'), '--root', house.at('north.root'), '--to', house.at('a.json'))
  assert.equal(unasked.code, 1)
  await assert.rejects(stat(house.at('a.json')))
  const named = (file: string, hash: string) =>
    house.run('roster', 'sign', house.at(file), '--root', house.at('north.root'), '--to', house.at('a.json'), '--hash', hash)
  await assert.rejects(named('list.json', '0000 0000 0000 0000 0000'), /another list/)
  const list = await readFile(house.at('list.json'), 'utf8')
  const [, hash = ''] = /Hash of this proposal: (.+)/.exec(unasked.said) ?? []
  await writeFile(house.at('swapped.json'), list.replace('"id":"aid"', '"id":"aiv"'))
  await assert.rejects(named('swapped.json', hash), /another list/)
  await writeFile(house.at('long.json'), list.replace(/"expires":"[^"]+"/, `"expires":"${inDays(60)}"`))
  await assert.rejects(named('long.json', hash), /roster\.too_long/)
  await writeFile(house.at('weak.json'), list.replaceAll('"threshold":2', '"threshold":1'))
  await assert.rejects(named('weak.json', hash), /no proposal/)
  await assert.rejects(stat(house.at('a.json')))
})

test('copies of different proposals, of another installation and with a bent signature are not taken into use (T-35)', async (t) => {
  const [house, other] = [await aHouse(t), await aHouse(t)]
  const cards = await threeRoots(house)
  await house.run('roster', 'propose', ...cards, '--to', house.at('list.json'))
  await signAs(house, 'north', 'list.json', 'a.json')
  await signAs(house, 'south', 'list.json', 'b.json')
  await assert.rejects(other.run('roster', 'publish', house.at('a.json'), house.at('b.json')), /another installation/)
  const b = await readFile(house.at('b.json'), 'utf8')
  await writeFile(
    house.at('bent.json'),
    b.replace(/"sig":"./, (found) => `"sig":"${found.endsWith('A') ? 'B' : 'A'}`),
  )
  await assert.rejects(house.run('roster', 'publish', house.at('a.json'), house.at('bent.json')), /does not hold/)
  await writeFile(house.at('later.json'), b.replace(/"version":2/, '"version":3'))
  await assert.rejects(house.run('roster', 'publish', house.at('a.json'), house.at('later.json')), /not copies/)
  assert.equal(await clientSees(house), 'self-rooted 1 yes')
})

test('a team with one anchor cannot go through a ceremony, and two cards of one root are not three', async (t) => {
  const lonely = runningTeam('lonely')
  const house = await aHouse(t, [{ ...lonely, team: { ...lonely.team, anchors: lonely.team.anchors.slice(0, 1) } }])
  const cards = await threeRoots(house)
  await assert.rejects(house.run('roster', 'propose', ...cards, '--to', house.at('list.json')), /lonely/)
  await assert.rejects(house.run('roster', 'propose', '--to', house.at('list.json')), /three roots/)
  await assert.rejects(
    house.run('roster', 'propose', ...cards.slice(0, 4), ...cards.slice(0, 2), '--to', house.at('x.json')),
    /exactly three/,
  )
})

test('a secret of a root is private, is never written over, and a card that its root did not sign is refused', async (t) => {
  const { run, at } = await aHouse(t)
  const made = await run('root', 'new', at('north.root'), '--id', 'north', '--name', 'House')
  assert.equal((await stat(at('north.root'))).mode & 0o777, 0o600)
  const secret = JSON.parse(await readFile(at('north.root'), 'utf8')) as { seed: string }
  const card = await readFile(at('north.root.card'), 'utf8')
  assert.ok(!card.includes(secret.seed) && !made.said.includes(secret.seed))
  await assert.rejects(run('root', 'new', at('north.root'), '--id', 'north', '--name', 'House'), /there already/)
  assert.equal((JSON.parse(await readFile(at('north.root'), 'utf8')) as { seed: string }).seed, secret.seed)
  await writeFile(at('forged.card'), card.replace('"name":"House"', '"name":"Mouse"'))
  await assert.rejects(run('roster', 'propose', '--root', at('forged.card'), '--to', at('x.json')), /no card of a root/)
  await assert.rejects(run('root', 'new', at('bad.root'), '--id', 'No Slug', '--name', 'House'), /--id accepts/)
  await assert.rejects(stat(at('bad.root')))
})

test('show says what readers see, of this installation and of a kept folder, and alarms when they refuse', async (t) => {
  const house = await aHouse(t, [])
  const shown = await house.run('show')
  assert.equal(shown.code, 0)
  assert.match(shown.said, /signs its own list of keys\. Nobody outside it has checked them yet\./)
  assert.match(shown.said, /Nobody can receive reports here yet\./)
  await writeFile(join(house.places.folder, 'epochs.json'), '{}')
  const broken = await house.run('show', '--from', house.places.folder)
  assert.equal(broken.code, 1)
  assert.match(broken.said, /epochs\.malformed/)
  await rm(house.places.folder, { recursive: true })
  await assert.rejects(house.run('show'), /No list of keys was published here yet/)
  await assert.rejects(
    keys(aConfig(house.at('nothing')), ['show'], () => undefined, { propose: never, publish: never }),
    OperatorError,
  )
})

test('orders that are none, stray words and missing files are refused with the usage, and nothing typed is repeated', async (t) => {
  const { run, at } = await aHouse(t)
  for (const args of [[], ['root'], ['roster', 'burn'], ['roster', 'publish'], ['roster', 'sign'], ['show', '--seed', 'hush-hush']]) {
    await assert.rejects(
      run(...args),
      (error: unknown) => error instanceof OperatorError && error.message.startsWith('keys knows') && !error.message.includes('hush-hush'),
    )
  }
  await assert.rejects(run('roster', 'publish', at('nothing.json')), /cannot be read/)
  assert.match((await run('ceremony')).said, /no way back/)
})

function never(): never {
  throw new Error('Showing needs no door.')
}
