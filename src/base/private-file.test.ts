import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPlace } from './a-data-folder.ts'
import { newPassword, readPrivate, readPrivateBytes, syncFolder, writePrivate } from './private-file.ts'

test('what is written is read again, by its owner alone', async (t) => {
  const path = join(await aPlace(t), 'secret')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      await writePrivate(path, text)
      assert.equal(await readPrivate(path), text)
    }),
    { numRuns: 20 },
  )
  assert.equal((await stat(path)).mode & 0o7777, 0o600)
})

test('bytes that are no text come back as they are', async (t) => {
  const path = join(await aPlace(t), 'secret')
  await writeFile(path, Buffer.from([0xff, 0, 0xfe]))
  assert.deepEqual(await readPrivateBytes(path), Buffer.from([0xff, 0, 0xfe]))
})

test('what is not there is absent, and what cannot be read is not taken for absent', async (t) => {
  const place = await aPlace(t)
  assert.equal(await readPrivate(join(place, 'none')), undefined)
  await assert.rejects(readPrivate(place), { code: 'EISDIR' })
})

test('a link in the place of a secret is neither read nor written through', async (t) => {
  const place = await aPlace(t)
  await writeFile(join(place, 'target'), 'of somebody else')
  await symlink(join(place, 'target'), join(place, 'secret'))
  await assert.rejects(readPrivate(join(place, 'secret')), { code: 'ELOOP' })
  await writePrivate(join(place, 'secret'), 'ours')
  assert.equal(await readFile(join(place, 'target'), 'utf8'), 'of somebody else')
  assert.equal(await readPrivate(join(place, 'secret')), 'ours')
})

test('a write that fails leaves neither a half nor a draft', async (t) => {
  const place = await aPlace(t)
  await mkdir(join(place, 'secret', 'full'), { recursive: true })
  await assert.rejects(writePrivate(join(place, 'secret'), 'text'))
  assert.deepEqual(await readdir(place), ['secret'])
  await assert.rejects(writePrivate(join(place, 'none', 'secret'), 'text'), { code: 'ENOENT' })
  await assert.rejects(syncFolder(join(place, 'none')), { code: 'ENOENT' })
})

test('passwords are 32 random bytes that need no quoting in an address', () => {
  const many = Array.from({ length: 200 }, newPassword)
  assert.equal(new Set(many).size, 200)
  for (const password of many) {
    assert.equal(Buffer.from(password, 'base64url').length, 32)
    assert.equal(encodeURIComponent(password), password)
  }
})
