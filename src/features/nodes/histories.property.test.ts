import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aSim, backFrom, backupOf, edit, end, type Frame, listen, resume, type Sim, share, speak } from './a-simulated-node.ts'
import { readField } from './item.rules.ts'

/**
 * Random histories of two or three nodes over a wire that cuts, delays, doubles and reorders: share, update, withdraw, exclude,
 * correct, and come back from an older backup. No node hands on what it received, so each keeps a chain with each other one; a
 * backup holds all of them. At the end the wire is whole, people speak with one another, and both sides of each pair have to agree.
 */
const RUNS = process.env['ASYLIA_LONG'] === '1' ? 10_000 : 300
const THINGS = 4
const MOST = 3

const by = fc.nat(MOST - 1)
/** Which of the others, counted from the next one. */
const to = fc.nat(MOST - 2)
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('share' as const), by, to, thing: fc.nat(THINGS - 1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), by, to, thing: fc.nat(THINGS - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('exclude' as const), by, to, thing: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), by, to, thing: fc.nat(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('call' as const), by, to, thing: fc.constantFrom(0, 0, 0, 1, 2, 3, 4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), by, to, thing: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('backup' as const), by, to, thing: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), by, to, thing: fc.constant(0) }) },
)
/** Long ones: short histories go well by themselves. */
const steps = fc.array(step, { minLength: 60, maxLength: 160, size: 'max' })
const count = fc.integer({ min: 2, max: MOST })
type Step = {
  readonly do: 'share' | 'withdraw' | 'exclude' | 'edit' | 'call' | 'late' | 'backup' | 'restore'
  readonly by: number
  readonly to: number
  readonly thing: number
}

/** One node: what it has with each other one, by the number of that one. */
type House = Map<number, Sim>
type World = {
  readonly nodes: House[]
  readonly backups: House[]
  now: number
  /** Frames that are still somewhere, also those of a life that a restore ended: somebody may have kept them. */
  wire: { to: number; from: number; frame: Frame }[]
  versions: number
}

function aWorld(nodes: number): World {
  const every = Array.from({ length: nodes }, (_, at) => at)
  const houses = every.map((at): House => new Map(every.filter((other) => other !== at).map((other) => [other, aSim(`${at}-${other}`)])))
  return { nodes: houses, backups: houses.map((house) => mapped(house, backupOf)), now: 1_000, wire: [], versions: 0 }
}
const mapped = (house: House, make: (sim: Sim) => Sim): House => new Map([...house].map(([other, sim]) => [other, make(sim)]))

const simOf = ({ nodes }: World, at: number, other: number): Sim => {
  const sim = nodes[at]?.get(other)
  if (sim === undefined) throw new Error('no such node')
  return sim
}
const sims = ({ nodes }: World): Sim[] => nodes.flatMap((house) => [...house.values()])
/** The two numbers that a step is about. */
function pairIn({ nodes }: World, one: Pick<Step, 'by' | 'to'>): readonly [number, number] {
  const at = one.by % nodes.length
  return [at, (at + 1 + (one.to % (nodes.length - 1))) % nodes.length]
}
const pairs = ({ nodes }: World): (readonly [number, number])[] =>
  nodes.flatMap((house, at) => [...house.keys()].map((other) => [at, other] as const))

/** One call: either frame may get lost on the way, come twice, or come much later. */
function call(world: World, [at, other]: readonly [number, number], fault: number): void {
  const [here, there] = [simOf(world, at, other), simOf(world, other, at)]
  world.now += 10
  const asked = speak(here, world.now)
  if (fault === 1) return void world.wire.push({ to: other, from: at, frame: asked })
  if (fault === 2) return
  listen(there, asked, here)
  if (fault === 3) listen(there, asked, here)
  const answered = speak(there, world.now)
  if (fault === 4) return void world.wire.push({ to: at, from: other, frame: answered })
  listen(here, answered, there)
}
const arrive = (world: World, { to: at, from, frame }: World['wire'][number]) =>
  listen(simOf(world, at, from), frame, simOf(world, from, at))

function take(world: World, one: Step): void {
  const [at, other] = pairIn(world, one)
  const sim = simOf(world, at, other)
  const { do: what, thing } = one
  const about = `${at}>${other}:${thing}`
  world.now += 1
  if (what === 'share') share(sim, about, (world.versions += 1))
  else if (what === 'withdraw') end(sim, about, 'withdrawn')
  else if (what === 'exclude') {
    sim.excluded = true
    for (const [id, { outward }] of sim.items) if (outward) end(sim, id, 'excluded')
  } else if (what === 'edit') edit(sim, `field:${thing}`, `${at}-${world.now}`)
  else if (what === 'call') call(world, [at, other], thing)
  else if (what === 'late') {
    const [late] = world.wire.splice(thing % Math.max(1, world.wire.length), 1)
    if (late !== undefined) arrive(world, late)
  } else if (what === 'backup') world.backups[at] = mapped(world.nodes[at] ?? new Map(), backupOf)
  else restore(world, at)
}

/** Everything that is still on its way arrives, the oldest last; it stays somewhere and can be played again. */
function replay(world: World): void {
  for (const late of world.wire.toReversed()) arrive(world, late)
}

function restore(world: World, at: number): void {
  world.nodes[at] = mapped(world.backups[at] ?? new Map(), backFrom)
}

/** The wire is whole again; whoever was set back is resumed first, then the other side. False when that did not heal it. */
function heal(world: World): boolean {
  return pairs(world).every(([at, other]) => healPair(world, at, other))
}
function healPair(world: World, at: number, other: number): boolean {
  for (let round = 0; round < 200; round += 1) {
    call(world, round % 2 === 0 ? [at, other] : [other, at], 0)
    const [one, two] = [simOf(world, at, other), simOf(world, other, at)]
    for (const state of ['behind', 'restored']) for (const sim of [one, two]) if (sim.link.state === state) resume(sim)
    const isQuiet = [one, two].every(({ waiting, link }) => waiting.length === 0 && link.state === 'active' && link.acked.n === link.sent.n)
    if (isQuiet && one.link.sent.head === two.link.received.head && two.link.sent.head === one.link.received.head) return true
  }
  return false
}

function judge(world: World): void {
  for (const [at, other] of pairs(world)) judgePair(simOf(world, at, other), simOf(world, other, at))
}

function judgePair(here: Sim, there: Sim): void {
  for (const [id, times] of there.effects) assert.equal(times, 1, `${id} took effect twice`)
  for (const [about, item] of here.items) {
    if (!item.outward) continue
    const copy = there.items.get(about)
    if (item.tomb === null) assert.equal(copy?.version, item.version, `${about} was acknowledged and is lost`)
    // Nothing that ended stands anywhere, whatever else was on its way.
    assert.equal((copy?.tomb ?? null) !== null || copy === undefined, item.tomb !== null, `${about} ended on one side alone`)
  }
  // No node gets what was for another one.
  for (const [about, { outward }] of there.items) assert.ok(outward || here.items.has(about), `${about} came from nowhere`)
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

const history = (nodes: number, steps: readonly Step[]): World => {
  const world = aWorld(nodes)
  for (const one of steps) if (one.do !== 'restore') take(world, one)
  return world
}
const areActive = (world: World): boolean => sims(world).every(({ link }) => link.state === 'active')

test('without a backup nothing is lost, doubled, brought back or sent to an excluded side, and both agree in the end (T-47, X-09, X-10)', () => {
  fc.assert(
    fc.property(count, steps, (nodes, taken) => {
      const world = history(nodes, taken)
      assert.ok(areActive(world), 'no fault of the wire looks like somebody who lies')
      assert.ok(heal(world), 'both agree once the wire is whole')
      judge(world)
    }),
    { numRuns: RUNS },
  )
})

test('a side that comes back from an older backup is noticed before anything is sent under an old number, and nothing that ended comes back (T-47, X-11)', () => {
  fc.assert(
    fc.property(count, steps, by, (nodes, taken, drawn) => {
      const world = history(nodes, taken)
      assert.ok(heal(world))
      const at = drawn % nodes
      const others = [...(world.nodes[at]?.keys() ?? [])]
      const before = world.nodes.map((house) => structuredClone(house))
      restore(world, at)
      replay(world)
      const lost = new Set(
        others.filter((other) => {
          const [set, kept] = [simOf(world, at, other), simOf(world, other, at)]
          return kept.link.received.n > set.link.sent.n || kept.link.sent.n > set.link.received.n
        }),
      )
      for (const other of others) {
        // It does not know yet, and shares once more what it remembers as shared.
        for (let thing = 0; thing < THINGS; thing += 1) share(simOf(world, at, other), `${at}>${other}:${thing}`, (world.versions += 1))
        call(world, [at, other], 0)
        replay(world)
        call(world, [at, other], 0)
        replay(world)
      }
      for (const [one, other] of pairs(world)) {
        const isOfLost = (one === at && lost.has(other)) || (other === at && lost.has(one))
        const areBoth = [simOf(world, one, other), simOf(world, other, one)].every(({ link }) => link.state === 'active')
        assert.equal(areBoth, !isOfLost, 'who lost something is noticed, and nobody else')
      }
      assert.ok(sims(world).every(({ link }) => link.state !== 'forked'))
      assert.ok(heal(world), 'people speak with one another, and both go on')
      replay(world)
      assert.ok(areActive(world), 'an old frame stops nothing')
      // Whatever had ended for a side that remembers is over on both.
      for (const other of others)
        for (const [about, { tomb }] of before[other]?.get(at)?.items ?? [])
          for (const { items } of [simOf(world, at, other), simOf(world, other, at)])
            assert.ok(tomb === null || items.get(about)?.tomb !== null, `${about} came back`)
    }),
    { numRuns: RUNS },
  )
})

test('what a life said that a backup ended, and what arrives only after it, is no fork and brings nothing back (T-47, X-11)', () => {
  fc.assert(
    fc.property(count, steps, by, to, fc.boolean(), (nodes, taken, drawn, next, early) => {
      const world = history(nodes, taken)
      assert.ok(heal(world))
      const [at, other] = pairIn(world, { by: drawn, to: next })
      world.backups[at] = mapped(world.nodes[at] ?? new Map(), backupOf)
      edit(simOf(world, at, other), 'field:0', 'lost')
      call(world, [at, other], 1)
      restore(world, at)
      if (early) replay(world)
      edit(simOf(world, at, other), 'field:0', 'said again')
      for (let round = 0; round < 3; round += 1) {
        call(world, [at, other], 0)
        replay(world)
      }
      const state = early ? ['behind', 'restored'] : ['active', 'active']
      assert.deepEqual([simOf(world, at, other).link.state, simOf(world, other, at).link.state], state)
      assert.ok(heal(world))
      replay(world)
      assert.ok(areActive(world))
      // What came early counts over there under the number of a change that its own side forgot.
      if (!early) judge(world)
    }),
    { numRuns: RUNS },
  )
})
