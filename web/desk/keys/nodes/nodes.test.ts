import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { introduceNode, nodeDoors, operatorOf } from '#features/nodes/index.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aMemberAt } from '../a-member.ts'
import { aCard } from './a-card.ts'

let house: DeskHouse
let ana: AMember

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
})
after(() => house.stop())

test('the desk reads which installations there are and how they stand, and nothing of what waits for whom (T-21, R-EP-24)', async () => {
  const before = await ana.call('nodes.list', null)
  assert.deepEqual([before.nodes, before.own.split(' ').length], [[], 8])
  await introduceNode(house.nodes, operatorOf(house.nodes), { name: 'quay-node', ...aCard() })
  const { nodes } = await ana.call('nodes.list', null)
  assert.deepEqual(
    nodes.map(({ since, ...rest }) => ({ ...rest, since: /^[0-9T:.-]+Z$/.test(since) })),
    [{ name: 'quay-node', state: 'active', since: true }],
  )
})

test('no door of a desk introduces, resumes or ends another installation: one steward does not decide for every team (T-47)', () => {
  assert.deepEqual(
    nodeDoors(house.nodes).map(({ method, path }) => `${method} ${path}`),
    ['GET /api/desk/nodes'],
  )
})
