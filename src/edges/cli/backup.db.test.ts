import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { aConfig, aHolder, aPlace } from '#base/a-data-folder.ts'
import type { Config } from '#base/config.ts'
import { holderOf } from '#base/folder-lock.ts'
import { openDatabaseOf } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { backup } from './backup.ts'
import { onlyOne, readOptions } from './options.ts'
import { restore } from './restore.ts'
import { verify } from './verify.ts'

type Command = (say: (line: string) => void) => Promise<number>

async function run(command: Command): Promise<{ readonly code: number; readonly said: string }> {
  const lines: string[] = []
  const code = await command((line) => lines.push(line))
  return { code, said: lines.join('\n') }
}

async function sentenceOf(command: Command): Promise<string> {
  try {
    await run(command)
  } catch (error) {
    assert.ok(error instanceof OperatorError, error instanceof Error ? error.stack : String(error))
    return error.message
  }
  return assert.fail('nothing stood in the way')
}

async function anIdentity(at: string): Promise<{ readonly file: string; readonly recipient: string }> {
  const secret = await generateX25519Identity()
  const file = join(at, 'identity')
  await writeFile(file, secret)
  return { file, recipient: await identityToRecipient(secret) }
}

const holds = async () => 0
const doesNotHold = async () => 1

/** The program itself, started until it serves and then ended as by Ctrl-C. */
async function startOnce(t: { after: TestContext['after'] }, config: Config): Promise<number | null> {
  const main = join(config.home, 'src', 'main.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'start', '--data', config.data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  for await (const line of createInterface(child.stdout)) if (line.startsWith('Ready')) child.kill('SIGINT')
  return ended
}

test('a resting installation is backed up and rests again; it comes back with a ledger that verifies', async (t) => {
  const at = await aPlace(t)
  const { file, recipient } = await anIdentity(at)
  const config = aConfig(join(at, 'data'))
  assert.equal(await startOnce(t, config), 0)
  const made = await run((say) => backup(config, ['--to', join(at, 'b'), '--recipient', recipient], say))
  assert.equal(made.code, 0)
  assert.match(made.said, /^The backup is whole: data version [0-9]+, [0-9.]+ MB sealed\.\n.*b\.main\.age {2}sha256 [0-9a-f]{64}\n/)
  assert.equal(await holderOf(config.data), undefined)
  const there = aConfig(join(at, 'restored'))
  const back = await run((say) => restore(there, ['--from', join(at, 'b'), '--identity', file], say, verify))
  assert.equal(back.code, 0, back.said)
  assert.match(back.said, /is restored into .*restored: database, keys, journal, blobs and secrets\.\nLedger: [1-9][0-9]* entries/)
  assert.match(
    back.said,
    /The ledger holds\.\nStart it with: \.\/asylia start --data .*restored\. Take the identity away from this machine now\.$/,
  )
})

test('a running installation is backed up while it runs on', async (t) => {
  const at = await aPlace(t)
  const { file, recipient } = await anIdentity(at)
  const config = aConfig(join(at, 'data'))
  const opened = await openDatabaseOf(config, 'own')
  try {
    assert.equal((await run((say) => backup(config, ['--to', join(at, 'b'), `--recipient=${recipient}`], say))).code, 0)
    assert.equal(await holderOf(config.data), process.pid)
  } finally {
    await opened.close()
  }
  const back = await run((say) =>
    restore(aConfig(join(at, 'restored')), ['--from', join(at, 'b.json'), '--identity', file], say, doesNotHold),
  )
  assert.equal(back.code, 1)
  assert.match(back.said, /The restored ledger does not verify\. The folder is left as it is/)
})

test('Ctrl-C during a backup leaves nothing of it', async (t) => {
  const at = await aPlace(t)
  const { recipient } = await anIdentity(at)
  const data = join(at, 'data')
  const holder = await aHolder(t, data, 'server')
  await mkdir(join(at, 'out'))
  // Enough that the copy is surely not over when the signal comes.
  await writeFile(join(data, 'blobs', 'large'), Buffer.alloc(400 * 1024 * 1024))
  const config = aConfig(data)
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(config.home, 'src', 'main.ts'),
      'backup',
      '--data',
      data,
      '--to',
      join(at, 'out', 'b'),
      '--recipient',
      recipient,
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  while ((await readdir(join(at, 'out'))).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  child.kill('SIGINT')
  assert.equal(await ended, 1)
  assert.deepEqual(await readdir(join(at, 'out')), [])
  holder.kill('SIGTERM')
  assert.equal(await holder.ended, 0)
})

test('what cannot be backed up or restored says what to do instead', async (t) => {
  const at = await aPlace(t)
  const external = aConfig(join(at, 'data'), { DATABASE_URL: 'postgresql://a:b@db.example.org/asylia' })
  const told = ['--to', join(at, 'b'), '--recipient', 'age1x']
  assert.match(
    await sentenceOf((say) => backup(external, told, say)),
    /names a server that Asylia does not run\. Back it up with that server's own tools/,
  )
  assert.match(
    await sentenceOf((say) => restore(external, ['--from', 'x', '--identity', 'y'], say, holds)),
    /Unset DATABASE_URL and restore again/,
  )
  assert.match(await sentenceOf((say) => backup(aConfig(join(at, 'none')), told, say)), /^There is no data of Asylia in .*none\./)
  for (const args of [
    [],
    ['--to', 'x', '--to', 'y', '--recipient', 'z'],
    ['--recipient', 'z'],
    ['--to', 'x', '--unknown', 'y'],
    ['stray'],
  ]) {
    assert.match(
      await sentenceOf((say) => backup(aConfig(join(at, 'none')), args, say)),
      /^Say where to and for whom: \.\/asylia backup --to FILE/,
      args.join(' '),
    )
  }
  assert.match(
    await sentenceOf((say) => restore(aConfig(join(at, 'none')), ['--from', 'x'], say, holds)),
    /^Say from what, with which identity/,
  )
  assert.deepEqual(await readdir(at), [])
})

test('options never repeat what was typed, for it may have been a secret', () => {
  const secret = 'AGE-SECRET-KEY-1TYPEDBYMISTAKE'
  assert.throws(
    () => readOptions([secret], ['to'], 'usage'),
    (error) => error instanceof OperatorError && !error.message.includes(secret),
  )
  assert.deepEqual(readOptions(['--to', 'a', '--to=b', '--data', 'c'], ['to'], 'usage'), { to: ['a', 'b'] })
  assert.throws(() => onlyOne(['a', 'b'], 'usage'), OperatorError)
  assert.throws(() => onlyOne([], 'usage'), OperatorError)
})
