import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { noteSigner, parseVerifierKey } from '#crypto/signed-note.ts'
import { writeCheckpoint } from '#formats/checkpoint.ts'
import { exportLedger, openBundle } from './bundle.ts'
import { parseCanonical } from './entry.ts'
import type { LedgerSource } from './ledger-source.ts'
import { verifyLedger } from './verify-ledger.ts'
import type { VerifyReport } from './verify-report.ts'

const VECTOR = join(import.meta.dirname, '../../../vectors/ledger/bundle.ndjson')
const [header = '', ...lines] = (await readFile(VECTOR, 'utf8')).split('\n').slice(0, -1)

async function aFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

async function verify(file: string, verifierKey?: string): Promise<VerifyReport> {
  const bundle = await openBundle(file)
  const key = await parseVerifierKey(verifierKey ?? bundle.verifierKey)
  assert.ok(key)
  return verifyLedger(bundle.source, { key, notes: [] })
}

test('a bundle that another program made holds, without any database (T-23)', async () => {
  const report = await verify(VECTOR)
  assert.deepEqual(report.faults, [])
  assert.deepEqual([report.ok, report.size, report.signedSize, report.pending], [true, 7, 7, 0])
})

test('whatever is changed in a bundle is seen (T-23)', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  const cases: readonly (readonly [what: string, lines: readonly string[], ...faults: string[]])[] = [
    ['a subject', lines.map((line) => line.replace('C-7Q4M', 'C-7Q4N')), 'checkpoint.other_root'],
    ['two lines swapped', [...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? ''], 'checkpoint.other_root'],
    ['a line left out', lines.slice(1), 'checkpoint.beyond_end'],
    ['the end left out', lines.slice(0, 4), 'checkpoint.beyond_end'],
    ['a line doubled at the end', [...lines, lines[0] ?? ''], 'leaf.unsigned'],
    ['an empty line', [...lines, ''], 'entry.malformed'],
    ['a second spelling', lines.map((line) => line.replace(':', ': ')), ...lines.map(() => 'entry.malformed'), 'checkpoint.other_root'],
    ['no lines', [], 'checkpoint.beyond_end'],
  ]
  for (const [what, changed, ...faults] of cases) {
    await writeFile(file, [header, ...changed, ''].join('\n'))
    assert.deepEqual(
      (await verify(file)).faults.map(({ code }) => code),
      faults,
      what,
    )
  }
})

test('a bundle made up whole is signed by whoever made it up, and by nobody else (T-23)', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  const forger = await noteSigner('ledger.example/vectors', new Uint8Array(32).fill(9))
  const { verifierKey } = JSON.parse(header) as { verifierKey: string }
  const root = Buffer.from((await verify(VECTOR)).root, 'hex')
  const checkpoint = await forger.sign(writeCheckpoint({ origin: forger.name, size: 7, root, extensions: [] }))
  await writeFile(
    file,
    [JSON.stringify({ format: 'asylia-ledger-bundle/1', verifierKey: forger.verifierKey, checkpoint }), ...lines, ''].join('\n'),
  )
  assert.equal((await verify(file)).ok, true)
  assert.deepEqual(
    (await verify(file, verifierKey)).faults.map(({ code }) => code),
    ['checkpoint.unknown_key'],
  )
})

test('a file that is no bundle is refused at its first line', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  const { verifierKey, checkpoint } = JSON.parse(header) as { verifierKey: string; checkpoint: string }
  const bad = [
    '',
    '\n',
    'null\n',
    '[]\n',
    header,
    `${header.slice(0, -1)}\n`,
    `${JSON.stringify({ format: 'asylia-ledger-bundle/2', verifierKey, checkpoint })}\n`,
    `${JSON.stringify({ format: 'asylia-ledger-bundle/1', verifierKey: 'x', checkpoint })}\n`,
    `${JSON.stringify({ format: 'asylia-ledger-bundle/1', verifierKey })}\n`,
    ' '.repeat(70_000),
    `${' '.repeat(70_000)}\n`,
    Buffer.from([0xff, 0x0a]),
  ]
  for (const text of bad) {
    await writeFile(file, text)
    await assert.rejects(openBundle(file), { code: 'ledger.bundle_malformed' })
  }
})

test('a bundle cut off in the middle of a line, or with a line of any length, is refused (T-23)', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  for (const tail of [lines[0] ?? '', `${'x'.repeat(70_000)}\n`, '\ufeff'.repeat(40_000)]) {
    await writeFile(file, `${header}\n${tail}`)
    await assert.rejects(verify(file), { code: 'ledger.bundle_malformed' })
  }
})

/** The entries of the vector, as a database would hand them out. */
const sourceOf = (entries: readonly string[], size?: number): LedgerSource => ({
  read: (work) =>
    work({
      checkpoints: async () => (size === undefined ? [] : [{ note: (JSON.parse(header) as { checkpoint: string }).checkpoint, size }]),
      eachLeaf: async (visit) => {
        for (const [index, line] of entries.entries()) visit({ index, hash: undefined, entry: parseCanonical(line) })
      },
      edges: async () => undefined,
    }),
})

test('an export is the canonical lines up to the checkpoint, readable by its owner alone (T-23)', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  const { verifierKey } = JSON.parse(header) as { verifierKey: string }
  assert.equal(await exportLedger(sourceOf([...lines, lines[0] ?? ''], 7), verifierKey, file), 7)
  assert.equal(await readFile(file, 'utf8'), await readFile(VECTOR, 'utf8'))
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  await assert.rejects(exportLedger(sourceOf(lines, 7), verifierKey, file), { code: 'EEXIST' })
})

test('an export larger than one piece is written whole (T-23)', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  const many = Array.from({ length: 6_000 }, (_, i) => lines[i % lines.length] ?? '')
  await exportLedger(sourceOf(many, many.length), 'key', file)
  assert.deepEqual((await readFile(file, 'utf8')).split('\n').slice(1, -1), many)
})

test('without a checkpoint, or with an entry gone, nothing is exported and no file stays', async (t) => {
  const file = join(await aFolder(t), 'bundle')
  await assert.rejects(exportLedger(sourceOf(lines), 'key', file), { code: 'ledger.empty' })
  await assert.rejects(exportLedger(sourceOf([...lines.slice(0, 6), '{}'], 7), 'key', file), { code: 'ledger.rewritten' })
  assert.equal(existsSync(file), false)
})
