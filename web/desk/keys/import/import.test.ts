import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { writeXlsx } from '#formats/xlsx-write.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'
import type { ImportWords } from './codes.ts'

let house: DeskHouse
let ana: AMember
const sent: string[] = []
/** At this row the application loses the database when the case, the person and the incident are written and the acts are not. */
let cutAt = Number.POSITIVE_INFINITY
const listening: typeof fetch = async (input, init) => {
  sent.push(`${addressOf(input)} ${typeof init?.body === 'string' ? init.body : ''}`)
  if (!addressOf(input).endsWith('/import/row')) return fetch(input, init)
  cutAt -= 1
  return cutAt === 0 ? cutOff(() => fetch(input, init)) : fetch(input, init)
}

async function cutOff(send: () => Promise<Response>): Promise<Response> {
  const { superuser } = house
  await superuser.query('begin; lock table asylia.act in access exclusive mode')
  const answer = send()
  const waiting = `select pid from pg_stat_activity where usename = 'asylia_app' and wait_event_type = 'Lock'`
  while ((await superuser.query(waiting)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await superuser.query(`select pg_terminate_backend(pid) from (${waiting}) w; rollback`)
  return answer
}

const words: ImportWords = {
  methods: [
    ['Abduction', 'phys.abduction'],
    ['Bắt cóc', 'phys.abduction'],
    ['Spyware', 'dig.spyware'],
  ],
  occupations: [['Journalist', 'journalist']],
  liberty: [['Detained', 'detained']],
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), listening)
})
after(async () => {
  await house.stop()
})

const csv = (text: string) => new Blob([text])
async function counts(): Promise<Record<string, number>> {
  const found = await house.superuser.query<{ name: string; n: number }>(`
    select 'cases' as name, count(*)::int as n from asylia.report_case union all select 'people', count(*)::int from asylia.person
    union all select 'incidents', count(*)::int from asylia.incident union all select 'acts', count(*)::int from asylia.act
    union all select 'cards', count(*)::int from asylia.card union all select 'marks', count(*)::int from asylia.import_row`)
  return Object.fromEntries(found.rows.map(({ name, n }) => [name, n]))
}

test('a table is read, shown with what is wrong in it, and written row by row; nothing of it is in a request (X-07, T-01)', async () => {
  const file = csv(
    'Họ tên;Ngày;Quốc tịch;Quốc gia;Hình thức;Mô tả\nNguyễn Thị Bưởi;04/03/2569;Việt Nam;ไทย;Bắt cóc;Taken near the station of Nakhon.\nTrần;31/02/2026;Việt Nam;TH;Abduction;x\nLê Ổi;25/12/2025;VNM;Thailand;witchcraft;Felt ill.\n',
  )
  const read = await ana.call('import.read', { file, sheet: 0 })
  assert.deepEqual([read.rows, read.layout, read.mapping], [3, 'plain', ['name', 'from', 'origin', 'host', 'methods', 'narrative']])
  assert.deepEqual(await counts(), { cases: 0, people: 0, incidents: 0, acts: 0, cards: 0, marks: 0 })
  const told = await ana.call('import.preview', { mapping: read.mapping, order: null, words })
  assert.deepEqual(
    [told.rows, told.ready, told.before, told.keptBack],
    [3, 2, 0, [{ line: 3, problems: [{ kind: 'date_impossible', field: 'from' }] }]],
  )
  assert.deepEqual(Object.fromEntries(told.notes), { buddhist: 1, kept_as_words: 1 })
  assert.deepEqual(told.shown[0], { line: 2, name: 'Nguyễn Thị Bưởi', when: '2026-03-04', where: 'VN → TH', methods: ['phys.abduction'] })
  assert.deepEqual(await counts(), { cases: 0, people: 0, incidents: 0, acts: 0, cards: 0, marks: 0 }, 'a preview writes nothing')

  assert.deepEqual(await ana.call('import.run', null), { done: 2, before: 0, failed: [], stopped: false })
  assert.deepEqual(await counts(), { cases: 2, people: 2, incidents: 2, acts: 1, cards: 4, marks: 2 })
  const { people } = await ana.call('people.list', { case: null, after: null })
  const names = await Promise.all(
    people.map(async (person) => (await ana.call('people.identity', { person, reason: 'verification' })).identity),
  )
  assert.deepEqual(names.map(({ names: [name] }) => name).toSorted(), ['Lê Ổi', 'Nguyễn Thị Bưởi'])
  for (const word of ['Bưởi', 'Nakhon', 'Ổi', 'witchcraft', 'Felt ill'])
    assert.deepEqual(
      sent.filter((one) => one.includes(word)),
      [],
      word,
    )
  assert.deepEqual(house.faults, [])
})

test('the same file again brings nothing twice, from another session as well (X-07)', async () => {
  const again = aDeskAt(house, listening)
  await again.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  const text = 'name,violation\nA,Abduction\nB,Abduction\n'
  for (const [who, before_] of [
    [ana, 0],
    [again, 2],
  ] as const) {
    const { mapping } = await who.call('import.read', { file: csv(text), sheet: 0 })
    assert.equal((await who.call('import.preview', { mapping, order: null, words })).before, before_)
    const { done, before: old } = await who.call('import.run', null)
    assert.deepEqual([done, old], before_ === 0 ? [2, 0] : [0, 2])
  }
})

test('a connection that is cut in the middle leaves each row whole or not there, and the next run goes on (X-07)', async () => {
  const start = await counts()
  const text = `name,violation,description\n${Array.from({ length: 24 }, (_, at) => `Person ${at},Abduction,Story ${at}`).join('\n')}\n`
  const { mapping } = await ana.call('import.read', { file: csv(text), sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  cutAt = 9
  await assert.rejects(ana.call('import.run', null))
  const cut = await counts()
  const whole = (cut['cases'] ?? 0) - (start['cases'] ?? 0)
  assert.equal(whole, 8)
  for (const name of ['people', 'incidents', 'acts', 'marks']) assert.equal((cut[name] ?? 0) - (start[name] ?? 0), whole, name)
  assert.equal((cut['cards'] ?? 0) - (start['cards'] ?? 0), whole * 2)

  const { before: old } = await ana.call('import.preview', { mapping, order: null, words })
  assert.equal(old, whole)
  assert.deepEqual(await ana.call('import.run', null), { done: 24 - whole, before: whole, failed: [], stopped: false })
  assert.equal((await counts())['cases'], (start['cases'] ?? 0) + 24)
})

test('a workbook is read like a CSV, sheet by sheet, with formulas as text (A-18)', async () => {
  const rows = [
    ['name', 'violation'],
    ['=HYPERLINK("http://x")', 'Abduction'],
  ]
  const file = new Blob([
    writeXlsx([
      { name: 'Empty', rows: [['nothing']] },
      { name: 'People', rows },
    ]).slice(),
  ])
  await assert.rejects(ana.call('import.read', { file, sheet: 0 }), { message: 'import.no_rows' })
  const read = await ana.call('import.read', { file, sheet: 1 })
  assert.deepEqual([read.sheets, read.rows, read.encoding], [['Empty', 'People'], 1, 'xlsx'])
  const told = await ana.call('import.preview', { mapping: read.mapping, order: null, words })
  assert.equal(told.shown[0]?.name, '=HYPERLINK("http://x")')
})

test('an import is taken back in one step: cases in which anything was changed since stay, and are named (X-07)', async () => {
  const start = await counts()
  const text = `name,violation,liberty\n${Array.from({ length: 6 }, (_, at) => `Gone ${at},Abduction,Detained`).join('\n')}\n`
  const { mapping } = await ana.call('import.read', { file: csv(text), sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  assert.equal((await ana.call('import.run', null)).done, 6)
  const { batches } = await ana.call('import.batches', null)
  const batch = batches.find(({ cases }) => cases === 6)?.batch ?? assert.fail()
  const { rows: brought } = await house.superuser.query<{ code: string; room: string }>(
    'select c.code, i.compartment_id as room from asylia.import_case i join asylia.report_case c using (compartment_id) where i.batch = $1 order by 1',
    [batch],
  )
  const [noted = assert.fail(), coded = assert.fail(), dropped = assert.fail(), ...untouched] = brought
  await ana.call('cases.write', { case: noted.code, about: noted.room, kind: 'note', text: 'Called.', card: null, revision: 0 })
  const { revision } = await ana.call('cases.view', { case: coded.code })
  await ana.call('cases.change', { case: coded.code, revision, state: 'watching', owner: null, host: 'TH', origin: 'VN' })
  await house.superuser.query(`delete from asylia.card where compartment_id = $1 and kind = 'person.identity'`, [dropped.room])
  const other = await house.superuser.query('select access.forget_imports(array[$1]::uuid[]) as n', [untouched[0]?.room])
  assert.deepEqual(other.rows, [{ n: 0 }], 'nobody else takes it back')

  const { undone, touched } = await ana.call('import.undo', { batch })
  assert.deepEqual([undone, touched.toSorted()], [3, [noted, coded, dropped].map(({ code }) => code).toSorted()])
  const left = await house.superuser.query<{ n: number }>(
    `select (select count(*) from keys.case_wrap where compartment_id = any ($1))::int
      + (select count(*) from asylia.card where compartment_id = any ($1))::int
      + (select count(*) from asylia.compartment_member where compartment_id = any ($1))::int as n`,
    [untouched.map(({ room }) => room)],
  )
  assert.deepEqual(left.rows, [{ n: 0 }])
  for (const { code } of untouched) await assert.rejects(ana.call('cases.view', { case: code }), { message: 'record.not_found' })
  assert.equal((await counts())['people'], (start['people'] ?? 0) + 3)
  assert.deepEqual(await ana.call('import.undo', { batch }).then(({ undone: again }) => again), 0)

  await ana.call('import.read', { file: csv(text), sheet: 0 })
  assert.equal((await ana.call('import.preview', { mapping, order: null, words })).before, 3, 'what went can be brought in again')
})

test('a million rows are read and shown without a word to the server (X-07)', async (t) => {
  const rows = process.env['ASYLIA_LONG'] === '1' ? 1_000_000 : 50_000
  const line = 'Nguyen Van A,2026-03-04,VN,TH,Abduction,Something that took place somewhere\n'
  const file = csv(`name,date,nationality,country,violation,description\n${line.repeat(rows)}`)
  const read = await ana.call('import.read', { file, sheet: 0 })
  assert.equal(read.rows, rows)
  const before_ = sent.length
  await ana.call('import.preview', { mapping: read.mapping.map((field) => (field === 'name' ? null : null)), order: null, words })
  assert.equal(sent.length, before_, 'rows with nothing in them have no marks')
  await ana.call('import.forget', null)
  t.diagnostic(`count ${rows} rows of a table read`)
})
