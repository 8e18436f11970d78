import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readCsv } from '#formats/csv-read.ts'
import { readXlsx } from '#formats/xlsx-read.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aMemberAt } from '../a-member.ts'

let house: DeskHouse
let ana: AMember
let ben: AMember
let cases: string[] = []
let people: { case: string; code: string }[] = []
const words = { methods: [['Abduction', 'phys.abduction']] as const, occupations: [], liberty: [] }

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  const { code } = await ana.call('invite', null)
  ben = await aMemberAt(house, code)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  // A member is old enough for a second yes after seven days.
  house.pass(8 * 86_400_000)
  for (const who of [ana, ben]) await who.call('unlock', { member: who.member, typed: who.words.join(' '), drafts: null })
  const rows = Array.from({ length: 12 }, (_, at) => `Person ${at},Abduction,2026-03-04,VN,TH`).join('\n')
  const { mapping } = await ana.call('import.read', { file: new Blob([`name,violation,date,nationality,country\n${rows}\n`]), sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  await ana.call('import.run', null)
  const told = await ana.call('people.list', { case: null, after: null })
  people = told.people.map(({ case: of, code: person }) => ({ case: of, code: person }))
  cases = people.map(({ case: of }) => of)
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

/** Consent as its door takes it; what was said stands sealed elsewhere. */
async function agree(person: { case: string; code: string }, scope: string, change: 'given' | 'withdrawn'): Promise<void> {
  await house.superuser.query(
    `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
     select c.compartment_id, gen_random_uuid(), $2, $3, (select count(*) + 1 from asylia.consent o where o.compartment_id = c.compartment_id and o.subject = $2 and o.scope = $3),
       $4, 'person', 'spoken', $5::date, case when $4 = 'given' then $5::date + 300 end, m.id, $5::date
     from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $6`,
    [person.case, person.code, scope, change, house.now().toISOString().slice(0, 10), ana.member],
  )
}

test('without consent to this very use a person stays out, with it they come, withdrawn they are out again (T-21)', async () => {
  const [first, second] = people
  assert.ok(first && second)
  const asked = { scope: 'partners' as const, cases: [first.case, second.case] }
  const none = await ana.call('export.preview', asked)
  assert.deepEqual([none.rows, none.held.map(({ why }) => why)], [0, ['consent.missing', 'consent.missing']])
  await agree(first, 'partners', 'given')
  await agree(second, 'statistics', 'given')
  const one = await ana.call('export.preview', asked)
  assert.deepEqual([one.rows, one.held.map(({ person }) => person), one.needsTwo], [1, [second.code], false])
  const { file, rows } = await ana.call('export.run', { ...asked, digest: one.digest, form: 'json' })
  assert.equal(rows, 1)
  const [row] = (JSON.parse(Buffer.from(file).toString()) as { rows: Record<string, unknown>[] }).rows
  assert.deepEqual([row?.['case'], row?.['methods'], row?.['people'], row?.['origin']], [first.case, 'phys.abduction', 1, 'VN'])
  await agree(first, 'partners', 'withdrawn')
  assert.deepEqual((await ana.call('export.preview', asked)).held.map(({ why }) => why).toSorted(), [
    'consent.missing',
    'consent.withdrawn',
  ])
  await assert.rejects(ana.call('export.run', { ...asked, digest: one.digest, form: 'json' }), { message: 'record.stale' })
})

test('an incident that names nobody may be about anybody in its case: all of them are asked, and not whoever reported (T-21)', async () => {
  const { mapping } = await ana.call('import.read', { file: new Blob(['name,violation\nSomebody,witchcraft\n']), sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  await ana.call('import.run', null)
  const told = await ana.call('people.list', { case: null, after: null })
  const person = told.people.map(({ case: of, code }) => ({ case: of, code })).find(({ case: of }) => !cases.includes(of))
  assert.ok(person)
  await agree({ case: person.case, code: 'reporter' }, 'un', 'given')
  const asked = { scope: 'un' as const, cases: [person.case] }
  assert.deepEqual((await ana.call('export.preview', asked)).held, [{ case: person.case, person: person.code, why: 'consent.missing' }])
  await agree(person, 'un', 'given')
  assert.equal((await ana.call('export.preview', asked)).rows, 1)
})

test('nothing leaves in stronger words than its sources: without an assessment it is alleged, with its standard beside it (R-NGO-09, R-NGO-54)', async () => {
  const person = people[2]
  assert.ok(person)
  await agree(person, 'litigation', 'given')
  const asked = { scope: 'litigation' as const, cases: [person.case] }
  const { digest } = await ana.call('export.preview', asked)
  const { file } = await ana.call('export.run', { ...asked, digest, form: 'csv' })
  const [header, row] = readCsv(Buffer.from(file).toString().replace('\uFEFF', ''), ',')
  const cell = (name: string) => row?.cells[header?.cells.indexOf(name) ?? -1]
  assert.deepEqual([cell('hedge'), cell('alleged'), cell('standard')], ['alleged', 'true', 'none'])
  const { file: book } = await ana.call('export.run', { ...asked, digest, form: 'xlsx' })
  assert.deepEqual(
    readXlsx(book)[0]?.rows.map(({ cells }) => cells.length),
    [17, 17],
  )
})

test('more than ten rows need the yes of a colleague to exactly these rows (T-22, A-11)', async () => {
  for (const person of people) await agree(person, 'research', 'given')
  const asked = { scope: 'research' as const, cases }
  const told = await ana.call('export.preview', asked)
  assert.deepEqual([told.rows, told.needsTwo], [12, true])
  const run = () => ana.call('export.run', { ...asked, digest: told.digest, form: 'csv' })
  await assert.rejects(run(), { message: 'approval.needed' })
  const { id } = await ana.call('export.ask', { ...asked, digest: told.digest, rows: told.rows })
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  const [gone] = people
  assert.ok(gone)
  await agree(gone, 'research', 'withdrawn')
  await assert.rejects(run(), { message: 'record.stale' })
  const now = await ana.call('export.preview', asked)
  await assert.rejects(ana.call('export.run', { ...asked, digest: now.digest, form: 'csv' }), { message: 'approval.other_payload' })
  await agree(gone, 'research', 'given')
  assert.equal((await run()).rows, 12)
  await assert.rejects(run(), { message: 'approval.needed' }, 'a yes is used once')
})

test('of an act of doxing no export says what was exposed, not even of what kind it was (R-EP-07)', async () => {
  const { rows } = await house.superuser.query<{ id: string }>(
    `update asylia.act set method = 'dig.doxing', detail = '{"platform": "telegram", "exposed": ["address", "phone"], "stillOnline": "yes"}' returning id`,
  )
  assert.ok(rows.length > 0)
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  const asked = { scope: 'un' as const, cases: [people[0]?.case ?? ''] }
  await agree(people[0] ?? assert.fail(), 'un', 'given')
  const { digest } = await ben.call('export.preview', asked)
  for (const form of ['json', 'csv'] as const) {
    const { file } = await ben.call('export.run', { ...asked, digest, form })
    const text = Buffer.from(file).toString()
    assert.match(text, /dig\.doxing/)
    assert.doesNotMatch(text, /exposed|address|phone|telegram/)
  }
  await house.superuser.query(`update asylia.act set method = 'phys.abduction', detail = '{}'`)
})
