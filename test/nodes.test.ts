import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { HOME } from './database.ts'

/** Two installations from the command line on two ports, as two operators meet them. */
let folder = ''
const ports: [number, number] = [0, 0]
const running: (Started | undefined)[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-story-'))
  await chmod(folder, 0o711)
  for (const at of [0, 1] as const) ports[at] = await freePort()
})
after(async () => {
  for (const one of running) await one?.end()
  await rm(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

type Started = { readonly said: () => string; readonly end: () => Promise<number | null> }
const dataOf = (at: 0 | 1) => ['--data', join(folder, `node-${at}`), '--port', `${ports[at]}`]

function command(args: readonly string[]): { child: ChildProcess; said: () => string } {
  const env = { ...process.env, ASYLIA_HOME: HOME, ASYLIA_NODES_HERE: 'on' }
  const child = spawn(process.execPath, [join(HOME, 'src', 'main.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, said: () => said }
}

async function start(at: 0 | 1): Promise<void> {
  const { child, said } = command(['start', ...dataOf(at)])
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const end = () => {
    child.kill('SIGTERM')
    return exit
  }
  running[at] = { said, end }
  const until = performance.now() + 90_000
  while (!/Ready after/.test(said())) {
    if (child.exitCode !== null || performance.now() > until) throw new Error(`did not start: ${said()}`)
    await wait(50)
  }
}

async function node(at: 0 | 1, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const { child, said } = command(['node', ...args, ...dataOf(at)])
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said: said() }
}

/** Asks for the list until it says this. */
async function until(at: 0 | 1, wanted: RegExp): Promise<string> {
  const end = performance.now() + 60_000
  for (;;) {
    const { said } = await node(at, 'list')
    if (wanted.test(said)) return said
    if (performance.now() > end) throw new Error(`the list never said ${wanted}: ${said}`)
    await wait(1_000)
  }
}

test('two installations are introduced by fingerprints read aloud, speak, and one is ended (T-47)', async () => {
  await Promise.all([start(0), start(1)])
  const fingerprints: string[] = []
  for (const at of [0, 1] as const) {
    const { said, code } = await node(at, 'fingerprint')
    assert.equal(code, 0, said)
    fingerprints.push(said.trim())
    assert.match(said, /^(?:[0-9A-HJKMNP-TV-Z]{4} ){7}[0-9A-HJKMNP-TV-Z]{4}\n$/)
    assert.equal((await node(at, 'card', join(folder, `card-${at}`))).code, 0)
    const published = await fetch(`http://127.0.0.1:${ports[at]}/api/node/card`)
    assert.equal(published.status, 200)
  }
  const give = (at: 0 | 1, fingerprint: string) =>
    node(at, 'introduce', '--name', at === 0 ? 'second' : 'first', '--card', join(folder, `card-${1 - at}`), '--fingerprint', fingerprint)
  const wrong = await give(0, `0000 ${fingerprints[1]?.slice(5)}`)
  assert.notEqual(wrong.code, 0)
  assert.match(wrong.said, /somebody stands between you/)
  assert.equal((await give(0, fingerprints[1] ?? '')).code, 0)
  // Until the other side has introduced this one too, it is a stranger there.
  await until(0, /last refusal node\.unknown_signer/)
  assert.equal((await give(1, (fingerprints[0] ?? '').toLowerCase().replaceAll(' ', '-'))).code, 0)
  await until(1, /first {2}exchanges messages[^]*heard 20[^]*, 0 messages wait/)
  await until(0, /second {2}exchanges messages[^]*heard 20[^]*, 0 messages wait/)
  assert.equal((await node(0, 'revoke', '--name', 'second')).code, 0)
  assert.match(await until(0, /was ended/), /second/)
  for (const one of running) assert.doesNotMatch(one?.said() ?? '', /Fault|failed/)
})
