// needs util-linux
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { hiddenOf } from '#edges/lane-b/a-walk.ts'
import { encodingsOf, processesBelow, searchMemory } from './search-memory.ts'

const CANARY = 'zwölf weiße Kraniche über dem Mekong'
const PLANTED = 'a grey heron stands in the reeds'

let parent: ChildProcessWithoutNullStreams
let origin = ''
let said = ''
before(async () => {
  parent = spawn(process.execPath, [join(import.meta.dirname, 'a-lane-b-parent.ts'), Buffer.from(PLANTED).toString('hex')])
  parent.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  parent.stderr.pipe(process.stderr)
  origin = `http://127.0.0.1:${await saidBy(/port (\d+)/)}`
})
after(async () => {
  const ended = once(parent, 'exit')
  parent.kill('SIGTERM')
  await ended
})

async function saidBy(pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const found = pattern.exec(said)?.[1]
    if (found !== undefined) return found
    await wait(50)
  }
  throw new Error(`the parent never said ${pattern}: ${said}`)
}

async function send(fields: Readonly<Record<string, string | readonly string[]>>): Promise<string> {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one]),
  )
  const answer = await fetch(`${origin}/en/`, { method: 'POST', body: new URLSearchParams(pairs) })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('connection'), 'close')
  return answer.text()
}

const pidsOf = async (): Promise<number[]> => processesBelow(parent.pid ?? 0)

test('words typed without scripts are sealed in a process that ends; the parent never holds them (T-02, I-24, O-08)', async () => {
  let page = await send({ to: 'what' })
  page = await send({ ...hiddenOf(page), text: CANARY, to: 'readers' })
  assert.ok(page.includes(CANARY))
  page = await send({ ...hiddenOf(page), readers: ['desk'], to: 'check' })
  const during = await pidsOf()
  page = await send({ ...hiddenOf(page), to: 'none' })
  assert.match(page, /sealed and stored/)
  assert.equal(await saidBy(/frame (\d+)/), '37922')
  await wait(5_000)
  const left = await pidsOf()
  assert.ok(during.length >= 2 && left.length >= 2)
  const control = encodingsOf(PLANTED)
  assert.ok((await searchMemory([parent.pid ?? 0], control)).includes(`${parent.pid} utf-8`), 'the search finds what the parent does hold')
  assert.deepEqual(await searchMemory(left, encodingsOf(CANARY)), [])
})

test('a process answers one connection and is gone five seconds later (T-02)', async () => {
  const before = new Set(await pidsOf())
  await (await fetch(`${origin}/en/`)).text()
  const answering = [...before].filter((pid) => pid !== parent.pid)
  await wait(5_000)
  const now = await pidsOf()
  assert.ok(answering.some((pid) => !now.includes(pid)))
  assert.ok(now.length <= before.size + 1)
})

test('a process that ended while it waited costs nobody an answer (T-02, O-01)', async () => {
  for (const pid of (await pidsOf()).filter((one) => one !== parent.pid)) process.kill(pid, 'SIGKILL')
  await wait(300)
  assert.match(await (await fetch(`${origin}/fr/`)).text(), /Moins protégé/)
})

test('a broken request, a silent one and one that is cut leave the listener as it was (T-02, U-01, U-05)', async () => {
  const port = Number(new URL(origin).port)
  for (const bytes of [
    'GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    '\0\0\0\0',
    'POST /en/ HTTP/1.1\r\nhost: x\r\ncontent-length: 90\r\n\r\ntext=',
  ]) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => undefined).end(bytes)
    socket.resume()
    await once(socket, 'close')
  }
  assert.match(await (await fetch(`${origin}/ar/`)).text(), /dir="rtl"/)
})
