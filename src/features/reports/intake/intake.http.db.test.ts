import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import type { RawDoor } from '#base/raw-door.ts'
import { DELETE_CALL, EXCHANGE_REQUEST } from '#crypto/constants.ts'
import { aFrame, anArmour } from './a-frame.ts'
import { aSet } from './a-segment.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'
import { intakeDoors } from './intake.http.ts'

let served: ServedIntake

before(async () => {
  served = await anIntake()
})
after(() => served.stop())

type Call = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer }

/** Not fetch(), which sets the headers that a test wants to set. */
function ask(call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...call.headers, ...(call.body.length > 0 && { 'content-length': String(call.body.length) }) }
    const asked = request(served.origin + call.path, { method: call.method, headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }))
    })
    asked.on('error', reject)
    asked.end(call.body)
  })
}

const BYTES = { 'content-type': 'application/octet-stream' }
const head = (magic: string, length: number) => Buffer.concat([Buffer.from(`${magic}\x01\0\0\0`, 'latin1'), Buffer.alloc(length - 8, 7)])

/** One request that each door takes; a door without one here fails the test below. */
async function goodCalls(): Promise<readonly Call[]> {
  const set = aSet(20_000)
  return [
    { method: 'POST', path: '/api/intake', headers: BYTES, body: (await aFrame()).frame },
    { method: 'POST', path: '/api/intake/armour', headers: { 'content-type': 'text/plain' }, body: await anArmour() },
    { method: 'POST', path: '/api/mailbox', headers: BYTES, body: head('ASYM', EXCHANGE_REQUEST) },
    { method: 'POST', path: '/api/mailbox/delete', headers: BYTES, body: head('ASYD', DELETE_CALL) },
    { method: 'PUT', path: set.path(0), headers: { ...BYTES, ...set.headers }, body: await set.segment(0) },
    { method: 'GET', path: `/api/files/${set.set}`, headers: {}, body: Buffer.alloc(0) },
    { method: 'GET', path: '/api/time', headers: {}, body: Buffer.alloc(0) },
  ]
}

const doors = (): readonly RawDoor[] => intakeDoors(served.intake, () => Buffer.from('{}'))
const isFor = (door: RawDoor, { method, path }: Call) => door.method === method && door.path.test(path)

test('no public door changes anything for a page of another site, on any method (T-30)', async () => {
  const calls = await goodCalls()
  for (const door of doors())
    assert.ok(
      calls.some((call) => isFor(door, call)),
      `no request for ${door.path}`,
    )
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'https://elsewhere.example', cookie: 'session=1' },
  ]
  const counts = async () => {
    const all: number[] = []
    for (const table of ['intake.item', 'intake.slot', 'intake.file_set', 'intake.closed_mark']) all.push(await served.count(table))
    return all
  }
  const before = await counts()
  for (const call of calls.filter(({ method }) => method !== 'GET')) {
    for (const headers of foreign)
      assert.equal(
        (await ask({ ...call, headers: { ...call.headers, ...headers } })).status,
        403,
        `${call.path} ${JSON.stringify(headers)}`,
      )
    // What a form of another site can send without asking first: three types of text.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const sent = { ...call, headers: { ...call.headers, 'content-type': type, origin: 'https://elsewhere.example' } }
      assert.equal((await ask(sent)).status, 403, `${call.path} ${type}`)
    }
  }
  for (const call of calls)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (doors().some((door) => isFor(door, { ...call, method }))) continue
      assert.equal((await ask({ ...call, method })).status, 405, `${method} ${call.path}`)
    }
  assert.deepEqual(await counts(), before)
  for (const call of calls) {
    const { status, headers } = await ask(call)
    assert.ok(status < 300, `${call.method} ${call.path}: ${status}`)
    for (const name of ['set-cookie', 'access-control-allow-origin', 'content-encoding', 'etag'])
      assert.equal(headers[name], undefined, name)
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('an answer has one length for each outcome, whoever asks and whatever is stored (T-14)', async () => {
  const lengths = new Map<string, Set<number>>()
  const note = (what: string, { status, body }: Answer) => {
    const name = `${what} ${status}`
    lengths.set(name, (lengths.get(name) ?? new Set()).add(body.length))
  }
  for (let round = 0; round < 3; round += 1) {
    for (const call of await goodCalls()) {
      const door = doors().find((one) => isFor(one, call))?.path.source ?? ''
      if (door.includes('files') && call.method === 'GET') continue
      note(door, await ask(call))
      note(door, await ask({ ...call, headers: { ...call.headers, 'user-agent': 'x'.repeat(100 * round) } }))
      note(
        door,
        await ask({
          ...call,
          headers: { ...call.headers, 'content-type': 'image/png' },
          method: call.method === 'GET' ? 'PUT' : call.method,
        }),
      )
    }
  }
  for (const [what, seen] of lengths) assert.equal(seen.size, 1, `${what}: ${[...seen]}`)
})

test('a fault of the database is a number to the sender, and nothing of the frame is told (T-12)', async () => {
  const { frame } = await aFrame()
  await served.superuser.query('alter function intake.file_item rename to away')
  try {
    const { status, body } = await ask({ method: 'POST', path: '/api/intake', headers: BYTES, body: frame })
    assert.equal(status, 500)
    assert.match(body.toString(), /^\{"code":"fault","incident":"[0-9a-f]{12}"\}$/)
    assert.match(served.faults.pop() ?? '', /^[0-9a-f]{12} [A-Za-z]+$/)
  } finally {
    await served.superuser.query('alter function intake.away rename to file_item')
  }
  assert.equal((await ask({ method: 'POST', path: '/api/intake', headers: BYTES, body: frame })).status, 201)
})

/** A token as RFC 9577 writes it into a request: kind, nonce, digest, key and signature. */
const aToken = (key: Buffer): string =>
  `PrivateToken token="${Buffer.concat([Buffer.of(0, 2), randomBytes(64), key, randomBytes(256)]).toString('base64url')}"`

test('a partner token, spent twice, malformed, of a month that is over or of nobody, counts as none (I-23)', async () => {
  const thisMonth = randomBytes(32)
  const spent = aToken(thisMonth)
  const tokens = [
    spent,
    spent,
    aToken(randomBytes(32)),
    'PrivateToken',
    'PrivateToken token=',
    'PrivateToken token="%%%"',
    `PrivateToken token="${'A'.repeat(6_000)}"`,
    'Basic eDp5',
    '',
  ]
  const seen = ({ status, headers: { date: _, ...headers }, body }: Answer) => ({ status, headers, length: body.length })
  const faults = served.faults.length
  for (const call of await goodCalls()) {
    // The first one stores; from the second on each is a repeat.
    assert.ok((await ask(call)).status < 300)
    const without = seen(await ask(call))
    const bad = { ...call, method: 'PATCH' }
    const refused = seen(await ask(bad))
    for (const authorization of tokens) {
      const named = `${call.method} ${call.path} ${authorization.slice(0, 30)}`
      assert.deepEqual(seen(await ask({ ...call, headers: { ...call.headers, authorization } })), without, named)
      assert.deepEqual(seen(await ask({ ...bad, headers: { ...call.headers, authorization } })), refused, named)
    }
  }
  assert.equal(served.faults.length, faults, 'and none is a fault of ours')
})
