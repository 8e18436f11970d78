import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import type { RawDoor } from '#base/raw-door.ts'
import { serveSite } from '../serve.ts'
import { watchBodies } from './watch-bodies.ts'

/** A request as far as the watch looks at it. */
function aRequest(): { request: IncomingMessage; isCut(): boolean } {
  let cut = false
  const socket = { destroy: () => (cut = true) }
  return { request: { socket } as unknown as IncomingMessage, isCut: () => cut }
}

function aTime() {
  let at = 0
  return { now: () => at, pass: (milliseconds: number) => (at += milliseconds) }
}

test('a body that sends less than the least is cut off, one that goes on slowly is not (U-05)', (t) => {
  const time = aTime()
  const bodies = watchBodies(time.now)
  t.after(bodies.stop)
  const [dead, slow] = [aRequest(), aRequest()]
  const deadPlace = bodies.enter(dead.request, 40_000, false)
  const slowPlace = bodies.enter(slow.request, 40_000, false)
  for (let round = 0; round < 6; round += 1) {
    time.pass(5_000)
    deadPlace?.seen(1)
    slowPlace?.seen(1_500)
    bodies.look()
  }
  assert.equal(dead.isCut(), true)
  assert.equal(slow.isCut(), false)
  assert.equal(bodies.count(), 1)
  slowPlace?.leave()
  slowPlace?.leave()
  assert.equal(bodies.count(), 0)
})

test('when there is no room the slowest makes place, and a young one is never cut for it (U-05, I-21)', (t) => {
  const time = aTime()
  const bodies = watchBodies(time.now)
  t.after(bodies.stop)
  const large = 1_070_354
  const first = Array.from({ length: 250 }, () => aRequest())
  const places = first.map(({ request }) => bodies.enter(request, large, false))
  assert.equal(bodies.enter(aRequest().request, large, false), undefined)
  time.pass(12_000)
  for (const [at, place] of places.entries()) place?.seen(at === 7 ? 3_000 : 500_000)
  assert.notEqual(bodies.enter(aRequest().request, large, false), undefined)
  assert.deepEqual(
    first.flatMap((one, at) => (one.isCut() ? [at] : [])),
    [7],
  )
  // Short texts have room of their own, and segments as well.
  assert.notEqual(bodies.enter(aRequest().request, 37_922, false), undefined)
  assert.notEqual(bodies.enter(aRequest().request, 1_048_576, true), undefined)
})

test('hundreds of lines that send a byte now and then keep nobody from filing (U-05)', async (t) => {
  const many = process.env['ASYLIA_LONG'] === '1' ? 2_000 : 300
  const door: RawDoor = {
    method: 'POST',
    path: /^\/api\/try$/,
    accepts: ['application/octet-stream'],
    answer: async (call) => ({ status: 201, body: Buffer.from(String((await call.bytes()).length)) }),
  }
  const app = serveSite({ folder: '/nowhere', errorPage: () => 'error', doors: [door], onFault: () => undefined })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(origin).port)
  let cut = 0
  const sockets: Socket[] = []
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    await app.close()
  })
  const request = 'POST /api/try HTTP/1.1\r\nhost: h\r\ncontent-type: application/octet-stream\r\ncontent-length: 37922\r\n\r\n'
  for (let made = 0; made < many; made += 1) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    socket.on('close', () => (cut += 1))
    await once(socket, 'connect')
    // Half of them never end their header.
    socket.write(made % 2 === 0 ? request : request.slice(0, 60))
    sockets.push(socket)
  }
  const began = performance.now()
  const times: number[] = []
  while (cut < many && performance.now() - began < 45_000) {
    const sent = performance.now()
    const answer = await fetch(`${origin}/api/try`, {
      method: 'POST',
      body: new Uint8Array(37_922),
      headers: { 'content-type': 'application/octet-stream' },
    })
    assert.equal(answer.status, 201)
    times.push(performance.now() - sent)
    await new Promise((go) => setTimeout(go, 100))
  }
  assert.equal(cut, many)
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0
  assert.ok(p95 < 1_000, `p95 ${p95} ms`)
})
