import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { aConfig } from '#base/a-data-folder.ts'
import { type DataFolder, openDataFolder } from '#base/data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { newPassword } from '#base/private-file.ts'
import { externalLogins } from './external-postgres.ts'
import { ensurePasswords, type Passwords, socketUrl } from './logins.ts'
import { demandServerVersion, makeLogins, scramVerifier } from './make-logins.ts'
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'

// One private server serves as the external one too: its other databases and admins are made by the tests.
let place: string
let folder: DataFolder
let server: PrivatePostgres
let passwords: Passwords

before(async () => {
  place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await chmod(place, 0o711)
  folder = await openDataFolder(aConfig(join(place, 'data')))
  server = await startPrivatePostgres(folder)
  passwords = await ensurePasswords(folder.secrets)
})

after(async () => {
  await server.stop()
  await folder.close()
  await rm(place, { recursive: true })
})

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const answer = await client.query<Record<string, unknown>>(text)
    return answer.rows
  } finally {
    await client.end()
  }
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OperatorError, String(error))
    return error.message
  }
  return assert.fail('nothing stood in the way')
}

const ROLES = `select oid, rolname, rolsuper, rolbypassrls, rolcanlogin, rolpassword from pg_authid where rolname like 'asylia%' order by 2`

test('a second run changes nothing, not even a verifier', async () => {
  const first = await ask(server.superuserUrl(), ROLES)
  await makeLogins(server.superuserUrl(), passwords, 'asylia')
  assert.deepEqual(await ask(server.superuserUrl(), ROLES), first)
})

test('rights that a login gained and a password that it lost are put right', async () => {
  await ask(
    server.superuserUrl(),
    `alter role asylia_app bypassrls createrole superuser; alter role asylia_public password 'other'; alter role asylia_access login; revoke asylia_access from asylia_owner`,
  )
  await makeLogins(server.superuserUrl(), passwords, 'asylia')
  const rows = await ask(
    server.superuserUrl(),
    `select rolname, rolsuper or rolbypassrls or rolcreaterole as free, rolcanlogin from pg_roles where rolname in ('asylia_app', 'asylia_access') order by 1`,
  )
  assert.deepEqual(rows, [
    { rolname: 'asylia_access', free: false, rolcanlogin: false },
    { rolname: 'asylia_app', free: false, rolcanlogin: true },
  ])
  assert.deepEqual(await ask(server.url('asylia_public'), 'select 1 as one'), [{ one: 1 }])
  assert.deepEqual(
    await ask(
      server.url('asylia_owner'),
      `select pg_has_role('asylia_owner', 'asylia_access', 'set') as sets, pg_has_role('asylia_owner', 'asylia_access', 'usage') as inherits`,
    ),
    [{ sets: true, inherits: false }],
  )
})

test('a password never reaches the server in the clear: it gets the verifier that the password opens', async () => {
  const rows = await ask(
    server.superuserUrl(),
    `select rolname, rolpassword from pg_authid where rolname in ('asylia_app', 'asylia_owner')`,
  )
  for (const row of rows) assert.match(String(row['rolpassword']), /^SCRAM-SHA-256\$4096:/)
  assert.notEqual(rows[0]?.['rolpassword'], rows[1]?.['rolpassword'])
})

test('the verifier is the one of RFC 7677', () => {
  // Section 3: user "user", password "pencil"; the server signature of its exchange follows from this server key.
  const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4096)
  assert.equal(
    verifier,
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  )
})

test('an external server gives its owner and the six everything they need, through an admin who is no superuser', async () => {
  const admin = newPassword()
  await ask(server.superuserUrl(), `create role operator login createrole createdb password '${admin}'`)
  // The roles of this server belong to its superuser; an operator of an external one made them itself.
  await ask(
    server.superuserUrl(),
    ['asylia_owner', 'asylia_app', 'asylia_intake', 'asylia_public', 'asylia_jobs', 'asylia_ledger', 'asylia_access', 'asylia_inbox']
      .map((role) => `grant ${role} to operator with admin option, inherit false, set false`)
      .join(';'),
  )
  await ask(server.superuserUrl(), 'create database elsewhere owner operator')
  const DATABASE_URL = socketUrl(server.socketFolder, 'operator', admin, 'elsewhere')
  const urls = await externalLogins(aConfig(folder.path, { DATABASE_URL }), folder.secrets)
  for (const [login, url] of Object.entries(urls)) {
    assert.deepEqual(await ask(url, 'select current_user as name, current_database() as database'), [
      { name: login, database: 'elsewhere' },
    ])
  }
  assert.deepEqual(await ask(urls.asylia_owner, `select pg_get_userbyid(datdba) as owner from pg_database where datname = 'elsewhere'`), [
    { owner: 'asylia_owner' },
  ])
  await ask(urls.asylia_owner, 'create schema made')
  await externalLogins(aConfig(folder.path, { DATABASE_URL }), folder.secrets)
})

test('an admin without createdb leaves the database its owner and hands over what migrations need', async () => {
  const admin = newPassword()
  await ask(
    server.superuserUrl(),
    `create role modest login createrole password '${admin}'; grant ${Object.keys(passwords).join(', ')}, asylia_access, asylia_inbox to modest with admin option, inherit false, set false`,
  )
  await ask(server.superuserUrl(), 'create database modestly owner modest')
  const urls = await externalLogins(
    aConfig(folder.path, { DATABASE_URL: socketUrl(server.socketFolder, 'modest', admin, 'modestly') }),
    folder.secrets,
  )
  await ask(
    urls.asylia_owner,
    'create schema made; grant create on database modestly to asylia_jobs; revoke create on database modestly from asylia_jobs',
  )
  await assert.rejects(ask(urls.asylia_app, 'create schema mine'), { code: '42501' })
})

test('a password in an address that the operator set is the one that the login gets', async () => {
  const ASYLIA_DATABASE_APP_URL = socketUrl(server.socketFolder, 'asylia_app', 'chosen-by-the-operator-0123456789', 'elsewhere')
  await ask(server.superuserUrl(), `alter role operator password 'x'`)
  const DATABASE_URL = socketUrl(server.socketFolder, 'operator', 'x', 'elsewhere')
  const urls = await externalLogins(aConfig(folder.path, { DATABASE_URL, ASYLIA_DATABASE_APP_URL }), folder.secrets)
  assert.equal(urls.asylia_app, ASYLIA_DATABASE_APP_URL)
  assert.deepEqual(await ask(urls.asylia_app, 'select 1 as one'), [{ one: 1 }])
  const wrong = aConfig(folder.path, { DATABASE_URL, ASYLIA_DATABASE_APP_URL: DATABASE_URL })
  assert.match(await sentenceOf(externalLogins(wrong, folder.secrets)), /^The address set for asylia_app must name that login/)
})

test('a login that may not make roles, one that we keep, a server that does not answer: each has its sentence', async () => {
  await ask(server.superuserUrl(), `create role plain login password 'x'; grant connect on database elsewhere to plain`)
  const said = (DATABASE_URL: string) => sentenceOf(externalLogins(aConfig(folder.path, { DATABASE_URL }), folder.secrets))
  assert.match(
    await said(socketUrl(server.socketFolder, 'plain', 'x', 'elsewhere')),
    /may not make roles\. Let a superuser say: alter role that_login createrole\./,
  )
  await ask(server.superuserUrl(), 'alter role asylia_owner createrole')
  assert.match(await said(server.url('asylia_owner')), /which Asylia keeps for itself\. Name a login of its own/)
  await ask(server.superuserUrl(), 'alter role asylia_owner nocreaterole')
  assert.match(await said(socketUrl(server.socketFolder, 'plain', 'wrong', 'elsewhere')), /did not let Asylia in \(28P01\)/)
  assert.match(await said('postgresql://a:b@127.0.0.1:1/c'), /did not let Asylia in \(ECONNREFUSED\)/)
})

test('a server older than 16 is refused by its number, whatever the number is', () => {
  assert.throws(() => demandServerVersion(150_018), {
    name: 'OperatorError',
    message: /^The database server is PostgreSQL 15\.18; Asylia needs 16 or later\./,
  })
  assert.throws(() => demandServerVersion(90_624), OperatorError)
  assert.throws(() => demandServerVersion(Number.NaN), OperatorError)
  fc.assert(
    fc.property(fc.integer({ min: 90_000, max: 250_000 }), (version) => {
      if (version < 160_000) assert.throws(() => demandServerVersion(version), OperatorError)
      else demandServerVersion(version)
    }),
  )
})

test('damaged passwords are said, missing ones are added and the rest kept', async () => {
  const secrets = await mkdtemp(join(place, 'secrets-'))
  const first = await ensurePasswords(secrets)
  assert.deepEqual(await ensurePasswords(secrets), first)
  assert.equal(new Set(Object.values(first)).size, 6)
  await writeFile(join(secrets, 'logins.json'), JSON.stringify({ asylia_app: first.asylia_app, stranger: 'x'.repeat(40) }))
  const second = await ensurePasswords(secrets)
  assert.equal(second.asylia_app, first.asylia_app)
  assert.notEqual(second.asylia_owner, first.asylia_owner)
  assert.equal(Object.keys(second).length, 6)
  await writeFile(join(secrets, 'logins.json'), '{')
  assert.match(await sentenceOf(ensurePasswords(secrets)), /is damaged\. Remove it and start again/)
})
