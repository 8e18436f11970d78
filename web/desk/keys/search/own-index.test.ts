import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readPassphrase } from '#crypto/team/passphrase.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, addressOf, aMemberAt } from '../a-member.ts'
import { beginCase, keepCard, listCards, openRing, readCards } from '../cases/ring.ts'
import { newDevice } from '../device.ts'
import { doorTo } from '../door.ts'
import { unlock, type Vault } from '../vault.ts'
import { ownIndexOf } from './note-opened.ts'

let house: DeskHouse
let ana: AMember
/** Everything that went to the server. */
const sent: string[] = []
const listening: typeof fetch = async (input, init) => {
  sent.push(`${addressOf(input)} ${typeof init?.body === 'string' ? init.body : ''}`)
  return fetch(input, init)
}
let device: Awaited<ReturnType<typeof newDevice>>

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  device = await newDevice()
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

/** Ana once more, unlocked with her words. */
async function anaAgain(through: typeof fetch = fetch): Promise<Vault> {
  const read = readPassphrase(ana.words.join(' '))
  assert.ok(read.ok)
  const clock = { now: house.now }
  const signed = await unlock(doorTo(house.origin, through), clock, { member: ana.member, words: read.passphrase, device, label: 'other' })
  assert.ok(signed.state === 'open')
  return signed.vault
}
const found = (vault: Vault, typed: string) => ownIndexOf(vault).find(typed, 20)

test('what was written or opened is found by its words in a later session, and no word of it went to the server (T-21, R-NGO-07)', async () => {
  const vault = await anaAgain(listening)
  const ring = await beginCase(vault)
  const about = crypto.randomUUID()
  const identity = { names: ['Nguyễn Thị Bưởi'], note: 'Stays with her aunt in Nakhon Pathom.' }
  const card = await keepCard(ring, { kind: 'case.label', about, content: identity })
  // An identity card alone enters no index: whose it is decides, and that the row of the person says.
  await keepCard(ring, { kind: 'person.identity', about, content: { person: 'P-222222', identity: { names: ['Lê Low Profile'] } } })
  assert.deepEqual(found(vault, 'profile'), [])
  await keepCard(ring, { kind: 'note', about: crypto.randomUUID(), content: { text: 'Bưởi called from the station.' } })
  assert.deepEqual(
    found(vault, 'nakhon').map(({ key }) => key),
    [`${ring.case}/case.label/${about}/${card.id}`],
  )
  await ownIndexOf(vault).save()

  const later = await anaAgain(listening)
  assert.deepEqual(found(later, 'buoi'), [])
  await ownIndexOf(later).load()
  assert.deepEqual(
    found(later, 'buoi').map(({ key, label }) => [key.split('/')[1], label]),
    [
      ['case.label', 'Nguyễn Thị Bưởi'],
      ['note', 'Bưởi called from the station.'],
    ],
  )
  const again = await openRing(later, ring.case)
  const cards = await readCards(
    again,
    (await listCards(again)).map(({ card: id }) => id),
    'verification',
  )
  assert.deepEqual(
    cards.map(({ problem }) => problem),
    [null, null, null],
  )
  for (const words of ['Bưởi', 'bưởi', 'buoi', 'Nakhon', 'nakhon', 'station'])
    assert.deepEqual(
      sent.filter((one) => one.includes(words)),
      [],
      words,
    )
})

test('a case that is no longer hers to read leaves the index, in later sessions as well (T-21)', async () => {
  const vault = await anaAgain()
  await ownIndexOf(vault).load()
  const [hit] = found(vault, 'nakhon')
  assert.ok(hit)
  ownIndexOf(vault).forgetCase(hit.key.split('/')[0] ?? '')
  assert.deepEqual(found(vault, 'nakhon'), [])
  await ownIndexOf(vault).save()
  const later = await anaAgain()
  await ownIndexOf(later).load()
  assert.deepEqual([found(later, 'nakhon'), found(later, 'buoi')], [[], []])
})

test('two tabs that save at once lose nothing of each other', async () => {
  const tabs = [await anaAgain(), await anaAgain()]
  for (const vault of tabs) await ownIndexOf(vault).load()
  for (const [at, vault] of tabs.entries())
    ownIndexOf(vault).put({ key: `C-22222${at + 2}/note/a/b`, label: `Tab ${at}`, day: 1, names: [], words: [`unusual${at}`] })
  for (const vault of [...tabs, ...tabs]) await ownIndexOf(vault).save()
  const third = await anaAgain()
  await ownIndexOf(third).load()
  for (const at of [0, 1]) assert.equal(found(third, `unusual${at}`).length, 1, `tab ${at}`)
})

test('a page of another revision than the server says is refused, not read (T-05)', async () => {
  const vault = await anaAgain(async (input, init) => {
    const answer = await fetch(input, init)
    if (!addressOf(input).endsWith('/own-pages/read')) return answer
    return new Response(await answer.arrayBuffer(), { status: 200, headers: { 'asylia-revision': '77' } })
  })
  await assert.rejects(ownIndexOf(vault).load(), { code: 'card.not_this' })
})
