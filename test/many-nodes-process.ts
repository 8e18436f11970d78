/** For tests and figures: several installations in one process, each with its own database, port and wire, told what to do by its parent. */
import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { openDatabase, openPool } from '#base/database.ts'
import { findInstallation } from '#base/installation.ts'
import { letOthersPass, sendBack, standBack } from '#base/lowest-priority.ts'
import type { LoginUrls } from '#base/postgres/logins.ts'
import type { RawDoor } from '#base/raw-door.ts'
import { openBase } from '#base/transact.ts'
import { b64u } from '#crypto/bytes.ts'
import type { MemberKeys } from '#crypto/team/member.ts'
import { serveSite } from '#edges/http/serve.ts'
import { runAlerts } from '#features/alerts/alert.jobs.ts'
import { nodeNamed, type Peer, peerOf, rotate } from '#features/nodes/a-wire-history.ts'
import { carryByHttp, introduceNode, nodeWire, operatorOf, runNodes } from '#features/nodes/index.ts'
import { speakWith } from '#features/nodes/node.jobs.ts'
import { keepNodeTeam } from '#features/nodes/office.store.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import { type ADesk, type AMember, aDeskOn, must, seatAt, signInAs } from './a-desk.ts'
import { aDraft, aText, aWrap, yesOfTwo } from './an-alert.ts'
import type { ScratchDatabase } from './database.ts'

/** Somebody at a desk, as it can be told to another process. */
export type Seat = Pick<AMember, 'code' | 'team' | 'token'> & {
  readonly keys: MemberKeys
  readonly number: number
  readonly publicKey: Uint8Array
  readonly jwk: JsonWebKey
}
export type Opened = {
  readonly card: string
  readonly fingerprint: string
  readonly url: string
  readonly instance: string
  readonly recipient: string
  readonly nonce: string
}

type Here = {
  readonly desk: ADesk
  readonly seats: readonly AMember[]
  readonly faults: string[]
  readonly doors: RawDoor[]
  readonly app: ReturnType<typeof serveSite>
  stop: AbortController | undefined
  work: Promise<unknown>
}
const nodes = new Map<number, Here>()
const of = (at: number): Here => {
  const here = nodes.get(at)
  if (here === undefined) throw new Error(`node ${at} is not here`)
  return here
}

/** When the clock of all nodes began to run, by the machine's; it stands until then. `away` is added to it. */
let began: number | undefined
let away = 0
const START = Date.parse('2026-11-22T10:20:00Z')
const tick = () => {
  if (began === undefined) return
  const now = START + Date.now() - began + away
  for (const { desk } of nodes.values()) desk.pass(now - desk.now().getTime())
}
setInterval(tick, 20).unref()

/** What of its databases works for a process that stands back stands back as well. */
let onBackend: ((id: number) => void) | undefined

/** One connection, given back when it is not used. */
function briefPool(url: string): ReturnType<typeof openPool> {
  const pool = openPool(url, 1, onBackend)
  pool.options.idleTimeoutMillis = 500
  return pool
}

/** Many nodes share one server here, which has place for so many: each opens no more connections than it needs. */
async function fewConnections(urls: LoginUrls, clock: Clock, most: number): ReturnType<ScratchDatabase['house']> {
  const app = openDatabase(openPool(urls.asylia_app, most, onBackend))
  // One that has the usual number of them has the wire's as well.
  const wire = most > 1 ? openDatabase(openPool(urls.asylia_app, 2, letOthersPass)) : app
  const [publicDatabase, ledger] = [openDatabase(briefPool(urls.asylia_public)), openDatabase(briefPool(urls.asylia_ledger))]
  const jobsPool = briefPool(urls.asylia_jobs)
  const installation = await findInstallation(app)
  const close = async () => {
    await Promise.all([...new Set([app, wire])].map((one) => one.destroy()))
    await Promise.all([publicDatabase.destroy(), ledger.destroy(), jobsPool.end()])
  }
  return { base: openBase(app, clock), wire: openBase(wire, clock), app, publicDatabase, ledger, jobsPool, installation, close }
}

export type Open = {
  readonly at: number
  readonly urls: LoginUrls
  readonly superuserUrl: string
  readonly connections: number
  readonly seats: readonly Seat[]
  /** For one that is opened again: where its secrets lie, and the port at which it is known. */
  readonly folder?: string
  readonly port?: number
  /** Where the others find it, when that is another place than this port; and its moment. */
  readonly address?: string
  readonly now?: number
}
type Named = { readonly at: number; readonly name: string }
export type Sent = { readonly at: number; readonly offices: readonly string[] }
export type Probed = { readonly p95: number; readonly calls: number }
let probing: { readonly waits: number[]; readonly stop: AbortController; readonly done: Promise<void> } | undefined

const CALLS = {
  async open({ at, urls, superuserUrl, connections, seats, folder, port = 0, address, now }: Open): Promise<Opened> {
    const doors: RawDoor[] = []
    const faults: string[] = []
    const app = serveSite({ folder: '/nowhere', errorPage: () => '', doors, onFault: (_id, kind) => faults.push(kind) })
    const url = await app.listen({ host: '127.0.0.1', port })
    const never = () => Promise.reject(new Error('not in this process'))
    const database: ScratchDatabase = {
      urls,
      superuserUrl,
      house: (clock: Clock = systemClock) => fewConnections(urls, clock, connections),
      copy: never,
      stop: () => Promise.resolve(),
    }
    const desk = await aDeskOn(database, { url: address ?? url, ...(folder === undefined ? {} : { folder }) })
    if (now !== undefined) desk.pass(now - desk.now().getTime())
    await desk.desk.roster.publish()
    doors.push(...nodeWire(desk.nodes))
    const sit = ({ jwk, number, publicKey, ...who }: Seat) =>
      seatAt(desk, { ...who, browser: { publicKey, number, key: createPrivateKey({ key: jwk, format: 'jwk' }) } } as AMember)
    nodes.set(at, { desk, seats: seats.map(sit), faults, doors, app, stop: undefined, work: Promise.resolve() })
    const { cardBytes, fingerprint, instance, card } = await desk.nodes.keys()
    return { card: b64u(cardBytes), fingerprint, url, instance, recipient: card.recipient, nonce: desk.nodes.nonce }
  },

  /** What everybody else leaves is enough for the nodes of this process. */
  async standBack(): Promise<void> {
    standBack()
    onBackend = sendBack
  },

  async introduce({ at, ...given }: { at: number; name: string; card: string; fingerprint: string }): Promise<void> {
    const { nodes } = of(at).desk
    await introduceNode(nodes, operatorOf(nodes), given)
  },

  /** An office of a node that sends no list by itself. */
  async office({ at, node, slug, here }: { at: number; node: string; slug: string; here: string }): Promise<void> {
    const { base, installation } = of(at).desk.house
    const facts = { names: { en: slug }, kind: 'ngo', of: [], serves: [], conflicts: [] }
    await base.transact(installation.actor, (tx) => keepNodeTeam(tx.db, node, { slug, here, facts, epoch: 1 }))
  },

  async clock(given: { began: number; away: number }): Promise<void> {
    ;({ began, away } = given)
    tick()
  },

  /** Begins to speak with the others, and to deliver inside. */
  async run({ at }: { at: number }): Promise<void> {
    const here = of(at)
    const stop = new AbortController()
    const onFault = (error: unknown) => here.faults.push(error instanceof Error ? error.message : 'unknown')
    here.stop = stop
    here.work = Promise.all([
      runNodes(here.desk.nodes, { signal: stop.signal, carry: carryByHttp(true), onFault }),
      runAlerts(here.desk.desk, { signal: stop.signal, post: undefined, onFault }),
    ])
    if (here.doors.length === 0) here.doors.push(...nodeWire(here.desk.nodes))
  },

  /** Speaks with one of the others until nothing is left to say, or the wire fails. */
  async speak({ at, name }: Named): Promise<void> {
    const { nodes } = of(at).desk
    await speakWith(nodes, await nodeNamed(nodes, name), carryByHttp(true))
  },
  async peer({ at, name }: Named): Promise<Peer> {
    return peerOf(of(at).desk.nodes, name)
  },
  async gen({ at }: { at: number }): Promise<number> {
    return (await of(at).desk.nodes.keys()).gen
  },
  async rotate({ at }: { at: number }): Promise<void> {
    await rotate(of(at).desk.nodes)
  },
  /** The clock of one that no `clock` runs. */
  async pass({ at, milliseconds }: { at: number; milliseconds: number }): Promise<void> {
    of(at).desk.pass(milliseconds)
  },
  /** What the first who sits there asks of a door; answers its status. */
  async post({ at, path, body }: { at: number; path: string; body: object }): Promise<number> {
    return (await of(at).seats[0]?.post(path, body))?.status ?? 0
  },

  /** Speaks with nobody, and is not there when it is called. */
  async leave({ at }: { at: number }): Promise<void> {
    const here = of(at)
    here.doors.length = 0
    here.stop?.abort()
    await here.work
  },

  /** One alert to all these offices, by the first two who sit here; answers how long the door of sending took. */
  async send({ at, offices }: Sent): Promise<{ code: string; began: number; milliseconds: number }> {
    const { desk, seats } = of(at)
    const [one, other] = seats
    if (one === undefined || other === undefined) throw new Error('nobody sits here')
    const draft = await aDraft(desk, { marks: { offices: [...offices], scopes: offices.map((office) => `${office}:partners`) } })
    must(await one.post('/alerts/draft', draft), 200)
    await yesOfTwo(desk, [one, other], draft)
    const [body, wrap] = [await aText(), await aWrap()]
    const copy = (office: string) => ({ office, delivery: crypto.randomUUID(), text: crypto.randomUUID(), epoch: 1, body, wrap })
    const given = { alert: draft.code, copies: offices.map(copy) }
    const began = Date.now()
    must(await other.post('/alerts/send', given), 200)
    return { code: draft.code, began, milliseconds: Date.now() - began }
  },

  async withdraw({ at, code }: { at: number; code: string }): Promise<number> {
    return (await of(at).seats[0]?.post('/alerts/withdraw', { alert: code }))?.status ?? 0
  },

  /** Everybody but the first two opens what came to their office and acknowledges it; answers how many did. */
  async acknowledge({ at, first }: { at: number; first: number }): Promise<number> {
    const [body, wrap] = [await aText(), await aWrap()]
    let done = 0
    for (const who of of(at).seats.slice(first)) {
      const { rows } = must(await who.post('/alerts/received', { waiting: true, after: null }), 200).body as {
        rows: { delivery: string; state: string }[]
      }
      for (const { delivery } of rows.filter(({ state }) => state === 'delivered')) {
        must(await who.post('/alerts/received/open', { delivery }), 200)
        const said = { delivery, becomes: 'acknowledged', as: 'steward', reason: null, text: crypto.randomUUID(), epoch: 1, body, wrap }
        must(await who.post('/alerts/received/turn', said), 200)
        done += 1
      }
    }
    return done
  },

  /** Somebody at this desk looks at the board ten times a second, and waits from the moment at which they wanted to. */
  async probe({ at, seat }: { at: number; seat: number }): Promise<void> {
    const { desk, seats } = of(at)
    const who = seats[seat]
    if (who === undefined) throw new Error('nobody sits here')
    await signInAs(desk, who)
    const stop = new AbortController()
    const waits: number[] = []
    const look = async () => {
      for (let due = performance.now(); !stop.signal.aborted; due += 100) {
        await new Promise((go) => setTimeout(go, Math.max(0, due - performance.now())))
        const path = waits.length % 2 === 0 ? '/alerts/received' : '/alerts/sent'
        must(await who.post(path, { waiting: true, after: null }), 200)
        waits.push(performance.now() - due)
      }
    }
    probing = { waits, stop, done: look() }
  },
  async probed(): Promise<Probed> {
    if (probing === undefined) throw new Error('nobody looks')
    probing.stop.abort()
    await probing.done
    const sorted = probing.waits.toSorted((one, other) => one - other)
    return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, calls: sorted.length }
  },

  async faults(): Promise<string[]> {
    return [...nodes.values()].flatMap(({ faults, desk }) => [...faults, ...desk.faults])
  },

  async close(): Promise<void> {
    for (const here of nodes.values()) {
      here.stop?.abort()
      await here.work
      await here.app.close()
      await here.desk.stop()
    }
  },
} as const
export type Calls = typeof CALLS

type Asked = { readonly n: number; readonly call: keyof Calls; readonly given: never }
process.on('message', ({ n, call, given }: Asked) => {
  const done = CALLS[call](given) as Promise<unknown>
  done.then(
    (answer) => process.send?.({ n, answer }),
    (error: unknown) => process.send?.({ n, failed: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ n: 0 })
