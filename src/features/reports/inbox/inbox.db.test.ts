import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u, readU32 } from '#crypto/bytes.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openEnvelope } from '#crypto/open/open-item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { dayOf } from '#kernel/clock.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  callerOf,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import { listInbox } from './look-at-inbox.ts'

let desk: ADesk
let superuser: pg.Client
let harbour: { founder: AMember; epochSeed: Uint8Array }
let quay: { founder: AMember; epochSeed: Uint8Array }
let colleague: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  harbour = await aFoundedTeam(desk, 'harbour-aid')
  quay = await aFoundedTeam(desk, 'quay-aid')
  colleague = await anotherMember(desk, harbour.founder)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const toHarbour = () => ({ id: 'harbour-aid', seed: harbour.epochSeed })
const toQuay = () => ({ id: 'quay-aid', seed: quay.epochSeed })
const codeOf = (answer: { body: Record<string, unknown> }) => answer.body['code']

type Listed = { item: string; day: string; hour: number | null }
async function list(who: AMember, input = {}): Promise<Listed[]> {
  const answer = must(await who.post('/inbox/list', { since: null, after: null, ...input }), 200)
  return answer.body['items'] as Listed[]
}

/** Everybody signs in again after the clock moved. */
async function later(ms: number): Promise<void> {
  desk.pass(ms)
  for (const who of [harbour.founder, quay.founder, colleague]) await signInAs(desk, who)
}

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await superuser.query(text, values)).rows
}

test('every member of every team is answered alike, as of the beat and in the order of random ids (T-13)', async () => {
  const first = await aFiledItem(desk, [toHarbour()])
  await later(61_000)
  assert.deepEqual(
    (await list(harbour.founder)).map(({ item }) => item),
    [first],
  )
  // What arrives within the beat is in nobody's list yet, however often somebody asks.
  const more = [await aFiledItem(desk, [toQuay()]), await aFiledItem(desk, [toHarbour(), toQuay()]), await aFiledItem(desk, [toHarbour()])]
  assert.equal((await list(quay.founder)).length, 1)
  await later(61_000)
  const all = await list(harbour.founder)
  assert.deepEqual(
    all.map(({ item }) => item),
    [first, ...more].toSorted(),
  )
  assert.deepEqual([await list(quay.founder), await list(colleague)], [all, all])
  assert.deepEqual([...new Set(all.flatMap((one) => Object.keys(one)))].toSorted(), ['bucket', 'day', 'hour', 'item', 'lane', 'urgent'])
  assert.deepEqual(await list(harbour.founder, { since: '2026-11-23' }), [])
  const half = all[1]
  assert.deepEqual(await list(quay.founder, { after: half && { day: half.day, item: half.item } }), all.slice(2))
})

test('a flood within one beat leaves no page empty while there is more', async () => {
  const known = (await list(harbour.founder)).map(({ item }) => item)
  for (let count = 0; count < 6; count += 1) await aFiledItem(desk, [toQuay()])
  const caller = await callerOf(desk, harbour.founder)
  const seen: string[] = []
  let after: { day: string; item: string } | null = null
  for (let more = true; more; ) {
    const page = await listInbox(desk.inbox, caller, { since: null, after }, 1)
    seen.push(...page.items.map(({ item }) => item))
    assert.equal(page.items.length, 1)
    const [last] = page.items
    after = last === undefined ? null : { day: last.day, item: last.item }
    more = page.more
  }
  assert.deepEqual(seen, known)
})

test('envelopes and small bodies come whole and alike for everybody; only the chosen team opens them (T-06)', async () => {
  const item = await aFiledItem(desk, [toHarbour()], 'they came at night')
  const input = { day: dayOf(desk.now()), items: [item, 'f'.repeat(32)] }
  const page = must(await harbour.founder.post('/inbox/fetch', input), 200).raw
  assert.ok(page.equals(must(await quay.founder.post('/inbox/fetch', input), 200).raw))
  assert.equal(page.length, 16 + 4 + 9_956 + 4 + 18_043)
  assert.equal(page.subarray(0, 16).toString('hex'), item)
  assert.deepEqual([readU32(page, 16), readU32(page, 20 + 9_956)], [9_956, 18_043])
  const envelope = new Uint8Array(page.subarray(20, 20 + 9_956))
  assert.equal(await openEnvelope([openerOf(quay.epochSeed)], envelope), null)
  const payload = await openEnvelope([openerOf(harbour.epochSeed)], envelope)
  assert.equal(payload?.item, item)
})

test('armour comes whole without an envelope, and a larger body only for whoever asks for it', async () => {
  const armour = Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----\n${'A'.repeat(64)}\n-----END AGE ENCRYPTED FILE-----\n`)
  const id = 'e'.repeat(32)
  await rows('select intake.file_item($1, $2, 0::smallint, 4::smallint, false, $3, null, $4, null, null, null)', [
    Buffer.from(id, 'hex'),
    Buffer.alloc(16),
    `${desk.now().toISOString().slice(0, 13)}:00Z`,
    armour,
  ])
  const long = await aFiledItem(desk, [toHarbour()], 'x'.repeat(20_000))
  await later(61_000)
  const listed = (await list(harbour.founder)) as (Listed & { lane: number; bucket: number })[]
  assert.equal(listed.find(({ item }) => item === id)?.lane, 4)
  assert.equal(listed.find(({ item }) => item === long)?.bucket, 1)
  const page = must(await harbour.founder.post('/inbox/fetch', { day: dayOf(desk.now()), items: [id] }), 200).raw
  assert.deepEqual([readU32(page, 16), readU32(page, 20), page.subarray(24).equals(armour)], [0, armour.length, true])
  const front = must(await harbour.founder.post('/inbox/fetch', { day: dayOf(desk.now()), items: [long] }), 200).raw
  assert.deepEqual([front.length, readU32(front, 20 + 9_956)], [16 + 4 + 9_956 + 4, 0])
  assert.equal(must(await quay.founder.post('/inbox/body', { day: dayOf(desk.now()), item: long }), 200).raw.length, 67_195)
  assert.equal((await quay.founder.post('/inbox/body', { day: '2026-11-21', item: long })).status, 404)
})

test('looking, fetching and trying leave no line, no event and no job that names an item', async () => {
  const item = await aFiledItem(desk, [toHarbour(), toQuay()])
  await later(61_000)
  const before = await counts()
  for (const who of [harbour.founder, quay.founder, colleague]) {
    await list(who)
    must(await who.post('/inbox/fetch', { day: dayOf(desk.now()), items: [item] }), 200)
    must(await who.post('/inbox/body', { day: dayOf(desk.now()), item }), 200)
  }
  must(await harbour.founder.post('/inbox/decided', { decision: 'declined', reason: 'spam' }), 200)
  assert.deepEqual(await counts(), before)
  assert.deepEqual(await rows(`select kind, n from asylia.desk_count where kind like 'declined%'`), [{ kind: 'declined_spam', n: 1 }])
  assert.equal(await timesNamed(item), 0)
})

async function counts(): Promise<unknown> {
  return rows(`select (select count(*)::int from base.ledger_entry) as lines, (select count(*)::int from base.outbox) as events,
    (select count(*)::int from graphile_worker.jobs) as jobs`)
}

/** How many values outside the intake say this id, in any table and any spelling. */
async function timesNamed(item: string): Promise<number> {
  const places = await rows(`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('asylia', 'base', 'publication', 'graphile_worker')`)
  let found = 0
  for (const { name } of places) {
    const [row] = await rows(`select count(*)::int as n from ${name} t where t::text like '%' || $1 || '%'`, [item])
    found += Number(row?.['n'])
  }
  return found
}

test('taking in is the first thing that names an item, opens a case for its readers, and tells cases of it (T-27)', async () => {
  const item = await aFiledItem(desk, [toHarbour(), toQuay()])
  await later(61_000)
  assert.equal(await timesNamed(item), 0)
  const body = await aTakeIn(desk, colleague, item, { blocked: ['quay-aid'] })
  assert.deepEqual(must(await colleague.post('/reports', body), 200).body, { report: body.report, case: body.case, sets: [] })
  assert.ok((await timesNamed(item)) > 0)
  const seen = must(await colleague.get('/reports'), 200).body['reports'] as { report: string; takenBy: string; arrivedOn: string }[]
  assert.deepEqual(
    seen.map(({ report, takenBy, arrivedOn }) => [report, takenBy, arrivedOn]),
    [[body.report, colleague.code, dayOf(desk.now())]],
  )
  // A colleague who is no reader, and a team that is barred, see nothing of it, keys and counts included.
  for (const other of [harbour.founder, quay.founder]) {
    assert.deepEqual(must(await other.get('/reports'), 200).body, { reports: [] })
    assert.equal((await other.post('/cases/keys', { case: body.case })).status, 404)
  }
  const keys = must(await colleague.post('/cases/keys', { case: body.case }), 200).body
  assert.deepEqual(
    [keys['key'], keys['readers'], keys['denied'], keys['reports']],
    [body.key.wrap, [colleague.code], ['quay-aid'], [{ report: body.report, wrap: body.wrap }]],
  )
  const events = await rows(`select body from base.outbox where kind = 'report.accepted'`)
  assert.equal(events.length, 1)
  assert.deepEqual(Object.keys(events[0]?.['body'] as object).toSorted(), ['compartmentId', 'reportId'])
  const lines = await rows(
    `select action, subject from base.ledger_entry where action in ('report.take_in', 'case.open', 'case.read') order by 1`,
  )
  assert.deepEqual(lines, [
    { action: 'case.open', subject: body.case },
    { action: 'case.read', subject: body.case },
    { action: 'report.take_in', subject: body.report },
  ])
})

test('a bar holds against a grant in the database itself, is never lifted, and only grows (T-27)', async () => {
  const item = await aFiledItem(desk, [toHarbour()])
  const body = await aTakeIn(desk, colleague, item, { blocked: ['quay-aid'] })
  must(await colleague.post('/reports', body), 200)
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.compartment_id, m.id, true from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $2`,
    [body.case, quay.founder.code],
  )
  assert.deepEqual(must(await quay.founder.get('/reports'), 200).body, { reports: [] })
  const followUp = await aTakeIn(desk, colleague, await aFiledItem(desk, [toHarbour()]), { case: body.case, key: null })
  must(await colleague.post('/reports', followUp), 200)
  assert.deepEqual(must(await colleague.post('/cases/keys', { case: body.case }), 200).body['denied'], ['quay-aid'])
  assert.deepEqual(must(await quay.founder.get('/reports'), 200).body, { reports: [] })
  for (const statement of ['delete from asylia.compartment_deny', 'update asylia.compartment_deny set recorded_on = current_date']) {
    await assert.rejects(asApplication(colleague, statement), /permission denied/)
  }
})

async function asApplication(who: AMember, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await client.connect()
  try {
    await client.query(`select set_config('asylia.member', (select $1), false)`, [
      String((await rows('select id from asylia.member where code = $1', [who.code]))[0]?.['id']),
    ])
    await client.query(statement)
  } finally {
    await client.end()
  }
}

test('a barred team takes nothing in, nobody takes the same in twice, and a foreign case is not there (T-27)', async () => {
  const item = await aFiledItem(desk, [toHarbour(), toQuay()])
  const barred = await aTakeIn(desk, harbour.founder, item, { blocked: ['harbour-aid'] })
  assert.equal(codeOf(await harbour.founder.post('/reports', barred)), 'report.excluded')
  assert.equal((await harbour.founder.post('/reports', { ...barred, blocked: ['nobody-aid'] })).status, 404)
  const body = await aTakeIn(desk, harbour.founder, item)
  must(await harbour.founder.post('/reports', body), 200)
  assert.equal(codeOf(await colleague.post('/reports', await aTakeIn(desk, colleague, item))), 'report.taken')
  assert.equal((await quay.founder.post('/reports', await aTakeIn(desk, quay.founder, item, { case: body.case, key: null }))).status, 404)
  // Another team may take its own copy of the same item in, under the same code even: nothing tells it of ours.
  must(await quay.founder.post('/reports', await aTakeIn(desk, quay.founder, item, { case: body.case, report: body.report })), 200)
  assert.equal((await harbour.founder.post('/reports', await aTakeIn(desk, harbour.founder, 'f'.repeat(32)))).status, 404)
  const before = await rows('select count(*)::int as n from asylia.compartment')
  const noReader = await aTakeIn(desk, harbour.founder, await aFiledItem(desk, [toHarbour()]))
  assert.equal((await harbour.founder.post('/reports', { ...noReader, key: { ...noReader.key, readers: [colleague.code] } })).status, 400)
  assert.equal((await harbour.founder.post('/reports', { ...noReader, wrap: b64u(new Uint8Array(500)) })).status, 422)
  assert.deepEqual(await rows('select count(*)::int as n from asylia.compartment'), before)
})

test('declining, marking and undoing follow the newest revision, and a return gives the item back to the inbox', async () => {
  const item = await aFiledItem(desk, [toHarbour()])
  const body = await aTakeIn(desk, harbour.founder, item)
  must(await harbour.founder.post('/reports', body), 200)
  const decide = (revision: number, decision: string, over = {}) =>
    harbour.founder.post('/reports/decide', { report: body.report, revision, decision, reason: null, duplicateOf: null, ...over })
  assert.deepEqual(must(await decide(1, 'decline', { reason: 'not_enough' }), 200).body, { revision: 2 })
  assert.equal(codeOf(await decide(1, 'reopen')), 'record.stale')
  must(await decide(2, 'reopen'), 200)
  assert.equal((await decide(3, 'duplicate', { duplicateOf: 'R-222222' })).status, 404)
  const [other] = must(await harbour.founder.get('/reports'), 200).body['reports'] as { report: string }[]
  const original = other?.report === body.report ? undefined : other?.report
  if (original !== undefined) {
    must(await decide(3, 'duplicate', { duplicateOf: original }), 200)
    must(await decide(4, 'reopen'), 200)
  }
  const revision = original === undefined ? 3 : 5
  assert.equal(
    (await colleague.post('/reports/decide', { report: body.report, revision, decision: 'return', reason: null, duplicateOf: null }))
      .status,
    404,
  )
  assert.equal((await rows('select from intake.taken where id = $1', [Buffer.from(item, 'hex')])).length, 1)
  must(await decide(revision, 'return'), 200)
  assert.equal((await rows('select from intake.taken where id = $1', [Buffer.from(item, 'hex')])).length, 0)
  assert.deepEqual(must(await harbour.founder.post('/cases/keys', { case: body.case }), 200).body['reports'], [])
  must(await harbour.founder.post('/reports', await aTakeIn(desk, harbour.founder, item)), 200)
})

test('shredding ends wrap and item, unless another team works on it, and leaves its line of the ledger', async () => {
  const shared = await aFiledItem(desk, [toHarbour(), toQuay()])
  const ours = await aTakeIn(desk, harbour.founder, shared)
  const theirs = await aTakeIn(desk, quay.founder, shared)
  must(await harbour.founder.post('/reports', ours), 200)
  must(await quay.founder.post('/reports', theirs), 200)
  const shred = (who: AMember, report: string) =>
    who.post('/reports/decide', { report, revision: 1, decision: 'shred', reason: null, duplicateOf: null })
  const isThere = async () => (await rows('select from intake.body where item_id = $1', [Buffer.from(shared, 'hex')])).length === 1
  must(await shred(harbour.founder, ours.report), 200)
  assert.ok(await isThere())
  must(await shred(quay.founder, theirs.report), 200)
  assert.ok(!(await isThere()))
  assert.equal(
    (await rows('select from keys.report_wrap w join asylia.report r on r.id = w.report_id where r.code = $1', [ours.report])).length,
    0,
  )
  assert.equal((await rows(`select from base.ledger_entry where action = 'report.shred' and subject = $1`, [theirs.report])).length, 1)
})

test('the readers of a case are its team’s own, and the key goes with them', async () => {
  const item = await aFiledItem(desk, [toHarbour()])
  const body = await aTakeIn(desk, harbour.founder, item)
  must(await harbour.founder.post('/reports', body), 200)
  const key = b64u(
    await sealTo(
      [harbour.founder, colleague].map(({ keys }) => keys.recipient),
      newSeed(),
    ),
  )
  const change = {
    case: body.case,
    revision: 1,
    key,
    readers: [harbour.founder.code, colleague.code, quay.founder.code],
    wraps: null,
    ring: null,
  }
  assert.equal((await colleague.post('/cases/readers', change)).status, 404)
  assert.deepEqual(must(await harbour.founder.post('/cases/readers', change), 200).body, { revision: 2 })
  assert.equal(codeOf(await harbour.founder.post('/cases/readers', change)), 'record.stale')
  assert.equal(must(await colleague.post('/cases/keys', { case: body.case }), 200).body['key'], key)
  assert.equal((await quay.founder.post('/cases/keys', { case: body.case })).status, 404)
  assert.equal((await harbour.founder.post('/cases/readers', { ...change, revision: 2, readers: [colleague.code] })).status, 400)
  must(await harbour.founder.post('/cases/readers', { ...change, revision: 2, readers: [harbour.founder.code] }), 200)
  assert.equal((await colleague.post('/cases/keys', { case: body.case })).status, 404)
})

test('a new case key comes with every wrap under it, or not at all', async () => {
  const first = await aTakeIn(desk, harbour.founder, await aFiledItem(desk, [toHarbour()]))
  must(await harbour.founder.post('/reports', first), 200)
  const second = await aTakeIn(desk, harbour.founder, await aFiledItem(desk, [toHarbour()]), { case: first.case, key: null })
  must(await harbour.founder.post('/reports', second), 200)
  const wrap = second.wrap
  const wrapOf = ({ report }: { report: string }) => ({ report, wrap })
  const older = (...generations: number[]) => generations.map((generation) => ({ generation, wrap }))
  const change = (wraps: object[] | null, ring: object[] | null = older(1)) => ({
    case: first.case,
    revision: 1,
    key: first.key.wrap,
    readers: [harbour.founder.code],
    wraps,
    ring,
  })
  const all = [wrapOf(first), wrapOf(second)]
  for (const wraps of [[], [wrapOf(first)], [wrapOf(first), wrapOf(first)], [wrapOf(first), wrapOf({ report: 'R-222222' })]])
    assert.equal(codeOf(await harbour.founder.post('/cases/readers', change(wraps))), 'record.stale')
  // The replaced key goes into the ring, or what was sealed to it could never be read again.
  for (const ring of [older(2), older(1, 2), older(2, 1)])
    assert.equal(codeOf(await harbour.founder.post('/cases/readers', change(all, ring))), 'record.stale')
  for (const [wraps, ring] of [
    [all, null],
    [null, older(1)],
  ] as const)
    assert.equal(codeOf(await harbour.founder.post('/cases/readers', change(wraps && [...wraps], ring && [...ring]))), 'request.malformed')
  assert.equal(must(await harbour.founder.post('/cases/keys', { case: first.case }), 200).body['revision'], 1)
  must(await harbour.founder.post('/cases/readers', change(all)), 200)
  const keys = must(await harbour.founder.post('/cases/keys', { case: first.case }), 200).body
  assert.deepEqual([keys['generation'], keys['ring']], [2, older(1)])
  assert.deepEqual(
    keys['reports'],
    [wrapOf(first), wrapOf(second)].toSorted((a, b) => (a.report < b.report ? -1 : 1)),
  )
})

test('segments of a set come as they were stored, for members alone', async () => {
  const store = Buffer.from('a'.repeat(32), 'hex')
  const set = 'b'.repeat(32)
  const { segmentFiles } = await import('../intake/segment-files.ts')
  const { join } = await import('node:path')
  await segmentFiles(join(desk.folder, 'blobs')).write(
    store,
    0,
    (async function* () {
      yield Buffer.from('sealed')
    })(),
  )
  await superuser.query(
    `select intake.make_day($1::date) where not exists (select from intake.part where first <= $1::date and past > $1::date)`,
    [dayOf(desk.now())],
  )
  await superuser.query(
    `insert into intake.file_set (day, set_id, token_hash, total, segment, segments, store, present, last_day)
     values ($1, $2, $3, 16384, 1048576, 1, $4, '\\x80', $1)`,
    [dayOf(desk.now()), Buffer.from(set, 'hex'), Buffer.alloc(16), store],
  )
  assert.deepEqual(must(await colleague.get(`/files/${set}`), 200).body, { set, total: 16_384, segment: 1_048_576, present: 'gA' })
  assert.equal(must(await colleague.get(`/files/${set}/0`), 200).raw.toString(), 'sealed')
  for (const path of [
    `/files/${set}/1`,
    `/files/${set}/..%2f0`,
    `/files/${set}/00`,
    `/files/${'c'.repeat(32)}`,
    `/files/${'c'.repeat(32)}/0`,
    '/files/x/0',
  ])
    assert.equal((await colleague.get(path)).status, 404, path)
  const item = await aFiledItem(desk, [toHarbour()])
  const body = await aTakeIn(desk, colleague, item, { sets: [set, 'd'.repeat(32)] })
  assert.deepEqual(must(await colleague.post('/reports', body), 200).body['sets'], [set])
  assert.deepEqual(must(await colleague.post('/reports/sets', { report: body.report, revision: 1, sets: [set] }), 200).body, {
    revision: 2,
    sets: [set],
  })
  must(
    await colleague.post('/reports/decide', { report: body.report, revision: 2, decision: 'shred', reason: null, duplicateOf: null }),
    200,
  )
  assert.equal((await colleague.get(`/files/${set}/0`)).status, 404)
})

test('what is known of a report has no time finer than the day (T-13)', async () => {
  const columns =
    await rows(`select column_name from information_schema.columns where table_schema = 'asylia' and table_name in ('report', 'report_case')
    and data_type not in ('uuid', 'text', 'bytea', 'date', 'smallint', 'integer', 'boolean', 'ARRAY')`)
  assert.deepEqual(columns, [])
  assert.equal((await rows(`select from information_schema.columns where table_schema = 'asylia' and table_name = 'report'`)).length, 17)
})
