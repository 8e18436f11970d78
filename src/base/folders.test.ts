import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPlace, isRoot } from './a-data-folder.ts'
import { ensureFolder, makeParents, nearestExisting, quoted, statOf, withoutLinks } from './folders.ts'
import { OperatorError } from './operator-error.ts'

test('a path in a command reaches the shell as it is, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
      const path = `/${text.replaceAll('\0', '')}`
      assert.equal(execFileSync('/bin/sh', ['-c', `printf %s ${quoted(path)}`], { encoding: 'utf8' }), path)
    }),
    { numRuns: 60 },
  )
  assert.equal(quoted('/srv/asylia-1.0'), '/srv/asylia-1.0')
})

test('what does not exist is found missing, also below a file', async (t) => {
  const place = await aPlace(t)
  await writeFile(join(place, 'file'), '')
  assert.equal(await statOf(join(place, 'none')), undefined)
  assert.equal(await statOf(join(place, 'file', 'below')), undefined)
  assert.equal((await statOf(place))?.isDirectory(), true)
  assert.equal(await nearestExisting(join(place, 'a', 'b', 'c')), place)
  assert.equal(await nearestExisting('/none/of/this'), '/')
})

test('links on the way are resolved, also for what does not exist yet', async (t) => {
  const place = await aPlace(t)
  await mkdir(join(place, 'real'))
  await symlink(join(place, 'real'), join(place, 'link'))
  assert.equal(await withoutLinks(join(place, 'link', 'new', 'data')), join(place, 'real', 'new', 'data'))
  assert.equal(await withoutLinks(join(place, 'link')), join(place, 'real'))
})

test('missing folders on the way get their mode whatever the umask is; those that were there keep theirs', async (t) => {
  const place = await aPlace(t)
  await mkdir(join(place, 'there'))
  await chmod(join(place, 'there'), 0o750)
  const before = process.umask(0o777)
  try {
    await makeParents(join(place, 'there', 'a', 'b'), 0o711)
  } finally {
    process.umask(before)
  }
  const modeOf = async (...path: string[]) => (await stat(join(place, ...path))).mode & 0o777
  assert.deepEqual([await modeOf('there'), await modeOf('there', 'a'), await modeOf('there', 'a', 'b')], [0o750, 0o711, 0o711])
})

test('a folder is made or put right, and never through a link or over a file', async (t) => {
  const place = await aPlace(t)
  const folder = join(place, 'folder')
  await ensureFolder(folder, { mode: 0o700 })
  await chmod(folder, 0o777)
  await ensureFolder(folder, { mode: 0o700 })
  assert.equal((await stat(folder)).mode & 0o7777, 0o700)
  await symlink(folder, join(place, 'link'))
  await writeFile(join(place, 'file'), '')
  for (const name of ['link', 'file']) await assert.rejects(ensureFolder(join(place, name), { mode: 0o755 }), OperatorError)
  assert.equal((await stat(folder)).mode & 0o7777, 0o700)
})

test('a folder of another owner is refused with the command that gives it over', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const folder = join(await aPlace(t), 'theirs')
  await ensureFolder(folder, { mode: 0o700, owner: { uid: 4_321, gid: 4_322 } })
  const { uid, gid } = await stat(folder)
  assert.deepEqual([uid, gid], [4_321, 4_322])
  await assert.rejects(ensureFolder(folder, { mode: 0o700 }), {
    message: `${folder} belongs to uid 4321, but uid 0 needs it. Mend it with: chown -R 0 ${folder}`,
  })
  await chown(folder, 0, 0)
  await ensureFolder(folder, { mode: 0o700 })
})
