import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { GraphNode, Link } from '#features/cases/views/view.contract.ts'
import { beginNet, keyOf, layOut, type Net, NODES_MOST, walk, withPage } from './layout.ts'

const aCase: GraphNode = { kind: 'case', case: 'C-7Q4MXK', id: null, code: 'C-7Q4MXK' }
const anIncident = (n: number): GraphNode => ({ kind: 'incident', case: 'C-7Q4MXK', id: `id-${n}`, code: `I-${n}` })
const anActor: GraphNode = { kind: 'actor', case: null, id: 'actor', code: 'A-7Q4MXK' }
const link = (to: GraphNode, by = 'in', part = 1): Link => ({ part, id: `link-${to.id ?? to.code}-${by}`, to, by, level: null })
const grown = (net: Net, node: GraphNode, links: readonly Link[], more = false) => withPage(net, { node, links, more }).net

test('a record stands once in the net, and a link once, from whichever end it was found', () => {
  const one = grown(beginNet(aCase), aCase, [link(anIncident(1)), link(anIncident(2))])
  const both = grown(one, anIncident(1), [link(aCase), link(anActor, 'executed')])
  assert.deepEqual([both.nodes.size, both.edges.length], [4, 3])
  const again = grown(both, anActor, [link(anIncident(1), 'executed'), link(anIncident(2), 'executed')])
  assert.deepEqual([again.nodes.size, again.edges.length], [4, 4])
})

test('a page that has a next one says where that begins, and the last page that it was the last', () => {
  const first = grown(beginNet(aCase), aCase, [link(anIncident(1))], true)
  assert.deepEqual(first.nodes.get(keyOf(aCase))?.next, { part: 1, id: 'link-id-1-in' })
  const last = grown(first, aCase, [link(anIncident(2))])
  assert.deepEqual([last.nodes.get(keyOf(aCase))?.next, last.nodes.get(keyOf(aCase))?.asked], [null, true])
})

test('a hub fills the screen up to three hundred records, says so, and goes on where it stopped', () => {
  const links = Array.from({ length: NODES_MOST + 50 }, (_, n) => link(anIncident(n)))
  const { net, full } = withPage(beginNet(aCase), { node: aCase, links, more: true })
  assert.deepEqual([net.nodes.size, full], [NODES_MOST, true])
  assert.deepEqual(net.nodes.get(keyOf(aCase))?.next, { part: 1, id: `link-id-${NODES_MOST - 2}-in` })
  const more = withPage(net, { node: aCase, links: [link(anIncident(9_999))], more: true })
  assert.deepEqual([more.net.nodes.size, more.full], [NODES_MOST, true])
  assert.deepEqual(more.net.nodes.get(keyOf(aCase))?.next, net.nodes.get(keyOf(aCase))?.next)
})

const nets = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), { maxLength: 40 }).map((pairs) => {
  const start = grown(beginNet(aCase), aCase, [link(anIncident(0))])
  return pairs.reduce(
    (net, [from, to]) => (net.nodes.has(keyOf(anIncident(from))) ? grown(net, anIncident(from), [link(anIncident(to), 'x')]) : net),
    start,
  )
})

test('whatever the net, every record has a place of its own, an edge joins neighbouring columns, and it is drawn the same again', () => {
  fc.assert(
    fc.property(nets, (net) => {
      const places = layOut(net)
      assert.deepEqual([...places.keys()].toSorted(), [...net.nodes.keys()].toSorted())
      assert.equal(new Set([...places.values()].map(({ column, row }) => `${column} ${row}`)).size, places.size)
      for (const { from, to } of net.edges) assert.ok(Math.abs((places.get(from)?.column ?? 99) - (places.get(to)?.column ?? -99)) <= 1)
      const shuffled = { ...net, edges: net.edges.toReversed() }
      assert.deepEqual([...layOut(shuffled)].toSorted(), [...places].toSorted())
    }),
  )
})

test('arrows walk along the edges and lead nowhere else', () => {
  const net = grown(grown(beginNet(aCase), aCase, [link(anIncident(1)), link(anIncident(2))]), anIncident(1), [link(anActor, 'executed')])
  const places = layOut(net)
  const from = (node: GraphNode, way: Parameters<typeof walk>[3]) => walk(net, places, keyOf(node), way)
  assert.equal(from(aCase, 'on'), keyOf(anIncident(1)))
  assert.equal(from(anIncident(1), 'down'), keyOf(anIncident(2)))
  assert.equal(from(anIncident(2), 'down'), null)
  assert.equal(from(anIncident(1), 'on'), keyOf(anActor))
  assert.equal(from(anIncident(2), 'on'), null)
  assert.equal(from(anActor, 'back'), keyOf(anIncident(1)))
  assert.equal(from(aCase, 'back'), null)
})
