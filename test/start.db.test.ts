import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { HOME } from './database.ts'

/** The whole thing as its operator meets it: one command, a folder, signals, and sentences when something is in the way. */
let folder = ''
let data = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-story-'))
  await chmod(folder, 0o711)
  data = join(folder, 'data')
})
after(() => rm(folder, { recursive: true, force: true }))

type Started = { readonly child: ChildProcess; readonly origin: string; said(): string; readonly exit: Promise<number | null> }

function command(args: readonly string[], extra: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [join(HOME, 'src', 'main.ts'), ...args], {
    env: { ...process.env, ASYLIA_HOME: HOME, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function start(...args: string[]): Promise<Started> {
  const child = command(['start', '--data', data, '--port', '0', ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const until = performance.now() + 60_000
  for (;;) {
    const ready = /Ready after [0-9]+ ms: (http:\/\/[^/\s]+)/.exec(said)
    if (ready?.[1] !== undefined) return { child, origin: ready[1], said: () => said, exit }
    if (child.exitCode !== null || performance.now() > until) throw new Error(`did not start: ${said}`)
    await wait(20)
  }
}

async function runs(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; said: string }> {
  const child = command(args, extra)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

async function end(started: Started): Promise<number | null> {
  started.child.kill('SIGTERM')
  return started.exit
}

/** Processes that still have something of the data folder in their command line. */
function processesOf(path: string): Promise<string[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-eo', 'args'], (_error, out) =>
      resolve(out.split('\n').filter((line) => line.includes(path) && !line.includes('ps -eo'))),
    )
  })
}

test('one command publishes the corridor and serves it; an end signal ends everything, children included', async () => {
  const started = await start()
  const page = await fetch(`${started.origin}/en/`)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /Viet Nam/)
  const report = await fetch(`${started.origin}/report/`)
  assert.equal(report.status, 200)
  assert.match(await report.text(), /Leave this page/)
  assert.equal((await fetch(`${started.origin}/desk/`)).status, 200)
  assert.equal((await fetch(`${started.origin}/api/`)).status, 404)
  const taxii = await fetch(`${started.origin}/taxii2/`)
  assert.equal(taxii.status, 404)
  assert.match(await taxii.text(), /not part of this version/)
  assert.match(started.said(), /Nobody can receive reports here yet/)
  assert.equal(await end(started), 0)
  assert.deepEqual(await processesOf(data), [])
  assert.match(started.said(), /records added/)
})

test('a second start finds everything there: nothing is loaded or written again', async () => {
  const started = await start()
  assert.doesNotMatch(started.said(), /records added/)
  assert.match(started.said(), / 0 written, 0 removed/)
  await end(started)
})

test('a second instance on the same folder and a port that is taken each get a sentence', async () => {
  const started = await start()
  const second = await runs(['start', '--data', data, '--port', '0'])
  assert.equal(second.code, 1)
  assert.match(second.said, /already running on .*\. Stop it first, or choose another folder with --data\./)
  const port = Number(new URL(started.origin).port)
  await end(started)
  const blocker = createServer().listen(port, '127.0.0.1')
  await once(blocker, 'listening')
  const busy = await runs(['start', '--data', data, '--port', String(port)])
  blocker.close()
  assert.equal(busy.code, 1)
  assert.match(busy.said, new RegExp(`Port ${port} is taken`))
  assert.deepEqual(await processesOf(data), [])
})

test('after kill -9 in the middle, the next start mends itself and the ledger verifies', async () => {
  const started = await start()
  started.child.kill('SIGKILL')
  await started.exit
  const again = await start()
  assert.equal((await fetch(`${again.origin}/vi/`)).status, 200)
  await end(again)
  const verified = await runs(['verify', '--data', data])
  assert.equal(verified.code, 0, verified.said)
})

test('a command works beside a running start and leaves it running; a withdrawn case is gone from the pages (T-44)', async () => {
  const started = await start()
  const cases = await (await fetch(`${started.origin}/en/cases/`)).text()
  const code = /href="\/en\/cases\/(C-[2-9A-Z]{4})\/"/.exec(cases)?.[1]
  assert.ok(code !== undefined)
  assert.equal((await fetch(`${started.origin}/en/cases/${code}/`)).status, 200)
  const withdrawn = await runs(['withdraw', code, '--data', data])
  assert.equal(withdrawn.code, 0, withdrawn.said)
  const until = performance.now() + 5_000
  let status = 200
  while (status === 200 && performance.now() < until) status = (await fetch(`${started.origin}/en/cases/${code}/`)).status
  assert.equal(status, 404)
  const all = await (await fetch(`${started.origin}/en/cases/`)).text()
  assert.ok(!all.includes(code))
  const again = await runs(['withdraw', code, '--data', data])
  assert.equal(again.code, 1)
  assert.match(again.said, /was withdrawn/)
  await end(started)
})

test('a release builds elsewhere without a database and gives the same pages', async () => {
  const release = join(folder, 'release.json')
  assert.equal((await runs(['publish', 'export', release, '--data', data])).code, 0)
  const site = join(folder, 'elsewhere')
  const built = await runs(['publish', 'build', site, '--from', release], { DATABASE_URL: '', ASYLIA_DATA: join(folder, 'nowhere') })
  assert.equal(built.code, 0, built.said)
  assert.equal(await readFile(join(site, 'en', 'index.html'), 'utf8'), await readFile(join(data, 'site', 'en', 'index.html'), 'utf8'))
  assert.deepEqual((await readdir(folder)).includes('nowhere'), false)
})

test('what is no command, no setting or no release is answered in words and starts nothing', async () => {
  assert.equal((await runs(['conquer'])).code, 2)
  const wrong = await runs(['start', '--port', 'many'])
  assert.equal(wrong.code, 1)
  assert.match(wrong.said, /--port accepts a number/)
  const release = join(folder, 'absent.json')
  await rm(release, { force: true })
  const missing = await runs(['publish', 'build', join(folder, 'x'), '--from', release])
  assert.equal(missing.code, 1)
  assert.doesNotMatch(missing.said, /our fault/)
})
