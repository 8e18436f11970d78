import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { type APasskey, aPasskey } from '../../../../test/a-passkey.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Calls } from '../../calls.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'

/** The worker's half of a passkey: what the page brings it, and what it does with a server that lies. */

let house: DeskHouse
let ana: AMember
let passkey: APasskey
const secret = randomBytes(32)
const sent: string[] = []
const listening: typeof fetch = async (input, init) => {
  sent.push(`${addressOf(input)} ${typeof init?.body === 'string' ? init.body : ''} ${JSON.stringify(init?.headers ?? {})}`)
  return fetch(input, init)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), listening)
  passkey = aPasskey(house.origin)
  const asked = await ana.call('sign-in.begin', null)
  const { credential, clientData, attestation } = passkey.register(b64u(asked.challenge))
  const made = { credential: unb64u(credential), clientData: unb64u(clientData), attestation: unb64u(attestation) }
  await ana.call('sign-in.keep', { ...made, challenge: asked.challenge, label: 'laptop', secret: Uint8Array.from(secret) })
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

type Opens = Calls['openPasskey']
async function openWith(desk: Pick<AMember, 'call'>, given: Uint8Array | null, of: APasskey = passkey): Promise<Opens['out']> {
  const { challenge } = await desk.call('askPasskey', null)
  of.counter += 1
  const answer = of.answer(b64u(challenge))
  const parts = {
    credential: unb64u(answer.credential),
    clientData: unb64u(answer.clientData),
    authenticator: unb64u(answer.authenticator),
    signature: unb64u(answer.signature),
  }
  return desk.call('openPasskey', { challenge, answer: parts, secret: given, drafts: null, device: null })
}
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { fault?: { code: string }; code?: string; message: string }) => error.fault?.code ?? error.code ?? error.message,
  )

test('what a passkey gives opens the desk of its member, is wiped, and is never sent (T-08)', async () => {
  const desk = aDeskAt(house, listening)
  const given = Uint8Array.from(secret)
  const entered = await openWith(desk, given)
  assert.deepEqual([entered.state, entered.member, entered.hasKey], ['open', ana.member, true])
  assert.deepEqual(given, new Uint8Array(32))
  assert.equal((await desk.call('team', null)).member, ana.member)
  for (const shape of [b64u(secret), secret.toString('hex'), secret.toString('base64')]) assert.ok(!sent.join('\n').includes(shape))
})

test('without a secret the words are needed, other words open nothing, and the right ones need no colleague (T-08, T-28)', async () => {
  const desk = aDeskAt(house)
  const entered = await openWith(desk, null)
  assert.deepEqual([entered.state, entered.member, entered.hasKey], ['words', ana.member, false])
  assert.equal(await faultOf(desk.call('team', null)), 'locked')
  const others = 'abandon '.repeat(11).concat('about')
  assert.equal(await faultOf(desk.call('openPasskeyWords', { typed: others, drafts: null })), 'unlock.refused')
  assert.equal((await desk.call('openPasskeyWords', { typed: ana.words.join(' '), drafts: null })).state, 'open')
})

test('a server that hands out another member’s sealed key gets no session in anybody’s name (T-37, T-38)', async () => {
  const ben = await aMemberAt(house, await house.team('quay'))
  const swapping: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    if (!addressOf(input).endsWith('/passkeys/open')) return answer
    return Response.json({ ...((await answer.json()) as object), member: ben.member })
  }
  const desk = aDeskAt(house, swapping)
  assert.equal(await faultOf(openWith(desk, Uint8Array.from(secret))), 'session.refused')
  assert.equal(await faultOf(desk.call('team', null)), 'locked')
})

test('another secret is told to the team, and the passkey opens nothing from then on (A-09)', async () => {
  const desk = aDeskAt(house)
  assert.equal(await faultOf(openWith(desk, Uint8Array.from(randomBytes(32)))), 'passkey.changed')
  const { notices } = await ana.call('sign-in.list', null)
  assert.deepEqual(
    notices.map(({ kind, member }) => [kind, member]),
    [['passkey_changed', ana.member]],
  )
  assert.equal(await faultOf(openWith(desk, Uint8Array.from(secret))), 'session.refused')
})

test('new words open the same key, the old ones nothing, and every session ends (A-05)', async () => {
  const cai = await aMemberAt(house, await house.team('mole'))
  const { words } = await cai.call('sign-in.newWords', null)
  assert.notDeepEqual(words, cai.words)
  assert.equal(await faultOf(cai.call('sign-in.keepWords', { typed: cai.words.join(' ') })), 'join.confirm_differs')
  await cai.call('sign-in.keepWords', { typed: words.join(' ') })
  assert.equal(await faultOf(cai.call('team', null)), 'session.ended')
  const desk = aDeskAt(house)
  const typed = (of: readonly string[]) => ({ member: cai.member, typed: of.join(' '), drafts: null })
  assert.equal(await faultOf(desk.call('unlock', typed(cai.words))), 'unlock.refused')
  const entered = await desk.call('unlock', typed(words))
  assert.deepEqual([entered.state, entered.hasKey], ['open', true])
})

test('a page that was not loaded over a protected connection opens no desk (T-08)', async () => {
  const here = globalThis as { isSecureContext?: boolean }
  here.isSecureContext = false
  try {
    const desk = aDeskAt(house)
    const unlocking = desk.call('unlock', { member: 'M-ABCDEF', typed: ana.words.join(' '), drafts: null })
    assert.equal(await faultOf(unlocking), 'unlock.insecure')
  } finally {
    delete here.isSecureContext
  }
})
