import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { serveSite } from './serve.ts'

const PAGE = `<!doctype html><title>Overview</title>${'<p>calm</p>'.repeat(200)}`
const faults: string[] = []
let folder = ''
let origin = ''
let app: ReturnType<typeof serveSite>

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-site-'))
  await mkdir(join(folder, 'site', 'en'), { recursive: true })
  await writeFile(join(folder, 'secret.html'), 'outside the site')
  await writeFile(join(folder, 'site', 'en', 'index.html'), PAGE)
  await writeFile(join(folder, 'site', '.hidden.html'), 'hidden')
  app = serveSite({
    folder: join(folder, 'site'),
    errorPage: (code, id) => `<!doctype html><title>${code} ${id ?? ''}</title>`,
    onFault: (id, kind) => faults.push(`${id} ${kind}`),
  })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
})

after(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

test('a page comes packed to whoever takes brotli and plain to whoever does not', async () => {
  const packed = await fetch(`${origin}/en/`, { headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(packed.headers.get('content-encoding'), 'br')
  assert.equal(await packed.text(), PAGE)
  const plain = await raw('GET /en/ HTTP/1.1\r\nhost: a\r\naccept-encoding: br;q=0\r\nconnection: close\r\n\r\n')
  assert.doesNotMatch(plain, /content-encoding/i)
  assert.ok(plain.includes('<p>calm</p>'))
})

test('a new publication is seen without a new start', async () => {
  await writeFile(join(folder, 'site', 'en', 'news.html'), 'old')
  assert.equal(await (await fetch(`${origin}/en/news.html`)).text(), 'old')
  await writeFile(join(folder, 'site', 'en', 'news.html'), 'new')
  await writeFile(join(folder, 'site', '.asylia-site.json'), '{}')
  const until = performance.now() + 3_000
  let seen = 'old'
  while (seen === 'old' && performance.now() < until) seen = await (await fetch(`${origin}/en/news.html`)).text()
  assert.equal(seen, 'new')
})

test('a page that the browser has is not sent again', async () => {
  const first = await fetch(`${origin}/en/`)
  const again = await fetch(`${origin}/en/`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  assert.equal(again.status, 304)
  assert.equal(await again.text(), '')
})

test('each path has a policy of its own and every answer carries it', async () => {
  const policies = new Map<string, string>()
  for (const path of ['/en/', '/nothing/', '/report/', '/report', '/desk/', '/api/anything', '/taxii2/']) {
    const answer = await fetch(origin + path)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'/, path)
    assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|\*|https?:/, path)
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(answer.headers.get('set-cookie'), null)
    policies.set(path, policy)
  }
  assert.equal(policies.get('/report'), policies.get('/report/'))
  assert.match(policies.get('/desk/') ?? '', /wasm-unsafe-eval/)
  assert.doesNotMatch(policies.get('/report/') ?? '', /wasm/)
  assert.match(policies.get('/api/anything') ?? '', /sandbox/)
})

test('what does not exist yet says so, and is not stored on the way', async () => {
  for (const path of ['/report/', '/desk/case', '/api/v1/alerts', '/taxii2/']) {
    const answer = await fetch(origin + path)
    assert.equal(answer.status, 404, path)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.match(await answer.text(), /part\.not_here/)
  }
})

test('the first address leads to the language that the browser names, and to English otherwise', async () => {
  const lead = async (header: string) =>
    (await fetch(`${origin}/`, { redirect: 'manual', headers: { 'accept-language': header } })).headers.get('location')
  assert.equal(await lead('vi-VN,vi;q=0.9,en;q=0.5'), '/vi/')
  assert.equal(await lead('de,th;q=0.3'), '/th/')
  assert.equal(await lead('zz'), '/en/')
  assert.equal(await lead(','.repeat(4000)), '/en/')
})

test('nothing outside the folder and nothing hidden is ever served', async () => {
  const tries = [
    '/../secret.html',
    '/en/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/.hidden.html',
    '/en/index.html%00.txt',
    '//etc/passwd',
    '/en//index.html',
    '/en\\..\\secret.html',
  ]
  for (const path of tries) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
    assert.doesNotMatch(answer, /outside the site|hidden</, path)
    assert.match(answer, /^HTTP\/1\.1 (?:400|404)/, path)
  }
})

test('only reading is answered, and a large body is refused', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answer = await fetch(`${origin}/en/`, { method })
    assert.equal(answer.status, 405, method)
  }
  const answer = await fetch(`${origin}/en/`, { method: 'POST', body: 'x'.repeat(5_000), headers: { 'content-type': 'text/plain' } })
  assert.ok([405, 413, 400].includes(answer.status))
  assert.equal((await fetch(`${origin}/en/`, { method: 'HEAD' })).headers.get('content-type'), 'text/html; charset=utf-8')
})

test('whatever the address, the answer is one of ours and no fault is noted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.webPath(), fc.string({ maxLength: 30 }), async (path, tail) => {
      const answer = await fetch(origin + (path === '' ? '/' : path) + encodeURIComponent(tail), { redirect: 'manual' })
      await answer.arrayBuffer()
      assert.ok([200, 301, 302, 400, 404, 414].includes(answer.status), String(answer.status))
    }),
    { numRuns: 200 },
  )
  assert.deepEqual(faults, [])
})

test('a request that is no request ends with a plain refusal', async () => {
  assert.match(await raw('NONSENSE\r\n\r\n'), /^HTTP\/1\.1 400/)
  assert.match(await raw('GET /%E0%A4%A HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'), /^HTTP\/1\.1 400/)
})

function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname, () => socket.write(request))
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(3_000, () => socket.destroy())
  })
}
