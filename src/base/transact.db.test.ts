import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Clock } from '#kernel/clock.ts'
import { type CompartmentId, type EntryId, type MemberId, newId } from '#kernel/ids.ts'
import { no, Refusal, yes } from '#kernel/refusal.ts'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import type { House } from './house.ts'
import { dispatchEvent } from './outbox.ts'
import type { Permit } from './permit.ts'
import { withdrawRecord } from './public-records.ts'
import type { Tx } from './transact.ts'

const clock: Clock = { now: () => new Date('2026-03-14T10:20:45Z') }
let database: ScratchDatabase
let house: House

before(async () => {
  database = await scratchDatabase()
  house = await database.house(clock)
})
after(async () => {
  await house.close()
  await database.stop()
})

const inLedger = async () =>
  Number((await sql<{ n: number }>`select count(*) as n from base.ledger_entry`.execute(house.ledger)).rows[0]?.n)
const inOutbox = () =>
  house.base.read(house.installation.actor, async (db) =>
    Number((await sql<{ n: number }>`select count(*) as n from base.outbox`.execute(db)).rows[0]?.n),
  )
const grantOn = (tx: Tx, subject: string) => tx.grant({ action: 'test.try', subject, compartment: house.installation.register }, yes)

test('a granted action leaves a line and an event, and the line names the minute, not the second', async () => {
  const before = await inLedger()
  const permit = await house.base.transact(house.installation.actor, async (tx) => {
    const given = await grantOn(tx, 'one')
    await tx.emit(given, 'test.tried', { subject: 'one' })
    return given
  })
  assert.equal(await inLedger(), before + 1)
  const rows = await sql<{ at: Date; month: string; action: string; actor: string }>`
    select at, month, action, actor from base.ledger_entry where id = ${permit.entry}`.execute(house.ledger)
  assert.deepEqual(rows.rows, [
    { at: new Date('2026-03-14T10:20:00Z'), month: '2026-03-01', action: 'test.try', actor: house.installation.actor.id },
  ])
})

test('many lines of one kind go in one statement, each with its permit; a no, or one line that may not be written, leaves none', async () => {
  const before = await inLedger()
  const lines = ['first', 'second', 'third'].map((subject) => ({ action: 'test.try', subject, compartment: house.installation.register }))
  const permits = await house.base.transact(house.installation.actor, (tx) => tx.grantAll(lines, yes))
  const rows = await sql<{ id: string; subject: string; action: string }>`
    select id, subject, action from base.ledger_entry where subject in ('first', 'second', 'third')`.execute(house.ledger)
  const found = new Map(rows.rows.map(({ id, subject }) => [id, subject]))
  assert.deepEqual(
    permits.map(({ entry, subject }) => [found.get(entry), subject]),
    lines.map(({ subject }) => [subject, subject]),
  )
  await house.base.transact(house.installation.actor, async (tx) => assert.deepEqual(await tx.grantAll([], yes), []))
  const refused = house.base.transact(house.installation.actor, (tx) => tx.grantAll(lines, no('access.denied')))
  await assert.rejects(refused, (error) => error instanceof Refusal && error.code === 'access.denied')
  const foreign = [...lines, { action: 'test.try', subject: 'fourth', compartment: newId<CompartmentId>() }]
  await assert.rejects(
    house.base.transact(house.installation.actor, (tx) => tx.grantAll(foreign, yes)),
    { code: '42501' },
  )
  assert.equal(await inLedger(), before + lines.length)
})

test('a refusal rolls everything back: no line, no event, no change', async () => {
  const [lines, events] = [await inLedger(), await inOutbox()]
  const refused = house.base.transact(house.installation.actor, async (tx) => {
    const permit = await grantOn(tx, 'two')
    await tx.emit(permit, 'test.tried', { subject: 'two' })
    await tx.grant({ action: 'test.more', subject: 'two', compartment: house.installation.register }, no('access.denied'))
  })
  await assert.rejects(refused, (error) => error instanceof Refusal && error.code === 'access.denied')
  assert.deepEqual([await inLedger(), await inOutbox()], [lines, events])
})

test('nobody writes a line in the name of another member, and a stranger writes none', async () => {
  const { actor, register } = house.installation
  const forged = house.base.transact({ ...actor, id: newId<MemberId>() }, (tx) => grantOn(tx, 'three'))
  await assert.rejects(forged, /not this member's to write/)
  const append = (compartment: string, as: string) =>
    house.base.transact(actor, (tx) =>
      sql`select base.append_entry(${compartment}, '2026-03-01', ${newId<EntryId>()}, 'test.try', ${as}, 'x', null,
        decode('00112233445566778899aabbccddeeff', 'hex'), '2026-03-14T10:20:00Z')`.execute(tx.db),
    )
  await assert.rejects(append(register, newId<MemberId>()), /not this member's to write/)
  await assert.rejects(append(newId<CompartmentId>(), actor.id), /not this member's to write/)
  await append(register, actor.id)
  await assert.rejects(
    sql`select base.append_entry(${register}, '2026-03-01', ${newId<EntryId>()}, 'test.try', null, 'x', null,
    decode('00112233445566778899aabbccddeeff', 'hex'), '2026-03-14T10:20:00Z')`.execute(house.app),
    /not this member's to write/,
  )
})

test('the application reaches the ledger and its queue through that function alone', async () => {
  const { actor, register } = house.installation
  for (const table of ['ledger_entry', 'ledger_pending']) {
    const tried = house.base.transact(actor, (tx) =>
      sql`insert into base.${sql.raw(table)} (compartment_id, month, id) values (${register}, '2026-03-01', ${newId<EntryId>()})`.execute(
        tx.db,
      ),
    )
    await assert.rejects(tried, /permission denied/, table)
  }
})

test('lines and events are never changed and never go away', async () => {
  for (const statement of [
    "update base.ledger_entry set subject = 'other'",
    'delete from base.ledger_entry',
    'delete from base.outbox',
    "update base.outbox set body = '{}'",
    'truncate base.ledger_entry',
  ]) {
    const tried = house.base.transact(house.installation.actor, (tx) => sql.raw(statement).execute(tx.db))
    await assert.rejects(tried, /permission denied|append-only/, statement)
  }
})

test('a pooled connection forgets whom it spoke for', async () => {
  const seen = async () => Number((await sql<{ n: number }>`select count(*) as n from asylia.member`.execute(house.app)).rows[0]?.n)
  for (let i = 0; i < 12; i++) await house.base.transact(house.installation.actor, async (tx) => void (await sql`select 1`.execute(tx.db)))
  assert.deepEqual(
    await Promise.all(Array.from({ length: 12 }, seen)),
    Array.from({ length: 12 }, () => 0),
  )
})

test('a read changes nothing, whatever is asked', async () => {
  const written = house.base.read(house.installation.actor, (db) =>
    sql`insert into base.outbox_receipt values ('x', ${newId<EntryId>()})`.execute(db),
  )
  await assert.rejects(written, /read-only transaction/)
})

test('a second delivery of an event ends at the receipt, and a subscriber that fails hears it again', async () => {
  const event = await house.base.transact(house.installation.actor, async (tx) => {
    await tx.emit(await grantOn(tx, 'four'), 'test.told', { subject: 'four' })
    const rows = await sql<{ id: string }>`select id from base.outbox where kind = 'test.told'`.execute(tx.db)
    return rows.rows[0]?.id ?? ''
  })
  const heard: string[] = []
  let failing = true
  const subscriber = {
    name: 'listener',
    kind: 'test.told',
    hear: async (_tx: Tx, told: { id: string; body: Readonly<Record<string, string>> }) => {
      if (failing) throw new Error('not now')
      heard.push(String(told.body['subject']))
    },
  }
  const deliver = () => dispatchEvent(house.base, house.installation.actor, [subscriber], event)
  await assert.rejects(deliver(), /not now/)
  failing = false
  await deliver()
  await deliver()
  await dispatchEvent(house.base, house.installation.actor, [subscriber], newId<EntryId>())
  assert.deepEqual(heard, ['four'])
})

test('to forget, forge or swap a permit does not compile', () => {
  // Only the compiler judges these; the bodies never run.
  const never = async (tx: Tx, granted: Permit<'test.try'>) => {
    // @ts-expect-error a permit for one action is none for another
    await withdrawRecord(tx.db, granted, 'public_case')
    // @ts-expect-error an object that looks like a permit is none
    await withdrawRecord(tx.db, { action: 'record.withdraw', subject: 'C-AAAA', entry: newId<EntryId>() }, 'public_case')
    // @ts-expect-error a write without a permit
    await withdrawRecord(tx.db, 'public_case')
    // @ts-expect-error no permit, no event
    await tx.emit(undefined, 'test.told', {})
  }
  assert.equal(typeof never, 'function')
})
