import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import { OperatorError } from '../operator-error.ts'
import { findLedgerTrust, loadLedgerKey } from './ledger-key.ts'

async function aFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

test('the first start makes a private key and every later one finds it, under whatever address', async (t) => {
  const folder = await aFolder(t)
  assert.equal(await findLedgerTrust(folder), undefined)
  const made = await loadLedgerKey(folder, 'https://asylia.example.org')
  assert.equal((await stat(join(folder, 'ledger-key.json'))).mode & 0o777, 0o600)
  assert.equal(made.origin, 'asylia.example.org/ledger')
  const found = await loadLedgerKey(folder, 'https://elsewhere.example')
  assert.deepEqual([found.origin, found.verifierKey], [made.origin, made.verifierKey])
  assert.equal((await findLedgerTrust(folder))?.verifierKey, made.verifierKey)
})

test('two installations never share a key, and the public half tells nothing of the private one', async (t) => {
  const [one, two] = [await aFolder(t), await aFolder(t)]
  const [a, b] = [await loadLedgerKey(one, 'http://127.0.0.1:8080'), await loadLedgerKey(two, 'http://localhost:8080')]
  assert.deepEqual([a.origin, b.origin], ['asylia.local/ledger', 'asylia.local/ledger'])
  assert.notEqual(a.verifierKey, b.verifierKey)
  const { seed } = JSON.parse(await readFile(join(one, 'ledger-key.json'), 'utf8')) as { seed: string }
  assert.match(seed, /^[0-9a-f]{64}$/)
  assert.ok(!a.verifierKey.includes(Buffer.from(seed, 'hex').toString('base64').slice(0, 8)))
})

test('what the key signs opens with its verifier key', async (t) => {
  const key = await loadLedgerKey(await aFolder(t), 'http://[::1]:8080')
  const noteKey = await parseVerifierKey(key.verifierKey)
  assert.ok(noteKey)
  assert.deepEqual(await openNote(await key.sign('a\n'), [noteKey]), { ok: true, text: 'a\n', signedBy: ['asylia.local/ledger'] })
})

test('the memory keeps what was signed, privately, and forgets nothing that it is not told to', async (t) => {
  const folder = await aFolder(t)
  const key = await loadLedgerKey(folder, 'https://asylia.example.org')
  assert.deepEqual(await key.readMemory(), {})
  await key.keepMemory({ head: 'h' })
  assert.deepEqual(await key.readMemory(), { head: 'h' })
  await key.keepMemory({ head: 'h', published: 'p' })
  assert.deepEqual(await key.readMemory(), { head: 'h', published: 'p' })
  assert.equal((await stat(join(folder, 'ledger-memory.json'))).mode & 0o777, 0o600)
})

test('a damaged key is an error and is never replaced, a damaged memory is one too', async (t) => {
  const folder = await aFolder(t)
  const key = await loadLedgerKey(folder, 'https://asylia.example.org')
  for (const text of ['', '[', '{}', 'null', '"x"', '{"head":1}']) {
    if (text !== '{}') {
      await writeFile(join(folder, 'ledger-memory.json'), text)
      await assert.rejects(key.readMemory(), OperatorError, text)
    }
    await writeFile(join(folder, 'ledger-key.json'), text)
    await assert.rejects(loadLedgerKey(folder, 'https://asylia.example.org'), OperatorError, text)
    await assert.rejects(findLedgerTrust(folder), OperatorError, text)
    assert.equal(await readFile(join(folder, 'ledger-key.json'), 'utf8'), text)
  }
  const good = { origin: 'a/ledger', seed: '00'.repeat(32) }
  for (const bad of [
    { ...good, origin: 'a b' },
    { ...good, origin: 'a+b' },
    { ...good, seed: '00' },
  ]) {
    await writeFile(join(folder, 'ledger-key.json'), JSON.stringify(bad))
    await assert.rejects(loadLedgerKey(folder, 'https://asylia.example.org'), OperatorError)
  }
})
