import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Person } from '#features/cases/people/person.contract.ts'
import type { Incident } from '#features/incidents/incident.contract.ts'
import { UNKNOWN_TIME } from '#kernel/daterange.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Identity } from '../../rooms/people/calls.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'

type Lie = (path: string, body: string) => string
let house: DeskHouse
let ana: AMember
let ben: AMember
let lie: Lie = (_path, body) => body
let code = ''

/** Whoever runs the server stands between the desk and the truth. */
const liar: typeof fetch = async (input, init) => {
  const path = addressOf(input).replace(/^.*\/api\/desk\//, '')
  const answer = await fetch(input, init)
  const text = await answer.text()
  return new Response(text === '' ? null : lie(path, text), { status: answer.status, headers: answer.headers })
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), liar)
  // The case is there before the colleague is: they read none of it.
  code = (await ana.call('cases.begin', null)).case
  const { code: invited } = await ana.call('invite', null)
  const waiting = await aMemberAt(house, invited)
  await ana.call('team', null)
  await ana.call('vouch', { member: waiting.member })
  ben = { ...aDeskAt(house), member: waiting.member, words: waiting.words }
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})
beforeEach(() => {
  lie = (_path, body) => body
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

const anIdentity = (name: string): Identity => ({
  names: [name],
  aliases: '',
  birth: '',
  documents: '',
  contacts: '',
  address: '',
  family: '',
  place: '',
  notes: '',
})
const FACTS = { occupation: null, community: null, communitySaidBy: null, communityFor: [], lowProfile: false, finders: [] }

async function find(person: string): Promise<Person> {
  const { people } = await ana.call('people.list', { case: code, after: null })
  const found = people.find((one) => one.code === person)
  assert.ok(found !== undefined)
  return found
}

async function aPerson(name: string, facts: object = {}): Promise<Person> {
  const made = await ana.call('people.keep', { case: code, id: null, code: null, revision: 0, ...FACTS, ...facts })
  await ana.call('people.keepIdentity', { person: await find(made.code), card: null, revision: 0, identity: anIdentity(name) })
  return find(made.code)
}
const open = (person: Person) => ana.call('people.identity', { person, reason: 'protection' })

test('an identity card opens for its own person, and the card of somebody else under their code is refused (T-37)', async () => {
  const [one, other] = [await aPerson('Invented One'), await aPerson('Invented Other')]
  assert.deepEqual((await open(one)).identity.names, ['Invented One'])
  lie = (path, body) => (path === 'people/list' ? body.replaceAll(String(one.identity?.card), String(other.identity?.card)) : body)
  await assert.rejects(open(await find(one.code)), /card\.not_this/)
  lie = (path, body) => (path === 'people/list' ? body.replaceAll(one.code, 'P-222222') : body)
  await assert.rejects(open(await find('P-222222')), /card\.not_this/)
  lie = (path, body) => (path === 'people/list' ? body.replaceAll(one.id, other.id) : body)
  await assert.rejects(open(await find(one.code)), /card\.not_this/)
})

test('a card under another record, revision or kind than it was sealed for is refused (T-37)', async () => {
  const [one, other] = [await aPerson('Invented Third'), await aPerson('Invented Fourth')]
  for (const change of [
    (body: string) => body.replaceAll(one.id, other.id),
    (body: string) => body.replaceAll('"revision":1', '"revision":2'),
    (body: string) => body.replaceAll('"kind":"person.identity"', '"kind":"person.photo"'),
  ]) {
    lie = (path, body) => (path === 'cards/read' ? change(body) : body)
    await assert.rejects(open(one), /card\.not_this/)
  }
})

test('an older card in the place of a newer one that this session has seen is refused (T-37)', async () => {
  const person = await aPerson('Invented Fifth')
  let old = ''
  lie = (path, body) => (path === 'cards/read' ? (old = body) : body)
  const first = await open(person)
  lie = (_path, body) => body
  await ana.call('people.keepIdentity', { person, card: first.card, revision: first.revision, identity: anIdentity('Invented Sixth') })
  lie = (path, body) => (path === 'cards/read' ? old : body)
  await assert.rejects(open(await find(person.code)), /card\.older/)
})

async function anIncident() {
  const facts = {
    origin: 'VN',
    host: 'TH',
    effect: null,
    place: null,
    placePrecision: 'hidden',
    happened: UNKNOWN_TIME,
    community: null,
  } as const
  const made = await ana.call('incidents.keep', { case: code, id: null, code: null, revision: 0, ...facts })
  const at = { case: code, incident: made.id }
  await ana.call('incidents.narrate', {
    ...{ ...at, code: made.code, card: null, revision: 0 },
    content: { text: `Told of ${made.code}.`, said: '', place: '', addresses: ['https://public.invented.example/record'] },
  })
  await ana.call('incidents.screen', { ...at, element: 'state_or_proxy', answer: 'no', supersedes: null, text: 'Nobody says so.' })
  const grades = { reliability: 'C', credibility: '3', hedge: 'alleged' } as const
  await ana.call('incidents.information', {
    ...at,
    act: null,
    ...grades,
    receivedOn: '2026-11-20',
    supersedes: null,
    text: 'A neighbour.',
    said: 'they say',
  })
  await ana.call('incidents.assess', { ...at, status: 'unverified', standard: 'none', supersedes: null, text: 'Too little.' })
  return at
}

test('a raised hedge, a turned answer and a better grade are marked beside the sealed words that say otherwise (R-NGO-09, T-37)', async () => {
  const at = await anIncident()
  const honest = await ana.call('incidents.read', at)
  const problems = (shown: typeof honest) =>
    [...shown.screening, ...shown.information, ...shown.assessments].map(({ words }) => words.problem)
  assert.deepEqual(problems(honest), [null, null, null])
  assert.equal(honest.information[0]?.words.said, 'they say')
  for (const [from, to, expected] of [
    ['"answer":"no"', '"answer":"yes"', ['card.not_this', null, null]],
    ['"hedge":"alleged"', '"hedge":"stated"', [null, 'card.not_this', null]],
    ['"reliability":"C"', '"reliability":"A"', [null, 'card.not_this', null]],
    ['"standard":"none"', '"standard":"reasonable_grounds"', [null, null, 'card.not_this']],
    ['"status":"unverified","standard', '"status":"verified","standard', [null, null, 'card.not_this']],
  ] as const) {
    lie = (path, body) => {
      if (path !== 'incidents/read') return body
      assert.ok(body.includes(from), from)
      return body.replaceAll(from, to)
    }
    assert.deepEqual(problems(await ana.call('incidents.read', at)), expected, to)
  }
})

test('the words and reasons of another incident are refused under this one (T-37)', async () => {
  const [one, other] = [await anIncident(), await anIncident()]
  const [mine, theirs] = [await ana.call('incidents.read', one), await ana.call('incidents.read', other)]
  lie = (path, body) =>
    path === 'incidents/read' ? body.replaceAll(String(mine.information[0]?.source), String(theirs.information[0]?.source)) : body
  assert.equal((await ana.call('incidents.read', one)).information[0]?.words.problem, 'card.not_this')
  lie = (path, body) => (path === 'cards/list' ? body.replaceAll(String(mine.narrative.card), String(theirs.narrative.card)) : body)
  assert.equal((await ana.call('incidents.read', one)).narrative.problem, 'card.not_this')
  const { incident }: { incident: Incident } = mine
  lie = (path, body) => (path === 'incidents/read' ? body.replaceAll(incident.code, 'I-222222') : body)
  assert.equal((await ana.call('incidents.read', one)).narrative.problem, 'card.not_this')
})

test('a public record is pointed to by a web address and by nothing else', async () => {
  const at = await anIncident()
  const shown = await ana.call('incidents.read', at)
  assert.deepEqual(shown.narrative.content.addresses, ['https://public.invented.example/record'])
  const { card, revision, content } = shown.narrative
  for (const address of [at.incident, 'javascript:alert(1)', 'https://name:word@invented.example/'])
    await assert.rejects(
      ana.call('incidents.narrate', { ...at, code: shown.incident.code, card, revision, content: { ...content, addresses: [address] } }),
      /incidents\.address/,
    )
})

test('a name is found by its variants in what was opened here, and somebody with a low profile is not (R-NGO-07)', async () => {
  const person = await aPerson('Nguyễn Văn Sáng')
  const low = await aPerson('Nguyễn Văn Sang', { lowProfile: true })
  await open(person)
  await open(low)
  const { hits } = await ana.call('people.find', { typed: 'sang nguyen' })
  assert.deepEqual(
    hits.map((hit) => hit.code),
    [person.code],
  )
  const indexed = (await ana.call('search.find', { typed: 'sang' })).hits.map(({ about }) => about)
  assert.ok(indexed.includes(person.id) && !indexed.includes(low.id))
})

test('a card is handed to the member who asked, opens with their key alone, and not for a request that was changed (T-22, T-37)', async () => {
  const person = await aPerson('Invented Seventh')
  await assert.rejects(ben.call('people.identity', { person, reason: 'protection' }), /record\.not_found/)
  const { id } = await ben.call('people.askUnseal', { person: person.code, reason: 'family_contact' })
  const [request] = (await ana.call('people.requests', null)).requests.filter((one) => one.id === id)
  assert.deepEqual([request?.answerable, request?.problem, request?.member], [true, null, ben.member])

  lie = (path, body) => (path === 'approvals' ? body.replaceAll(ben.member, ana.member) : body)
  await assert.rejects(ana.call('people.giveUnseal', { id, reason: 'protection' }), /approval\.|record\./)
  lie = (path, body) => (path === 'approvals' ? body.replaceAll(person.code, 'P-222222') : body)
  await assert.rejects(ana.call('people.giveUnseal', { id, reason: 'protection' }), /approval\.|record\./)
  lie = (_path, body) => body

  await ana.call('people.giveUnseal', { id, reason: 'protection' })
  const taken = await ben.call('people.takeUnseal', { id, person: person.code })
  assert.deepEqual([taken.identity.names, taken.by], [['Invented Seventh'], ana.member])
  await assert.rejects(ben.call('people.takeUnseal', { id, person: 'P-222222' }), /card\.not_this/)
  await assert.rejects(ana.call('people.takeUnseal', { id, person: person.code }), /record\.not_found/)
})
