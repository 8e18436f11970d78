import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import pg from 'pg'
import { aConfig, aPlace, isRoot } from '#base/a-data-folder.ts'
import { type DataFolder, openDataFolder } from '#base/data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { type PrivatePostgres, startPrivatePostgres } from '#base/postgres/private-postgres.ts'
import { processesIn } from '#base/postgres/stop-orphan.ts'
import { backupFiles, parseList } from './archive-names.ts'
import { type BackupOrder, makeBackup } from './make-backup.ts'
import { openArchive, readIdentities } from './open-archive.ts'
import { restoreBackup } from './restore-backup.ts'
import { sealArchive } from './seal-archive.ts'
import { readTar } from './tar.ts'

const KEY = 'KEYMATERIAL-of-an-invented-person-'
const RECORD = 'RECORD-of-the-register-'
const BLOB = Buffer.from('BLOB-sealed-elsewhere'.repeat(40_000))

let place: string
let folder: DataFolder
let server: PrivatePostgres
let identity: string
let recipient: string
/** One whole backup, which the tests read or copy and never change. */
let whole: string

before(async () => {
  place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await chmod(place, 0o711)
  const secret = await generateX25519Identity()
  identity = join(place, 'identity')
  await writeFile(identity, `# created: invented\n# public key: …\n${secret}\n`)
  recipient = await identityToRecipient(secret)
  folder = await openDataFolder(aConfig(join(place, 'data')))
  server = await startPrivatePostgres(folder)
  await ask(server.url('asylia_owner'), [
    'create schema keys; create table keys.key_wrap (id int primary key using index tablespace asylia_keys, age_file text) tablespace asylia_keys',
    'alter table keys.key_wrap alter column age_file set statistics 0',
    `insert into keys.key_wrap select n, '${KEY}' || n from generate_series(1, 5000) n`,
    `create schema publication; create table publication.record (id int primary key, said text); insert into publication.record select n, '${RECORD}' || n from generate_series(1, 20000) n`,
    'analyze',
  ])
  await writeFile(join(folder.secrets, 'ledger-key'), Buffer.from([0, 255, 254, 1]))
  await mkdir(join(folder.blobs, 'ab'))
  await writeFile(join(folder.blobs, 'ab', 'abcdef'), BLOB)
  await writeFile(join(folder.blobs, 'empty'), '')
  await writeFile(join(folder.blobs, '.draft'), 'half a blob')
  whole = join(place, 'whole')
  await makeBackup(anOrder(whole))
})

after(async () => {
  await server.stop()
  await folder.close()
  await rm(place, { recursive: true })
})

function anOrder(to: string, changes: Partial<BackupOrder> = {}): BackupOrder {
  return {
    superuserUrl: server.superuserUrl(),
    places: folder,
    dataVersion: 1,
    to,
    recipients: [recipient],
    made: '2026-03-14',
    ...changes,
  }
}

async function ask(url: string, statements: readonly string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OperatorError, error instanceof Error ? error.stack : String(error))
    return error.message
  }
  return assert.fail('nothing stood in the way')
}

/** A copy of the whole backup for tests that harm it. */
async function aCopy(at: string): Promise<string> {
  const from = backupFiles(whole)
  const to = backupFiles(at)
  for (const name of ['main', 'keys', 'list'] as const) await copyFile(from[name], to[name])
  return at
}

async function insideOf(path: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for await (const entry of readTar((await openArchive(path, await readIdentities(identity))).tar)) {
    const pieces: Uint8Array[] = []
    for await (const piece of entry.body) pieces.push(piece)
    if (entry.kind === 'file') found.set(entry.name, Buffer.concat(pieces))
  }
  return found
}

const holds = (files: Map<string, Buffer>, text: string) => [...files].filter(([, bytes]) => bytes.includes(text)).map(([name]) => name)

test('a backup of a running server is restored whole: records, keys, blobs, secrets, logins', async (t) => {
  const data = join(await aPlace(t), 'restored', 'here')
  const list = await restoreBackup({ config: aConfig(data), from: whole, identity })
  assert.equal(list.made, '2026-03-14')
  const restored = await openDataFolder(aConfig(data))
  const again = await startPrivatePostgres(restored)
  const rows = await ask(again.url('asylia_owner'), [
    'select (select count(*)::int from publication.record) as records, (select count(*)::int from keys.key_wrap) as keys',
  ])
  assert.deepEqual(rows, [{ records: 20_000, keys: 5_000 }])
  assert.deepEqual(await ask(again.url('asylia_app'), ['select current_user as name']), [{ name: 'asylia_app' }])
  assert.deepEqual(
    await ask(again.superuserUrl('asylia'), [
      `select spcname from pg_class join pg_tablespace t on t.oid = reltablespace where relname = 'key_wrap'`,
    ]),
    [{ spcname: 'asylia_keys' }],
  )
  await again.stop()
  await restored.close()
  assert.deepEqual(await readFile(join(data, 'blobs', 'ab', 'abcdef')), BLOB)
  assert.deepEqual((await readdir(join(data, 'blobs'))).sort(), ['ab', 'empty'])
  assert.deepEqual(await readFile(join(data, 'secrets', 'ledger-key')), Buffer.from([0, 255, 254, 1]))
  assert.deepEqual(
    (await readdir(data)).filter((name) => name.startsWith('restoring')),
    [],
  )
  for (const name of ['secrets/ledger-key', 'blobs/ab/abcdef']) assert.equal((await stat(join(data, name))).mode & 0o777, 0o600)
})

test('what is acknowledged while the backup runs is either in it or not, and the copy is consistent', async (t) => {
  const to = join(await aPlace(t), 'busy')
  await ask(server.url('asylia_owner'), ['create table if not exists pairs (a int, b int)'])
  const stop = new AbortController()
  const writing = (async () => {
    for (let n = 0; !stop.signal.aborted; n += 1)
      await ask(server.url('asylia_owner'), [`begin; insert into pairs values (${n}, 0); insert into pairs values (${n}, 1); commit`])
  })()
  await makeBackup(anOrder(to))
  stop.abort()
  await writing
  const data = join(await aPlace(t), 'data')
  await restoreBackup({ config: aConfig(data), from: to, identity })
  const restored = await openDataFolder(aConfig(data))
  const again = await startPrivatePostgres(restored)
  assert.deepEqual(await ask(again.url('asylia_owner'), ['select a from pairs group by a having count(*) <> 2']), [])
  await again.stop()
  await restored.close()
})

test('keys, journal and secrets are in the archive of keys alone', async () => {
  const main = await insideOf(backupFiles(whole).main)
  const keys = await insideOf(backupFiles(whole).keys)
  assert.deepEqual(holds(main, KEY), [])
  assert.ok(holds(keys, KEY).some((name) => name.startsWith('pg-keys/')))
  assert.ok(holds(main, RECORD).length > 0)
  assert.deepEqual(
    [...main.keys()].filter((name) => /pg_wal|secrets/.test(name)),
    [],
  )
  assert.ok([...keys.keys()].some((name) => /^pg_wal\/[0-9A-F]{24}$/.test(name)))
  assert.ok(keys.has('secrets/ledger-key') && keys.has('secrets/superuser') && keys.has('secrets/logins.json'))
})

test('the files in the clear hold nothing of what was copied, and others cannot read them', async () => {
  const files = backupFiles(whole)
  for (const path of Object.values(files)) {
    const bytes = await readFile(path)
    for (const text of [KEY, RECORD, 'BLOB-sealed', 'asylia_superuser']) assert.equal(bytes.includes(text), false)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  }
  const list = parseList(await readFile(files.list, 'utf8'), files.list)
  assert.equal(list.main.bytes, (await stat(files.main)).size)
  assert.match((await readFile(files.main)).toString('latin1', 0, 40), /^age-encryption\.org\/v1\n-> X25519 /)
})

test('the stock age and tar open an archive, should our code be lost', async (t) => {
  try {
    execFileSync('age', ['--version'], { stdio: 'ignore' })
  } catch {
    return t.skip('the program age is not installed')
  }
  const tar = execFileSync('age', ['--decrypt', '-i', identity, backupFiles(whole).main], { maxBuffer: 1e9 })
  const names = execFileSync('tar', ['-tf', '-'], { input: tar, encoding: 'utf8', maxBuffer: 1e8 }).split('\n')
  assert.ok(names.includes('pg/PG_VERSION') && names.includes('blobs/ab/abcdef'))
})

test('a wrong identity, a missing part, a part of another backup, an archive that was harmed: each its sentence, nothing left', async (t) => {
  const at = await aPlace(t)
  const other = join(at, 'other-identity')
  await writeFile(other, `${await generateX25519Identity()}\n`)
  const data = join(at, 'deep', 'er', 'data')
  const refused = async (from: string, key = identity) => {
    const said = await sentenceOf(restoreBackup({ config: aConfig(data), from, identity: key }))
    assert.match(said, /Nothing was restored\.$/)
    await assert.rejects(stat(join(at, 'deep')), { code: 'ENOENT' })
    return said
  }
  assert.match(await refused(whole, other), /^This identity does not open .*whole\.keys\.age: it was sealed for another one\./)
  assert.match(await refused(whole, join(at, 'none')), /cannot be read\. Give the file that age-keygen made/)
  assert.match(await refused(whole, backupFiles(whole).list), /holds no age identity/)
  const typed = await generateX25519Identity()
  assert.equal((await refused(whole, typed)).includes(typed), false)
  assert.match(await refused(join(at, 'nowhere')), /nowhere\.json cannot be read\. A restore needs both archives/)

  const harmed = backupFiles(await aCopy(join(at, 'harmed')))
  const { size } = await stat(harmed.keys)
  for (const position of [0, 150, 70_000, size - 1]) {
    const bytes = await readFile(backupFiles(whole).keys)
    bytes[position] = (bytes[position] ?? 0) ^ 1
    await writeFile(harmed.keys, bytes)
    assert.match(await refused(join(at, 'harmed')), /harmed\.keys\.age is damaged or cut short\.|does not open/, `byte ${position}`)
  }
  for (const length of [0, 300, 65_736, size - 1]) {
    await copyFile(backupFiles(whole).keys, harmed.keys)
    await truncate(harmed.keys, length)
    assert.match(await refused(join(at, 'harmed')), /is damaged or cut short\./, `length ${length}`)
  }
  await rm(harmed.keys)
  assert.match(await refused(join(at, 'harmed')), /harmed\.keys\.age is missing\. A restore needs both archives/)

  await makeBackup(anOrder(join(at, 'second')))
  await copyFile(backupFiles(join(at, 'second')).keys, harmed.keys)
  assert.match(await refused(join(at, 'harmed')), /harmed\.keys\.age is not the archive that the list of this backup names\./)
  const mixed = parseList(await readFile(harmed.list, 'utf8'), harmed.list)
  const second = parseList(await readFile(backupFiles(join(at, 'second')).list, 'utf8'), 'second')
  await writeFile(harmed.list, JSON.stringify({ ...mixed, keys: second.keys }))
  assert.match(await refused(join(at, 'harmed')), /harmed\.keys\.age belongs to another backup than its list\./)
})

test('a backup of a newer version is refused before anything is opened', async (t) => {
  const at = await aPlace(t)
  const { list } = backupFiles(await aCopy(join(at, 'newer')))
  await writeFile(list, JSON.stringify({ ...parseList(await readFile(list, 'utf8'), list), dataVersion: 9_000 }))
  assert.match(
    await sentenceOf(restoreBackup({ config: aConfig(join(at, 'data')), from: list, identity })),
    /made by a newer version of Asylia \(data version 9000; this one knows up to [0-9]+\)/,
  )
})

test('a restore goes into an empty folder only, and leaves others alone', async (t) => {
  const data = join(await aPlace(t), 'data')
  await mkdir(data)
  await writeFile(join(data, 'letter'), 'dear')
  assert.equal(
    await sentenceOf(restoreBackup({ config: aConfig(data), from: whole, identity })),
    `${data} is not empty. A restore goes into a new or an empty folder: --data FOLDER. Nothing was restored.`,
  )
  assert.deepEqual(await readdir(data), ['letter'])
  await rm(join(data, 'letter'))
  await restoreBackup({ config: aConfig(data), from: whole, identity })
  assert.ok((await readdir(data)).includes('secrets'))
})

test('a folder whose restore was killed does not start', async (t) => {
  const data = join(await aPlace(t), 'data')
  await (await openDataFolder(aConfig(data))).close()
  await writeFile(join(data, 'restoring'), '')
  assert.equal(
    await sentenceOf(openDataFolder(aConfig(data))),
    `A restore into ${data} did not come to its end. Remove the folder and restore again: rm -r ${data}`,
  )
})

test('an archive that leads out of its folder is damage, whoever made it', async (t) => {
  const at = await aPlace(t)
  const evil = backupFiles(await aCopy(join(at, 'evil')))
  for (const name of [
    'blobs/plain',
    'blobs/../../escaped',
    '../escaped',
    '/escaped',
    'blobs/./x',
    'blobs//x',
    'elsewhere/x',
    'blobs/a\\b',
    'pg/.hidden',
    'blobs/x\ny',
  ]) {
    await rm(evil.main)
    const archive = await sealArchive(evil.main, [recipient])
    await archive.file(name, 1, Buffer.from('x'))
    const made = await archive.finish()
    await writeFile(evil.list, JSON.stringify({ ...parseList(await readFile(backupFiles(whole).list, 'utf8'), 'whole'), main: made }))
    assert.match(
      await sentenceOf(restoreBackup({ config: aConfig(join(at, 'data')), from: join(at, 'evil'), identity })),
      name === 'blobs/plain' ? /does not hold|belongs|not an archive/ : /evil\.main\.age is damaged/,
      name,
    )
    assert.deepEqual((await readdir(at)).sort(), ['evil.json', 'evil.keys.age', 'evil.main.age'])
  }
})

test('who gets the backup is asked before anything is written, and an identity is never repeated', async (t) => {
  const at = await aPlace(t)
  const secret = await generateX25519Identity()
  const said = await sentenceOf(makeBackup(anOrder(join(at, 'b'), { recipients: [secret] })))
  assert.match(said, /^That is an identity, which opens backups and must never come to this machine\./)
  assert.equal(said.includes(secret), false)
  assert.match(
    await sentenceOf(makeBackup(anOrder(join(at, 'b'), { recipients: ['age1nonsense'] }))),
    /--recipient accepts an age recipient/,
  )
  assert.match(await sentenceOf(makeBackup(anOrder(join(at, 'b'), { recipients: [] }))), /^Say for whom/)
  assert.match(await sentenceOf(makeBackup(anOrder(join(at, 'none', 'b')))), /none does not exist\. Make it/)
  await writeFile(join(at, 'b.keys.age'), 'an earlier one')
  assert.match(await sentenceOf(makeBackup(anOrder(join(at, 'b')))), /b\.keys\.age exists already\. Choose another name/)
  assert.deepEqual(await readdir(at), ['b.keys.age'])
})

test('several recipients each open the whole', async (t) => {
  const at = await aPlace(t)
  const second = await generateX25519Identity()
  await writeFile(join(at, 'second'), second)
  await makeBackup(anOrder(join(at, 'b'), { recipients: [recipient, await identityToRecipient(second)] }))
  await restoreBackup({ config: aConfig(join(at, 'data')), from: join(at, 'b'), identity: join(at, 'second') })
})

test('a stopped backup and one that fails leave nothing, and the server lets go of its copy', async (t) => {
  const at = await aPlace(t)
  assert.equal(
    await sentenceOf(makeBackup(anOrder(join(at, 'b'), { signal: AbortSignal.abort() }))),
    'The backup was stopped. Nothing of it was kept.',
  )
  await writeFile(join(folder.blobs, 'not plain'), 'x')
  assert.match(await sentenceOf(makeBackup(anOrder(join(at, 'b')))), /a file whose name a backup does not take/)
  await rm(join(folder.blobs, 'not plain'))
  assert.deepEqual(await readdir(at), [])
  assert.deepEqual(await ask(server.superuserUrl(), [`select slot_name from pg_replication_slots`]), [])
})

test('a disk that fills up during a backup is said so, and the half is removed', async (t) => {
  if (!isRoot) return t.skip('needs root, to mount a small disk')
  const disk = join(await aPlace(t), 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine lets nobody mount')
  }
  try {
    assert.match(await sentenceOf(makeBackup(anOrder(join(disk, 'b')))), /^The disk that holds .* is full\./)
    assert.deepEqual(await readdir(disk), [])
  } finally {
    execFileSync('umount', [disk])
  }
})

test('no server keeps running in a folder whose restore was refused', async (t) => {
  const at = await aPlace(t)
  const harmed = backupFiles(await aCopy(join(at, 'harmed')))
  await rename(harmed.keys, `${harmed.keys}.away`)
  await sentenceOf(restoreBackup({ config: aConfig(join(at, 'data')), from: join(at, 'harmed'), identity }))
  assert.deepEqual(await processesIn(join(at, 'data', 'pg', 'data')), [])
})
