import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { readFileSafely } from './open-file.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-open-'))
  await mkdir(join(folder, 'inside'))
  await writeFile(join(folder, 'inside', 'a.txt'), 'words')
  await writeFile(join(folder, 'outside.txt'), 'other words')
  await symlink('/dev/zero', join(folder, 'device'))
  await symlink('a.txt', join(folder, 'inside', 'link.txt'))
  await symlink('../outside.txt', join(folder, 'inside', 'escape.txt'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
})
after(() => rm(folder, { recursive: true, force: true }))

const refuses = (code: RefusalCode) => (error: unknown) =>
  error instanceof Refusal && error.code === code && !error.message.includes(folder)
const open = (name: string, inside?: string) =>
  readFileSafely(join(folder, name), { bytes: 100, ...(inside === undefined ? {} : { inside: join(folder, inside) }) })

test('an ordinary file is read, also through a link to one', async () => {
  assert.equal(Buffer.from(await open('inside/a.txt', 'inside')).toString(), 'words')
  assert.equal(Buffer.from(await open('inside/link.txt', 'inside')).toString(), 'words')
})

test('a folder, a device behind a link and a pipe are refused at once', async () => {
  for (const name of ['inside', 'device', 'pipe']) await assert.rejects(open(name), refuses('document.not_a_file'), name)
})

test('what stands outside the folder is refused, whatever the name looks like', async () => {
  for (const name of ['outside.txt', 'inside/../outside.txt', 'inside/escape.txt', 'device']) {
    await assert.rejects(open(name, 'inside'), refuses('document.outside_folder'), name)
  }
})

test('a missing file and one beyond the limit are refused without their name', async () => {
  await assert.rejects(open('nothing.txt'), refuses('document.unreadable'))
  await writeFile(join(folder, 'large.txt'), 'x'.repeat(101))
  await assert.rejects(open('large.txt'), refuses('document.too_large'))
})

test('a file that changes while it is read is refused', async () => {
  const path = join(folder, 'growing.bin')
  const bytes = 256 * 1024 * 1024
  await writeFile(path, Buffer.alloc(bytes))
  const reader = { settled: false }
  const reading = assert.rejects(readFileSafely(path, { bytes }), refuses('document.changed_while_read')).finally(() => {
    reader.settled = true
  })
  for (let round = 0; !reader.settled; round++) await writeFile(path, `again ${round}`, { flag: 'r+' })
  await reading
})
