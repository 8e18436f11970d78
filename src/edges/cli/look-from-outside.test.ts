import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createDoor } from 'node:net'
import { after, before, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { ServedClient } from '../http/clients.ts'
import { serveSite } from '../http/serve.ts'
import { type Door, fetchFromOutside } from './fetch-from-outside.ts'
import { fetchBeside, lookFromOutside } from './look-from-outside.ts'

/** From here come those who take the other way; everybody else comes from the usual address of this machine. */
const EXIT = '127.0.0.2'
const file = (type: string, text: string) => ({ type, bytes: Buffer.from(text), brotli: brotliCompressSync(text) })
const client: ServedClient = {
  files: new Map([
    ['/report/en/index.html', file('text/html; charset=utf-8', '<!doctype html><p>What happened?</p>'.repeat(20))],
    ['/report/page.0123abcd.js', file('text/javascript; charset=utf-8', 'seal(text);'.repeat(200))],
    ['/report/words.0123abcd.json', file('application/json', JSON.stringify({ en: 'words'.repeat(100) }))],
  ]),
  styleHashes: ["'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
  beside: (path) =>
    Promise.resolve(path === '/report/pins.json' ? { type: 'application/json', bytes: Buffer.from('{}'), brotli: null } : null),
}
const app = serveSite({
  folder: '/nowhere',
  errorPage: (code) => code,
  clients: { report: () => Promise.resolve(client) },
  onFault: () => assert.fail('a fault'),
})

type Change = (path: string, bytes: Buffer, headers: Record<string, string>) => { status?: number; bytes: Buffer } | null
/** What whoever stands in front of the server does to those who come from the exit; null: no answer at all. */
let change: Change = (_path, bytes) => ({ bytes })
let front: Server
let origin = ''
let tor: Awaited<ReturnType<typeof aDoor>>

before(async () => {
  const behind = await app.listen({ host: '127.0.0.1', port: 0 })
  front = createServer((asked, answer) => void passOn(behind, asked, answer))
  await new Promise<void>((done) => front.listen(0, '0.0.0.0', done))
  origin = `http://localhost:${(front.address() as AddressInfo).port}`
  tor = await aDoor()
})
after(async () => {
  tor.close()
  front.close()
  front.closeAllConnections()
  await app.close()
})

function passOn(behind: string, asked: IncomingMessage, answer: ServerResponse): void {
  const path = asked.url ?? '/'
  const passed = request(behind + path, { headers: asked.headers }, (response) => {
    const pieces: Buffer[] = []
    response.on('data', (piece: Buffer) => pieces.push(piece))
    response.on('end', () => {
      const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
      const bytes = Buffer.concat(pieces)
      const made = asked.socket.remoteAddress?.endsWith(EXIT) === true ? change(path, bytes, headers) : { bytes }
      if (made === null) asked.socket.destroy()
      else answer.writeHead(made.status ?? response.statusCode ?? 0, { ...headers, 'content-length': made.bytes.length }).end(made.bytes)
    })
  })
  passed.end()
}

/** A SOCKS5 door as Tor opens one: names are looked up behind it, and the server sees the exit. */
async function aDoor(refuses = 0): Promise<Door & { readonly asked: string[]; close(): void }> {
  const asked: string[] = []
  const server = createDoor((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0))
      socket.once('data', (wish: Buffer) => {
        const name = wish.subarray(5, 5 + (wish[4] ?? 0)).toString()
        asked.push(`${wish[3]} ${name}`)
        const port = wish.readUInt16BE(wish.length - 2)
        const out = connect({ host: '127.0.0.1', port, localAddress: EXIT })
        out.on('error', () => socket.destroy())
        out.on('connect', () => {
          socket.write(Uint8Array.of(5, refuses, 0, 1, 0, 0, 0, 0, 0, 0))
          socket.pipe(out).pipe(socket)
        })
      })
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { host: '127.0.0.1', port, asked, close: () => void server.close() }
}

const look = (through?: Door) => lookFromOutside(origin, [client], through)

/** One bit of one byte of what the reader would run, packed as it came. */
function flipped(bytes: Buffer, at: number, headers: Readonly<Record<string, string>>): Buffer {
  const isPacked = headers['content-encoding'] === 'br'
  const plain = Buffer.from(isPacked ? brotliDecompressSync(bytes) : bytes)
  plain.writeUInt8(plain.readUInt8(at % plain.length) ^ 1, at % plain.length)
  return isPacked ? brotliCompressSync(plain) : plain
}

test('one byte altered for those who come through Tor is found from there, whatever the file, and by nobody else (I-14)', async () => {
  change = (_path, bytes) => ({ bytes })
  assert.deepEqual([await look(), await look(tor)], [[], []])
  for (const [at, name] of [...client.files.keys()].entries()) {
    const path = name.replace('index.html', '')
    change = (asked, bytes, headers) => ({ bytes: asked === path ? flipped(bytes, 37 * (at + 1), headers) : bytes })
    assert.deepEqual(await look(tor), [{ path, is: 'other' }])
    assert.deepEqual(await look(), [])
  }
})

test('our bytes under another policy, or beside a header that leads elsewhere, are found as well (I-14, T-29)', async () => {
  const strays: readonly ((headers: Record<string, string>) => void)[] = [
    (headers) => delete headers['content-security-policy'],
    (headers) => Object.assign(headers, { 'content-security-policy': `${headers['content-security-policy']} 'unsafe-inline'` }),
    (headers) => Object.assign(headers, { refresh: '0; url=https://elsewhere.example/' }),
    (headers) => Object.assign(headers, { link: '<https://elsewhere.example/x.css>; rel=stylesheet' }),
  ]
  for (const stray of strays) {
    change = (path, bytes, headers) => {
      if (path.endsWith('.js')) stray(headers)
      return { bytes }
    }
    assert.deepEqual(await look(tor), [{ path: '/report/page.0123abcd.js', is: 'policy' }])
  }
  change = (_path, bytes, headers) => {
    Object.assign(headers, { 'content-security-policy': `${headers['content-security-policy']}, default-src 'none'` })
    return { bytes }
  }
  assert.deepEqual(await look(tor), [], 'a second policy can only forbid more')
})

test('a file that is gone or never answers is told as that and not as altered (I-14)', async () => {
  change = (path, bytes) => ({ bytes: path.endsWith('.json') ? Buffer.from('no packed bytes') : bytes })
  assert.deepEqual(await look(tor), [{ path: '/report/words.0123abcd.json', is: 'other' }])
  change = (path, bytes) => (path.endsWith('.json') ? { status: 404, bytes: Buffer.alloc(0) } : { bytes })
  assert.deepEqual(await look(tor), [{ path: '/report/words.0123abcd.json', is: 'absent' }])
  let asked = 0
  change = (path, bytes) => {
    if (path.endsWith('.js')) asked += 1
    return path.endsWith('.js') ? null : { bytes }
  }
  assert.deepEqual(await look(tor), [{ path: '/report/page.0123abcd.js', is: 'silent' }])
  assert.equal(asked, 3, 'it was asked for again before')
  change = (_path, bytes) => ({ bytes })
  assert.equal((await fetchBeside(origin, '/report/pins.json', tor))?.toString(), '{}')
  assert.equal(await fetchBeside(origin, '/report/roster.json', tor), null)
})

test('names are looked up behind the door, and a door that does not open is no answer (I-14)', async () => {
  assert.ok(tor.asked.length > 0)
  assert.deepEqual([...new Set(tor.asked)], ['3 localhost'])
  const shut = await aDoor(4)
  await assert.rejects(fetchFromOutside(new URL('/report/', origin), shut), /does not reach/)
  shut.close()
  await assert.rejects(fetchFromOutside(new URL('/report/', origin), { host: '127.0.0.1', port: 1 }))
})
