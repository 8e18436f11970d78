import pg from 'pg'
import { type ADesk, aDeskOn, aFoundedTeam, anotherMember } from '../test/a-desk.ts'
import { aliasAt } from '../test/a-node.ts'
import { type ScratchDatabase, type ScratchServer, scratchServer } from '../test/database.ts'
import { aNodeProcess, type NodeProcess, seatOf } from '../test/many-nodes.ts'
import type { Opened } from '../test/many-nodes-process.ts'

/** So many installations, each with a database of its own and so many offices, in at most four processes; the first has a server alone. */
export type Size = { readonly nodes: number; readonly offices: number }
const PROCESSES = 4
/** The server has place for 64; the one that sends and comes back has its usual ten. */
const OWN_CONNECTIONS = 10

export type ManyNodes = {
  readonly opened: readonly Opened[]
  /** The process in which this one is. */
  of(at: number): NodeProcess
  /** Of the first of them: offices here and at all others, under the names that they have here. */
  readonly offices: readonly string[]
  readonly slugs: readonly string[]
  /** Asks the database of one of them. */
  query<Row extends pg.QueryResultRow>(at: number, text: string, values?: readonly unknown[]): Promise<Row[]>
  within<Result>(at: number, work: (superuser: pg.Client) => Promise<Result>): Promise<Result>
  all<Result>(work: (at: number) => Promise<Result>): Promise<Result[]>
  clock(away: number): Promise<void>
  /** By the clock of all of them. */
  now(): number
  stop(): Promise<void>
}

export const nameOf = (at: number): string => `n-${at}`
/** Whose two members send, on each of them. */
export const SENDER = 'sender'

/** The first node knows all others and they know it; what each has of offices is known to the other side. */
export async function manyNodes({ nodes, offices }: Size): Promise<ManyNodes> {
  const [server, others] = [await scratchServer(), await scratchServer()]
  const processes: NodeProcess[] = []
  const stopServers = () => Promise.all([server.stop(), others.stop()])
  try {
    const slugs = Array.from({ length: Math.ceil(offices / nodes) }, (_, at) => `office-${at}`)
    const first = await manyDatabases(server, 1, slugs)
    const theirs = await manyDatabases(others, nodes - 1, slugs)
    const databases = [...first.databases, ...theirs.databases]
    for (let at = 0; at < Math.min(PROCESSES, nodes); at += 1) processes.push(await aNodeProcess())
    // The others stand for other machines: what this one has is first of all for the node that is measured, and for its database.
    await Promise.all(processes.slice(1).map((one) => one.ask('standBack', undefined)))
    const of = (at: number) => {
      const one = processes[at === 0 ? 0 : 1 + (at % (processes.length - 1))]
      if (one === undefined) throw new Error('no such node')
      return one
    }
    const every = Array.from({ length: nodes }, (_, at) => at)
    const all = <Result>(work: (at: number) => Promise<Result>) => Promise.all(every.map(work))
    const opened = await all((at) => {
      const { urls, superuserUrl } = databases[at] as ScratchDatabase
      return of(at).ask('open', {
        at,
        urls,
        superuserUrl,
        connections: at === 0 ? OWN_CONNECTIONS : 1,
        seats: (at === 0 ? first : theirs).seats,
      })
    })
    const began = Date.now()
    let away = 0
    const within: ManyNodes['within'] = async (at, work) => {
      if (at === 0) return work(own)
      const client = await opening(databases[at])
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    }
    const own = await opening(databases[0])
    const many: ManyNodes = {
      opened,
      of,
      slugs,
      offices: slugs.flatMap((slug) => every.map((at) => (at === 0 ? slug : aliasAt(nameOf(at), slug)))).slice(0, offices),
      within,
      query: (at, text, values = []) => within(at, async (client) => (await client.query(text, [...values])).rows),
      all,
      clock: async (by) => {
        away = by
        await Promise.all(processes.map((one) => one.ask('clock', { began, away })))
      },
      now: () => Date.parse('2026-11-22T10:20:00Z') + Date.now() - began + away,
      stop: async () => {
        await Promise.all(processes.map((one) => one.stop()))
        await own.end()
        await stopServers()
      },
    }
    await many.clock(0)
    await meet(many, nodes, slugs.length + 1)
    return many
  } catch (error) {
    await Promise.all(processes.map((one) => one.kill()))
    await stopServers()
    throw error
  }
}

async function opening(database: ScratchDatabase | undefined): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database?.superuserUrl ?? '' })
  // The server may end before it.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Teams are founded once; each installation is a copy of the first, with secrets and lists of keys of its own. */
async function manyDatabases(server: ScratchServer, nodes: number, slugs: readonly string[]) {
  const first = await server.more()
  const desk: ADesk = await aDeskOn(first)
  const { founder } = await aFoundedTeam(desk, SENDER)
  const seats = [founder, await anotherMember(desk, founder)]
  for (const slug of slugs) seats.push((await aFoundedTeam(desk, slug)).founder)
  await desk.rest()
  const databases: ScratchDatabase[] = []
  while (databases.length < nodes) databases.push(await first.copy())
  await desk.stop()
  return { databases, seats: seats.map(seatOf) }
}

async function meet(many: ManyNodes, nodes: number, teams: number): Promise<void> {
  for (let at = 1; at < nodes; at += 1) {
    const [here, there] = [many.opened[0] as Opened, many.opened[at] as Opened]
    await many.of(0).ask('introduce', { at: 0, name: nameOf(at), card: there.card, fingerprint: there.fingerprint })
    await many.of(at).ask('introduce', { at, name: nameOf(0), card: here.card, fingerprint: here.fingerprint })
  }
  await many.all((at) => many.of(at).ask('run', { at }))
  const known = `select count(*)::int as n from asylia.team where node_epoch > 0 and node_police is false`
  await until(60, async () => (await many.query<{ n: number }>(0, known))[0]?.n === teams * (nodes - 1))
  for (let at = 1; at < nodes; at += 1) await until(60, async () => (await many.query<{ n: number }>(at, known))[0]?.n === teams)
}

/** Waits for a condition, and answers the seconds that it took; rejects after so many. What is dear to ask is asked less often. */
export async function until(most: number, holds: () => Promise<boolean>, began = Date.now(), every = 50): Promise<number> {
  for (;;) {
    if (await holds()) return (Date.now() - began) / 1_000
    if (Date.now() - began > most * 1_000) throw new Error(`it did not come true within ${most} s`)
    await new Promise((go) => setTimeout(go, every))
  }
}
