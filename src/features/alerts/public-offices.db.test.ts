import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exportRelease } from '#features/observatory/index.ts'
import { type AMember, type Answer, anotherMember, must } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'

let harbour: AHarbour
let quay: AMember
before(async () => {
  harbour = await aHarbour()
  ;({ quay } = harbour)
})
after(async () => {
  assert.deepEqual(harbour.desk.faults, [])
  await harbour.stop()
})

const entry = (id: string, revision: number, over: object = {}) => ({
  id,
  territory: ['FR', 'DE'],
  remit: ['tnr'],
  languages: ['fr'],
  opens: 540,
  closes: 1_020,
  offsetMinutes: 60,
  days: [1, 2, 3],
  deputies: 2,
  stateBody: false,
  police: false,
  conflicts: ['VN'],
  contact: '+33 1 99 00 00 00',
  open: true,
  revision,
  ...over,
})
const codeOf = ({ body }: Answer) => body['code']
const FRAME = { asOf: '2026-11-22', site: 'http://127.0.0.1:8080', contact: null }
const offices = async () => (await exportRelease(harbour.desk.house.publicDatabase, FRAME)).offices ?? []
const yes = (by: AMember, id: string, revision: number) => by.post('/focal-points/publish', { id, revision, name: 'Desk of the Quay' })

test('an entry is public by a steward’s yes to exactly this revision alone, without conflicts, remit and deputies (R-EP-26, T-44)', async () => {
  const id = crypto.randomUUID()
  must(await quay.post('/focal-points/keep', entry(id, 0, { open: false })), 200)
  assert.equal(codeOf(await yes(quay, id, 1)), 'record.stale', 'what is not open is not public')
  must(await quay.post('/focal-points/keep', entry(id, 1)), 200)
  assert.deepEqual(await offices(), [], 'open is for other offices, and is no yes to everybody')
  assert.equal(codeOf(await yes(quay, id, 1)), 'record.stale', 'the revision before')
  assert.equal(codeOf(await yes(harbour.ana, id, 2)), 'record.stale', 'a steward of another office')
  const colleague = await anotherMember(harbour.desk, quay)
  assert.equal(codeOf(await yes(colleague, id, 2)), 'role.needed', 'a member who is no steward')
  must(await yes(quay, id, 2), 200)
  const [told, ...more] = await offices()
  assert.deepEqual(more, [])
  assert.match(told?.code ?? '', /^B-[2-9A-HJ-NP-Z]{6}$/)
  assert.deepEqual(told, {
    code: told?.code,
    name: 'Desk of the Quay',
    territory: ['FR', 'DE'],
    languages: ['fr'],
    opens: 540,
    closes: 1_020,
    offsetMinutes: 60,
    days: [1, 2, 3],
    stateBody: false,
    police: false,
    contact: '+33 1 99 00 00 00',
    checkedOn: '2026-11-22',
  })
  assert.deepEqual(must(await quay.get('/focal-points'), 200).body['published'], [id])
  assert.deepEqual(must(await harbour.ana.get('/focal-points'), 200).body['published'], [], 'of other offices nothing is said')
})

test('any change, the end of the entry and the steward’s no take it off; another yes is needed for it to come back (R-EP-26, T-44)', async () => {
  const id = crypto.randomUUID()
  const before = (await offices()).length
  const count = async () => (await offices()).length - before
  must(await quay.post('/focal-points/keep', entry(id, 0)), 200)
  must(await yes(quay, id, 1), 200)
  assert.equal(await count(), 1)
  must(await quay.post('/focal-points/keep', entry(id, 1, { contact: '+33 1 99 00 00 01' })), 200)
  assert.equal(await count(), 0, 'other words, and nobody said yes to them')
  must(await yes(quay, id, 2), 200)
  assert.equal(codeOf(await harbour.ana.post('/focal-points/unpublish', { id })), 'record.not_found')
  must(await quay.post('/focal-points/unpublish', { id }), 200)
  assert.equal(codeOf(await quay.post('/focal-points/unpublish', { id })), 'record.not_found')
  assert.equal(await count(), 0)
  must(await yes(quay, id, 2), 200)
  must(await quay.post('/focal-points/drop', { id }), 200)
  assert.equal(await count(), 0)
})

test('whoever once said that they are police is called police on the public page, and an office of a state a state body (T-44)', async () => {
  const id = crypto.randomUUID()
  const { dock } = harbour
  must(await dock.post('/focal-points/keep', entry(id, 0, { police: true })), 200)
  must(await dock.post('/focal-points/keep', entry(id, 1, { police: false })), 200)
  must(await yes(dock, id, 2), 200)
  const told = (await offices()).filter(({ police }) => police)
  assert.deepEqual(
    told.map(({ stateBody }) => stateBody),
    [true],
  )
})
