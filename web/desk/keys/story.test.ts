import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { utf8 } from '#crypto/bytes.ts'
import { dayOf } from '#kernel/clock.ts'
import { aDeskHouse, type DeskHouse } from '../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from './a-member.ts'
import { aReporter, oneWay, sendFile } from './a-reporter.ts'

const BEAT = 61_000
const MINUTE = 60_000
let house: DeskHouse
let ana: AMember
let ben: AMember
/** The bodies of ana's calls by their path, as the server gets them. */
const calls = new Map<string, string>()
const listening: typeof fetch = async (input, init) => {
  if (typeof init?.body === 'string') calls.set(addressOf(input).replace(/^.*\/api\/desk\//, ''), init.body)
  return fetch(input, init)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), listening)
  ben = await aMemberAt(house, await house.team('quay', { of: ['DE'] }))
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

/** The next beat of the inbox, looked at by one member. */
async function look(who: Pick<AMember, 'call'>): Promise<void> {
  house.pass(BEAT)
  await who.call('look', null)
}
const find = (who: Pick<AMember, 'items'>, item: string) => who.items().find((one) => one.item === item)

test('taking in names every barred team to the server, and what comes later in the conversation goes to the same case (T-27)', async () => {
  const reporter = aReporter(house)
  const never = [{ kind: 'country' as const, id: 'DE' }]
  const { item } = await reporter.report({ to: ['harbour'], never, text: 'First.' })
  await look(ana)
  assert.deepEqual(
    find(ana, item)?.opened?.barred.map(({ team }) => team),
    ['quay'],
  )
  const { code } = await ana.call('takeIn', { item })
  const sent = JSON.parse(calls.get('reports') ?? '{}') as Record<string, unknown>
  assert.deepEqual(sent['blocked'], ['quay'])
  assert.ok(sent['key'] !== null)
  const { item: second } = await reporter.followUp('Second.')
  await look(ana)
  assert.equal(find(ana, item)?.taken, code)
  assert.equal((await ana.call('takeIn', { item: second })).code, code)
  assert.equal((JSON.parse(calls.get('reports') ?? '{}') as Record<string, unknown>)['key'], null)

  await ana.call('undoTakeIn', { item: second })
  await look(ana)
  assert.deepEqual([find(ana, item)?.taken, find(ana, second)?.taken], [code, null])
})

test('what was declined stays declined for a colleague, and the server is told a count and no item', async () => {
  const { item } = await oneWay(house, { to: ['harbour'], text: 'Win a prize.' })
  await look(ana)
  assert.equal(find(ana, item)?.opened?.hasMailbox, false)
  await ana.call('decide', { item, decision: 'declined', reason: 'spam', of: '' })
  assert.deepEqual(JSON.parse(calls.get('inbox/decided') ?? '{}'), { decision: 'declined', reason: 'spam' })
  const again = aDeskAt(house)
  await again.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  await again.call('look', null)
  assert.equal(find(again, item)?.decided, 'declined')
  await ana.call('undoDecide', { item })
  await look(again)
  assert.equal(find(again, item)?.decided, null)
})

test('declining with words for the person takes the item in, answers, and tells the server the kind of reason', async () => {
  const reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['harbour'], text: 'My neighbour is loud.' })
  await look(ana)
  const { state } = await ana.call('reply', { item, text: 'The city has a desk for this.', lang: 'en', read: true })
  assert.equal(state, 'reserved')
  await ana.call('decide', { item, decision: 'declined', reason: 'not_ours', of: '' })
  assert.equal((JSON.parse(calls.get('reports/decide') ?? '{}') as Record<string, unknown>)['decision'], 'decline')
  await look(ana)
  assert.equal(find(ana, item)?.decided, 'declined')
  await ana.call('undoDecide', { item })
  await look(ana)
  assert.deepEqual([find(ana, item)?.decided, find(ana, item)?.taken !== null], [null, true])
})

test('no wrap is made by a team that the reporter excluded, whatever reached it (T-27)', async () => {
  const { item } = await oneWay(house, { to: ['quay'], never: [{ kind: 'country', id: 'DE' }], text: 'Not for anybody of DE.' })
  let posted = 0
  const desk = aDeskAt(house, (input, init) => {
    if (/\/api\/desk\/(?:reports|replies)$/.test(addressOf(input)) && init?.method === 'POST') posted += 1
    return fetch(input, init)
  })
  await desk.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  await look(desk)
  assert.ok(find(desk, item), 'it was sealed to them against its own list')
  await assert.rejects(desk.call('takeIn', { item }), { code: 'wrap.blocked' })
  await assert.rejects(desk.call('reply', { item, text: 'x', lang: 'en', read: false }), { code: 'wrap.blocked' })
  assert.equal(posted, 0, 'nothing left the desk')
})

test('a wrong word asks the server nothing, and twelve other words open nothing', async () => {
  const asked: string[] = []
  const desk = aDeskAt(house, (input, init) => {
    asked.push(addressOf(input))
    return fetch(input, init)
  })
  const typo = ['zzzz', ...ana.words.slice(1)].join(' ')
  await assert.rejects(desk.call('unlock', { member: ana.member, typed: typo, drafts: null }), {
    fault: { code: 'unlock.word', kind: 'typed', at: 1, count: 0 },
  })
  assert.equal(asked.length, 0)
  await assert.rejects(desk.call('unlock', { member: ana.member, typed: ben.words.join(' '), drafts: null }), {
    fault: { code: 'unlock.refused', kind: 'typed' },
  })
  assert.ok(
    asked.every((address) => !address.endsWith('/session')),
    'nothing was signed',
  )
})

test('a file is opened whole and saved under our own name; a missing part makes it incomplete and harms nothing else (U-08, U-21)', async () => {
  const reporter = aReporter(house)
  const item = 'ab'.repeat(16)
  const data = utf8('%PDF-1.7 '.padEnd(300_000, 'x'))
  const whole = await sendFile(house, item, { n: 0, name: '..\\..\\photo\u202Egpj.exe', data })
  const part = { ...(await sendFile(house, item, { n: 1, name: 'CON', data: utf8('x'.repeat(100)) })), set: '00'.repeat(16) }
  await reporter.report({ to: ['harbour'], text: 'With files.', header: { item, files: [whole, part] } })
  await look(ana)
  const [shown] = find(ana, item)?.opened?.files ?? []
  assert.deepEqual([shown?.name, shown?.hasHidden, shown?.hidesEnding], ['..\\..\\photo[U+202E]gpj.exe', true, true])
  const opened = await ana.call('file', { item, n: 0 })
  assert.equal(Buffer.concat(opened.parts).compare(data), 0)
  assert.match(opened.saveAs, /^E-[2-9A-HJ-NP-Z]{6}-0\.pdf$/)
  assert.deepEqual([opened.type, opened.problem], ['application/pdf', null])
  const missing = await ana.call('file', { item, n: 1 })
  assert.deepEqual([missing.parts, missing.problem], [[], 'file.incomplete'])
})

test('a new team key leaves every waiting item readable after the old one is destroyed', async () => {
  const reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['harbour'], text: 'Before the new key.' })
  await look(ana)
  const { epoch } = await ana.call('rotate', null)
  assert.equal(epoch, 2)
  const token = await fetch(`${house.origin}/report/epochs.json`)
  assert.match(await token.text(), /"epoch":2/)
  await house.superuser.query('delete from keys.epoch_wrap where epoch = 1')
  const later = await reporter.followUp('After the new key.')
  const again = aDeskAt(house)
  await again.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  await look(again)
  assert.equal(find(again, item)?.opened?.text, 'Before the new key.')
  assert.deepEqual([find(again, later.item)?.opened?.text, find(again, later.item)?.proved], ['After the new key.', 'proved'])
})

test('a colleague is let in by a signature, and reads what comes from then on (T-38)', async () => {
  const { code } = await ana.call('invite', null)
  const cai = await aMemberAt(house, code)
  await assert.rejects(cai.call('team', null), { fault: { code: 'locked', kind: 'gone' } }, 'an account alone has no working key')
  const told = (await ana.call('team', null)).colleagues.find(({ member }) => member === cai.member)
  assert.deepEqual([told?.state, told?.vouched], ['waiting', false])
  await ana.call('vouch', { member: cai.member })
  const { item } = await oneWay(house, { to: ['harbour'], text: 'For both of you.' })
  const again = aDeskAt(house)
  await again.call('unlock', { member: cai.member, typed: cai.words.join(' '), drafts: null })
  await look(again)
  assert.equal(find(again, item)?.opened?.text, 'For both of you.')
  assert.deepEqual(
    find(again, item)?.opened?.readers.map(({ members }) => members),
    [2],
  )
})

test('drafts come back to their member and to nobody else', async () => {
  const { sealed } = await ana.call('sealDrafts', { drafts: '{"a":"half a sentence"}' })
  assert.ok(!Buffer.from(sealed).includes('half'))
  const again = aDeskAt(house)
  const back = await again.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: sealed })
  assert.equal(back.drafts, '{"a":"half a sentence"}')
})

test('a report is found by the team it was written to and by no other, and the answer comes back to its words alone (T-06, T-37)', async () => {
  const reporter = aReporter(house)
  const never = [{ kind: 'country' as const, id: 'DE' }]
  const { item } = await reporter.report({
    to: ['harbour'],
    never,
    text: 'They came to my door.',
    header: { danger: 'maybe', lang: 'en', where: { host: 'TH' } },
  })
  const other = aDeskAt(house)
  await other.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  await look(ana)
  await look(other)
  assert.equal(find(other, item), undefined, 'the other team opens nothing')
  const found = find(ana, item)
  assert.ok(found?.opened)
  assert.equal(found.opened.text, 'They came to my door.')
  assert.deepEqual([found.proved, found.state, found.frameDiffers, found.repeats], ['proved', 'open', false, 0])
  assert.deepEqual(found.opened.never, [{ kind: 'country', id: 'DE', name: null }])

  const written = dayOf(house.now())
  const sent = await ana.call('reply', { item, text: 'We have read it. Where can you speak safely?', lang: 'en', read: true })
  assert.equal(sent.state, 'reserved')
  assert.deepEqual(await ana.call('tickets', { tickets: sent.tickets }), { [sent.tickets[0] ?? '']: 'waiting' })
  assert.deepEqual((await reporter.open()).messages, [], 'nothing is there before its time')
  house.pass(60 * MINUTE)
  await house.deliver()
  const { messages, wrongTags, excludedReaders } = await reporter.open()
  assert.deepEqual([wrongTags, excludedReaders], [0, 0])
  const [message] = messages
  assert.deepEqual(message?.from, { proved: 'harbour' })
  assert.equal(message.text, 'We have read it. Where can you speak safely?')
  assert.deepEqual(message.read, { item, verified: true })
  assert.deepEqual(message.readers, ['harbour'])
  assert.equal(message.on, written)
})
