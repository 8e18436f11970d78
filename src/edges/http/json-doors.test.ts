import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import Fastify, { type FastifyInstance } from 'fastify'
import Type from 'typebox'
import { door, RawAnswer, readingDoor } from '#base/door.ts'
import { Refusal } from '#kernel/refusal.ts'
import { serveDoors } from './json-doors.ts'

const Input = Type.Object({ word: Type.String({ maxLength: 8 }) }, { additionalProperties: false })
const TOKEN = 'A'.repeat(43)
const faults: string[] = []
const called: unknown[] = []
const entered: object[] = []
let app: FastifyInstance

before(async () => {
  app = Fastify()
  await serveDoors<string>(app, {
    open: [door('/api/desk/open', Input, async ({ input }) => ({ said: input.word }))],
    closed: [
      door('/api/desk/closed', Input, async ({ caller, input }) => {
        called.push(input)
        return { caller, said: input.word }
      }),
      door('/api/desk/fails', Input, async ({ input }) => Promise.reject(new RangeError(`a secret ${input.word}`))),
      door('/api/desk/lost', Input, async () => Promise.reject(Object.assign(new Error('not this member'), { code: '42501' }))),
      door('/api/desk/nowhere', Input, async () => Promise.reject(new Refusal('record.not_found'))),
      readingDoor('/api/desk/raw/:id', async ({ params }) => new RawAnswer(Buffer.from(params['id'] ?? ''), { 'asylia-revision': '3' })),
    ],
    enter: async ({ token, method, path, number }) => {
      entered.push({ token, method, path, number })
      return token === TOKEN ? 'somebody' : Promise.reject(new Refusal('session.ended'))
    },
    onFault: (id, kind) => faults.push(`${id} ${kind}`),
  })
})
after(() => app.close())

type Sent = { method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'; path?: string; payload?: string; headers?: Record<string, string> }
async function send({ method = 'POST', path = '/api/desk/closed', payload = '{"word":"x"}', headers = {} }: Sent = {}) {
  const proof = `1.${createHash('sha256')
    .update(method === 'GET' ? '' : payload)
    .digest('base64url')}.${'A'.repeat(86)}`
  const all = { 'content-type': 'application/json', 'asylia-session': TOKEN, 'asylia-proof': proof, ...headers }
  const answer = await app.inject({ method, url: path, headers: all, ...(method === 'GET' ? {} : { payload }) })
  return {
    status: answer.statusCode,
    code: answer.headers['content-type']?.startsWith('application/json') ? answer.json().code : undefined,
    answer,
  }
}

test('a door answers whoever has a session, and one that is open anybody', async () => {
  assert.deepEqual((await send()).answer.json(), { caller: 'somebody', said: 'x' })
  assert.equal((await send({ path: '/api/desk/open', headers: { 'asylia-session': '' } })).status, 200)
})

test('every answer keeps nothing, runs nothing and is framed by nobody', async () => {
  for (const sent of [
    {},
    { payload: '{' },
    { path: '/api/desk/nothing' },
    { headers: { 'asylia-session': 'x' } },
    { path: '/api/desk/fails' },
  ]) {
    const { answer } = await send(sent)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'.*sandbox/)
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
    assert.equal(answer.headers['content-encoding'], undefined)
  }
})

test('unknown keys, missing keys, other types and hostile JSON are refused before a door hears of them (A-20, I-03)', async () => {
  called.length = 0
  const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`
  for (const payload of [
    '{"word":"x","team_id":"y"}',
    '{"word":"x","role":"lead","verified":true}',
    '{}',
    '{"word":1}',
    '{"word":"123456789"}',
    '[]',
    'null',
    '"x"',
    '',
    '{',
    '{"word":NaN}',
    '{"word":1e400}',
    '{"word":"x","__proto__":{"caller":"me"}}',
    '{"word":"x","constructor":{"prototype":{}}}',
    deep,
    `{"word":${deep}}`,
  ])
    assert.deepEqual([payload.slice(0, 40), (await send({ payload })).code], [payload.slice(0, 40), 'request.malformed'])
  assert.deepEqual(called, [])
  assert.equal(({} as { caller?: string }).caller, undefined)
  assert.equal((await send({ payload: `{"word":"${'x'.repeat(20_000)}"}` })).code, 'request.too_large')
  await fc.assert(
    fc.asyncProperty(fc.json(), async (payload) => {
      assert.ok([400, 413].includes((await send({ payload: `{"word":"x","other":${payload}}` })).status))
    }),
    { numRuns: 50 },
  )
})

test('a form, a text or a body without its type does not pass: no other page can send what we take (T-30)', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx', ''])
    assert.ok((await send({ headers: { 'content-type': type } })).status >= 400, type)
})

test('a call that another page makes is refused on every door and method, whatever it carries (T-30)', async () => {
  called.length = 0
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'http://localhost:81' },
  ] as Record<string, string>[])
    for (const path of ['/api/desk/closed', '/api/desk/open', '/api/desk/raw/x', '/api/desk/nothing'])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const)
        assert.deepEqual([path, method, (await send({ headers, path, method })).code], [path, method, 'request.cross_site'])
  assert.deepEqual(called, [])
  assert.equal(
    (await send({ headers: { origin: 'http://asylia.example', host: 'asylia.example', 'sec-fetch-site': 'same-origin' } })).status,
    200,
  )
})

test('without a session every closed door answers alike, before it reads a body (A-05)', async () => {
  const answers = await Promise.all(
    ['', 'x', 'B'.repeat(43), `${TOKEN}A`].flatMap((token) =>
      ['{"word":"x"}', '{', '{"word":1}'].map((payload) => send({ payload, headers: { 'asylia-session': token } })),
    ),
  )
  assert.deepEqual([...new Set(answers.map(({ answer }) => `${answer.statusCode} ${answer.body}`))].length, 1)
  assert.equal(answers[0]?.code, 'session.ended')
})

test('a body that is not the one that was signed is refused, and so is a call without its proof (T-28, A-05)', async () => {
  called.length = 0
  const proofOf = (body: string) => `7.${createHash('sha256').update(body).digest('base64url')}.${'A'.repeat(86)}`
  for (const proof of [
    '',
    '7',
    proofOf('{"word":"y"}'),
    proofOf(''),
    `0${proofOf('{"word":"x"}').slice(1)}`,
    `${proofOf('{"word":"x"}')}A`,
  ])
    assert.deepEqual([proof, (await send({ headers: { 'asylia-proof': proof } })).code], [proof, 'session.ended'])
  const unread = { method: 'GET' as const, path: '/api/desk/raw/abc', headers: { 'asylia-proof': proofOf('x') } }
  assert.equal((await send(unread)).code, 'session.ended')
  assert.deepEqual(called, [])
  assert.equal((await send({ headers: { 'asylia-proof': proofOf('{"word":"x"}') } })).status, 200)
  assert.deepEqual(entered.at(-1), { token: TOKEN, method: 'POST', path: '/api/desk/closed', number: 7 })
})

test('what is no door, and another method of one that is, are nothing here', async () => {
  for (const sent of [
    { path: '/api/desk/' },
    { path: '/api/desk/other' },
    { path: '/api/desk/closed', method: 'GET' },
    { path: '/api/desk/raw/x' },
  ] as Sent[])
    assert.deepEqual([(await send(sent)).status, (await send(sent)).code], [404, 'record.not_found'])
})

test('bytes come as bytes, with their headers', async () => {
  const { answer } = await send({ method: 'GET', path: '/api/desk/raw/abc' })
  assert.deepEqual(
    [answer.body, answer.headers['content-type'], answer.headers['asylia-revision']],
    ['abc', 'application/octet-stream', '3'],
  )
})

test('a fault of ours is a number and no word of what failed', async () => {
  faults.length = 0
  const { answer, status } = await send({ path: '/api/desk/fails' })
  assert.equal(status, 500)
  assert.match(answer.body, /^\{"code":"fault","says":"This is our fault\. Tell the operators this number: [0-9a-f]{12}"\}$/)
  assert.match(String(faults), /^[0-9a-f]{12} RangeError$/)
})

test('a right that ends while a call runs answers as what is not there, and is noted (T-21, R-EP-36)', async () => {
  faults.length = 0
  const lost = await send({ path: '/api/desk/lost' })
  const nowhere = await send({ path: '/api/desk/nowhere' })
  assert.equal(lost.status, 404)
  assert.deepEqual([lost.status, lost.answer.body], [nowhere.status, nowhere.answer.body])
  assert.match(String(faults), /^[0-9a-f]{12} no right in the database$/)
})
