import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { armor } from 'age-encryption'
import type { Browser, Page } from 'playwright-core'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { systemClock } from '#kernel/clock.ts'
import { type AMember, aMemberAt } from '#web/desk/keys/a-member.ts'
import { aJpeg, someSecrets } from '#web/report/files/hidden/a-corpus.ts'
import { HOME } from '../database.ts'
import { encodingsOf, processesBelow, searchMemory } from '../search-memory.ts'
import { hasChromium, openBrowser, PHONE } from './chromium.ts'
import { walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'

/** Words that nobody else says, one for each place where a person can type, and one that the server is told in clear. */
const CANARIES = {
  text: 'Zwölf weiße Kraniche über dem Mekong',
  contact: 'signal weaver-of-nets-7781',
  fileName: 'Eisvogel-am-Kanal-0417.jpg',
  message: 'Die Rohrdommel ruft nachts im Schilf',
  armour: 'der graue Reiher am Stauwehr',
}
const PICTURE = { name: CANARIES.fileName, mimeType: 'image/jpeg', buffer: Buffer.from(aJpeg(someSecrets, 0)) }
const PLANTED = 'https://planted-canary.example/heron'

let folder = ''
let data = ''
let server: ChildProcessWithoutNullStreams
let said = ''
let browser: Browser
let origin = ''
let member: AMember

before(async () => {
  if (!hasChromium) return
  folder = await mkdtemp(join(tmpdir(), 'asylia-canaries-'))
  // As root the database runs as a user of its own, who must pass through.
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  const env = { ...process.env, ASYLIA_HOME: HOME, ASYLIA_CONTACT: PLANTED }
  server = spawn(process.execPath, [join(HOME, 'src', 'main.ts'), 'start', '--data', data, '--port', '0'], { env })
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  origin = await saidBy(/Ready after \d+ ms: (http:\/\/[^/\s]+)/)
  const team = [
    'team',
    'add',
    '--data',
    data,
    '--id',
    'harbour',
    '--name',
    'Harbour Desk',
    '--kind',
    'ngo',
    '--about',
    'Invented for a test.',
    '--languages',
    'en',
  ]
  const added = await promisify(execFile)(process.execPath, [join(HOME, 'src', 'main.ts'), ...team], { env })
  const code = /^ {4}(\S+)$/m.exec(added.stdout)?.[1] ?? ''
  member = await aMemberAt({ origin, now: systemClock.now }, code)
  browser = await openBrowser()
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
})

async function saidBy(pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 1200; tries++) {
    const found = pattern.exec(said)?.[1]
    if (found !== undefined) return found
    if (server.exitCode !== null) break
    await wait(50)
  }
  throw new Error(`start never said ${pattern}: ${said}`)
}

type Pattern = { readonly name: string; readonly bytes: Buffer }

/** Every byte that a browser sends on its way to the server, as the network sees it behind the end of TLS. */
async function tapTo(target: string): Promise<{ readonly origin: string; sent(): Buffer; close(): Promise<void> }> {
  const { hostname, port } = new URL(target)
  const pieces: Buffer[] = []
  const tap = createServer((browserSide) => {
    const serverSide = connect(Number(port), hostname)
    browserSide.on('data', (piece: Buffer) => pieces.push(piece))
    pipeline(browserSide, serverSide, () => undefined)
    pipeline(serverSide, browserSide, () => undefined)
  })
  tap.listen(0, '127.0.0.1')
  await once(tap, 'listening')
  return {
    origin: `http://127.0.0.1:${(tap.address() as AddressInfo).port}`,
    sent: () => Buffer.concat(pieces),
    close: async () => {
      tap.close()
      await once(tap, 'close')
    },
  }
}

/** Everything below a folder, and what is packed by gzip in it, that holds one of the patterns; files that go away meanwhile are not there. */
async function searchFolder(root: string, patterns: readonly Pattern[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readWhole(path)
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? Buffer.concat([bytes, gunzipSync(bytes)]) : bytes
    for (const { name, bytes: word } of patterns) if (plain.includes(word)) found.push(`${name} in ${entry.name}`)
  }
  return found
}

async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return Buffer.alloc(0)
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** The words as neighbours, since each alone is an ordinary English word. */
function secretsOf(words: readonly string[]): string[] {
  return words.slice(2).map((word, at) => `${words[at]} ${words[at + 1]} ${word}`)
}

/** Opens the mailbox with the words and writes once more. */
async function writeAgain(page: Page, words: readonly string[]): Promise<void> {
  const tap = (name: string): Promise<void> => page.locator('main').getByRole('button', { name, exact: true }).click()
  await page.locator('#landing-mailbox').click()
  await page.locator('#words').fill(words.join(' '))
  await page.locator('main.mailbox .actions button').first().click()
  await page.locator('main.messages').waitFor({ timeout: 60_000 })
  await tap('Write')
  await page.locator('#text').fill(CANARIES.message)
  await tap('Send sealed message')
  await page.locator('main.mail-done').waitFor({ timeout: 60_000 })
}

test('a report with a picture, a message after it and a text of lane C leave no word in any request, file, table or memory of the server (T-01, T-03, R-EP-31)', {
  skip,
}, async () => {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en' })
  const page = await context.newPage()
  const wire = await tapTo(origin)
  await page.goto(`${wire.origin}/report/`)
  const digits: string[] = []
  const report = { text: CANARIES.text, host: 'TH', origin: 'VN', danger: 'maybe', contact: CANARIES.contact, picture: PICTURE } as const
  const words = await walk(page, report, async (name) => {
    if (name === 'words') digits.push(...(await page.locator('p.digits span').allTextContents()).map((group) => group.trim()))
  })
  assert.deepEqual([words.length, digits.length], [9, 6])
  await page.goto(`${wire.origin}/report/`)
  await writeAgain(page, words)
  await context.close()
  await wire.close()

  const recipients = new Uint8Array(await (await fetch(`${origin}/report/recipients.bin`)).arrayBuffer())
  assert.equal(recipients.length, 1216)
  const sealed = armor.encode(await sealTo([recipients], new TextEncoder().encode(CANARIES.armour)))
  const armoured = await fetch(`${origin}/api/intake/armour`, { method: 'POST', body: sealed, headers: { 'content-type': 'text/plain' } })
  assert.equal(armoured.status, 201)

  const inPicture = [someSecrets.author, someSecrets.serial]
  const typed = [...Object.values(CANARIES), ...inPicture, ...secretsOf(words), digits.join('')]
  const patterns = typed.flatMap((word) => encodingsOf(word))
  const control = encodingsOf(PLANTED).filter(({ name }) => name === 'utf-8')
  const requests = wire.sent()
  assert.ok(requests.length > 2 * 37_922 + 2 * 16_384, 'two frames and two files are among what was watched')
  assert.deepEqual(
    patterns.filter(({ bytes }) => requests.includes(bytes)).map(({ name }) => name),
    [],
  )

  await writeFile(join(data, 'planted.txt'), PLANTED)
  assert.ok((await searchFolder(data, control)).includes('utf-8 in planted.txt'))
  assert.deepEqual(await searchFolder(data, patterns), [])

  const processes = await processesBelow(server.pid ?? 0)
  assert.ok(processes.length >= 5, 'the database and its children are among them')
  assert.ok((await searchMemory([server.pid ?? 0], control)).length > 0, 'the search finds what the server does know')
  assert.deepEqual(await searchMemory(processes, patterns), [])
  assert.deepEqual(
    patterns.filter(({ bytes }) => Buffer.from(said).includes(bytes)),
    [],
  )
})

test('the member who was chosen reads every word of all three (T-01, T-06)', { skip }, async () => {
  await member.call('look', null)
  const found = JSON.stringify(member.items())
  for (const [what, word] of Object.entries(CANARIES)) assert.ok(found.includes(word), what)
})
