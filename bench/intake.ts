import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { planSet, sealedSize } from '#crypto/files/set-plan.ts'
import { aFrame } from '#features/reports/intake/a-frame.ts'
import { type ScratchDatabase, scratchDatabase } from '../test/database.ts'
import type { LoadDone, LoadOrder } from './intake-load.ts'
import { type BenchOptions, type Figure, judge, type Measured, rounds, summarise } from './measure.ts'

const WRITERS = 8
/** The length of a frame of the smallest bucket. */
const FRAME = 37_922

type Bench = { readonly database: ScratchDatabase; readonly origin: string; readonly root: string; readonly frame: string }

/** Texts through HTTP against bare inserts of as many bytes, then texts while ten times too many segments come. guards T-41 */
export function figures({ root }: BenchOptions): Promise<Figure[]> {
  return withServer(root, async (bench, folder) => {
    const filing = await measureFiling(bench)
    const flood = await underFlood(bench, { capacity: filing.value, segments: await diskRate(folder), seconds: 15 })
    return [filing, ...judgeFlood(flood)]
  })
}

/** The same flood for a few seconds, against what this machine takes at this moment. */
export function shortFlood(root: string): Promise<Flood> {
  return withServer(root, async (bench, folder) => {
    const seconds = 2
    const free = await load(bench, { kind: 'texts', seconds, connections: WRITERS, rate: 0 })
    return underFlood(bench, { capacity: free.accepted.length / free.seconds, segments: await diskRate(folder), seconds: 1 })
  })
}

async function withServer<T>(root: string, work: (bench: Bench, folder: string) => Promise<T>): Promise<T> {
  const database = await scratchDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  const server = fork(join(root, 'bench', 'intake-server.ts'), [database.urls.asylia_intake, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    const [origin] = (await once(server, 'message')) as [string]
    const { frame } = await aFrame()
    return await work({ database, origin, root, frame: frame.toString('base64') }, folder)
  } finally {
    server.kill()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureFiling(bench: Bench): Promise<Figure> {
  const { floor, figure } = await rounds({
    seconds: 4,
    floor: (seconds) => bareInserts(bench.database, seconds),
    figure: async (seconds) => {
      const done = await load(bench, { kind: 'texts', seconds, connections: WRITERS, rate: 0 })
      if (Object.keys(done.statuses).some((status) => status !== '201')) throw new Error(`answers: ${JSON.stringify(done.statuses)}`)
      return done.accepted.length / done.seconds
    },
  })
  // Of neighbours, since what else the machine does changes from round to round.
  const ratio = summarise(figure.rounds.map((rate, round) => rate / (floor.rounds[round] ?? 1))).median
  const text = judge('texts of 16 KiB through HTTP keep-alive, durable, 8 at once', figure, '1/s', { atLeast: 500 })
  return { ...text, floor: floor.median, ratio, ok: text.ok && ratio >= 0.4 }
}

/** The floor: the bytes of a frame in one column of one table, a commit each. */
async function bareInserts(database: ScratchDatabase, seconds: number): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({ connectionString: database.superuserUrl })
      await client.connect()
      return client
    }),
  )
  await clients[0]?.query('create table if not exists bare (frame bytea); alter table bare alter column frame set storage external')
  const began = performance.now()
  const counts = await Promise.all(
    clients.map(async (client) => {
      let done = 0
      for (; performance.now() - began < seconds * 1_000; done += 1)
        await client.query({ name: 'bare', text: 'insert into bare (frame) values ($1)', values: [randomBytes(FRAME)] })
      return done
    }),
  )
  const took = (performance.now() - began) / 1_000
  for (const client of clients) await client.end()
  return counts.reduce((sum, done) => sum + done, 0) / took
}

/** Segments a second that this disk takes, written and fsynced one after the other. */
async function diskRate(folder: string): Promise<number> {
  const bytes = randomBytes(1_050_000)
  const began = performance.now()
  let done = 0
  for (; performance.now() - began < 2_000; done += 1) {
    const file = await open(join(folder, `disk-${done}`), 'w')
    await file.writeFile(bytes)
    await file.sync()
    await file.close()
    await rm(join(folder, `disk-${done}`))
  }
  return done / 2
}

/** Texts that were begun, of them accepted within a minute, lost after their 201; segments that were sent beside them. */
export type Flood = {
  readonly due: number
  readonly within: number
  readonly lost: number
  readonly times: readonly number[]
  readonly segments: number
}

async function underFlood(
  bench: Bench,
  { capacity, segments, seconds }: { readonly capacity: number; readonly segments: number; readonly seconds: number },
): Promise<Flood> {
  const plan = planSet(64_000_000, 1_048_576)
  const segment = { total: plan.total, size: sealedSize(plan, 0), count: plan.count }
  const [text, sent] = await Promise.all([
    load(bench, { kind: 'texts', seconds, connections: 0, rate: capacity / 2 }),
    load(bench, { kind: 'segments', seconds, connections: 0, rate: 10 * segments, segment }),
  ])
  return {
    due: text.begun,
    within: text.times.filter((time) => time <= 60_000).length,
    lost: await missing(bench.database, text.accepted),
    times: text.times,
    segments: sent.begun,
  }
}

function judgeFlood({ due, within, lost, times }: Flood): Figure[] {
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY
  return [
    judge('texts at half of that within 60 s, while segments come at ten times what the disk takes', one((100 * within) / due), '%', {
      atLeast: 99,
    }),
    judge('texts lost after their 201', one(lost), 'texts', { atMost: 0 }),
    judge('95 of 100 of these texts were answered within', one(p95), 'ms'),
  ]
}

const one = (value: number): Measured => summarise([value])

async function missing(database: ScratchDatabase, accepted: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from unnest($1::text[]) a (id) where not exists (
       select from intake.item i join intake.body b using (day, item_id) join keys.intake_envelope e using (day, item_id) where i.item_id = decode(a.id, 'hex'))`,
    [accepted],
  )
  await client.end()
  return rows[0]?.n ?? accepted.length
}

async function load({ origin, root, frame }: Bench, order: Omit<LoadOrder, 'origin' | 'frame'>): Promise<LoadDone> {
  const child: ChildProcess = fork(join(root, 'bench', 'intake-load.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.send({ ...order, origin, frame })
  const [done] = (await once(child, 'message')) as [LoadDone]
  return done
}
