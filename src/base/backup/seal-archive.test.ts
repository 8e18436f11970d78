import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { aPlace } from '#base/a-data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { openArchive, readIdentities } from './open-archive.ts'
import { encrypterFor, sealArchive } from './seal-archive.ts'
import { readTar } from './tar.ts'

let secret: string
let recipient: string

before(async () => {
  secret = await generateX25519Identity()
  recipient = await identityToRecipient(secret)
})

async function contentOf(path: string, identity: string): Promise<Map<string, Buffer>> {
  await writeFile(`${path}.identity`, identity)
  const found = new Map<string, Buffer>()
  for await (const entry of readTar((await openArchive(path, await readIdentities(`${path}.identity`))).tar)) {
    const pieces: Uint8Array[] = []
    for await (const piece of entry.body) pieces.push(piece)
    found.set(entry.name, Buffer.concat(pieces))
  }
  return found
}

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

test('files of every size come back byte by byte, and size and hash are those of the sealed file', async (t) => {
  const path = join(await aPlace(t), 'a.age')
  const archive = await sealArchive(path, [recipient])
  const files = new Map([0, 1, 511, 512, 513, 65_535, 65_536, 3_000_000].map((size) => [`file-${size}`, randomBytes(size)] as const))
  await archive.folder('folder')
  for (const [name, bytes] of files) await archive.file(name, bytes.length, inPieces(bytes, 7_777))
  const { bytes, sha256 } = await archive.finish()
  const sealed = await readFile(path)
  assert.equal(bytes, sealed.length)
  assert.equal(sha256, createHash('sha256').update(sealed).digest('hex'))
  const found = await contentOf(path, secret)
  assert.deepEqual([...found.keys()].sort(), [...files.keys(), 'folder'].sort())
  for (const [name, content] of files) assert.ok(content.equals(found.get(name) ?? Buffer.alloc(0)), name)
})

test('a recipient that also stands against quantum computers is as good', async (t) => {
  const path = join(await aPlace(t), 'a.age')
  const identity = await generateHybridIdentity()
  const archive = await sealArchive(path, [await identityToRecipient(identity)])
  await archive.file('one', 3, Buffer.from('abc'))
  await archive.finish()
  assert.equal((await contentOf(path, identity)).get('one')?.toString(), 'abc')
})

test('a body that is shorter or longer than it said is an error, since the tar would be broken', async (t) => {
  const place = await aPlace(t)
  for (const [at, size] of [2, 4].entries()) {
    const archive = await sealArchive(join(place, `a${at}`), [recipient])
    await assert.rejects(archive.file('one', size, Buffer.from('abc')), {
      name: 'OperatorError',
      message: /changed its size while it was copied/,
    })
    await archive.abandon()
  }
})

test('an archive is only read by its owner, never written over another file, and can be let go twice', async (t) => {
  const path = join(await aPlace(t), 'a.age')
  await writeFile(path, 'an earlier one')
  await assert.rejects(sealArchive(path, [recipient]), { code: 'EEXIST' })
  assert.equal(await readFile(path, 'utf8'), 'an earlier one')
  const archive = await sealArchive(`${path}.new`, [recipient])
  assert.equal((await stat(`${path}.new`)).mode & 0o777, 0o600)
  await archive.abandon()
  await archive.abandon()
})

test('what streams through is never held whole: memory stays flat while much more passes', async (t) => {
  const path = join(await aPlace(t), 'a.age')
  const archive = await sealArchive(path, [recipient])
  const chunk = randomBytes(1024 * 1024)
  let highest = 0
  async function* large(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 192; n += 1) {
      highest = Math.max(highest, process.memoryUsage().arrayBuffers)
      yield Buffer.from(chunk)
    }
  }
  await archive.file('large', 192 * chunk.length, large())
  await archive.finish()
  t.diagnostic(`at most ${Math.round(highest / 1024 / 1024)} MB in buffers for 192 MB`)
  assert.ok(highest < 96 * 1024 * 1024)
})

test('no recipient, no archive', () => {
  assert.throws(() => encrypterFor([]), OperatorError)
  for (const wrong of [
    '',
    'age1',
    recipient.slice(0, -1),
    `${recipient}x`,
    recipient.replace('age1', 'ssh-ed25519 '),
    secret,
    secret.toLowerCase(),
  ]) {
    assert.throws(
      () => encrypterFor([recipient, wrong]),
      (error) => error instanceof OperatorError && (wrong.length < 5 || !error.message.includes(wrong)),
    )
  }
  encrypterFor([recipient, recipient])
})
