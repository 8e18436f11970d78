import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Config, readConfig } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { shortHash } from '#crypto/roster/pins.ts'
import type { ClientBytes } from '#edges/http/clients.ts'
import { serveSite } from '#edges/http/serve.ts'
import { openRosterHouse } from '#features/teams/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { once, openDeskClient, openReport } from '#web/open-clients.ts'
import { HOME } from '../../test/database.ts'
import { build, outside } from './outside.ts'

let folder = ''
let config: Config
let altered = ''
/** Built a second time, as on another machine, and once for all tests. */
let again: ReturnType<typeof build>

const report = once(() => openReport({ home: HOME, roster: join(folder, 'roster'), url: config.url, onion: undefined }))
const desk = once(() => openDeskClient(HOME))
const app = serveSite({
  folder: '/nowhere',
  errorPage: (code) => code,
  clients: {
    report: async () => {
      const real = await report()
      const file = real.files.get(altered)
      if (file === undefined) return real
      return {
        ...real,
        files: new Map<string, ClientBytes>([
          ...real.files,
          [altered, { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(' ')]), brotli: null }],
        ]),
      }
    },
    desk,
  },
  onFault: () => assert.fail('a fault'),
})

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-outside-'))
  const list = await openRosterHouse({
    places: { secrets: folder, folder: join(folder, 'roster') },
    source: () => Promise.resolve([]),
    clock: systemClock,
  })
  await list.publish()
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  config = readConfig({ ASYLIA_HOME: HOME, ASYLIA_URL: origin })
  again = build(config)
})
after(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

async function said(...args: readonly string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const lines: string[] = []
  const code = await outside(
    config,
    args,
    (line) => lines.push(line),
    () => again,
  )
  return { code, lines }
}

test('every file of both pages of a real installation is the one that this version builds, and another one raises an alarm (I-14)', async () => {
  const whole = await said()
  assert.deepEqual([whole.code, whole.lines.length], [0, 1])
  assert.match(whole.lines[0] ?? '', /every file is the one that this version builds/)
  assert.deepEqual(await said('--quiet', 'yes'), { code: 0, lines: [] })
  altered = [...(await report()).files.keys()].find((path) => /\/seal\.[0-9a-f]+\.js$/.test(path)) ?? ''
  const alarm = await said('--quiet', 'yes')
  altered = ''
  assert.equal(alarm.code, 1)
  assert.equal(alarm.lines.length, 1)
  assert.match(alarm.lines[0] ?? '', /^ALARM: .*\/report\/seal\.[0-9a-f]+\.js is not the file/)
})

test('other pins than the named ones, a changed list and a lost one raise an alarm too (I-13, I-14)', async () => {
  const pins = join(folder, 'roster', 'pins.json')
  const hash = shortHash(await readFile(pins))
  assert.equal((await said('--pins', hash)).code, 0)
  const other = await said('--pins', '0000 0000 0000 0000 0000')
  assert.deepEqual([other.code, other.lines.length], [1, 1])
  assert.match(other.lines[0] ?? '', /other roots/)
  const roster = join(folder, 'roster', 'roster.json')
  const bytes = await readFile(roster, 'utf8')
  await writeFile(roster, bytes.replace('"version":1', '"version":2'))
  const changed = await said()
  assert.equal(changed.code, 1)
  assert.match(changed.lines[0] ?? '', /refuse the list of keys/)
  await rm(roster)
  assert.match((await said()).lines[0] ?? '', /roster\.json does not come/)
  await writeFile(roster, bytes)
  assert.equal((await said()).code, 0)
})

test('a way out that is no address is refused before anything is asked', async () => {
  for (const way of ['tor', 'localhost', 'localhost:99999', '[::1]:9050'])
    await assert.rejects(said('--through', way), (error) => error instanceof OperatorError && !error.message.includes(way))
  await assert.rejects(said('--thruogh', '127.0.0.1:9050'), OperatorError)
})
