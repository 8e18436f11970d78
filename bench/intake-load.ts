/** The load of `bench intake`, in a process of its own: files frames over kept connections for so many seconds. */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'

export type LoadOrder = {
  readonly origin: string
  readonly kind: 'texts' | 'segments'
  readonly frame: string
  readonly seconds: number
  readonly connections: number
  /** Begun a second, evenly; 0 begins the next when one ends. */
  readonly rate: number
  readonly segment?: { readonly total: number; readonly size: number; readonly count: number }
}
export type LoadDone = {
  readonly statuses: Readonly<Record<string, number>>
  readonly seconds: number
  /** Milliseconds from the first try to the 201, of each that got one. */
  readonly times: readonly number[]
  readonly accepted: readonly string[]
  readonly begun: number
}

process.once('message', (order: LoadOrder) => {
  void (order.kind === 'texts' ? texts(order) : segments(order)).then((done) => {
    process.send?.(done, () => process.exit())
  })
})

function send(agent: Agent, url: string, method: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const call = request(url, {
      agent,
      method,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(body.length), ...headers },
    })
    call.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve(0))
    })
    call.on('error', () => resolve(0))
    call.end(body)
  })
}

/** Each text is sent until it is accepted, as the page does, for at most a minute. */
async function texts({ origin, frame, seconds, connections, rate }: LoadOrder): Promise<LoadDone> {
  const agent = new Agent({ keepAlive: true, maxSockets: rate === 0 ? connections : 256 })
  const model = Buffer.from(frame, 'base64')
  const statuses: Record<string, number> = {}
  const times: number[] = []
  const accepted: string[] = []
  const began = performance.now()
  let begun = 0
  const one = async () => {
    begun += 1
    const body = Buffer.from(model)
    randomBytes(64).copy(body, 8)
    const first = performance.now()
    while (performance.now() - first < 60_000) {
      const status = await send(agent, `${origin}/api/intake`, 'POST', {}, body)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status === 201) {
        times.push(performance.now() - first)
        accepted.push(body.toString('hex', 8, 24))
        return
      }
      await wait(500)
    }
  }
  if (rate === 0) {
    const busy = async () => {
      while (performance.now() - began < seconds * 1_000) await one()
    }
    await Promise.all(Array.from({ length: connections }, busy))
  } else await evenly(rate, seconds, one)
  const took = (performance.now() - began) / 1_000
  agent.destroy()
  return { statuses, seconds: took, times, accepted, begun }
}

async function evenly(rate: number, seconds: number, one: () => Promise<void>): Promise<void> {
  const began = performance.now()
  const all: Promise<void>[] = []
  for (let begun = 0; performance.now() - began < seconds * 1_000; ) {
    for (; begun < ((performance.now() - began) / 1_000) * rate; begun += 1) all.push(one())
    await wait(5)
  }
  await Promise.all(all)
}

/** Segments of sets that never end, begun as fast as asked, whatever the server says. */
async function segments({ origin, seconds, rate, segment }: LoadOrder): Promise<LoadDone> {
  if (segment === undefined) throw new Error('A load of segments needs their plan.')
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const body = randomBytes(segment.size)
  const statuses: Record<string, number> = {}
  const began = performance.now()
  let begun = 0
  let at = 0
  let set = randomBytes(16).toString('hex')
  let token = randomBytes(32).toString('hex')
  await evenly(rate, seconds, async () => {
    if (at === segment.count - 1) {
      at = 0
      set = randomBytes(16).toString('hex')
      token = randomBytes(32).toString('hex')
    }
    const headers = { 'asylia-token': token, 'asylia-total': String(segment.total), 'asylia-segment': '1048576' }
    const index = at
    at += 1
    begun += 1
    const status = await send(agent, `${origin}/api/files/${set}/${index}`, 'PUT', headers, body)
    statuses[status] = (statuses[status] ?? 0) + 1
  })
  const took = (performance.now() - began) / 1_000
  agent.destroy()
  return { statuses, seconds: took, times: [], accepted: [], begun }
}
