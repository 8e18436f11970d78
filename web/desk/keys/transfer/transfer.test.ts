import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { HELD_MS } from '#crypto/team/transfer.ts'
import { dayOf } from '#kernel/clock.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Choice } from '../../rooms/transfer/calls.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'
import { aReporter, oneWay } from '../a-reporter.ts'

const BEAT = 61_000
type Lie = (path: string, answer: Response) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
let house: DeskHouse
let ana: AMember
let ben: AMember
let eva: AMember
let lie: Lie = honest
const sent = new Map<string, string>()
const liar: typeof fetch = async (input, init) => {
  const path = addressOf(input).replace(/^.*\/api\/desk\//, '')
  if (typeof init?.body === 'string') sent.set(path, init.body)
  return lie(path, await fetch(input, init))
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), liar)
  eva = await aMemberAt(house, await house.team('quay'), liar)
  await aMemberAt(house, await house.team('embassy', { kind: 'state', of: ['DE'] }))
  await aMemberAt(house, await house.team('rival', { conflicts: ['harbour'] }))
  const { code } = await ana.call('invite', null)
  ben = await aMemberAt(house, code, liar)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  await enter(ben)
})
beforeEach(() => {
  lie = honest
})
after(async () => {
  await house.stop()
})

const enter = (who: AMember) => who.call('unlock', { member: who.member, typed: who.words.join(' '), drafts: null })
async function look(...people: readonly Pick<AMember, 'call'>[]): Promise<void> {
  house.pass(BEAT)
  for (const who of people) await who.call('look', null)
}
/** After ten minutes every session is gone: each unlocks again, as people do. */
async function afterHolding(): Promise<void> {
  house.pass(HELD_MS)
  for (const who of [ana, ben, eva]) await enter(who)
  await look(ana, ben)
}

const choice = (of: string, over: Partial<Choice> = {}): Choice & { approver: string } => ({
  of,
  to: 'quay',
  fields: ['text'],
  until: dayOf(new Date(house.now().getTime() + 30 * 86_400_000)),
  reason: 'legal_help',
  forgets: false,
  approver: ben.member,
  ...over,
})

async function anItem(text: string, never: readonly { kind: 'team' | 'country'; id: string }[] = []): Promise<string> {
  const { item } = await aReporter(house).report({
    to: ['harbour'],
    never,
    text,
    header: { contact: 'room 12', danger: 'yes', where: { host: 'TH' } },
  })
  await look(ana, ben)
  return item
}

test('what two members chose goes to another team, exactly that, and is theirs under a key of their own (T-22, T-27)', async () => {
  const item = await anItem('They came to my door.', [{ kind: 'country', id: 'DE' }])
  const { targets, fields, approvers } = await ana.call('transfer.choose', { of: item })
  assert.deepEqual(
    targets.map(({ team, barred }) => [team, barred]),
    [
      ['embassy', true],
      ['quay', false],
      ['rival', true],
    ],
  )
  assert.deepEqual([...fields].toSorted(), ['consent', 'contact', 'danger', 'text', 'where'])
  assert.deepEqual(
    approvers.map(({ member }) => member),
    [ben.member],
  )
  const nothing = await ana.call('transfer.preview', { of: item, fields: [] })
  assert.deepEqual([nothing.text, nothing.contact, nothing.host, nothing.never], [null, null, null, [{ kind: 'country', id: 'DE' }]])
  const { transfer, report } = await ana.call('transfer.propose', choice(item, { fields: ['text', 'danger'] }))
  assert.equal(JSON.stringify([...sent.values()]).includes('They came'), false, 'the server is told no word of it')
  const [shown] = await ben.call('transfer.list', null)
  assert.deepEqual([shown?.transfer, shown?.mine, shown?.state, shown?.fields], [transfer, 'approve', 'proposed', ['text', 'danger']])
  await look(ben)
  const checked = await ben.call('transfer.check', { transfer })
  assert.deepEqual([checked.text, checked.danger, checked.contact], ['They came to my door.', 'yes', null])
  await ben.call('transfer.approve', { transfer })
  await assert.rejects(ana.call('transfer.send', { transfer }), { fault: { code: 'transfer.held', kind: 'refused' } })
  await afterHolding()
  const due = await ana.call('transfer.sendDue', null)
  assert.deepEqual(due, { sent: 1, refused: [] })
  assert.deepEqual((JSON.parse(sent.get('transfers/send') ?? '{}') as { blocked: string[] }).blocked, ['embassy', 'rival'])

  const [came] = await eva.call('transfer.arrivals', null)
  assert.deepEqual([came?.from, came?.problem, came?.reason], ['harbour', null, 'legal_help'])
  assert.deepEqual(
    [came?.content?.text, came?.content?.danger, came?.content?.contact, came?.content?.host],
    ['They came to my door.', 'yes', null, null],
  )
  const accepted = await eva.call('transfer.accept', { incoming: came?.incoming ?? '' })
  assert.deepEqual(await eva.call('transfer.arrivals', null), [])
  assert.equal((await ana.call('transfer.list', null)).find((row) => row.transfer === transfer)?.state, 'accepted')
  const moved = await eva.call('transfer.moved', { report: accepted.report })
  assert.deepEqual([moved.from, moved.content.text], ['harbour', 'They came to my door.'])
  // It goes no further to a team that is barred: the list travelled along, and so did the bars.
  const onward = await eva.call('transfer.choose', { of: accepted.report })
  assert.deepEqual(
    onward.targets.filter(({ barred }) => barred).map(({ team }) => team),
    ['embassy'],
  )
  await assert.rejects(eva.call('transfer.propose', { ...choice(accepted.report, { to: 'embassy' }), approver: eva.member }), {
    code: 'wrap.blocked',
  })
  const bars = await house.superuser.query<{ slug: string }>(
    `select t.slug from asylia.report_case c join asylia.compartment_deny d on d.compartment_id = c.compartment_id join asylia.team t on t.id = d.team_id where c.code = $1 order by 1`,
    [accepted.case],
  )
  assert.deepEqual(
    bars.rows.map(({ slug }) => slug),
    ['embassy', 'rival'],
  )
  assert.ok(report.startsWith('R-'))
})

test('a barred team is not proposed, not approved and not sealed to, whatever the server says (T-27)', async () => {
  const item = await anItem('Not for anybody of DE.', [{ kind: 'country', id: 'DE' }])
  sent.clear()
  await assert.rejects(ana.call('transfer.propose', choice(item, { to: 'embassy' })), { code: 'wrap.blocked' })
  assert.deepEqual([sent.has('reports'), sent.has('transfers/propose')], [false, false], 'nothing left the desk, and nothing was taken in')
  const { transfer } = await ana.call('transfer.propose', choice(item))
  const retarget =
    (to: string): Lie =>
    async (path, answer) => {
      if (path !== 'transfers') return answer
      const told = (await answer.json()) as { transfers: { transfer: string; statement: { to: string } }[] }
      for (const row of told.transfers) if (row.transfer === transfer) row.statement.to = to
      return Response.json(told)
    }
  await look(ben)
  for (const [to, code] of [
    ['embassy', { code: 'wrap.blocked' }],
    ['rival', { code: 'wrap.blocked' }],
  ] as const) {
    lie = retarget(to)
    await assert.rejects(ben.call('transfer.approve', { transfer }), code, 'another target in the statement')
  }
  lie = honest
  await ben.call('transfer.approve', { transfer })
  await afterHolding()
  lie = retarget('embassy')
  sent.clear()
  await assert.rejects(ana.call('transfer.send', { transfer }), { code: 'wrap.blocked' })
  assert.equal(sent.has('transfers/send'), false)
  lie = honest
  await ana.call('transfer.undo', { transfer })
})

test('a statement that was changed between the two signatures is signed by nobody and sealed by nobody (T-22, A-11)', async () => {
  const item = await anItem('Two of us decide.')
  const { transfer } = await ana.call('transfer.propose', choice(item))
  const change =
    (over: object): Lie =>
    async (path, answer) => {
      if (path !== 'transfers') return answer
      const told = (await answer.json()) as { transfers: { transfer: string; statement: object }[] }
      const transfers = told.transfers.map((row) =>
        row.transfer === transfer ? { ...row, statement: { ...row.statement, ...over } } : row,
      )
      return Response.json({ transfers })
    }
  await look(ben)
  for (const over of [{ fields: ['text', 'contact'] }, { reason: 'other' }, { until: '2031-01-01' }]) {
    lie = change(over)
    await assert.rejects(ben.call('transfer.approve', { transfer }), { fault: { code: 'transfer.unsigned', kind: 'refused' } })
  }
  lie = change({ never_sha256: 'a'.repeat(64) })
  await assert.rejects(ben.call('transfer.approve', { transfer }), { fault: { code: 'transfer.exclusions_changed', kind: 'refused' } })
  lie = honest
  await ben.call('transfer.approve', { transfer })
  await afterHolding()
  lie = change({ fields: ['text', 'contact', 'where'] })
  await assert.rejects(ana.call('transfer.send', { transfer }), { fault: { code: 'transfer.unsigned', kind: 'refused' } })
  lie = honest
  await ana.call('transfer.undo', { transfer })
})

test('the reporter’s new exclusion and a new key of the target stop what two members had signed (T-27)', async () => {
  const reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['harbour'], text: 'I say more later.' })
  await look(ana, ben)
  const { transfer } = await ana.call('transfer.propose', choice(item))
  await ben.call('transfer.approve', { transfer })
  const { item: other } = await oneWay(house, { to: ['harbour'], text: 'For the old key.' })
  await look(ana, ben)
  const { transfer: second } = await ana.call('transfer.propose', choice(other))
  await ben.call('transfer.approve', { transfer: second })
  await reporter.followUp('Never to the quay.', { never: [{ kind: 'team', id: 'quay' }] })
  await eva.call('rotate', null)
  await afterHolding()
  await assert.rejects(ana.call('transfer.send', { transfer }), { code: 'wrap.blocked' })
  await assert.rejects(ana.call('transfer.send', { transfer: second }), { fault: { code: 'transfer.key_changed', kind: 'refused' } })
  // Offered anew for the key of today.
  await ana.call('transfer.undo', { transfer: second })
  const { transfer: anew } = await ana.call('transfer.propose', choice(other))
  assert.ok(anew !== second)
  await ana.call('transfer.undo', { transfer: anew })
  await ana.call('transfer.undo', { transfer })
})

test('what the server changes on the way shows nothing, and a waiting parcel outlives the key it was sealed to (T-37)', async () => {
  const item = await anItem('On the way.')
  const { transfer } = await ana.call('transfer.propose', choice(item))
  await look(ben)
  await ben.call('transfer.approve', { transfer })
  await afterHolding()
  await ana.call('transfer.send', { transfer })
  const { wrap, body } = JSON.parse(sent.get('transfers/send') ?? '{}') as { wrap: string; body: string }
  const own = openerOf(newSeed())
  assert.equal(await openWith([own], unb64u(wrap), { min: 1, max: 1 }), null)
  const seen = async () => (await eva.call('transfer.arrivals', null)).at(-1)
  lie = async (path, answer) => {
    if (path !== 'incoming/body') return answer
    const bytes = new Uint8Array(await answer.arrayBuffer())
    bytes[9_000] = (bytes[9_000] ?? 0) ^ 1
    return new Response(bytes)
  }
  assert.deepEqual([(await seen())?.problem, (await seen())?.content], ['item.hash_differs', null])
  lie = async (path, answer) => {
    if (path !== 'incoming') return answer
    const told = (await answer.json()) as { incoming: { from: string }[] }
    for (const one of told.incoming) one.from = 'embassy'
    return Response.json(told)
  }
  assert.equal((await seen())?.problem, 'item.not_for_us', 'another giver than the one who signed')
  lie = honest
  assert.equal((await seen())?.content?.text, 'On the way.')
  await eva.call('rotate', null)
  await house.superuser.query(
    `delete from keys.epoch_wrap w using asylia.compartment c, asylia.team t where c.id = w.compartment_id and t.id = c.team_id and t.slug = 'quay'
     and w.epoch < (select max(e.epoch) from keys.epoch_wrap e where e.compartment_id = w.compartment_id)`,
  )
  await enter(eva)
  assert.equal((await seen())?.content?.text, 'On the way.')
  await eva.call('transfer.giveBack', { incoming: (await seen())?.incoming ?? '' })
  assert.deepEqual(await eva.call('transfer.arrivals', null), [])
  assert.ok(b64u(recipientOf(newSeed())) !== body)
})

test('a desk that is not open answers nothing of it', async () => {
  const desk = aDeskAt(house)
  await assert.rejects(desk.call('transfer.arrivals', null), { fault: { code: 'locked', kind: 'gone' } })
})
