import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { aPlace, isRoot } from './a-data-folder.ts'
import { OperatorError } from './operator-error.ts'
import { demandEntrance, unprivilegedUser } from './run-as.ts'

const NOBODY = { uid: 65_534, gid: 65_534, name: 'nobody' }

test('the server runs as the user asylia where there is one, never as root, else as 65534', async (t) => {
  const passwd = join(await aPlace(t), 'passwd')
  const userOf = async (line: string) => {
    await writeFile(passwd, `root:x:0:0::/root:/bin/sh\n${line}\n`)
    return unprivilegedUser(passwd)
  }
  assert.deepEqual(await userOf('asylia:x:998:997::/:/bin/false'), { uid: 998, gid: 997, name: 'asylia' })
  for (const line of ['asylia:x:0:0::/:/bin/false', 'notasylia:x:5:5::/:/bin/false', 'asylia:x:many:5::/:', 'asylia', '']) {
    assert.deepEqual(await userOf(line), NOBODY, line)
  }
})

test('every folder on the way is tried as that user, and the first closed one is named with its command', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const place = await aPlace(t)
  const deep = join(place, 'open', 'closed', 'below')
  await mkdir(deep, { recursive: true })
  for (const path of [join(place, 'open'), deep]) await chmod(path, 0o711)
  await chmod(join(place, 'open', 'closed'), 0o700)
  await assert.rejects(demandEntrance(NOBODY, deep), (error) => {
    assert.ok(error instanceof OperatorError)
    assert.match(
      error.message,
      /^The database runs as nobody \(uid 65534\), who cannot enter .*\/open\/closed\. Let everybody pass through it/,
    )
    execFileSync('/bin/sh', ['-c', /(chmod o\+x .+) — or/.exec(error.message)?.[1] ?? 'false'])
    return true
  })
  await demandEntrance(NOBODY, deep)
})

test('a folder that is open to the group of that user alone counts as open', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const folder = join(await aPlace(t), 'shared')
  await mkdir(folder)
  execFileSync('chown', ['0:65534', folder])
  await chmod(folder, 0o710)
  await demandEntrance(NOBODY, folder)
  await assert.rejects(demandEntrance({ uid: 4_321, gid: 4_321, name: 'other' }, folder), OperatorError)
})

test('a folder with odd letters in its name is tried and named like any other', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const folder = join(await aPlace(t), '-e $(touch x) \'quoted\' "twice" ไทย')
  await mkdir(folder, { mode: 0o700 })
  await assert.rejects(demandEntrance(NOBODY, folder), (error) => error instanceof OperatorError && error.message.includes(folder))
  await chmod(folder, 0o711)
  await demandEntrance(NOBODY, folder)
})
