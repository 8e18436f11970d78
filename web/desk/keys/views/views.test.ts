import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { NO_FILTER, type SavedView } from '#features/cases/views/saved.rules.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'

let house: DeskHouse
let ana: AMember
/** Everything that went to the server. */
const sent: string[] = []
const listening: typeof fetch = async (input, init) => {
  sent.push(`${addressOf(input)} ${typeof init?.body === 'string' ? init.body : ''}`)
  return fetch(input, init)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), listening)
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

const aView = (name: string): SavedView => ({
  id: crypto.randomUUID(),
  room: 'map',
  name,
  filter: { ...NO_FILTER, host: 'KE', case: 'C-7Q4MXK' },
  by: null,
})
const names = async (who: Pick<AMember, 'call'>) => (await who.call('views.saved', null)).views.map(({ name }) => name)

test('a saved view is there in a later session, and the server learned neither its name nor its filter (T-21)', async () => {
  const [berlin, other] = [aView('Taken in Berlin'), aView('Second')]
  await ana.call('views.save', berlin)
  await ana.call('views.save', other)
  await ana.call('views.save', { ...berlin, name: 'Taken in Bern' })
  const later = aDeskAt(house)
  await later.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  assert.deepEqual(await names(later), ['Taken in Bern', 'Second'])
  await later.call('views.drop', { id: other.id })
  assert.deepEqual(await names(ana), ['Taken in Bern'])
  for (const word of ['Berlin', 'Bern', 'C-7Q4MXK', '"KE"']) assert.ok(!sent.some((one) => one.includes(word)), word)
  const { rows } = await house.superuser.query<{ n: number }>(`select count(*)::int as n from keys.own_page where kind = 'choices'`)
  assert.equal(rows[0]?.n, 1)
})

test('two tabs that save at once lose nothing of each other', async () => {
  const [one, other] = [aDeskAt(house), aDeskAt(house)]
  for (const tab of [one, other]) await tab.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  await Promise.all([one.call('views.save', aView('Left')), other.call('views.save', aView('Right'))])
  assert.deepEqual((await names(ana)).toSorted(), ['Left', 'Right', 'Taken in Bern'])
})

test('the words of a page are opened for the incidents that are named, and a card that is about another says nothing (T-37)', async () => {
  const { case: code } = await ana.call('cases.begin', null)
  const where = { origin: null, host: null, effect: null, place: null, placePrecision: 'hidden' as const, community: null }
  const happened = { from: null, until: null, precision: 'unknown' as const }
  const incident = async (text: string) => {
    const kept = await ana.call('incidents.keep', { case: code, id: null, code: null, revision: 0, ...where, happened })
    const content = { text, said: '', place: '', addresses: [] }
    await ana.call('incidents.narrate', { case: code, incident: kept.id, code: kept.code, card: null, revision: 0, content })
    return kept
  }
  const [first, second] = [await incident(`Taken near the station. ${'x'.repeat(200)}`), await incident('Not asked for.')]
  const told = await ana.call('views.words', { case: code, incidents: [first] })
  assert.deepEqual(Object.keys(told), [first.id])
  assert.match(told[first.id] ?? '', /^Taken near the station\. x+…$/)
  assert.deepEqual(await ana.call('views.words', { case: code, incidents: [{ id: second.id, code: first.code }] }), {})
})
