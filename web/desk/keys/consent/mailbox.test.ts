import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'
import { type AReporter, aReporter, CASEWORK } from '../a-reporter.ts'

let house: DeskHouse
let ana: AMember
let reporter: AReporter
let code: string
/** The bodies of ana's calls, as the server gets them. */
const sent: { path: string; body: string }[] = []
const listening: typeof fetch = async (input, init) => {
  if (typeof init?.body === 'string') sent.push({ path: addressOf(input).replace(/^.*\/api\/desk\//, ''), body: init.body })
  return fetch(input, init)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), listening)
  reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['harbour'], text: 'First.' })
  await look()
  code = (await ana.call('takeIn', { item })).code
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

async function look(): Promise<void> {
  house.pass(61_000)
  await ana.call('look', null)
}
const gives = (scopes: readonly string[]) =>
  ana.call('consent.give', {
    case: code,
    subject: 'reporter',
    scopes: scopes as never,
    giver: 'self',
    basis: 'spoken',
    from: house.now().toISOString().slice(0, 10),
    until: null,
    wording: 'They may write of it without my name.',
    signedBy: '',
  })
const last = async (scope: string) => (await ana.call('consent.list', { case: code })).rows.findLast((row) => row.scope === scope)

test('what the first report allows is offered, holds only when a member confirms it, and is offered no more then', async () => {
  const { ended, offers } = await ana.call('consent.mailbox', null)
  assert.deepEqual([ended, offers.map(({ case: of, scopes }) => [of, scopes])], [[], [[code, ['store', 'team']]]])
  assert.equal(await last('store'), undefined)
  const [offer = assert.fail()] = offers
  assert.deepEqual(await ana.call('consent.confirm', offer), { rows: 2 })
  const row = await last('store')
  assert.deepEqual([row?.change, row?.basis, row?.giver, row?.mark], ['given', 'mailbox', 'self', offer.mark])
  assert.deepEqual((await ana.call('consent.mailbox', null)).offers, [])
})

test('a proved withdrawal from the mailbox ends every use that it can mean at once, without anybody confirming it', async () => {
  await gives(['public_anon', 'public_named', 'litigation'])
  await reporter.consent({ ...CASEWORK, judicial: true, public: false })
  await look()
  const { ended, offers } = await ana.call('consent.mailbox', null)
  assert.deepEqual(ended, [{ case: code, scopes: ['public_anon', 'public_named'] }])
  assert.deepEqual(offers, [])
  assert.deepEqual(
    [(await last('public_anon'))?.change, (await last('public_named'))?.change, (await last('litigation'))?.change],
    ['withdrawn', 'withdrawn', 'given'],
  )
})

test('a message counts once: what is agreed to at the desk after it stays, for every desk of the team', async () => {
  await gives(['public_anon'])
  assert.deepEqual((await ana.call('consent.mailbox', null)).ended, [])
  const again = aDeskAt(house)
  await again.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  await again.call('look', null)
  assert.deepEqual((await again.call('consent.mailbox', null)).ended, [])
  assert.equal((await last('public_anon'))?.change, 'given')
})

test('the wording is sealed: the server is sent no word of it, and a reader opens it again', async () => {
  const row = await last('public_anon')
  const opened = await ana.call('consent.wording', { case: code, card: row?.card ?? assert.fail() })
  assert.deepEqual(opened, { text: 'They may write of it without my name.', signedBy: '', problem: null })
  assert.ok(!sent.some(({ body }) => body.includes('without my name')))
})

test('the server learns of no item by what a withdrawal writes (T-06)', () => {
  const items = ana.items().map(({ item }) => item)
  assert.ok(items.length > 1)
  for (const { path, body } of sent.filter((one) => one.path.startsWith('consent/')))
    for (const item of items) assert.ok(!body.includes(item), path)
})

test('who can read is answered in one call, with the case of a report by its code', async () => {
  const told = await ana.call('consent.readers', { of: code })
  assert.deepEqual(
    told.readers.map(({ member, why }) => [member, why]),
    [[ana.member, 'opened']],
  )
  const reports = await house.superuser.query<{ code: string }>('select code from asylia.report')
  assert.deepEqual(await ana.call('consent.readers', { of: reports.rows[0]?.code ?? '' }), told)
})
