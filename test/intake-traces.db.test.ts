import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { readConfig } from '#base/config.ts'
import { findDataFolder } from '#base/data-folder.ts'
import { DATABASE, privateSuperuserUrl } from '#base/postgres/logins.ts'
import { aFrame, anArmour } from '#features/reports/intake/a-frame.ts'
import { aSet } from '#features/reports/intake/a-segment.ts'
import { HOME } from './database.ts'
import { encodingsOf } from './search-memory.ts'

/** Said by every request and by nothing else on this machine; the address is one of the loopback that nobody uses. */
const AGENT = 'TaggedAgent/7.31'
const REFERRER = 'https://tagged-referrer.example/from'
const FORWARDED = '198.51.100.213'
const ADDRESS = '127.83.211.97'
const COOKIE = 'tagged-cookie=81723'
const TAGS = [AGENT, REFERRER, FORWARDED, ADDRESS, COOKIE]
const PLANTED = 'TaggedPlanted/4.44'

let folder = ''
let data = ''
let said = ''
let child: ChildProcess
let origin = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-traces-'))
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  child = spawn(process.execPath, [join(HOME, 'src', 'main.ts'), 'start', '--data', data, '--port', '0'], {
    env: { ...process.env, ASYLIA_HOME: HOME, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const until = performance.now() + 120_000
  while (origin === '') {
    origin = /Ready after [0-9]+ ms: (http:\/\/[^/\s]+)/.exec(said)?.[1] ?? ''
    if (child.exitCode !== null || performance.now() > until) throw new Error(`did not start: ${said}`)
    await wait(50)
  }
})
after(async () => {
  if (child.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
})

type Call = {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

function ask({ method, path, headers = {}, body = new Uint8Array() }: Call): Promise<number> {
  return new Promise((resolve) => {
    const tagged = {
      'user-agent': AGENT,
      referer: REFERRER,
      'x-forwarded-for': FORWARDED,
      'x-real-ip': FORWARDED,
      forwarded: `for=${FORWARDED}`,
      cookie: COOKIE,
    }
    const sent = {
      'content-type': 'application/octet-stream',
      ...tagged,
      ...headers,
      ...(body.length > 0 && { 'content-length': String(body.length) }),
    }
    const asked = request(origin + path, { method, localAddress: ADDRESS, headers: sent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    asked.on('error', () => resolve(0))
    asked.end(body)
  })
}

/** What a reporter does, what an attacker does, and what breaks, each saying who it is. */
async function soak(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const set = aSet(20_000)
    const taken = [
      await ask({ method: 'POST', path: '/api/intake', body: (await aFrame()).frame }),
      await ask({ method: 'POST', path: '/api/intake/armour', body: await anArmour() }),
      await ask({ method: 'POST', path: '/api/mailbox', body: Buffer.concat([Buffer.from('ASYM\x01\0\0\0', 'latin1'), randomBytes(272)]) }),
      await ask({
        method: 'POST',
        path: '/api/mailbox/delete',
        body: Buffer.concat([Buffer.from('ASYD\x01\0\0\0', 'latin1'), randomBytes(768)]),
      }),
      await ask({ method: 'PUT', path: set.path(0), headers: set.headers, body: await set.segment(0) }),
      await ask({ method: 'GET', path: `/api/files/${set.set}` }),
      await ask({ method: 'GET', path: '/report/' }),
      await ask({ method: 'GET', path: '/en/' }),
    ]
    assert.deepEqual(taken.slice(0, 5), [201, 201, 200, 204, 201])
    await ask({ method: 'POST', path: '/api/intake', body: randomBytes(37_922) })
    await ask({ method: 'POST', path: '/api/intake', body: randomBytes(3) })
    await ask({
      method: 'POST',
      path: `/api/desk/sessions?${AGENT}`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
    })
    await ask({ method: 'GET', path: `/api/nothing/${encodeURIComponent(AGENT)}` })
    await ask({ method: 'TRACE', path: '/' })
  }
}

async function superuser(): Promise<pg.Client> {
  const places = await findDataFolder(readConfig({ ASYLIA_HOME: HOME, ASYLIA_DATA: data }))
  assert.ok(places !== undefined)
  const client = new pg.Client({ connectionString: (await privateSuperuserUrl(places))(DATABASE) })
  await client.connect()
  return client
}

/** Files below a folder that hold one of the words in any usual encoding; what the packages bring is not searched. */
async function filesWith(root: string, words: readonly string[]): Promise<string[]> {
  const patterns = words.flatMap((word) => encodingsOf(word).map(({ bytes }) => bytes))
  const found: string[] = []
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.startsWith(join(data, 'programs'))) continue
    if (await holds(path, patterns)) found.push(path.slice(root.length + 1))
  }
  return found
}

const PIECE = 8 * 1024 * 1024
const OVERLAP = 256

async function holds(path: string, patterns: readonly Buffer[]): Promise<boolean> {
  // The database replaces files while it works.
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return false
  try {
    const buffer = Buffer.alloc(PIECE + OVERLAP)
    for (let at = 0; ; at += PIECE) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (patterns.some((pattern) => buffer.subarray(0, bytesRead).includes(pattern))) return true
      if (bytesRead < buffer.length) return false
    }
  } finally {
    await file.close()
  }
}

/** Every row of every table as text, the settings and what the server shows of its connections. */
async function tablesWith(client: pg.Client, words: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%'
    union all values ('pg_stats'), ('pg_stat_activity'), ('pg_settings')`)
  const found: string[] = []
  for (const { name } of rows) {
    const own = name === 'pg_stat_activity' ? 'where pid <> pg_backend_pid()' : ''
    const forms = words.flatMap((word) => [word, Buffer.from(word).toString('hex')])
    const { rows: hits } = await client.query(
      `select from (select t::text as line from ${name} t ${own}) l where exists (select from unnest($1::text[]) w where position(w in line) > 0) limit 1`,
      [forms],
    )
    if (hits.length > 0) found.push(name)
  }
  return found
}

test('no address, agent, referrer or cookie is in any file, table or output; planted ones are found (T-12)', async () => {
  await soak(process.env['ASYLIA_LONG'] === '1' ? 500 : 5)
  const client = await superuser()
  try {
    await client.query('checkpoint')
    assert.deepEqual(await filesWith(data, TAGS), [])
    assert.deepEqual(await tablesWith(client, TAGS), [])
    for (const tag of TAGS) for (const { bytes } of encodingsOf(tag)) assert.equal(said.includes(bytes.toString('latin1')), false, tag)

    await writeFile(join(data, 'spool', 'planted'), `x${PLANTED}`)
    await client.query(`create table intake.planted (said text, bytes bytea)`)
    await client.query('insert into intake.planted values ($1, $2)', [PLANTED, Buffer.from(PLANTED)])
    await client.query('checkpoint')
    const planted = await filesWith(data, [PLANTED])
    assert.ok(planted.includes(join('spool', 'planted')))
    assert.ok(
      planted.some((path) => path.startsWith(join('pg', 'data', 'base'))),
      'in the table',
    )
    assert.ok(
      planted.some((path) => path.startsWith(join('pg', 'data', 'pg_wal'))),
      'in the journal',
    )
    assert.deepEqual(await tablesWith(client, [PLANTED]), ['intake.planted'])
  } finally {
    await client.end()
  }
})

test('what the running house says has no line for a request (T-12)', () => {
  const after = said.slice(said.indexOf('Ctrl-C ends everything.'))
  assert.deepEqual(after.trim().split('\n'), ['Ctrl-C ends everything.'])
})
