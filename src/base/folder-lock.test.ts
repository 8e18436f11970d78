import assert from 'node:assert/strict'
import { execFile, spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { aPlace, isRoot } from './a-data-folder.ts'
import { holderOf, lockFolder } from './folder-lock.ts'
import { OperatorError } from './operator-error.ts'

const ID = 'ab'.repeat(16)

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OperatorError, String(error))
    return error.message
  }
  return assert.fail('the lock was given twice')
}

/** What another process says that asks for the lock of this folder, run by the words in front. */
async function elsewhere(folder: string, ...through: string[]): Promise<string> {
  const script = `import { holderOf, lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))}
    console.log(await holderOf(${JSON.stringify(folder)}))
    await lockFolder(${JSON.stringify(folder)}, '${ID}').then(async (lock) => (await lock.release(), console.log('free')), (error) => console.log(error.message))`
  const [program = process.execPath, ...args] = [
    ...through,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
  ]
  return (await promisify(execFile)(program, args, { encoding: 'utf8', cwd: '/' })).stdout
}

test('the lock is given once, told to whoever asks, and given again after it was returned', async (t) => {
  const folder = await aPlace(t)
  assert.equal(await holderOf(folder), undefined)
  const lock = await lockFolder(folder, ID)
  assert.equal(await holderOf(folder), process.pid)
  assert.match(await sentenceOf(lockFolder(folder, ID)), new RegExp(`^Another Asylia \\(process ${process.pid}\\) is already running on `))
  await lock.release()
  assert.equal(await holderOf(folder), undefined)
  await (await lockFolder(folder, ID)).release()
})

test('another process sees the lock, and by another path too', async (t) => {
  const place = await aPlace(t)
  const folder = join(place, 'alias')
  await symlink(place, folder)
  const lock = await lockFolder(place, ID)
  assert.match(await elsewhere(folder), new RegExp(`^${process.pid}\nAnother Asylia \\(process ${process.pid}\\) is already running`))
  await lock.release()
  assert.equal(await elsewhere(folder), 'undefined\nfree\n')
})

test('a container that shares the folder but not the network sees the lock', async (t) => {
  if (!isRoot || spawnSync('unshare', ['--net', 'true']).status !== 0) return t.skip('this machine makes no network of its own')
  const folder = await aPlace(t)
  const lock = await lockFolder(folder, ID)
  assert.match(await elsewhere(folder, 'unshare', '--net'), new RegExp(`^${process.pid}\nAnother Asylia \\(process ${process.pid}\\)`))
  await lock.release()
  assert.equal(await elsewhere(folder, 'unshare', '--net'), 'undefined\nfree\n')
})

test('a holder too busy to answer still holds', async (t) => {
  const folder = await aPlace(t)
  const silent = createServer(() => undefined)
  const door = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  await new Promise<void>((resolve) => silent.listen({ path: `/proc/self/fd/${door.fd}/lock` }, resolve))
  assert.equal(await holderOf(folder), 0)
  assert.match(await sentenceOf(lockFolder(folder, ID)), /^Another Asylia is already running on /)
  await new Promise((resolve) => silent.close(resolve))
  await door.close()
})

test('what a killed holder leaves in the folder is taken over, and so is a file of that name', async (t) => {
  const folder = await aPlace(t)
  await writeFile(join(folder, 'lock'), 'something else')
  const lock = await lockFolder(folder, ID)
  assert.equal(await holderOf(folder), process.pid)
  await rename(join(folder, 'lock'), join(folder, 'left'))
  await lock.release()
  await rename(join(folder, 'left'), join(folder, 'lock'))
  assert.equal(await holderOf(folder), undefined)
  await (await lockFolder(folder, ID)).release()
})

test('a folder with a path longer than a socket address is locked like any other', async (t) => {
  const place = await aPlace(t)
  const folder = join(place, 'a'.repeat(120))
  await mkdir(folder)
  const lock = await lockFolder(folder, ID)
  assert.equal(await holderOf(folder), process.pid)
  await assert.rejects(lockFolder(folder, ID), OperatorError)
  await lock.release()
})

test('two folders have two locks, and one folder has one whatever id a stranger guesses', async (t) => {
  const [first, second] = [await aPlace(t), await aPlace(t)]
  const locks = [await lockFolder(first, ID), await lockFolder(second, ID)]
  await assert.rejects(lockFolder(first, 'cd'.repeat(16)), OperatorError)
  for (const lock of locks) await lock.release()
})

test('a lock does not keep its process alive, and leaves no file when it is returned', async (t) => {
  const folder = await aPlace(t)
  const script = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))}; await lockFolder(${JSON.stringify(folder)}, '${ID}')`
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], { stdio: 'ignore' })
  assert.equal(await new Promise((resolve) => child.once('close', resolve)), 0)
  await (await lockFolder(folder, ID)).release()
  assert.deepEqual(await readdir(folder), [])
})
