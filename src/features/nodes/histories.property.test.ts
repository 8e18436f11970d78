import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aSim, backFrom, backupOf, edit, end, type Frame, listen, resume, type Sim, share, speak } from './a-simulated-node.ts'
import { readField } from './item.rules.ts'

/**
 * Random histories of two nodes over a wire that cuts, delays, doubles and reorders: share, update, withdraw, exclude, correct, and
 * come back from an older backup. At the end the wire is whole, people speak with one another, and both sides have to agree.
 */
const RUNS = process.env['ASYLIA_LONG'] === '1' ? 10_000 : 300
const THINGS = 4

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('share' as const), by: fc.nat(1), thing: fc.nat(THINGS - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), by: fc.nat(1), thing: fc.nat(THINGS - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('exclude' as const), by: fc.nat(1), thing: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), by: fc.nat(1), thing: fc.nat(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('call' as const), by: fc.nat(1), thing: fc.constantFrom(0, 0, 0, 1, 2, 3, 4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), by: fc.nat(1), thing: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('backup' as const), by: fc.nat(1), thing: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), by: fc.nat(1), thing: fc.constant(0) }) },
)
/** Long ones: short histories go well by themselves. */
const steps = fc.array(step, { minLength: 60, maxLength: 160, size: 'max' })
type Step = {
  readonly do: 'share' | 'withdraw' | 'exclude' | 'edit' | 'call' | 'late' | 'backup' | 'restore'
  readonly by: number
  readonly thing: number
}

type World = {
  readonly nodes: [Sim, Sim]
  readonly backups: [Sim, Sim]
  now: number
  /** Frames that are still somewhere, also those of a life that a restore ended: somebody may have kept them. */
  wire: { to: number; frame: Frame }[]
  versions: number
  /** Effects that the outside world saw; a restored side may see one again. */
  everEnded: Set<string>
  restores: number
}

function aWorld(): World {
  const nodes: [Sim, Sim] = [aSim('one'), aSim('other')]
  return { nodes, backups: [backupOf(nodes[0]), backupOf(nodes[1])], now: 1_000, wire: [], versions: 0, everEnded: new Set(), restores: 0 }
}

/** One call: either frame may get lost on the way, come twice, or come much later. */
function call(world: World, by: number, fault: number): void {
  const [here, there] = by === 0 ? world.nodes : [world.nodes[1], world.nodes[0]]
  world.now += 10
  const asked = speak(here, world.now)
  if (fault === 1) return void world.wire.push({ to: 1 - by, frame: asked })
  if (fault === 2) return
  listen(there, asked, here)
  if (fault === 3) listen(there, asked, here)
  const answered = speak(there, world.now)
  if (fault === 4) return void world.wire.push({ to: by, frame: answered })
  listen(here, answered, there)
}

function take(world: World, { do: what, by, thing }: Step): void {
  const sim = world.nodes[by === 0 ? 0 : 1]
  const about = `${by}:${thing}`
  world.now += 1
  if (what === 'share') share(sim, about, (world.versions += 1))
  else if (what === 'withdraw') end(sim, about, 'withdrawn')
  else if (what === 'exclude') {
    sim.excluded = true
    for (const [id, { outward }] of sim.items) if (outward) end(sim, id, 'excluded')
  } else if (what === 'edit') edit(sim, `field:${thing}`, `${by}-${world.now}`)
  else if (what === 'call') call(world, by, thing)
  else if (what === 'late') {
    const [late] = world.wire.splice(thing % Math.max(1, world.wire.length), 1)
    if (late !== undefined) listen(world.nodes[late.to === 0 ? 0 : 1], late.frame, world.nodes[late.to === 0 ? 1 : 0])
  } else if (what === 'backup') world.backups[by === 0 ? 0 : 1] = backupOf(sim)
  else restore(world, by)
}

/** Everything that is still on its way arrives, the oldest last; it stays somewhere and can be played again. */
function replay(world: World): void {
  for (const { to, frame } of world.wire.toReversed()) listen(world.nodes[to === 0 ? 0 : 1], frame, world.nodes[to === 0 ? 1 : 0])
}

function restore(world: World, by: number): void {
  world.nodes[by === 0 ? 0 : 1] = backFrom(world.backups[by === 0 ? 0 : 1])
  world.restores += 1
}

/** The wire is whole again; whoever was set back is resumed first, then the other side. Null when that did not heal it. */
function heal(world: World): boolean {
  for (let round = 0; round < 200; round += 1) {
    call(world, round % 2, 0)
    for (const state of ['behind', 'restored']) for (const sim of world.nodes) if (sim.link.state === state) resume(sim)
    const [one, other] = world.nodes
    const isQuiet = [one, other].every(
      ({ waiting, link }) => waiting.length === 0 && link.state === 'active' && link.acked.n === link.sent.n,
    )
    if (isQuiet && one.link.sent.head === other.link.received.head && other.link.sent.head === one.link.received.head) return true
  }
  return false
}

function judge(world: World): void {
  for (const [here, there] of [world.nodes, [world.nodes[1], world.nodes[0]]] as const) {
    for (const [id, times] of there.effects) assert.equal(times, 1, `${id} took effect twice`)
    for (const [about, item] of here.items) {
      if (!item.outward) continue
      const copy = there.items.get(about)
      if (item.tomb === null) assert.equal(copy?.version, item.version, `${about} was acknowledged and is lost`)
      // Nothing that ended stands anywhere, whatever else was on its way.
      assert.equal((copy?.tomb ?? null) !== null || copy === undefined, item.tomb !== null, `${about} ended on one side alone`)
    }
    if (here.excluded)
      for (const [about, { tomb, outward }] of there.items) if (!outward && here.items.has(about)) assert.notEqual(tomb, null)
    for (const [about, field] of here.fields) {
      const theirs = there.fields.get(about)
      assert.deepEqual([field.ours, field.theirs], [theirs?.theirs, theirs?.ours], 'both sides hold the same two writes')
      const [read, reads] = [readField(field), readField(theirs ?? { ours: null, theirs: null })]
      assert.equal(read.kind, reads.kind)
      if (read.kind === 'conflict' && reads.kind === 'conflict') assert.deepEqual([read.ours, read.theirs], [reads.theirs, reads.ours])
      else assert.deepEqual(read, reads)
    }
  }
}

const history = (steps: readonly Step[]): World => {
  const world = aWorld()
  for (const one of steps) take(world, one)
  return world
}

test('without a backup nothing is lost, doubled, brought back or sent to an excluded side, and both agree in the end (T-47, X-09, X-10)', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const world = history(taken.filter((one) => one.do !== 'restore'))
      for (const { link } of world.nodes) assert.equal(link.state, 'active', 'no fault of the wire looks like somebody who lies')
      assert.ok(heal(world), 'both agree once the wire is whole')
      judge(world)
    }),
    { numRuns: RUNS },
  )
})

test('a side that comes back from an older backup is noticed before anything is sent under an old number, and nothing that ended comes back (T-47, X-11)', () => {
  fc.assert(
    fc.property(steps, fc.nat(1), (taken, by) => {
      const world = history(taken.filter((one) => one.do !== 'restore'))
      assert.ok(heal(world))
      const before = structuredClone(world.nodes)
      restore(world, by)
      replay(world)
      const [set, kept] = by === 0 ? world.nodes : [world.nodes[1], world.nodes[0]]
      const lost = kept.link.received.n > set.link.sent.n || kept.link.sent.n > set.link.received.n
      // It does not know yet, and shares once more what it remembers as shared.
      for (let thing = 0; thing < THINGS; thing += 1) share(set, `${by}:${thing}`, (world.versions += 1))
      call(world, by, 0)
      replay(world)
      call(world, by, 0)
      replay(world)
      assert.equal(
        world.nodes.every(({ link }) => link.state === 'active'),
        !lost,
        'who lost something is noticed, and nobody else',
      )
      assert.ok(world.nodes.every(({ link }) => link.state !== 'forked'))
      assert.ok(heal(world), 'people speak with one another, and both go on')
      replay(world)
      assert.ok(
        world.nodes.every(({ link }) => link.state === 'active'),
        'an old frame stops nothing',
      )
      // Whatever had ended for the side that remembers is over on both.
      const remembered = before[by === 0 ? 1 : 0]
      for (const [about, { tomb }] of remembered.items)
        for (const { items } of world.nodes) assert.ok(tomb === null || items.get(about)?.tomb !== null, `${about} came back`)
    }),
    { numRuns: RUNS },
  )
})

test('what a life said that a backup ended, and what arrives only after it, is no fork and brings nothing back (T-47, X-11)', () => {
  fc.assert(
    fc.property(steps, fc.nat(1), fc.boolean(), (taken, by, early) => {
      const world = history(taken.filter((one) => one.do !== 'restore'))
      assert.ok(heal(world))
      world.backups[by === 0 ? 0 : 1] = backupOf(world.nodes[by === 0 ? 0 : 1])
      edit(world.nodes[by === 0 ? 0 : 1], 'field:0', 'lost')
      call(world, by, 1)
      restore(world, by)
      if (early) replay(world)
      edit(world.nodes[by === 0 ? 0 : 1], 'field:0', 'said again')
      for (let round = 0; round < 3; round += 1) {
        call(world, by, 0)
        replay(world)
      }
      const state = early ? ['behind', 'restored'] : ['active', 'active']
      const [set, kept] = by === 0 ? world.nodes : [world.nodes[1], world.nodes[0]]
      assert.deepEqual([set.link.state, kept.link.state], state)
      assert.ok(heal(world))
      replay(world)
      assert.ok(world.nodes.every(({ link }) => link.state === 'active'))
      // What came early counts over there under the number of a change that its own side forgot.
      if (!early) judge(world)
    }),
    { numRuns: RUNS },
  )
})
