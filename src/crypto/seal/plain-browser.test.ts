import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

/**
 * Runs in a process of its own. Node reads TypeScript with WebAssembly, so that one is taken away once all is loaded.
 */
const WORK = `
  import assert from 'node:assert/strict'
  const take = (from, name) => Object.defineProperty(from, name, { get() { throw new Error(name + ' was touched') } })
  take(globalThis.crypto, 'subtle')
  const at = (path) => import(new URL('../' + path, FROM))
  const parts = ['secret/secret.ts', 'secret/mailbox-keys.ts', 'seal/item.ts', 'seal/an-item.ts', 'seal/puzzle.ts', 'open/open-age.ts', 'open/open-item.ts', 'seal/frame.ts']
  const { newSecret, readSecret, wordsOf, masterKey, mailboxKeys, sealItem, anItem, aTeam, aConv, INSTANCE, solvePuzzle, openerOf, openEnvelope, openBody, readFrame } =
    Object.assign({}, ...(await Promise.all(parts.map(at))))
  take(globalThis, 'WebAssembly')
  assert.throws(() => crypto.subtle, /touched/)
  assert.throws(() => WebAssembly, /touched/)
  const secret = newSecret()
  const keys = mailboxKeys(await masterKey(readSecret(wordsOf(secret).join(' ')).secret, INSTANCE))
  const team = aTeam()
  const { frame } = await sealItem({ ...anItem([team], { conv: aConv(keys.conv(0)) }, 'words'), convKey: keys.conv(0) })
  await solvePuzzle(frame)
  const { envelope, body, item } = readFrame(frame)
  const payload = await openEnvelope([openerOf(team.seed)], envelope)
  const facts = { item: Buffer.from(item).toString('hex'), instance: INSTANCE, bucket: 0, urgent: false, lane: 1, team: team.id }
  console.log((await openBody(payload, body, facts)).text)
`

test('words, keys, sealing and opening work with crypto.subtle and WebAssembly throwing (T-29)', async () => {
  const script = WORK.replace('FROM', JSON.stringify(import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  assert.equal(stdout, 'words\n')
})
