import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { readStanzas } from '#crypto/age/header.ts'
import { readSealedArmour } from '#crypto/seal/armour.ts'
import { aBlob, aFrame, anArmour } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'

const HOUSE = '11111111-1111-4111-8111-111111111111'
const MEMBER = '22222222-2222-4222-8222-222222222222'
const LEFT = '33333333-3333-4333-8333-333333333333'
const TEAM = '44444444-4444-4444-8444-444444444444'
const FIVE = ['erase', 'exchange', 'file_item', 'roster_version', 'segments_present']

let served: ServedIntake
let intake: pg.Client

before(async () => {
  served = await anIntake()
  intake = new pg.Client({ connectionString: served.database.urls.asylia_intake })
  await intake.connect()
  await served.superuser.query(`
    insert into asylia.team (id, name, kind) values ('${TEAM}', 'team', 'ngo');
    insert into asylia.member (id, team_id, display_name, kind) select '${HOUSE}', id, 'of the house', 'person' from asylia.team where kind = 'house';
    insert into asylia.member (id, team_id, display_name, kind) values ('${MEMBER}', '${TEAM}', 'member', 'person');
    insert into asylia.member (id, team_id, display_name, kind, left_on) values ('${LEFT}', '${TEAM}', 'gone', 'person', '2026-01-01')`)
  for (const bucket of [0, 1, 2, 3] as const) assert.equal((await served.post('/api/intake', (await aFrame({ bucket })).frame)).status, 201)
  for (const recipients of [1, 2, 3, 4, 5, 6]) {
    const answer = await served.post('/api/intake/armour', await anArmour(400, recipients), { 'content-type': 'text/plain' })
    assert.equal(answer.status, 201, String(recipients))
  }
})
after(async () => {
  await intake.end()
  await served.stop()
})

async function codeOf(client: pg.Client, statement: string): Promise<string> {
  try {
    await client.query(statement)
    return 'done'
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : 'error'
  }
}

test('the login of intake reaches five functions and nothing else: every table and every function is tried (T-21)', async () => {
  const { rows: tables } = await served.superuser.query<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`)
  assert.ok(
    tables.some(({ name }) => /^intake\.item_\d{8}$/.test(name)),
    'parts are among them',
  )
  for (const { name } of tables)
    for (const statement of [`select 1 from ${name}`, `insert into ${name} default values`, `delete from ${name}`, `truncate ${name}`])
      assert.equal(await codeOf(intake, statement), '42501', statement)
  const { rows: functions } = await served.superuser.query<{ schema: string; name: string; may: boolean }>(`
    select n.nspname as schema, p.proname as name, has_function_privilege('asylia_intake', p.oid, 'execute') and has_schema_privilege('asylia_intake', n.oid, 'usage') as may
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`)
  assert.ok(functions.length > 40)
  assert.deepEqual(
    functions
      .filter(({ may }) => may)
      .map(({ schema, name }) => `${schema}.${name}`)
      .toSorted(),
    FIVE.map((name) => `intake.${name}`),
  )
})

/** What the application sees when it speaks for somebody. */
async function seenBy(member: string | null): Promise<Record<string, number>> {
  const { superuser } = served
  await superuser.query('begin; set local role asylia_app')
  try {
    if (member !== null) await superuser.query(`select set_config('asylia.member', $1, true)`, [member])
    const counts: Record<string, number> = {}
    for (const table of ['intake.item', 'intake.body', 'keys.intake_envelope']) counts[table] = await served.count(table)
    return counts
  } finally {
    await superuser.query('rollback')
  }
}

test('members of teams that receive see every item, nobody else sees one (T-21)', async () => {
  assert.deepEqual(await seenBy(MEMBER), { 'intake.item': 10, 'intake.body': 10, 'keys.intake_envelope': 4 })
  const nothing = { 'intake.item': 0, 'intake.body': 0, 'keys.intake_envelope': 0 }
  for (const other of [null, HOUSE, LEFT, TEAM]) assert.deepEqual(await seenBy(other), nothing, String(other))
})

test('the application changes nothing of intake but through its functions, and those ask who speaks (T-21)', async () => {
  const app = new pg.Client({ connectionString: served.database.urls.asylia_app })
  await app.connect()
  try {
    for (const member of [null, HOUSE, LEFT]) {
      await app.query(`select set_config('asylia.member', $1, false)`, [member ?? ''])
      const id = `decode('${randomBytes(16).toString('hex')}', 'hex')`
      const calls = [
        `intake.put_slot(${id}, ${id}, ''::bytea, '2026-11-18')`,
        `intake.reserve_slot(${id}, ${id}, ${id}, '2026-11-18')`,
        `intake.fill_slot(${id}, ${id}, ''::bytea, '2026-11-18')`,
        `intake.take_item(${id})`,
        `intake.take_set(${id})`,
        `intake.retire_item(${id})`,
        `intake.retire_set(${id})`,
        `intake.find_set(${id})`,
        `intake.renew('intake.item', '2026-11-01', '2026-11-02', '2026-11-18', 45, 365, true)`,
        `intake.night_work('2026-11-18', 45, 365)`,
        `intake.renew_small('taken', '2026-11-18')`,
        `intake.end_night('2026-11-18')`,
        'intake.end_journal_file()',
        'intake.stores()',
        `intake.spool_items('2026-11-18T10:00:00Z', ''::bytea, 10)`,
        `intake.spool_slots('2026-11-18', ''::bytea, 10)`,
      ]
      for (const call of calls) assert.equal(await codeOf(app, `select ${call}`), '42501', `${member} ${call}`)
    }
    await app.query(`select set_config('asylia.member', $1, false)`, [MEMBER])
    for (const table of [
      'intake.item',
      'intake.body',
      'keys.intake_envelope',
      'intake.slot',
      'intake.taken',
      'intake.closed_mark',
      'intake.state',
      'intake.batch',
      'intake.gone',
    ])
      for (const statement of [`insert into ${table} default values`, `delete from ${table}`])
        assert.equal(await codeOf(app, statement), '42501', statement)
    for (const table of ['intake.slot', 'intake.file_set', 'intake.closed_mark', 'intake.state', 'intake.reserved_slot'])
      assert.equal(await codeOf(app, `select from ${table}`), '42501', table)
  } finally {
    await app.end()
  }
})

test('every sealed item that is stored holds hybrid stanzas alone, armour included; a planted other one is found (T-11)', async () => {
  const put = await aBlob()
  await served.superuser.query(`insert into intake.slot values ('2026-11-18', $1, $1, $2)`, [randomBytes(16), put])
  const stored = async () => {
    const { rows } = await served.superuser.query<{ kind: string; sealed: Buffer }>(`
      select case i.lane when 4 then 'armour' else 'body' end as kind, b.body as sealed from intake.body b join intake.item i using (day, item_id)
      union all select 'envelope', envelope from keys.intake_envelope union all select 'slot', blob from intake.slot where blob is not null`)
    return rows
  }
  const foreign = (rows: Awaited<ReturnType<typeof stored>>) =>
    rows.filter(({ kind, sealed }) => {
      try {
        if (kind === 'armour') readSealedArmour(sealed)
        else readStanzas(sealed, kind === 'envelope' ? { min: 6, max: 6 } : { min: 1, max: 1 })
        return false
      } catch {
        return true
      }
    })
  const rows = await stored()
  assert.equal(rows.length, 10 + 4 + 5)
  assert.deepEqual(foreign(rows), [])
  const planted = Buffer.from(put)
  planted.write('-> X25519 ', 22, 'latin1')
  await served.superuser.query(`insert into intake.slot values ('2026-11-18', $1, $1, $2)`, [randomBytes(16), planted])
  assert.equal(foreign(await stored()).length, 1)
})

test('armour with seven or no hybrid stanzas, of another kind or not whole is refused and not stored (T-11)', async () => {
  const before = await served.count('intake.item')
  const armour = (await anArmour()).toString('latin1')
  const classical = Buffer.from('age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n').toString('base64')
  const wrap = (text: string) => `-----BEGIN AGE ENCRYPTED FILE-----\n${text}\n-----END AGE ENCRYPTED FILE-----\n`
  for (const wrong of [`x${armour}`, armour.slice(0, -40), armour.replace('\n', '\n\n'), wrap(classical), wrap('AAAA'), 'My name is', '\0'])
    assert.equal(
      (await served.post('/api/intake/armour', Buffer.from(wrong, 'latin1'), { 'content-type': 'text/plain' })).status,
      400,
      wrong.slice(0, 60),
    )
  assert.equal((await served.post('/api/intake/armour', Buffer.alloc(1_048_577, 'A'), { 'content-type': 'text/plain' })).status, 413)
  assert.equal((await served.post('/api/intake/armour', Buffer.from(armour), { 'content-type': 'multipart/form-data' })).status, 415)
  assert.equal(await served.count('intake.item'), before)
})

test('the same armour twice is one item, in lane 4, without envelope or slot (I-01)', async () => {
  const armour = await anArmour(30_000)
  const before = await served.count('intake.item')
  for (const type of ['text/plain; charset=utf-8', 'application/x-www-form-urlencoded'])
    assert.equal((await served.post('/api/intake/armour', armour, { 'content-type': type })).status, 201, type)
  assert.equal(await served.count('intake.item'), before + 1)
  assert.equal(await served.count('intake.item', 'lane = 4 and bucket = 1'), 1)
})

/** Columns that may hold something secret, and what stands there; a new column has to be thought about. */
const KNOWN = ['delete_hash', 'token_hash', 'ticket', 'mark', 'mark_key', 'salt', 'root']

test('nothing is stored from which the words could be tried: ids, hashes of tokens and ciphertext alone (T-03)', async () => {
  const { rows } = await served.superuser.query<{ table: string; column: string; type: string }>(`
    select c.relname as table, a.attname as column, t.typname as type from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      and (c.relnamespace = 'intake'::regnamespace or c.relname = 'intake_envelope')`)
  const sealed = ['item_id', 'slot_id', 'set_id', 'id', 'envelope', 'body', 'blob', 'store', 'present']
  const binary = rows.filter(({ type }) => type === 'bytea').map(({ column }) => column)
  assert.deepEqual([...new Set(binary)].toSorted(), [...sealed, ...KNOWN].toSorted())
  assert.deepEqual(
    rows.filter(({ type }) => ['text', 'varchar', 'json', 'jsonb', 'inet', 'cidr', 'uuid'].includes(type)),
    [],
  )
  // The tokens themselves stand nowhere, only half of their hashes.
  const { frame, itemToken, slotToken } = await aFrame()
  await served.post('/api/intake', frame)
  for (const token of [itemToken, slotToken]) {
    const { rows: found } = await served.superuser.query(
      `select from intake.item where position($1::bytea in delete_hash) > 0 union all select from intake.slot where position(substr($1::bytea, 1, 16) in delete_hash || blob) > 0`,
      [token],
    )
    assert.equal(found.length, 0)
  }
})
