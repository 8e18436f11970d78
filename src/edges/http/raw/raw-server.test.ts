import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { RawDoor } from '#base/raw-door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { serveSite } from '../serve.ts'

const LENGTH = 40_000
const faults: string[] = []
let calls = 0
let origin = ''
let port = 0
let app: ReturnType<typeof serveSite>

const DOORS: readonly RawDoor[] = [
  {
    method: 'POST',
    path: /^\/api\/try$/,
    accepts: ['application/octet-stream'],
    refuses: ({ length }) => (length === LENGTH ? undefined : 'intake.wrong_length'),
    async answer(call) {
      calls += 1
      const body = await call.bytes()
      if (body[0] === 0xff) throw new TypeError('words of a person')
      if (body[0] === 0xfe) throw new Refusal('intake.full')
      return { status: 201, body: Buffer.from('ok') }
    },
  },
  { method: 'GET', path: /^\/api\/look$/, accepts: [], answer: async () => ({ status: 200, body: Buffer.from('seen') }) },
]

before(async () => {
  app = serveSite({ folder: '/nowhere', errorPage: () => 'error', doors: DOORS, onFault: (id, kind) => faults.push(`${id} ${kind}`) })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
  port = Number(new URL(origin).port)
})
after(() => app.close())

type Heard = { readonly text: string; readonly closed: boolean; readonly took: number }

/** Sends bytes as they are and hears what comes back until the line is cut, or for so long. */
function raw(pieces: readonly (string | Uint8Array)[], patience = 3_000): Promise<Heard> {
  return new Promise((resolve) => {
    const began = performance.now()
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece)
    })
    let text = ''
    let heardAt = 0
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      heardAt ||= performance.now() - began
      text += chunk
    })
    const done = (closed: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text, closed, took: heardAt })
    }
    const timer = setTimeout(() => done(false), patience)
    socket.on('close', () => done(true))
    socket.on('error', () => undefined)
  })
}

const head = (...lines: readonly string[]) => `POST /api/try HTTP/1.1\r\nhost: h\r\n${lines.join('\r\n')}\r\n\r\n`
const BYTES = 'content-type: application/octet-stream'
const send = (headers: Readonly<Record<string, string>>, body: Uint8Array = new Uint8Array(LENGTH)) =>
  fetch(`${origin}/api/try`, { method: 'POST', body, headers: { 'content-type': 'application/octet-stream', ...headers } } as RequestInit)

test('a body of the one length is taken, and the answer says nothing more', async () => {
  const answer = await send({})
  assert.equal(answer.status, 201)
  assert.equal(await answer.text(), 'ok')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/)
  for (const name of ['content-encoding', 'set-cookie', 'etag', 'server']) assert.equal(answer.headers.get(name), null, name)
})

const MALFORMED: readonly (readonly [what: string, pieces: readonly (string | Uint8Array)[], status: RegExp])[] = [
  ['multipart', [head('content-type: multipart/form-data; boundary=x', `content-length: ${LENGTH}`), '--x\r\n'], /^HTTP\/1\.1 415/],
  ['multipart without a boundary', [head('content-type: multipart/form-data', 'content-length: 9'), 'x'], /^HTTP\/1\.1 415/],
  ['a multipart of another kind', [head('content-type: multipart/related', `content-length: ${LENGTH}`), 'x'], /^HTTP\/1\.1 415/],
  [
    'ten thousand parts',
    [head('content-type: multipart/mixed; boundary=x', 'content-length: 90000'), '--x\r\n\r\n\r\n'.repeat(10_000)],
    /^HTTP\/1\.1 415/,
  ],
  ['no type', [head(`content-length: ${LENGTH}`), 'x'], /^HTTP\/1\.1 415/],
  ['a packed body', [head(BYTES, 'content-encoding: gzip', `content-length: ${LENGTH}`), 'x'], /^HTTP\/1\.1 415/],
  ['a header of a megabyte', [`POST /api/try HTTP/1.1\r\nhost: h\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`], /^HTTP\/1\.1 400/],
  ['lines that end with CR alone', [`POST /api/try HTTP/1.1\rhost: h\r${BYTES}\rcontent-length: 2\r\rhi`], /^HTTP\/1\.1 400/],
  ['one byte too few declared', [head(BYTES, `content-length: ${LENGTH - 1}`), 'x'], /^HTTP\/1\.1 413/],
  ['one byte too many declared', [head(BYTES, `content-length: ${LENGTH + 1}`), 'x'], /^HTTP\/1\.1 413/],
  ['ten gigabytes declared', [head(BYTES, 'content-length: 10000000000'), 'x'], /^HTTP\/1\.1 413/],
  ['no length', [head(BYTES, 'connection: close')], /^HTTP\/1\.1 413/],
]

test('whatever is malformed is refused at once, costs nothing, and the line is closed (U-01)', async () => {
  const before = calls
  for (const [what, pieces, status] of MALFORMED) {
    const memory = process.memoryUsage.rss()
    const heard = await raw(pieces)
    assert.match(heard.text, status, what)
    assert.ok(heard.took < 200, `${what} took ${heard.took} ms`)
    assert.equal(heard.closed, true, what)
    assert.ok(process.memoryUsage.rss() - memory < 12_000_000, `${what} took ${process.memoryUsage.rss() - memory} bytes`)
  }
  assert.equal(calls, before)
})

const SMUGGLED = 'GET /api/look HTTP/1.1\r\nhost: h\r\n\r\n'
const CONFUSED: readonly (readonly [what: string, pieces: readonly (string | Uint8Array)[], status: RegExp])[] = [
  ['a negative length', [head(BYTES, 'content-length: -1'), SMUGGLED], /^HTTP\/1\.1 400/],
  [
    'a length and chunks',
    [head(BYTES, `content-length: ${LENGTH}`, 'transfer-encoding: chunked'), `0\r\n\r\n${SMUGGLED}`],
    /^HTTP\/1\.1 400/,
  ],
  ['two lengths', [head(BYTES, 'content-length: 3', `content-length: ${LENGTH}`), `abc${SMUGGLED}`], /^HTTP\/1\.1 400/],
  ['chunks', [head(BYTES, 'transfer-encoding: chunked'), `0\r\n\r\n${SMUGGLED}`], /^HTTP\/1\.1 413/],
  ['chunks in odd letters', [head(BYTES, 'Transfer-Encoding: xchunked'), `0\r\n\r\n${SMUGGLED}`], /^HTTP\/1\.1 4/],
  ['a hidden line in the length', [head(BYTES, `content-length: ${LENGTH}\r\n transfer-encoding: chunked`), SMUGGLED], /^HTTP\/1\.1 400/],
  ['a refused request with a second one in its body', [head(BYTES, 'content-length: 39'), SMUGGLED], /^HTTP\/1\.1 413/],
]

test('lengths that contradict one another are refused, and no second request hides in the first (U-02)', async () => {
  for (const [what, pieces, status] of CONFUSED) {
    const heard = await raw(pieces)
    assert.match(heard.text, status, what)
    assert.equal(heard.text.match(/HTTP\/1\.1 /g)?.length, 1, `${what}: ${heard.text}`)
    assert.doesNotMatch(heard.text, /seen/, what)
    assert.equal(heard.closed, true, what)
  }
})

test('a body longer than declared is no second request, a shorter one is never handed over (U-02)', async () => {
  const before = calls
  const long = await raw([head(BYTES, `content-length: ${LENGTH}`), new Uint8Array(LENGTH), SMUGGLED.replace('GET', 'G@T')])
  assert.match(long.text, /^HTTP\/1\.1 (?:201|400)/)
  assert.doesNotMatch(long.text, /seen/)
  assert.equal(long.closed, true)
  const short = await raw([head(BYTES, `content-length: ${LENGTH}`), new Uint8Array(LENGTH - 1)], 300)
  assert.equal(short.text, '')
  assert.equal(calls, before + 2)
  assert.deepEqual(faults, [])
})

test('a fault of ours is a number, an expected no the same bytes each time, and neither holds a word', async () => {
  const broken = new Uint8Array(LENGTH).fill(0xff, 0, 1)
  const first = await send({}, broken)
  const text = await first.text()
  assert.equal(first.status, 500)
  assert.match(text, /^\{"code":"fault","incident":"[0-9a-f]{12}"\}$/)
  assert.equal(faults.length, 1)
  assert.match(faults[0] ?? '', /^[0-9a-f]{12} TypeError$/)
  const full = new Uint8Array(LENGTH).fill(0xfe, 0, 1)
  const refused = new Set<string>()
  for (let round = 0; round < 3; round += 1)
    refused.add(await (await send({ 'user-agent': randomBytes(round * 9).toString('hex') }, full)).text())
  assert.equal(refused.size, 1)
  assert.match([...refused][0] ?? '', /^\{"code":"intake\.full"/)
  faults.length = 0
})

test('only what a page of ours or no page sends is taken, whatever the method (T-30)', async () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, number])[] = [
    [{}, 201],
    [{ origin }, 201],
    [{ origin, 'sec-fetch-site': 'same-origin' }, 201],
    [{ 'sec-fetch-site': 'none' }, 201],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://elsewhere.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin, 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'https://elsewhere.example', 'sec-fetch-site': 'same-origin' }, 403],
  ]
  for (const [headers, status] of cases) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const heard = await raw([
      `POST /api/try HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${[BYTES, `content-length: ${LENGTH}`, 'connection: close', ...lines].join('\r\n')}\r\n\r\n`,
      new Uint8Array(LENGTH),
    ])
    assert.match(heard.text, new RegExp(`^HTTP/1\\.1 ${status}`), JSON.stringify(headers))
  }
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    assert.equal((await fetch(`${origin}/api/try`, { method })).status, 405, method)
  assert.equal((await fetch(`${origin}/api/look`)).status, 200)
  assert.match((await raw(['GET /api/look HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nhello'])).text, /^HTTP\/1\.1 413/)
})

test('other paths go to the router as before', async () => {
  assert.match(await (await fetch(`${origin}/api/other`)).text(), /error/)
  assert.equal((await fetch(`${origin}/en/`, { method: 'POST', body: 'x' })).status, 405)
})
