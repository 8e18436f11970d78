import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import type { ClientBytes, ServedClient } from './clients.ts'
import { serveSite } from './serve.ts'

const HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
const page = (text: string) => ({ type: 'text/html; charset=utf-8', bytes: Buffer.from(text), brotli: brotliCompressSync(text) })
const client: ServedClient = {
  files: new Map<string, ClientBytes>([
    ['/report/en/index.html', page('english')],
    ['/report/vi/index.html', page('tiếng Việt')],
    ['/report/page.0123.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('1'), brotli: null }],
  ]),
  styleHashes: [HASH],
  beside: (path) =>
    Promise.resolve(path === '/report/pins.json' ? { type: 'application/json', bytes: Buffer.from('{}'), brotli: null } : null),
}
const desk: ServedClient = {
  files: new Map<string, ClientBytes>([
    ['/desk/', page('desk')],
    ['/desk/page.0123abcd.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('1'), brotli: null }],
  ]),
  styleHashes: [],
  beside: () => Promise.resolve(null),
}
const app = serveSite({
  folder: '/nowhere',
  errorPage: (code) => code,
  clients: { report: () => Promise.resolve(client), desk: () => Promise.resolve(desk) },
  onFault: () => assert.fail('a fault'),
})
after(() => app.close())

test('the page comes in the language that the browser names, in one answer', async () => {
  const first = await app.inject({ url: '/report/', headers: { 'accept-language': 'vi-VN,vi;q=0.9', 'accept-encoding': 'br' } })
  assert.equal(first.statusCode, 200)
  assert.equal(first.headers['content-encoding'], 'br')
  assert.ok(first.rawPayload.equals(brotliCompressSync('tiếng Việt')))
  assert.equal((await app.inject({ url: '/report/vi/' })).body, 'tiếng Việt')
  assert.equal((await app.inject({ url: '/report/' })).body, 'english')
  assert.equal((await app.inject({ url: '/report' })).headers.location, '/report/')
})

test('nothing of the page stays in a cache, not even a refusal (UX-R-06)', async () => {
  for (const url of ['/report/', '/report/page.0123.js', '/report/pins.json', '/report/nothing', '/report']) {
    assert.equal((await app.inject({ url })).headers['cache-control'], 'no-store', url)
  }
})

test('a member’s browser keeps the code of the desk by its hash, and asks for the page itself each time', async () => {
  assert.equal((await app.inject({ url: '/desk/page.0123abcd.js' })).headers['cache-control'], 'private, max-age=31536000, immutable')
  for (const url of ['/desk/', '/desk', '/desk/page.ffffffff.js'])
    assert.equal((await app.inject({ url })).headers['cache-control'], 'no-store', url)
})

test('a page that is not built here says so', async () => {
  const bare = serveSite({ folder: '/nowhere', errorPage: (code) => code, clients: {}, onFault: () => assert.fail('a fault') })
  assert.equal((await bare.inject({ url: '/desk/' })).body, 'part.not_here')
  await bare.close()
})

test('the desk makes no script from text either (T-29)', async () => {
  const policy = String((await app.inject({ url: '/desk/' })).headers['content-security-policy'])
  assert.ok(policy.includes("require-trusted-types-for 'script'; trusted-types asylia"))
})

test('the policy allows our scripts, the one style of the page, and no HTML from text (T-29)', async () => {
  const policy = String((await app.inject({ url: '/report/' })).headers['content-security-policy'])
  assert.ok(policy.includes(`style-src 'self' ${HASH};`))
  assert.ok(
    policy.includes("script-src 'self';") && policy.includes("require-trusted-types-for 'script'") && policy.includes("default-src 'none'"),
  )
  assert.equal(/unsafe|wasm|blob:/.test(policy), false)
})

test('what is no file of the page is nothing, and only reading is answered', async () => {
  assert.equal((await app.inject({ url: '/report/xx/' })).statusCode, 404)
  assert.equal((await app.inject({ url: '/report/../secrets' })).statusCode, 404)
  const posted = await app.inject({ method: 'POST', url: '/report/' })
  assert.equal(posted.statusCode, 405)
})
