import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPlace } from '#base/a-data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { readTar, TAR_END, TarError, tarHeader, tarPadding } from './tar.ts'

type Plain = { readonly name: string; readonly kind: string; readonly body: Buffer }

function tarOf(entries: readonly Plain[]): Buffer {
  const pieces = entries.flatMap(({ name, kind, body }) =>
    kind === 'folder' ? [tarHeader(name, 'folder', 0)] : [tarHeader(name, 'file', body.length), body, tarPadding(body.length)],
  )
  return Buffer.concat([...pieces, TAR_END])
}

/** The same bytes in pieces of that length, as a disk or a socket may hand them over. */
async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function entriesOf(source: AsyncIterable<Uint8Array>): Promise<Plain[]> {
  const found: Plain[] = []
  for await (const entry of readTar(source)) {
    const pieces: Uint8Array[] = []
    for await (const piece of entry.body) pieces.push(piece)
    found.push({ name: entry.name, kind: entry.kind, body: Buffer.concat(pieces) })
  }
  return found
}

const step = fc.stringMatching(/^[a-z0-9_][a-zA-Z0-9_.-]{0,60}$/)
const entry = fc.record({
  name: fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/')),
  kind: fc.constantFrom('file', 'folder'),
  body: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
})

test('what is written is read again, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 6 }), fc.integer({ min: 1, max: 3_000 }), async (entries, length) => {
      const expected = entries.map((one) => ({ ...one, body: one.kind === 'folder' ? Buffer.alloc(0) : one.body }))
      assert.deepEqual(await entriesOf(inPieces(tarOf(entries), length)), expected)
    }),
    { numRuns: 60 },
  )
})

test('the stock tar reads what we write, long names included, without owner and time', async (t) => {
  const place = await aPlace(t)
  const long = `${'a'.repeat(90)}/${'b'.repeat(60)}/${'c'.repeat(90)}`
  await writeFile(
    join(place, 'ours.tar'),
    tarOf([
      { name: 'pg', kind: 'folder', body: Buffer.alloc(0) },
      { name: long, kind: 'file', body: Buffer.from('deep') },
    ]),
  )
  const listing = execFileSync('tar', ['--utc', '--numeric-owner', '-tvf', join(place, 'ours.tar')], { encoding: 'utf8' })
  assert.match(listing, /^drwx------ 0\/0 +0 1970-01-01 00:00 pg\/?\n-rw------- 0\/0 +4 1970-01-01 00:00 a{90}\/b{60}\/c{90}\n$/)
  execFileSync('tar', ['-xf', join(place, 'ours.tar'), '-C', place])
  assert.equal(await readFile(join(place, long), 'utf8'), 'deep')
})

test('we read what the stock tar writes', async (t) => {
  const place = await aPlace(t)
  await mkdir(join(place, 'from', 'inner'), { recursive: true })
  await writeFile(join(place, 'from', 'inner', 'one'), Buffer.alloc(70_000, 7))
  await writeFile(join(place, 'from', 'empty'), '')
  execFileSync('ln', ['-s', '/etc/passwd', join(place, 'from', 'link')])
  const bytes = execFileSync('tar', ['--format=ustar', '--sort=name', '-cf', '-', '-C', place, 'from'], { maxBuffer: 1e8 })
  const found = await entriesOf(inPieces(bytes, 4_096))
  assert.deepEqual(
    found.map(({ name, kind, body }) => [name, kind, body.length]),
    [
      ['from', 'folder', 0],
      ['from/empty', 'file', 0],
      ['from/inner', 'folder', 0],
      ['from/inner/one', 'file', 70_000],
      ['from/link', 'link', 0],
    ],
  )
})

test('a stream that ends before its end, or a header with a changed byte, is an error and never silence', async () => {
  const whole = tarOf([
    { name: 'one', kind: 'file', body: Buffer.alloc(1_000, 1) },
    { name: 'two', kind: 'file', body: Buffer.alloc(10, 2) },
  ])
  for (const length of [0, 100, 512, 900, 1_536, 2_000, 2_048, 2_560]) {
    await assert.rejects(entriesOf(inPieces(whole.subarray(0, length), 300)), TarError, `cut at ${length}`)
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(whole)
      changed[at] = ((changed[at] ?? 0) + change) % 256
      // The spare byte after the checksum and the form of its digits carry nothing.
      if (at >= 148 && at < 156) return
      await assert.rejects(entriesOf(inPieces(changed, 700)), TarError)
    }),
    { numRuns: 200 },
  )
})

test('what does not fit is refused before a byte of it is written', () => {
  assert.throws(() => tarHeader('x'.repeat(101), 'file', 1), OperatorError)
  assert.throws(() => tarHeader('one', 'file', 8 * 1024 ** 3), OperatorError)
  assert.equal(tarHeader('one', 'file', 8 * 1024 ** 3 - 1).length, 512)
})
