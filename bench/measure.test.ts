import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { judge, loadHttp, repeat, rounds, summarise } from './measure.ts'

test('the median is the middle, and the spread the distance between the ends as a share of it', () => {
  assert.deepEqual(summarise([3, 1, 2]), { median: 2, spread: 1, rounds: [3, 1, 2] })
  assert.equal(summarise([1, 2, 3, 10]).median, 2.5)
  assert.equal(summarise([0, 0]).spread, 0)
  assert.throws(() => summarise([]), /nothing was measured/)
})

test('floor and figure run in turn, and the warm-up is thrown away', async () => {
  const order: string[] = []
  const count = { floor: 0, figure: 0 }
  const measured = await rounds({
    warmUp: 1,
    rounds: 3,
    seconds: 0,
    floor: () => {
      order.push('floor')
      count.floor += 1
      return Promise.resolve(count.floor === 1 ? 1_000_000 : 100)
    },
    figure: () => {
      order.push('figure')
      count.figure += 1
      return Promise.resolve(50)
    },
  })
  assert.deepEqual(order, ['floor', 'figure', 'floor', 'figure', 'floor', 'figure', 'floor', 'figure'])
  assert.deepEqual([measured.floor.median, measured.figure.median, measured.ratio], [100, 50, 0.5])
})

test('what is repeated is timed, each round by itself', async () => {
  let times = 0
  const measured = await repeat({
    warmUp: 2,
    rounds: 3,
    once: () => {
      times += 1
      return Promise.resolve()
    },
  })
  assert.equal(times, 5)
  assert.equal(measured.rounds.length, 3)
})

test('a goal is about the ratio where there is one, else about the value', () => {
  const measured = summarise([100])
  assert.equal(judge('a', measured, '1/s', { atLeast: 0.5, floor: 400, ratio: 0.25 }).ok, false)
  assert.equal(judge('a', measured, '1/s', { atLeast: 0.5, floor: 150, ratio: 0.66 }).ok, true)
  assert.equal(judge('a', measured, 'ms', { atMost: 99 }).ok, false)
  assert.equal(judge('a', measured, 'ms', { atMost: 100 }).ok, true)
  assert.equal(judge('a', measured, 'ms').ok, true)
})

test('the load comes from another process, and a failed answer is an error', async () => {
  let status = 200
  const server = createServer((_, response) => response.writeHead(status).end('x'))
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  const url = `http://127.0.0.1:${address.port}/`
  assert.ok((await loadHttp({ url, connections: 2 }, 1)) > 10)
  status = 500
  await assert.rejects(loadHttp({ url, connections: 2 }, 1), /not a success/)
  server.closeAllConnections()
  server.close()
})
