import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aMemberAt } from '../a-member.ts'
import { aCard } from './a-card.ts'

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
after(() => house.stop())

test('another installation is introduced by a steward with the fingerprint that was heard, and by no other one (R-EP-24)', async () => {
  const { own, nodes } = await ana.call('nodes.list', null)
  assert.deepEqual([nodes.length, own.fingerprint.split(' ').length], [0, 8])
  const { card, fingerprint } = aCard()
  await assert.rejects(
    ana.call('nodes.introduce', { name: 'quay-node', card, fingerprint: aCard().fingerprint }),
    /node.fingerprint_differs/,
  )
  await assert.rejects(ana.call('nodes.introduce', { name: 'self', card: own.card, fingerprint: own.fingerprint }), /node.known/)
  await assert.rejects(ben.call('nodes.introduce', { name: 'quay-node', card, fingerprint }), /role.needed/)
  await ana.call('nodes.introduce', { name: 'quay-node', card, fingerprint: fingerprint.toLowerCase() })
  const told = (await ben.call('nodes.list', null)).nodes.map(({ name, state, fingerprint: known }) => [name, state, known])
  assert.deepEqual(told, [['quay-node', 'active', fingerprint]])
})

test('the exchange is ended by a steward at once, and what does not stand still is not resumed (R-EP-24)', async () => {
  const { card, fingerprint } = aCard()
  await ana.call('nodes.introduce', { name: 'dock-node', card, fingerprint })
  await assert.rejects(ana.call('nodes.resume', { name: 'dock-node' }), /node.nothing_to_resume/)
  await assert.rejects(ben.call('nodes.revoke', { name: 'dock-node' }), /role.needed/)
  await ana.call('nodes.revoke', { name: 'dock-node' })
  const { nodes } = await ana.call('nodes.list', null)
  assert.equal(nodes.find(({ name }) => name === 'dock-node')?.state, 'revoked')
  assert.deepEqual(await ana.call('nodes.conflicts', null), [])
})
