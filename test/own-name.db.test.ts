import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { fillDesk } from './a-full-desk.ts'
import { type ScratchDatabase, scratchDatabase } from './database.ts'

/** Who did a thing is who speaks, in every table that says it: in the database, below whatever a door forgot (migration 0046). */

type Column = { readonly place: string; readonly who: string; readonly inserts: boolean; readonly updates: boolean }

let database: ScratchDatabase
let superuser: pg.Client
let columns: readonly Column[]

before(async () => {
  database = await scratchDatabase()
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  await fillDesk(superuser)
  const found = await superuser.query<Column>(`
    select c.oid::regclass::text as place, a.attname as who,
      has_column_privilege('asylia_app', c.oid, a.attnum, 'insert') as inserts, has_column_privilege('asylia_app', c.oid, a.attnum, 'update') as updates
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
    where k.contype = 'f' and k.confrelid = 'asylia.member'::regclass and a.attname like '%\\_by'`)
  columns = found.rows
})
after(async () => {
  await superuser.end()
  await database.stop()
})

/** What the database says to one statement of a member; nothing of it stays. */
async function said(
  statement: string,
  values: readonly unknown[],
  place: string,
  member: string,
): Promise<{ rows: number; refused: boolean }> {
  await superuser.query('begin')
  try {
    // Row security stands aside, so that nothing but the name can be what refuses.
    await superuser.query(`alter table ${place} disable row level security`)
    await superuser.query(`select set_config('asylia.member', $1, true)`, [member])
    await superuser.query('set local role asylia_app')
    return { rows: (await superuser.query(statement, [...values])).rowCount ?? 0, refused: false }
  } catch (error) {
    const isOurs = error instanceof pg.DatabaseError && error.code === '42501' && /own name/.test(error.message)
    // A row without its other columns is refused as well, later and for another reason.
    if (!isOurs && !(error instanceof pg.DatabaseError && /^23/.test(error.code ?? ''))) throw error
    return { rows: 0, refused: isOurs }
  } finally {
    await superuser.query('rollback')
  }
}

test('no member writes a row in the name of another, in any table that says who (T-22)', async () => {
  const written = columns.filter(({ inserts }) => inserts)
  assert.ok(written.length > 50)
  for (const { place, who } of written) {
    const [me, other] = [randomUUID(), randomUUID()]
    const insert = `insert into ${place} (${who}) values ($1)`
    assert.deepEqual((await said(insert, [other], place, me)).refused, true, `${place}.${who}`)
    assert.deepEqual((await said(insert, [me], place, me)).refused, false, `${place}.${who} in the own name`)
    assert.deepEqual((await said(insert, [other], place, '')).refused, true, `${place}.${who} by nobody`)
  }
})

test('no member puts another name under a row that stands; the own name may follow a change, and nobody loses theirs (T-22)', async () => {
  const changed = columns.filter(({ updates }) => updates)
  assert.ok(changed.length > 15)
  let tried = 0
  for (const { place, who } of changed) {
    const [me, other] = [randomUUID(), randomUUID()]
    const update = `update ${place} set ${who} = $1 where ${who} is not null`
    const there = await superuser.query(`select from ${place} where ${who} is not null`)
    if (there.rowCount === 0) continue
    tried += 1
    assert.deepEqual((await said(update, [other], place, me)).refused, true, `${place}.${who}`)
    assert.deepEqual((await said(update, [me], place, me)).refused, false, `${place}.${who} in the own name`)
    assert.deepEqual((await said(`update ${place} set ${who} = ${who}`, [], place, me)).refused, false, `${place}.${who} as it stands`)
  }
  assert.ok(tried > 10, `${tried}`)
})
