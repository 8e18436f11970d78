import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { actsOf, heal, judge, queueOne, type Side, take, type Wire } from '#features/nodes/a-wire-history.ts'
import { type ADesk, type AMember, aDeskOn, aFoundedTeam } from './a-desk.ts'
import { aFaultyWire, type FaultyWire } from './a-faulty-wire.ts'
import { introduce, talk } from './a-node.ts'
import { type ScratchDatabase, type ScratchServer, scratchServer } from './database.ts'
import { dice } from './dice.ts'
import { aNodeProcess, type NodeProcess, seatOf } from './many-nodes.ts'

/**
 * The histories of `wire.db.test.ts` once more, with each installation in a process of its own that calls the others over HTTP, and
 * that may be ended by `kill -9` while it takes a frame. Every tenth history begins anew.
 */
const RUNS = process.env['ASYLIA_LONG'] === '1' ? 100 : 1
const ANEW = 10
const NAMES = ['harbour', 'quay', 'pier'] as const

type Apart = Side & {
  readonly wire: FaultyWire
  speak(name: string): Promise<void>
  kill(): Promise<void>
  open(): Promise<void>
  end(): Promise<void>
}
type Origin = { readonly desk: ADesk; readonly who: AMember }

const wires: FaultyWire[] = []
const origins: Origin[] = []
let server: ScratchServer
let sides: Apart[] = []

before(async () => {
  server = await scratchServer()
  for (const [at, team] of NAMES.entries()) {
    const wire = await aFaultyWire(async () => {
      // Before it has read the frame, while it works at it, or after it has kept it.
      await wait(dice() * 60)
      await sides[at]?.kill()
    })
    wires.push(wire)
    const desk = await aDeskOn(await server.more(), { url: wire.address })
    origins.push({ desk, who: (await aFoundedTeam(desk, team)).founder })
    await desk.desk.roster.publish()
  }
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const [one, other] = [origins[a]?.desk, origins[b]?.desk]
    if (one === undefined || other === undefined) throw new Error('nobody is there')
    await introduce(one, other, [`${NAMES[a]}-node`, `${NAMES[b]}-node`])
    await talk(one, other)
  }
  for (const { desk } of origins) await desk.rest()
})
after(async () => {
  for (const side of sides) await side.end()
  for (const { desk } of origins) await desk.stop()
  for (const wire of wires) await wire.stop()
  await server.stop()
})

/** A copy of an installation, at work in a process of its own. */
async function apart(at: number): Promise<Apart> {
  const [origin, wire, team] = [origins[at], wires[at], NAMES[at]]
  if (origin === undefined || wire === undefined || team === undefined) throw new Error('nobody is there')
  const database: ScratchDatabase = await origin.desk.database.copy()
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await cp(origin.desk.folder, folder, { recursive: true })
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  let process: NodeProcess | undefined
  let now = origin.desk.now().getTime()
  const seat = seatOf(origin.who)
  let calls = 0
  const running = (): NodeProcess => {
    if (process === undefined) throw new Error('it was ended')
    return process
  }
  const side: Apart = {
    name: `${team}-node`,
    team,
    client,
    wire,
    pass: async (milliseconds) => {
      now += milliseconds
      await running().ask('pass', { at, milliseconds })
    },
    post: async (path, body) => {
      // Each call of a session has its number; whoever sits there goes on counting after an end.
      calls += 1
      return { status: await running().ask('post', { at, path, body }) }
    },
    rotate: () => running().ask('rotate', { at }),
    peer: (name) => running().ask('peer', { at, name }),
    gen: () => running().ask('gen', { at }),
    speak: (name) => running().ask('speak', { at, name }),
    kill: async () => {
      await process?.kill()
      process = undefined
    },
    open: async () => {
      if (process !== undefined) return
      process = await aNodeProcess()
      const { urls, superuserUrl } = database
      const given = {
        at,
        urls,
        superuserUrl,
        connections: 4,
        seats: [{ ...seat, number: seat.number + calls }],
        folder,
        address: wire.address,
        now,
      }
      wire.port = Number(new URL((await process.ask('open', given)).url).port)
    },
    end: async () => {
      await client.end()
      await process?.stop()
      process = undefined
      await database.stop()
    },
  }
  await side.open()
  return side
}

const line: Wire<Apart> = {
  call: async (from, to, fault) => {
    to.wire.fault = fault
    await from.speak(to.name)
    to.wire.fault = 'none'
    await to.open()
  },
  come: async () => {
    for (const { wire } of sides) if (await wire.come()) return true
    return false
  },
}

test('between three processes over a wire that cuts, delays and doubles, each of them ended while it takes a frame, nothing is lost, doubled or sent to whom it may not go (T-27, T-47, X-10)', async () => {
  const history = { sides: [] as Apart[], wire: line, codes: 0 }
  let runs = 0
  await fc.assert(
    fc.asyncProperty(actsOf(NAMES.length, ['kill', 'kill']), async (acts) => {
      if (runs % ANEW === 0) {
        for (const side of sides) await side.end()
        sides = await Promise.all(NAMES.map((_, at) => apart(at)))
        Object.assign(history, { sides, codes: 0 })
      }
      runs += 1
      await queueOne(history, { by: 0, to: 0, hidden: false })
      for (const next of acts) await take(history, next)
      await heal(history)
      await judge(history)
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})
