import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { test } from 'node:test'
import { carryByHttp } from './carry-frame.ts'
import { isPublicAddress, peerAddress, type Resolve } from './peer-address.ts'

const standsFor =
  (...all: readonly string[]): Resolve =>
  async () =>
    all.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const refused = { code: 'node.address_refused' }

test('addresses of machines, links, sites and clouds are no addresses of a node (T-40)', () => {
  const closed = [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.9.9.9',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
  ]
  closed.push(
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
  )
  closed.push(
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'nowhere',
    '',
  )
  for (const address of closed) assert.ok(!isPublicAddress(address), address)
  for (const address of ['9.9.9.9', '172.32.0.1', '192.169.0.1', '100.128.0.1', '2620:fe::fe', '2a00:1450::1'])
    assert.ok(isPublicAddress(address), address)
})

test('a name is looked up once, and every address that it stands for has to be public (T-40)', async () => {
  let asked = 0
  const resolve: Resolve = async () => {
    asked += 1
    return [{ address: asked === 1 ? '9.9.9.9' : '127.0.0.1', family: 4 }]
  }
  const judged = await peerAddress('https://node.invented.example', false, resolve)
  assert.deepEqual(judged, { isSecure: true, host: 'node.invented.example', port: 443, address: '9.9.9.9', family: 4 })
  assert.equal(asked, 1)
  for (const all of [['169.254.169.254'], ['9.9.9.9', '10.0.0.1'], ['2620:fe::fe', '::1'], []])
    await assert.rejects(peerAddress('https://node.invented.example', false, standsFor(...all)), refused)
  // However it is written.
  for (const url of [
    'https://127.0.0.1',
    'https://[::1]:8443',
    'https://2130706433',
    'https://0x7f.1',
    'https://[::ffff:10.0.0.1]',
    'https://localhost',
  ])
    await assert.rejects(peerAddress(url, false), refused, url)
})

test('plain http is no way to a node, and the word of the operator opens this machine alone (T-40)', async () => {
  await assert.rejects(peerAddress('http://node.invented.example', false, standsFor('9.9.9.9')), refused)
  await assert.rejects(peerAddress('http://node.invented.example', true, standsFor('9.9.9.9')), refused)
  for (const here of ['10.0.0.1', '169.254.169.254', '::ffff:10.0.0.1'])
    await assert.rejects(peerAddress('https://node.invented.example', true, standsFor(here)), refused)
  await assert.rejects(peerAddress('http://node.invented.example', true, standsFor('127.0.0.1', '10.0.0.1')), refused)
  assert.equal((await peerAddress('http://127.0.0.1:8080', true)).port, 8080)
  assert.equal((await peerAddress('https://[::1]', true)).address, '::1')
})

async function aServer(answers: RequestListener) {
  const server = createServer(answers).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` }
}

test('a frame goes to that address with nothing beside it, and to no other place that an answer names (T-40)', async () => {
  const calls: string[] = []
  const { server, url } = await aServer((call, answer) => {
    calls.push(`${call.method} ${call.url} ${call.headers['user-agent']}`)
    if (calls.length === 1) answer.end(Buffer.from([1, 2, 3]))
    else if (calls.length === 2) answer.writeHead(307, { location: 'http://127.0.0.1/elsewhere' }).end()
    else answer.writeHead(403).end(JSON.stringify({ code: 'node.revoked' }))
  })
  try {
    await assert.rejects(carryByHttp(false)(url, new Uint8Array(5)), refused)
    assert.equal(calls.length, 0)
    const carry = carryByHttp(true)
    assert.deepEqual([...(await carry(url, new Uint8Array(5)))], [1, 2, 3])
    await assert.rejects(carry(url, new Uint8Array(5)), /answered 307/)
    await assert.rejects(carry(url, new Uint8Array(5)), { code: 'node.revoked' })
    assert.deepEqual(
      calls,
      Array.from({ length: 3 }, () => 'POST /api/node/exchange undefined'),
    )
  } finally {
    server.close()
  }
})
