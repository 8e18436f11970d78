import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, addressOf, aMemberAt } from '../a-member.ts'

type Lie = (path: string, answer: Response) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
const TITLE = 'On a treaty'
const WORDS = 'We, the undersigned, ask both governments to publish the draft.'
let house: DeskHouse
let ana: AMember
let eva: AMember
let lie: Lie = honest
const sent: string[] = []
const liar: typeof fetch = async (input, init) => {
  if (typeof init?.body === 'string') sent.push(init.body)
  return lie(addressOf(input).replace(/^.*\/api\/desk\//, ''), await fetch(input, init))
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), liar)
  eva = await aMemberAt(house, await house.team('quay'), liar)
})
beforeEach(() => {
  lie = honest
})
after(async () => {
  await house.stop()
})

async function aStatement(): Promise<string> {
  const { code } = await ana.call('coalition.keep', { before: null, title: TITLE, signBy: null })
  await ana.call('coalition.revise', { statement: code, text: WORDS, parties: ['harbour', 'quay'] })
  return code
}

test('the words of a joint statement leave no browser in the clear; who is asked opens, signs and withdraws, and only who agreed is listed (R-NGO-52)', async () => {
  sent.length = 0
  const code = await aStatement()
  const [line] = (await eva.call('coalition.list', null)).statements
  assert.deepEqual([line?.code, line?.isOwn], [code, false])
  const shown = await eva.call('coalition.view', { statement: code })
  assert.deepEqual([shown.text, shown.problem, shown.n], [WORDS, null, 1])
  await assert.rejects(
    eva.call('coalition.sign', { statement: code, title: TITLE, text: `${WORDS} Now.`, listed: true }),
    /coalition.changed/,
  )
  await eva.call('coalition.sign', { statement: code, title: TITLE, text: WORDS, listed: false })
  await ana.call('coalition.sign', { statement: code, title: TITLE, text: WORDS, listed: true })
  const { revision, signatures } = await ana.call('coalition.view', { statement: code })
  assert.deepEqual(
    signatures.map(({ team, problem }) => [team, problem]),
    [
      ['harbour', null],
      ['quay', null],
    ],
  )
  await ana.call('coalition.publish', { statement: code, n: 1, revision })
  const form = await ana.call('coalition.form', { statement: code })
  assert.deepEqual([form.text, form.signatories.map(({ team }) => team)], [WORDS, ['harbour']], 'who is not listed is not named')
  await ana.call('coalition.unsign', { statement: code })
  assert.deepEqual((await ana.call('coalition.form', { statement: code })).signatories, [])
  assert.ok(!sent.some((body) => body.includes('undersigned')), 'words left a browser')
})

test('a server that hands out other words, or a signature that was not given so, is found out (R-NGO-52, T-22)', async () => {
  const code = await aStatement()
  await eva.call('coalition.sign', { statement: code, title: TITLE, text: WORDS, listed: false })
  await ana.call('coalition.sign', { statement: code, title: TITLE, text: WORDS, listed: true })
  const { revision } = await ana.call('coalition.view', { statement: code })
  await ana.call('coalition.publish', { statement: code, n: 1, revision })
  const lying = (change: (body: { signatures: { team: string; listed: boolean }[]; versions: { digest: string }[] }) => void) => {
    lie = async (path, answer) => {
      if (path !== 'coalition/statements/view') return answer
      const body = (await answer.json()) as Parameters<typeof change>[0]
      change(body)
      return Response.json(body)
    }
  }
  lying(({ signatures }) => {
    for (const one of signatures) one.listed = true
  })
  const shown = await ana.call('coalition.view', { statement: code })
  assert.deepEqual(
    shown.signatures.map(({ team, problem }) => [team, problem]),
    [
      ['harbour', null],
      ['quay', 'coalition.forged'],
    ],
  )
  await assert.rejects(ana.call('coalition.form', { statement: code }), /coalition.forged/)
  lie = async (path, answer) =>
    path === 'coalition/statements/view' ? Response.json({ ...((await answer.json()) as object), title: 'For the other side' }) : answer
  assert.equal((await ana.call('coalition.view', { statement: code })).title, TITLE, 'the title is what was signed')
  lying(({ versions }) => {
    for (const one of versions) one.digest = 'f'.repeat(64)
  })
  const other = await ana.call('coalition.view', { statement: code })
  assert.deepEqual([other.text, other.problem], [null, 'item.hash_differs'])
})

test('another title is another version: whoever reads the old one does not sign the new one (R-NGO-52, T-22)', async () => {
  const code = await aStatement()
  const { revision } = await ana.call('coalition.view', { statement: code })
  const { statements } = await ana.call('coalition.list', null)
  const before = statements.find((one) => one.code === code)
  assert.ok(before !== undefined)
  await ana.call('coalition.keep', { before: { id: before.id, code, revision }, title: 'On the other treaty', signBy: null })
  assert.equal((await eva.call('coalition.view', { statement: code })).title, TITLE, 'a title that nobody sealed is not shown')
  await ana.call('coalition.revise', { statement: code, text: WORDS, parties: ['harbour', 'quay'] })
  await assert.rejects(eva.call('coalition.sign', { statement: code, title: TITLE, text: WORDS, listed: true }), /coalition.changed/)
  await eva.call('coalition.sign', { statement: code, title: 'On the other treaty', text: WORDS, listed: true })
})

test('a new key of an organisation opens the statements that came before it, drawn up here or elsewhere', async () => {
  const code = await aStatement()
  for (const who of [ana, eva]) await who.call('rotate', null)
  const old = await house.superuser.query('select from keys.coalition_wrap where epoch = 1')
  assert.equal(old.rowCount, 0)
  for (const who of [ana, eva]) assert.equal((await who.call('coalition.view', { statement: code })).text, WORDS)
})
