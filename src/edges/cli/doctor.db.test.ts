import assert from 'node:assert/strict'
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import pg from 'pg'
import { aConfig, aHolder, aPlace, isRoot } from '#base/a-data-folder.ts'
import type { Config } from '#base/config.ts'
import { openDataFolder } from '#base/data-folder.ts'
import { note } from '#base/doctor/finding.ts'
import { coreFinding, portFinding, swapFinding } from '#base/doctor/machine-findings.ts'
import { type OpenedDatabase, openDatabaseOf } from '#base/open-database.ts'
import { privateSuperuserUrl, socketUrl } from '#base/postgres/logins.ts'
import { processesIn } from '#base/postgres/stop-orphan.ts'
import { newPassword } from '#base/private-file.ts'
import { doctor, examine } from './doctor.ts'

let place: string
let config: Config
let opened: OpenedDatabase
let superuserUrl: string

before(async () => {
  place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await chmod(place, 0o711)
  config = aConfig(join(place, 'data'))
  opened = await openDatabaseOf(config, 'own')
  superuserUrl = (await privateSuperuserUrl({ secrets: opened.secrets, sockets: join(opened.folder, 'run') }))('asylia')
})

after(async () => {
  await opened.close()
  await rm(place, { recursive: true })
})

async function ask(statements: string, url = superuserUrl): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}

async function wrongOnes(of = config): Promise<string[]> {
  return (await examine(of)).filter((finding) => finding.wrong).map((finding) => finding.says)
}

/** Plants a fault, sees that exactly this is found, takes it away again, and sees that nothing is. */
async function planted(fault: string, undo: string, expected: RegExp): Promise<void> {
  await ask(fault)
  try {
    const found = await wrongOnes()
    assert.equal(found.length, 1, found.join('\n'))
    assert.match(found[0] ?? '', expected)
  } finally {
    await ask(undo)
  }
  assert.deepEqual(await wrongOnes(), [])
}

test('a sound installation has nothing wrong, running or resting', async (t) => {
  const said: string[] = []
  assert.equal(await doctor(config, (line) => said.push(line)), 0, said.join('\n'))
  assert.equal(said.at(-1), 'Nothing is wrong.')
  const data = join(await aPlace(t), 'data')
  await (await openDatabaseOf(aConfig(data), 'own')).close()
  assert.deepEqual(await wrongOnes(aConfig(data, { ASYLIA_LISTEN: '127.0.0.1:0' })), [])
})

test('a table without forced row security is named, with the statement that mends it', async () => {
  await planted(
    'alter table asylia.member no force row level security',
    'alter table asylia.member force row level security',
    /^The table asylia\.member is not under forced row security\.$/,
  )
  await planted('create table publication.loose (id int)', 'drop table publication.loose', /publication\.loose/)
})

test('a login that passes row security, or a member that must not be, is named', async () => {
  await planted(
    'alter role asylia_app bypassrls',
    'alter role asylia_app nobypassrls',
    /^The role asylia_app has rights that it must not have/,
  )
  await planted('alter role asylia_access login', 'alter role asylia_access nologin', /^The role asylia_access has rights/)
  await planted('grant asylia_owner to asylia_public', 'revoke asylia_owner from asylia_public', /asylia_public of asylia_owner/)
})

test('a definer function with an open path or open to everybody is named', async () => {
  await planted(
    'alter function access.seen() reset search_path',
    `alter function access.seen() set search_path = ''`,
    /^The function access\.seen runs with its owner's rights/,
  )
  await planted('grant execute on function access.seen() to public', 'revoke execute on function access.seen() from public', /access\.seen/)
})

test('a right on the job queue for another role, and jobs that gave up, are named', async () => {
  await planted(
    'grant usage on schema graphile_worker to asylia_app',
    'revoke usage on schema graphile_worker from asylia_app',
    /^The role asylia_app has a right on the schema of the job queue/,
  )
  await planted(
    `select graphile_worker.add_job('dispatch', '{}', job_key := 'planted', max_attempts := 1); update graphile_worker._private_jobs set attempts = max_attempts`,
    `delete from graphile_worker._private_jobs`,
    /^1 jobs failed for the last time/,
  )
})

test('keys that stand or are sampled outside of their tablespace are named', async () => {
  const forced = 'alter table keys.wrap enable row level security; alter table keys.wrap force row level security'
  await planted(
    `create table keys.wrap (id uuid, wrapped_on date); ${forced}`,
    'drop table keys.wrap',
    /^wrap in the schema keys stands in the main tablespace/,
  )
  await planted(
    `create table keys.wrap (id uuid, age_file bytea) tablespace asylia_keys; ${forced}`,
    'drop table keys.wrap',
    /^Statistics may copy values of keys\.wrap\.age_file/,
  )
  const sound = `create table keys.wrap (id uuid primary key using index tablespace asylia_keys, age_file bytea) tablespace asylia_keys; alter table keys.wrap alter column age_file set statistics 0; ${forced}`
  await ask(sound)
  assert.deepEqual(await wrongOnes(), [])
  await ask('drop table keys.wrap')
})

test('entries that wait too long for their place in the ledger are named', async () => {
  const entry = `with entry as (
      insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, salt, at)
      select id, '2020-01-01', gen_random_uuid(), 'planted.entry', gen_random_uuid(), 'planted', decode(repeat('00', 16), 'hex'), '2020-01-01T00:00Z'
      from asylia.compartment limit 1 returning compartment_id, month, id
    ) insert into base.ledger_pending select * from entry`
  const undo = `set session_replication_role = replica; delete from base.ledger_pending; delete from base.ledger_entry where action = 'planted.entry'`
  await planted(entry, undo, /^1 entries of the ledger wait for their place since [0-9]+ minutes\.$/)
})

test('a setting that costs durability, and a schema where everybody may create, are named', async (t) => {
  await ask('grant create on schema public to public')
  t.after(() => ask('revoke create on schema public from public'))
  assert.deepEqual(await wrongOnes(), ['Everybody may create things in the schema public.'])
})

test('modes, owners and secrets that others can read are named with the command', async (t) => {
  const data = join(await aPlace(t), 'data')
  const mine = aConfig(data, { ASYLIA_LISTEN: '127.0.0.1:0' })
  await (await openDatabaseOf(mine, 'own')).close()
  await chmod(join(data, 'blobs'), 0o755)
  await chmod(join(data, 'secrets', 'superuser'), 0o644)
  if (isRoot) await chown(join(data, 'pg-keys'), 4_321, 4_321)
  const found = await examine(mine)
  assert.deepEqual(
    found.filter((one) => one.says.includes('blobs')).map((one) => one.mend),
    [`chmod 700 ${data}/blobs`],
  )
  assert.match(found.find((one) => one.says.includes('superuser'))?.mend ?? '', /^chmod 600 /)
  if (isRoot) assert.match(found.find((one) => one.says.includes('pg-keys belongs to uid 4321'))?.mend ?? '', /^chown -R [0-9]+ /)
  assert.ok(found.length >= 2)
})

test('what a killed start left is told apart: a server that runs on, and a file of one that does not', async (t) => {
  const data = join(await aPlace(t), 'data')
  const mine = aConfig(data, { ASYLIA_LISTEN: '127.0.0.1:0' })
  const holder = await aHolder(t, data, 'server')
  const server = Number(holder.said[0]?.split(' ')[1])
  holder.kill('SIGKILL')
  await holder.ended
  assert.match((await wrongOnes(mine))[0] ?? '', /^A database server of a killed start still runs \(processes [0-9, ]+\)\.$/)
  assert.equal(
    (await processesIn(join(data, 'pg', 'data'))).includes(server),
    false,
    'looking inside has ended the orphan, as a start does',
  )
  await writeFile(join(data, 'pg', 'data', 'postmaster.pid'), `${process.pid}\n`)
  const found = await examine(mine)
  assert.ok(found.some((one) => !one.wrong && one.says === 'An earlier start was killed: its database was not shut down.'))
})

test('a folder that cannot start says why, instead of failing', async (t) => {
  const data = join(await aPlace(t), 'data')
  const mine = aConfig(data, { ASYLIA_LISTEN: '127.0.0.1:0' })
  await (await openDatabaseOf(mine, 'own')).close()
  await writeFile(join(data, 'version'), '9999\n')
  assert.ok((await wrongOnes(mine)).some((says) => /^The data are of version 9999/.test(says)))
  await writeFile(join(data, 'restoring'), '')
  assert.ok((await wrongOnes(mine)).includes('A restore into this folder did not come to its end.'))
})

test('without data there is nothing wrong, and looking makes none', async (t) => {
  const data = join(await aPlace(t), 'data')
  const found = await examine(aConfig(data, { ASYLIA_LISTEN: '127.0.0.1:0' }))
  assert.deepEqual(
    found.filter((one) => one.wrong),
    [],
  )
  assert.ok(found.some((one) => one.says.startsWith('There is no data of Asylia')))
  await assert.rejects(stat(data), { code: 'ENOENT' })
})

test('a parent where everybody may rename is named', async (t) => {
  const open = join(await aPlace(t), 'open')
  await mkdir(open)
  await chmod(open, 0o777)
  const mine = aConfig(join(open, 'data'), { ASYLIA_LISTEN: '127.0.0.1:0' })
  await (await openDataFolder(mine)).close()
  assert.ok((await wrongOnes(mine)).includes(`Everybody may rename what is in ${open}, which leads to the data folder.`))
  await chmod(open, 0o1777)
  assert.deepEqual(await wrongOnes(mine), [])
})

test("an external server is looked at through its admin, and what is the operator's to keep is said", async (t: TestContext) => {
  const admin = newPassword()
  await ask(`create role operator login createrole password '${admin}'; grant connect on database asylia to operator`)
  t.after(() => ask('revoke connect on database asylia from operator; drop role operator'))
  const DATABASE_URL = socketUrl(join(opened.folder, 'run'), 'operator', admin, 'asylia')
  const external = await examine(aConfig(opened.folder, { DATABASE_URL }))
  assert.ok(
    external.some((one) => one.says.startsWith('The server is not ours')),
    JSON.stringify(external),
  )
  const nobody = await examine(aConfig(opened.folder, { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' }))
  assert.ok(nobody.some((one) => one.says === 'The database did not answer as it should (ECONNREFUSED).'))
})

test('swap and core dumps are notes, a taken port is wrong', async (t) => {
  assert.equal(swapFinding('Filename\tType\tSize\n'), undefined)
  assert.equal(swapFinding('Filename\tType\tSize\n/dev/sda2 partition 1024\n')?.wrong, false)
  assert.equal(coreFinding('Max core file size        0                    unlimited            bytes\n'), undefined)
  assert.match(coreFinding('Max core file size        unlimited            unlimited            bytes\n')?.mend ?? '', /ulimit -c 0/)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  assert.equal((await portFinding({ host: '127.0.0.1', port }))?.says, `Port ${port} is taken by another program.`)
  assert.equal(await portFinding({ host: '127.0.0.1', port: 0 }), undefined)
  assert.match((await portFinding({ host: '192.0.2.1', port: 0 }))?.mend ?? '', /Correct ASYLIA_LISTEN/)
})

test('what features look after themselves is asked with the rest', async () => {
  const findings = await examine(config, [async (url) => [note(new URL(url).pathname, 'nothing')]])
  assert.equal(findings.at(-1)?.says, '/asylia')
})
