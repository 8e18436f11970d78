import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { unzipSync } from 'fflate'
import { LEFT_TABLES, TAKEN_TABLES } from '#features/cases/take-along/take-along.contract.ts'
import { readTakeAlong } from '#tools/read-take-along.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, aMemberAt } from '../a-member.ts'

let house: DeskHouse
let ana: AMember
let ben: AMember

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  const { code } = await ana.call('invite', null)
  ben = await aMemberAt(house, code)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})
after(async () => {
  await house.stop()
})

const words = { methods: [['Abduction', 'phys.abduction']] as const, occupations: [], liberty: [] }

test('what a team owns goes with it after two said yes, and is read without Asylia (A-18, T-22)', async () => {
  const file = new Blob(['name,violation,description\nNguyễn Thị Bưởi,Abduction,Taken near the station of Nakhon.\nTrần Ổi,Abduction,x\n'])
  const { mapping } = await ana.call('import.read', { file, sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  await ana.call('import.run', null)

  await assert.rejects(ana.call('takeAlong.run', null), { message: 'approval.needed' })
  // A member is old enough after seven days; a session does not last so long.
  house.pass(8 * 86_400_000)
  for (const who of [ana, ben]) await who.call('unlock', { member: who.member, typed: who.words.join(' '), drafts: null })
  const { id } = await ana.call('takeAlong.ask', null)
  await assert.rejects(ana.call('takeAlong.run', null), { message: 'approval.needed' })
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  const taken = await ana.call('takeAlong.run', null)
  await assert.rejects(ana.call('takeAlong.run', null), { message: 'approval.needed' })

  const files = unzipSync(Buffer.concat(taken.parts))
  assert.deepEqual(
    Object.keys(files).filter((name) => name.startsWith('tables/')),
    TAKEN_TABLES.map((table) => `tables/${table}.jsonl`),
  )
  for (const [name, bytes] of Object.entries(files)) assert.ok(!Buffer.from(bytes).toString().includes('Bưởi'), name)
  const folder = await mkdtemp(join(tmpdir(), 'asylia-taken-'))
  try {
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), bytes)
    }
    const cards = [...readTakeAlong(folder, ana.words.join(' '))]
    const names = cards.flatMap(({ content }) => (content as { identity?: { names: string[] } }).identity?.names ?? [])
    assert.deepEqual(names.toSorted(), ['Nguyễn Thị Bưởi', 'Trần Ổi'])
    assert.ok(cards.some(({ content }) => (content as { text?: string }).text?.startsWith('Taken near the station of Nakhon.')))
    assert.throws(() => [...readTakeAlong(folder, ben.words.join(' '))])
    const lines = (await readFile(join(folder, 'tables/base.ledger_entry.jsonl'), 'utf8')).trim().split('\n')
    assert.ok(lines.length > 10)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('every table with something of a team in it goes along, or says why it stays behind', async () => {
  const found = await house.superuser.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'compartment_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('asylia', 'keys', 'base')
      and has_table_privilege('asylia_app', c.oid, 'select') order by 1`)
  const known = [...TAKEN_TABLES, ...Object.keys(LEFT_TABLES)].toSorted()
  assert.deepEqual(found.rows.map(({ name }) => name).toSorted(), known)
})

test('who is no steward takes nothing along, whoever said yes (T-22)', async () => {
  const other = aDeskAt(house)
  await other.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  const { rows } = await house.superuser.query<{ id: string }>('select id from asylia.take_along')
  assert.equal(rows.length, 1)
  await assert.rejects(other.call('takeAlong.run', null), { message: 'role.needed' })
})
