import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aConfig, aHolder, aPlace, isRoot } from './a-data-folder.ts'
import { findDataFolder, openDataFolder } from './data-folder.ts'
import { newestMigration } from './data-version.ts'
import { OperatorError } from './operator-error.ts'
import { unprivilegedUser } from './run-as.ts'

const NOBODY = 65_534

async function modesOf(path: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = {}
  for (const name of ['.', 'secrets', 'blobs', 'pg', 'pg-keys', 'programs', 'run', 'asylia.id']) {
    const found = await stat(join(path, name))
    modes[name] = `${(found.mode & 0o7777).toString(8)} ${found.uid}`
  }
  return modes
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OperatorError, String(error))
    return error.message
  }
  return assert.fail('nothing stood in the way')
}

/** Root cannot take the ordinary user's part in its own process, so another process does. */
async function canReachHere(t: TestContext): Promise<boolean> {
  if (!isRoot) t.skip('only root can take both parts')
  else {
    const reached = await aHolder(t, join(await aPlace(t), 'none', 'x'), 'folder', NOBODY)
    if (reached.said.length > 0) return true
    t.skip('the unprivileged user cannot reach this checkout')
  }
  return false
}

test('root gets an enterable folder with closed secrets, and the parts of the server belong to its user', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const data = join(await aPlace(t), 'data')
  const folder = await openDataFolder(aConfig(data))
  const { uid } = await unprivilegedUser()
  assert.deepEqual(await modesOf(data), {
    '.': '711 0',
    secrets: '700 0',
    blobs: '700 0',
    pg: `700 ${uid}`,
    'pg-keys': `700 ${uid}`,
    programs: '711 0',
    run: `750 ${uid}`,
    'asylia.id': '600 0',
  })
  await folder.close()
})

test('an ordinary user gets a folder that nobody else can look into', async (t) => {
  if (!(await canReachHere(t))) return
  const place = await aPlace(t)
  await chown(place, NOBODY, NOBODY)
  const holder = await aHolder(t, join(place, 'data'), 'folder', NOBODY)
  assert.match(holder.said[0] ?? '', /^ready/)
  const modes = await modesOf(join(place, 'data'))
  assert.deepEqual(new Set(Object.values(modes)), new Set([`700 ${NOBODY}`, `600 ${NOBODY}`]))
  holder.kill('SIGTERM')
  assert.equal(await holder.ended, 0)
})

test('modes that were opened are closed again at the next start, whatever the umask is', async (t) => {
  const data = join(await aPlace(t), 'deep', 'er', 'data')
  const before = process.umask(0o077)
  t.after(() => process.umask(before))
  await (await openDataFolder(aConfig(data))).close()
  await chmod(join(data, 'secrets'), 0o755)
  await chmod(data, 0o777)
  await (await openDataFolder(aConfig(data))).close()
  assert.equal((await stat(join(data, 'secrets'))).mode & 0o777, 0o700)
  assert.equal((await stat(data)).mode & 0o777, isRoot ? 0o711 : 0o700)
})

test('a second process on the same folder hears who is there, by whatever path it comes', async (t) => {
  const place = await aPlace(t)
  const data = join(place, 'data')
  const holder = await aHolder(t, data, 'folder')
  await symlink(data, join(place, 'alias'))
  const expected = `Another Asylia (process ${holder.pid}) is already running on ${data}. Stop it first, or choose another folder with --data.`
  assert.equal(await sentenceOf(openDataFolder(aConfig(data))), expected)
  assert.equal(await sentenceOf(openDataFolder(aConfig(join(place, 'alias')))), expected)
})

test('a folder whose process was killed opens at once', async (t) => {
  const data = join(await aPlace(t), 'data')
  const holder = await aHolder(t, data, 'folder')
  holder.kill('SIGKILL')
  await holder.ended
  await (await openDataFolder(aConfig(data))).close()
})

test('of several that start at once on a new folder exactly one gets it', async (t) => {
  const data = join(await aPlace(t), 'data')
  const all = await Promise.allSettled(Array.from({ length: 6 }, () => openDataFolder(aConfig(data))))
  const opened = all.filter((one) => one.status === 'fulfilled')
  assert.equal(opened.length, 1)
  for (const one of all) if (one.status === 'rejected') assert.ok(one.reason instanceof OperatorError, String(one.reason))
  for (const one of opened) await one.value.close()
})

test('below a folder that the server cannot enter, root gets the command that mends it, and nothing is made', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const closed = join(await aPlace(t), "closed by o'hara")
  await mkdir(closed, { mode: 0o700 })
  const data = join(closed, 'data')
  const said = await sentenceOf(openDataFolder(aConfig(data)))
  const command = /(chmod o\+x .+) — or choose/.exec(said)?.[1]
  assert.ok(command !== undefined && said.includes(closed), said)
  assert.deepEqual(await readdir(closed), [])
  execFileSync('/bin/sh', ['-c', command])
  await (await openDataFolder(aConfig(data))).close()
})

test('a folder that holds something else is refused and left as it is', async (t) => {
  const data = join(await aPlace(t), 'home')
  await mkdir(data, { mode: 0o755 })
  await writeFile(join(data, 'letter.txt'), 'dear')
  assert.equal(
    await sentenceOf(openDataFolder(aConfig(data))),
    `${data} holds something else than data of Asylia. Choose an empty folder with --data.`,
  )
  assert.equal((await stat(data)).mode & 0o777, 0o755)
  assert.deepEqual(await readdir(data), ['letter.txt'])
  assert.match(await sentenceOf(openDataFolder(aConfig(join(data, 'letter.txt')))), /letter\.txt is not a folder\./)
})

test('a folder of another user is refused', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const data = join(await aPlace(t), 'data')
  await mkdir(data)
  await chown(data, 1234, 1234)
  assert.match(await sentenceOf(openDataFolder(aConfig(data))), /belongs to another user \(uid 1234\)\. Start as that user/)
})

test('a link in the place of a part is refused, so a compromised server cannot lead root elsewhere', async (t) => {
  const place = await aPlace(t)
  const data = join(place, 'data')
  await (await openDataFolder(aConfig(data))).close()
  await rm(join(data, 'run'), { recursive: true })
  await mkdir(join(place, 'target'), { mode: 0o755 })
  await symlink(join(place, 'target'), join(data, 'run'))
  assert.match(await sentenceOf(openDataFolder(aConfig(data))), /run is not a folder\./)
  assert.equal((await stat(join(place, 'target'))).mode & 0o777, 0o755)
})

test('data newer than the code is refused before anything else, older data opens', async (t) => {
  const data = join(await aPlace(t), 'data')
  const config = aConfig(data)
  const newest = await newestMigration(config.home)
  assert.ok(newest >= 1)
  const folder = await openDataFolder(config)
  await folder.recordVersion(newest + 3)
  await folder.close()
  assert.equal(
    await sentenceOf(openDataFolder(config)),
    `The data in ${data} was written by a newer version of Asylia (data version ${newest + 3}; this one knows up to ${newest}). ` +
      'Start that version again, or restore a backup made by this one. Nothing was changed.',
  )
  await writeFile(join(data, 'version'), '1\n')
  await (await openDataFolder(config)).close()
  await writeFile(join(data, 'version'), 'many\n')
  assert.match(await sentenceOf(openDataFolder(config)), /version does not hold a number/)
})

test('a refused start gives the lock back', async (t) => {
  const data = join(await aPlace(t), 'data')
  const folder = await openDataFolder(aConfig(data))
  await folder.recordVersion(9_999)
  await folder.close()
  const first = await sentenceOf(openDataFolder(aConfig(data)))
  assert.equal(await sentenceOf(openDataFolder(aConfig(data))), first)
})

test('a nearly full disk is refused with what it has and what is needed', async (t) => {
  if (!isRoot) return t.skip('needs root, to mount a small disk')
  const disk = join(await aPlace(t), 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=711', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine lets nobody mount')
  }
  try {
    const said = await sentenceOf(openDataFolder(aConfig(join(disk, 'data'))))
    assert.match(said, /has 6[0-9] MB free; Asylia needs 256 MB to start\. Free some space/)
    assert.deepEqual(await readdir(disk), [])
  } finally {
    execFileSync('umount', [disk])
  }
})

test('where the path is too long for a socket, a short folder of our own serves and a note says so', async (t) => {
  const place = await aPlace(t)
  const data = join(place, 'a'.repeat(90), 'data')
  const config = aConfig(data, { XDG_RUNTIME_DIR: place })
  const folder = await openDataFolder(config)
  assert.equal(dirname(folder.sockets), place)
  assert.equal(folder.notes.length, 1)
  assert.ok((folder.notes[0] ?? '').includes(folder.sockets))
  assert.equal((await stat(folder.sockets)).mode & 0o777, isRoot ? 0o750 : 0o700)
  assert.equal((await findDataFolder(config))?.sockets, folder.sockets)
  await folder.close()
})

test('looking for a data folder makes none', async (t) => {
  const data = join(await aPlace(t), 'data')
  assert.equal(await findDataFolder(aConfig(data)), undefined)
  await assert.rejects(stat(data), { code: 'ENOENT' })
})
