import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { accessCatalogue, checkCatalogue } from '#tools/checks/catalogue.ts'
import { checkRowTypes, generateRowTypes } from '#tools/checks/row-types.ts'
import { faultsOf } from './a-planted-tree.ts'
import { HOME, type ScratchDatabase, scratchDatabase } from './database.ts'

let database: ScratchDatabase
let client: pg.Client

before(async () => {
  database = await scratchDatabase()
  client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
})

after(async () => {
  await client.end()
  await database.stop()
})

/** What the catalogue says once this is planted; the plant is rolled back, roles and grants included. */
async function faultsWith(planted: string): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query(planted)
    return faultsOf(await checkCatalogue(client))
  } finally {
    await client.query('rollback')
  }
}

const FORCED = 'alter table $t enable row level security; alter table $t force row level security;'
const POLICY = 'create policy seen on $t for select to asylia_app using (false);'
const safe = (table: string): string => `${FORCED}${POLICY}`.replaceAll('$t', table)

const PLANTS: readonly (readonly [title: string, sql: string, fault: RegExp])[] = [
  ['a table without row security', 'create table asylia.bare (id uuid)', /asylia\.bare has no forced row security/],
  [
    'a table whose row security spares its owner',
    'create table asylia.half (id uuid); alter table asylia.half enable row level security',
    /asylia\.half has no forced row security/,
  ],
  [
    'a partition, which inherits neither row security nor policies',
    `create table asylia.parted (id uuid, day date) partition by list (day); ${safe('asylia.parted')}
     create table asylia.part_one partition of asylia.parted default`,
    /asylia\.part_one has no forced row security/,
  ],
  [
    'a granted table that no policy opens or closes',
    `create table asylia.mute (id uuid); ${FORCED.replaceAll('$t', 'asylia.mute')} grant select on asylia.mute to asylia_app`,
    /asylia\.mute is granted to somebody and has no policy/,
  ],
  [
    'a grant to everybody',
    `create table asylia.open (id uuid); ${safe('asylia.open')} grant select on asylia.open to public`,
    /asylia\.open SELECT is granted to PUBLIC/,
  ],
  [
    'a grant of one column to everybody',
    `create table asylia.open (id uuid); ${safe('asylia.open')} grant select (id) on asylia.open to public`,
    /asylia\.open SELECT is granted to PUBLIC/,
  ],
  [
    'a definer function with a loose search path',
    `create function access.loose() returns int language sql security definer as 'select 1'; revoke execute on function access.loose() from public`,
    /access\.loose\(\) is a definer function without a fixed search_path/,
  ],
  [
    'a function that anybody may execute',
    `create function access.anybody() returns int language sql security definer set search_path = '' as 'select 1'`,
    /access\.anybody\(\) may be executed by PUBLIC/,
  ],
  [
    'a view with the rights of its owner',
    'create view asylia.everything as select id from asylia.team',
    /asylia\.everything is a view that is not security_invoker/,
  ],
  [
    'a view for counting that shows more than its reader reads',
    `create view access.counted_everything with (security_barrier = true) as
       select t.id from asylia.person t where t.compartment_id in (select r.compartment_id from access.read_room r) or t.low_profile;
     alter view access.counted_everything owner to asylia_access`,
    /access\.counted_everything is a view that is not security_invoker/,
  ],
  [
    'a view for counting on which conditions are tried before it asks who reads',
    `create view access.counted_leaky as
       select t.id from asylia.person t where t.compartment_id in (select r.compartment_id from access.read_room r);
     alter view access.counted_leaky owner to asylia_access`,
    /access\.counted_leaky is a view that is not security_invoker/,
  ],
  ['a materialised view', 'create materialized view asylia.frozen as select id from asylia.team', /asylia\.frozen \(materialised/],
  ['a sequence', 'create sequence asylia.counter', /asylia\.counter gives away an order/],
  [
    'an identity column',
    `create table asylia.counted (id int generated always as identity); ${safe('asylia.counted')}`,
    /asylia\.counted\.id gives away an order/,
  ],
  [
    'an id that holds the time',
    `create table asylia.timed (id uuid default uuidv7()); ${safe('asylia.timed')}`,
    /asylia\.timed\.id gives away an order/,
  ],
  [
    'a right to change the ledger',
    'grant update on base.ledger_entry to asylia_app',
    /base\.ledger_entry UPDATE by asylia_app is append-only/,
  ],
  [
    'an append-only table whose trigger sleeps',
    'alter table base.ledger_entry disable trigger append_only',
    /base\.ledger_entry is append-only by a trigger that does not stop every change/,
  ],
  [
    'an author whom nobody compares with the speaker',
    `create table asylia.signed (id uuid, written_by uuid references asylia.member (id)); ${safe('asylia.signed')} grant insert on asylia.signed to asylia_app`,
    /asylia\.signed\.written_by lets a member write in the name of another/,
  ],
  [
    'an author whom somebody may exchange later',
    'drop trigger still_own_written_by on asylia.card',
    /asylia\.card\.written_by lets a member write in the name of another/,
  ],
  ['a role above row security', 'alter role asylia_app bypassrls', /asylia_app is a role with more power/],
  ['a superuser among our roles', 'alter role asylia_jobs superuser', /asylia_jobs is a role with more power/],
  ['an owning role that can log in', 'alter role asylia_access login', /asylia_access can log in/],
  ['a login that may become another', 'grant asylia_access to asylia_app', /asylia_app becomes asylia_access may become another role/],
  [
    'a login that owns a table',
    `create table asylia.mine (id uuid); ${safe('asylia.mine')} alter table asylia.mine owner to asylia_app`,
    /asylia_app owns asylia\.mine/,
  ],
  ['an intake with a right on a table', 'grant select on asylia.team to asylia_intake', /asylia_intake SELECT on asylia\.team has a right/],
  [
    'a public login that may write',
    'grant insert on publication.change to asylia_public',
    /asylia_public INSERT on publication\.change has a right/,
  ],
  [
    'a public login that sees a member',
    'grant select on asylia.member to asylia_public',
    /asylia_public SELECT on asylia\.member has a right/,
  ],
  ['a ledger that reads teams', 'grant select on asylia.team to asylia_ledger', /asylia_ledger SELECT on asylia\.team has a right/],
  [
    'another role in the job queue',
    'grant usage on schema graphile_worker to asylia_app',
    /asylia_app USAGE on schema graphile_worker reaches into the job queue/,
  ],
  [
    'a job table that another role reads',
    'grant select on graphile_worker._private_jobs to asylia_app',
    /asylia_app SELECT on graphile_worker\._private_jobs reaches/,
  ],
  [
    'a key from the public register to a protected table',
    'create table publication.joined (code text primary key, team text); alter table asylia.team add column code text unique; alter table publication.joined add constraint leak foreign key (team) references asylia.team (code)',
    /leak on publication\.joined joins the public register/,
  ],
  [
    'a key from a protected table to the public register',
    'alter table asylia.team add column document text constraint leak references publication.document (sha256)',
    /leak on asylia\.team joins the public register/,
  ],
  [
    'a public view of a protected table',
    'create view publication.peek with (security_invoker = true) as select name from asylia.team',
    /publication\.peek reads asylia\.team joins the public register/,
  ],
  [
    'a protected id in the public register',
    'alter table publication.change add column person uuid',
    /publication\.change\.person is a uuid column/,
  ],
]

test('the catalogue of the migrated database is without fault', async () => {
  assert.deepEqual(faultsOf(await checkCatalogue(client)), [])
  assert.match(await accessCatalogue(client), /^publication\.public_case +asylia_public +select +/m)
})

for (const [title, sql, fault] of PLANTS) {
  test(`the catalogue finds ${title}`, async () => {
    const faults = await faultsWith(sql)
    assert.ok(
      faults.some((found) => fault.test(found)),
      `not found; it says:\n${faults.join('\n')}`,
    )
  })
}

test('an empty database proves nothing and says so', async () => {
  const faults = await faultsWith('drop schema publication, base, asylia, access, keys, intake cascade')
  assert.ok(faults.some((found) => /was not migrated/.test(found)))
})

test('row types that are not those of the migrations are found', async () => {
  assert.deepEqual(faultsOf(await checkRowTypes(HOME, client)), [])
  await client.query('begin')
  await client.query('alter table asylia.team add column motto text')
  const faults = faultsOf(await checkRowTypes(HOME, client))
  const generated = await generateRowTypes(client)
  await client.query('rollback')
  assert.match(faults.join('\n'), /^src\/base\/schema\.ts:\d+ is not what the migrations make/)
  assert.match(generated, /'asylia\.team': \{[^}]*motto: string \| null/)
})

test('a tree without row types is found', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'asylia-empty-'))
  assert.equal(faultsOf(await checkRowTypes(empty, client)).length, 1)
  await rm(empty, { recursive: true })
})
