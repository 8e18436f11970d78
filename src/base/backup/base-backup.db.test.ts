import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import pg from 'pg'
import { aConfig, aPlace } from '#base/a-data-folder.ts'
import { type DataFolder, openDataFolder } from '#base/data-folder.ts'
import { type PrivatePostgres, startPrivatePostgres } from '#base/postgres/private-postgres.ts'
import { type BaseBackup, startBaseBackup } from './base-backup.ts'
import { readTar } from './tar.ts'

let place: string
let folder: DataFolder
let server: PrivatePostgres

before(async () => {
  place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await chmod(place, 0o711)
  folder = await openDataFolder(aConfig(join(place, 'data')))
  server = await startPrivatePostgres(folder)
  await ask(server.url('asylia_owner'), `create table large as select n, repeat(md5(n::text), 30) as text from generate_series(1, 60000) n`)
})

after(async () => {
  await server.stop()
  await folder.close()
  await rm(place, { recursive: true })
})

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Names of all entries, each body read to its end. */
async function namesOf(copy: BaseBackup): Promise<string[]> {
  const names: string[] = []
  for await (const part of copy.parts) {
    if (part.kind === 'manifest') {
      for await (const _ of part.body) names.push('manifest')
    } else {
      for await (const entry of readTar(part.body)) {
        for await (const _ of entry.body);
        names.push(`${part.kind}:${entry.name}`)
      }
    }
  }
  return names
}

test('the copy begins with the tablespace of keys, ends with the journal and the list, and says which server made it', async () => {
  const copy = await startBaseBackup(server.superuserUrl())
  assert.equal(copy.postgres, 18)
  assert.equal(copy.tablespaces.length, 1)
  const names = await namesOf(copy)
  await copy.close()
  assert.match(names[0] ?? '', /^tablespace:PG_18_/)
  assert.ok(names.indexOf('base:global/pg_control') < names.findIndex((name) => /^base:pg_wal\/[0-9A-F]{24}$/.test(name)))
  assert.equal(names.at(-1), 'manifest')
})

test('a reader slower than the server makes the server wait instead of filling the memory', async (t) => {
  const atFirst = process.memoryUsage().arrayBuffers
  const copy = await startBaseBackup(server.superuserUrl())
  let highest = 0
  let bytes = 0
  for await (const part of copy.parts) {
    for await (const piece of part.body) {
      bytes += piece.length
      for (let turn = 0; turn < 5; turn += 1) await setImmediate()
      highest = Math.max(highest, process.memoryUsage().arrayBuffers)
    }
  }
  await copy.close()
  t.diagnostic(`${Math.round(bytes / 1024 / 1024)} MB passed, at most ${Math.round((highest - atFirst) / 1024 / 1024)} MB waited`)
  assert.ok(bytes > 100 * 1024 * 1024)
  assert.ok(highest - atFirst < 64 * 1024 * 1024)
})

test('a second copy at the same time is refused and does not disturb the first', async () => {
  const first = await startBaseBackup(server.superuserUrl())
  await assert.rejects(startBaseBackup(server.superuserUrl()), {
    name: 'OperatorError',
    message: /^Another backup of this installation is running\./,
  })
  assert.equal((await namesOf(first)).at(-1), 'manifest')
  await first.close()
  await (await startBaseBackup(server.superuserUrl())).close()
})

test('a copy that is given up leaves no slot, and the server goes on', async () => {
  const copy = await startBaseBackup(server.superuserUrl())
  for await (const part of copy.parts) {
    for await (const _ of part.body) break
    break
  }
  await copy.close()
  const until = performance.now() + 10_000
  let left = 1
  while (left > 0 && performance.now() < until)
    left = (await ask(server.superuserUrl(), 'select slot_name from pg_replication_slots')).length
  assert.equal(left, 0)
})

test('only a login that may replicate gets a copy', async () => {
  for (const login of ['asylia_owner', 'asylia_app'] as const) await assert.rejects(startBaseBackup(server.url(login)), { code: '42501' })
})

test('a server that goes away in the middle ends the copy with an error, not with a wait', async (t) => {
  const other = await openDataFolder(aConfig(join(await aPlace(t), 'data')))
  const dying = await startPrivatePostgres(other)
  const copy = await startBaseBackup(dying.superuserUrl())
  const reading = namesOf(copy)
  process.kill(dying.pid, 'SIGQUIT')
  await assert.rejects(reading, { name: 'OperatorError', message: /^The database ended the copy\./ })
  await copy.close()
  await dying.exited
  await other.close()
})
