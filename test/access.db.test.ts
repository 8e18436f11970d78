import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { LOGINS, type Login } from '#base/config.ts'
import { fillDesk, fillIntake } from './a-full-desk.ts'
import { type ScratchDatabase, scratchDatabase } from './database.ts'

/**
 * Every table that exists, asked by every login, with no member: generated from the catalogue, so a new table enters by
 * itself. What may be seen without a member is the whole list below; anything else is a leak.
 */
const SEEN_WITHOUT_MEMBER: Readonly<Record<Login, readonly RegExp[]>> = {
  asylia_owner: [/^base\.migration$/],
  asylia_app: [],
  asylia_intake: [],
  asylia_public: [/^publication\./],
  asylia_jobs: [/^graphile_worker\./],
  asylia_ledger: [/^base\.ledger_/],
}

let database: ScratchDatabase
const clients = new Map<Login, pg.Client>()
let superuser: pg.Client
let tables: string[] = []

before(async () => {
  database = await scratchDatabase()
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  for (const login of LOGINS) {
    const client = new pg.Client({ connectionString: database.urls[login] })
    await client.connect()
    clients.set(login, client)
  }
  // Filled first: filing makes the parts of a day, which are tables as well.
  await fillEveryTable()
  await fillDesk(superuser)
  await fillIntake(superuser)
  const rows = await superuser.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`)
  tables = rows.rows.map((row) => row.name)
})
after(async () => {
  for (const client of clients.values()) await client.end()
  await superuser.end()
  await database.stop()
})

function clientOf(login: Login): pg.Client {
  const client = clients.get(login)
  if (client === undefined) throw new Error('not connected')
  return client
}

/** What a login learns of a table: how many rows, or the error code. */
async function asks(login: Login, statement: string): Promise<string> {
  try {
    const answer = await clientOf(login).query(statement)
    return `rows ${answer.rows[0]?.n ?? answer.rowCount}`
  } catch (error) {
    return error instanceof pg.DatabaseError ? `error ${error.code}` : 'error'
  }
}

test('no login sees a row of any table without a member, beyond what its part needs (T-21, T-44)', async () => {
  assert.deepEqual(await emptyTables(), [])
  assert.ok(tables.length > 30, `only ${tables.length} tables found`)
  for (const login of LOGINS) {
    for (const table of tables) {
      const answer = await asks(login, `select count(*)::int as n from ${table}`)
      const may = SEEN_WITHOUT_MEMBER[login].some((pattern) => pattern.test(table))
      if (!may) assert.ok(answer === 'rows 0' || answer === 'error 42501', `${login} on ${table}: ${answer}`)
    }
  }
})

test('the public login reads the publication and nothing else, and writes nowhere (T-44)', async () => {
  for (const table of tables) {
    const reads = await asks('asylia_public', `select count(*)::int as n from ${table}`)
    assert.equal(reads.startsWith('rows'), table.startsWith('publication.'), `${table}: ${reads}`)
    for (const statement of [`delete from ${table}`, `truncate ${table}`, `insert into ${table} default values`]) {
      assert.equal(await asks('asylia_public', statement), 'error 42501', statement)
    }
  }
  for (const call of [
    'access.installation()',
    'access.seen()',
    'access.member()',
    "base.enqueue('9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11')",
  ]) {
    assert.equal(await asks('asylia_public', `select ${call}`), 'error 42501', call)
  }
})

test('the application writes nowhere without a member (T-21)', async () => {
  for (const table of tables.filter((name) => !name.startsWith('graphile_worker.'))) {
    assert.equal(await asks('asylia_app', `insert into ${table} default values`), 'error 42501', table)
  }
})

test('a withdrawn record is gone for the public at once (T-44)', async () => {
  assert.equal(await asks('asylia_public', 'select count(*)::int as n from publication.public_person'), 'rows 1')
  await superuser.query('update publication.public_person set withdrawn_on = current_date')
  assert.equal(await asks('asylia_public', 'select count(*)::int as n from publication.public_person'), 'rows 0')
  await superuser.query('update publication.public_person set withdrawn_on = null')
})

test('the text of a document is public only where its licence allows it', async () => {
  assert.equal(await asks('asylia_public', 'select count(*)::int as n from publication.held_paragraph'), 'rows 0')
  await superuser.query(`update publication.document set body = jsonb_set(body, '{licence,allowsFullText}', 'true')`)
  assert.equal(await asks('asylia_public', 'select count(*)::int as n from publication.held_paragraph'), 'rows 1')
})

test('intake and jobs hold no right on any table of ours', async () => {
  for (const login of ['asylia_intake', 'asylia_jobs'] as const) {
    for (const table of tables.filter((name) => !name.startsWith('graphile_worker.'))) {
      assert.equal(await asks(login, `select 1 from ${table}`), 'error 42501', `${login} ${table}`)
    }
  }
})

test('random policies: a member sees exactly the compartments that a grant opens and no deny closes (T-21)', async () => {
  const runs = process.env['ASYLIA_LONG'] === '1' ? 400 : 40
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      await superuser.query('begin')
      try {
        await build(world)
        for (const [index, member] of world.members.entries()) {
          const expected = world.compartments.filter((_, at) => opens(world, index, at)).map((one) => one.id)
          await superuser.query('set local role asylia_app')
          await superuser.query(`select set_config('asylia.member', $1, true)`, [member.id])
          const lines = await superuser.query<{ id: string }>('select distinct compartment_id as id from base.ledger_entry')
          assert.deepEqual(lines.rows.map((row) => row.id).sort(), expected.toSorted())
          const rooms = await superuser.query<{ id: string }>('select id from asylia.compartment')
          assert.deepEqual(rooms.rows.map((row) => row.id).sort(), expected.toSorted())
          const bars = await superuser.query<Bar>(
            'select compartment_id as room, team_id as team from asylia.compartment_deny where not compartment_id = any ($1)',
            [expected],
          )
          for (const bar of bars.rows) assert.ok(closedTo(world, index, bar))
          await superuser.query('reset role')
        }
      } finally {
        await superuser.query('rollback')
      }
    }),
    { numRuns: runs },
  )
})

type World = {
  readonly teams: readonly string[]
  readonly members: readonly { readonly id: string; readonly team: number; readonly left: boolean }[]
  readonly compartments: readonly {
    readonly id: string
    readonly grants: readonly { readonly member: number; readonly past: boolean }[]
    readonly denied: readonly number[]
  }[]
}

const uuid = fc.uuid({ version: 4 })
const worlds: fc.Arbitrary<World> = fc.record({
  teams: fc.uniqueArray(uuid, { minLength: 3, maxLength: 3 }),
  members: fc.uniqueArray(fc.record({ id: uuid, team: fc.nat(2), left: fc.boolean() }), {
    minLength: 2,
    maxLength: 5,
    selector: (one) => one.id,
  }),
  compartments: fc.uniqueArray(
    fc.record({
      id: uuid,
      grants: fc.uniqueArray(fc.record({ member: fc.nat(4), past: fc.boolean() }), { maxLength: 5, selector: (one) => one.member }),
      denied: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5, selector: (one) => one.id },
  ),
})

/** The law in one line, written apart from the database's. */
function opens(world: World, member: number, compartment: number): boolean {
  const who = world.members[member]
  const room = world.compartments[compartment]
  if (who === undefined || room === undefined || who.left) return false
  return room.grants.some((grant) => grant.member === member && !grant.past) && !room.denied.includes(who.team)
}

type Bar = { readonly room: string; readonly team: string }

/** Of what a member does not see, the one bar that row security has to count against them: of their own team, of what was granted to them. */
function closedTo(world: World, member: number, { room, team }: Bar): boolean {
  const who = world.members[member]
  const granted = world.compartments.find(({ id }) => id === room)?.grants.some((grant) => grant.member === member)
  return who !== undefined && !who.left && team === world.teams[who.team] && granted === true
}

async function build(world: World): Promise<void> {
  for (const id of world.teams) await superuser.query(`insert into asylia.team (id, name, kind) values ($1, 'team', 'ngo')`, [id])
  for (const { id, team, left } of world.members) {
    await superuser.query(`insert into asylia.member (id, team_id, display_name, kind, left_on) values ($1, $2, 'member', 'person', $3)`, [
      id,
      world.teams[team],
      left ? '2026-01-01' : null,
    ])
  }
  for (const room of world.compartments) {
    await superuser.query(`insert into asylia.compartment (id, kind) values ($1, 'case')`, [room.id])
    for (const grant of room.grants) {
      const member = world.members[grant.member]
      if (member === undefined) continue
      await superuser.query('insert into asylia.compartment_member (compartment_id, member_id, until) values ($1, $2, $3)', [
        room.id,
        member.id,
        grant.past ? '2020-01-01' : null,
      ])
    }
    for (const team of room.denied)
      await superuser.query('insert into asylia.compartment_deny (compartment_id, team_id) values ($1, $2)', [room.id, world.teams[team]])
    await line(room.id)
  }
}

async function line(compartment: string): Promise<void> {
  await superuser.query(
    `insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, salt, at)
     values ($1, '2026-03-01', $2, 'test.try', $2, 'x', decode(repeat('00', 16), 'hex'), '2026-03-14T10:20:00Z')`,
    [compartment, randomUUID()],
  )
}

/** Tables in which no leak could show, because they hold nothing. */
async function emptyTables(): Promise<string[]> {
  const empty: string[] = []
  for (const table of tables.filter((name) => !EMPTY.some((pattern) => pattern.test(name)))) {
    const { rowCount } = await superuser.query(`select from ${table} limit 1`)
    if (rowCount === 0) empty.push(table)
  }
  return empty
}
/** The queue’s own, what the sequencer and other kinds of public records fill, and what shows nobody's rows to whoever is nobody. */
const EMPTY = [/^graphile_worker\./, /^access\./, /^base\.ledger_/, /^publication\./, /^asylia\.compartment_deny$/]

/** At least one row where a leak would show. */
async function fillEveryTable(): Promise<void> {
  const sha = 'a'.repeat(64)
  await line(randomUUID())
  await superuser.query(`insert into base.outbox (month, id, kind, body, cause) values ('2026-03-01', $1, 'test.told', '{}', $1)`, [
    randomUUID(),
  ])
  await superuser.query(`insert into base.outbox_receipt values ('x', $1)`, [randomUUID()])
  await superuser.query(`insert into publication.corridor (id, version, file_hash, body) values ('x', '1', '${sha}', '{}')`)
  await superuser.query(
    `insert into publication.document (sha256, corridor, body) values ('${sha}', 'x', '{"code": "D-AAAA", "licence": {"allowsFullText": false}}')`,
  )
  await superuser.query(`insert into publication.held_document (sha256, rule_version) values ('${sha}', 1)`)
  await superuser.query(`insert into publication.held_paragraph (sha256, number, text) values ('${sha}', 1, 'text')`)
  await superuser.query(
    `insert into publication.public_person (code, corridor, body) values ('P-AAAA', 'x', '{"code": "P-AAAA", "kind": "official"}')`,
  )
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.id, t.id from asylia.compartment c, asylia.team t limit 1`,
  )
  await superuser.query('delete from asylia.compartment_deny')
  await superuser.query(`
    insert into asylia.imported_document (compartment_id, sha256, file_kind, publisher, version, retrieved_on, rule_version, notes, imported_by)
    select cm.compartment_id, '${sha}', 'text', 'x', 1, '2026-03-14', 1, '[]', cm.member_id from asylia.compartment_member cm`)
  await superuser.query(`
    insert into asylia.proposal (compartment_id, month, id, document, mark, position, paragraph, span_start, span_end, kind, rule, body)
    select compartment_id, '2026-03-01', gen_random_uuid(), sha256, 'x', 0, 1, 0, 1, 'person', 'x', '{}' from asylia.imported_document`)
  await superuser.query(`
    insert into asylia.proposal_decision (compartment_id, month, id, proposal_month, proposal_id, number, decision, edits, decided_by)
    select p.compartment_id, p.month, gen_random_uuid(), p.month, p.id, 1, 'rejected', '{}', i.imported_by
    from asylia.proposal p join asylia.imported_document i on i.sha256 = p.document`)
}
