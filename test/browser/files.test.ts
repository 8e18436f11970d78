import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hex, unhex } from '#crypto/bytes.ts'
import { openSet } from '#crypto/files/read-set.ts'
import { probeOf } from '#crypto/files/segment.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { aJpeg, someSecrets } from '#web/report/files/hidden/a-corpus.ts'
import { aMailHouse, keysOf, type MailHouse, memoryOfWords, openMailbox, textOf } from './a-mailbox-house.ts'
import { axeFindings } from './axe-findings.ts'
import { hasChromium, openBrowser } from './chromium.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const isLong = process.env['ASYLIA_LONG'] === '1'
let browser: Browser
let house: MailHouse
let folder: string

before(async () => {
  if (!hasChromium) return
  folder = await mkdtemp(join(tmpdir(), 'asylia-files-'))
  ;[browser, house] = await Promise.all([openBrowser(), aMailHouse()])
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
  await rm(folder, { recursive: true })
})

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const
const DOING = { timeout: 60_000 } as const

type Put = { readonly address: string; readonly status: number }
type Open = { readonly context: BrowserContext; readonly page: Page; readonly faults: string[]; readonly puts: Put[] }

async function aPage(more: object = {}): Promise<Open> {
  const context = await browser.newContext({ ...PHONE, ...more })
  const page = await context.newPage()
  const faults: string[] = []
  const puts: Put[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  context.on('response', (response) => {
    if (response.request().method() === 'PUT') puts.push({ address: new URL(response.url()).pathname, status: response.status() })
  })
  return { context, page, faults, puts }
}

/** Bytes that look like nothing and are the same each time. */
function noise(n: number, seed: number): Buffer {
  const bytes = Buffer.alloc(n)
  let state = seed
  for (let at = 0; at + 4 <= n; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes.writeUInt32LE(state, at)
  }
  return bytes
}

async function aFile(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const text = (page: Page): Promise<string> => textOf(page.locator('main'))
const onward = (page: Page): Promise<void> => page.locator('main .actions button.main').first().click()
const tap = (page: Page, name: string): Promise<void> => page.locator('main').getByRole('button', { name, exact: true }).first().click()

/** From the landing to R5. */
async function toFiles(page: Page, language = 'en'): Promise<void> {
  await page.goto(`${house.origin}/report/${language}/`)
  await page.locator('#lists').waitFor({ state: 'attached' })
  await page.locator('#landing-report').click()
  for (const screen of ['safety', 'what', 'where', 'danger']) {
    await page.locator(`main.${screen}`).waitFor()
    if (screen === 'what') await page.locator('#text').fill('I have pictures.')
    await onward(page)
  }
  await page.locator('main.attach .actions button').nth(1).click()
  await page.locator('main.files #pick').waitFor()
}

/** From R5 to the moment when the text is accepted and the files follow. */
async function toSending(page: Page): Promise<readonly string[]> {
  await onward(page)
  for (const screen of ['readers', 'uses', 'answer', 'check']) {
    await page.locator(`main.${screen}`).waitFor()
    if (screen === 'readers') await page.locator('#readers input').first().waitFor()
    await onward(page)
  }
  await page.locator('.nine li').first().waitFor()
  const words = await page.locator('.nine li').allTextContents()
  for (const n of [2, 5, 8]) await page.locator(`#word-${n}`).fill(words[n - 1] ?? '')
  await onward(page)
  await page.locator('main.uploading, main.done').waitFor(DOING)
  return words
}

type File = { readonly n: number; readonly set: string; readonly size: number; readonly probe: string }

/** Opens a file of the first item as a team does, from what lies on the server's disk. */
async function opened(words: readonly string[], which: File, segment: 131072 | 1048576): Promise<Buffer | 'incomplete'> {
  const keys = await keysOf(house, words)
  const [item] = (await memoryOfWords(house, keys)).items
  assert.ok(item !== undefined)
  const openers = [openerOf(keys.file(item.item, which.n))]
  const set = await openSet(
    unhex(item.item),
    { ...which, segment, segments: planSet(which.size, segment).count },
    {
      fetch: (index) => house.segment(which.set, index),
      open: (sealed) => openWith(openers, sealed, { min: 1, max: 1 }),
    },
  )
  return set.state === 'whole' ? Buffer.concat(set.parts) : 'incomplete'
}

test('a photo says what it carries, goes without it by default, and its original lies sealed beside it (U-14, T-19)', {
  skip,
}, async () => {
  const { context, page, faults } = await aPage()
  const photo = aJpeg(someSecrets, 0)
  await toFiles(page)
  assert.match(await text(page), /Up to 2 GB a file, 5 GB in all/)
  await page.locator('#pick').setInputFiles(await aFile('IMG_0001.jpg', photo))
  await page.locator('.findings').waitFor(DOING)
  const shown = await text(page)
  for (const says of [/where it was taken/, /a number of one single device\. SN-/, /a name, of an author or owner\. Invented Person/])
    assert.match(shown, says)
  assert.equal(await page.locator('#send-1-both').isChecked(), true)
  const words = await toSending(page)
  await page.locator('main.done').waitFor(DOING)
  const { items } = await memoryOfWords(house, await keysOf(house, words))
  const [original, copy] = items[0]?.files ?? []
  assert.ok(original !== undefined && copy !== undefined)
  assert.equal(original.size, photo.length)
  const whole = await opened(words, original, 131_072)
  assert.ok(whole !== 'incomplete')
  assert.equal(createHash('sha256').update(whole).digest('hex'), createHash('sha256').update(photo).digest('hex'))
  const clean = await opened(words, copy, 131_072)
  assert.ok(clean !== 'incomplete')
  for (const canary of Object.values(someSecrets)) assert.equal(clean.includes(canary), false)
  const points = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes]))
    return [picture.width, picture.height]
  }, clean.toString('base64'))
  assert.deepEqual(
    points.toSorted((a, b) => b - a),
    [16, 8],
  )
  assert.deepEqual(faults, [])
  await context.close()
})

test('a file above 2 GB is refused before a byte of it is read, and 5 GB in all likewise (U-03)', { skip }, async () => {
  const { context, page, faults } = await aPage()
  await toFiles(page)
  const sparse = async (name: string, size: number): Promise<string> => {
    const path = join(folder, name)
    const file = await open(path, 'w')
    await file.truncate(size)
    await file.close()
    return path
  }
  const reads = await page.evaluate(() => {
    const counted = { reads: 0 }
    const before = Blob.prototype.slice
    Blob.prototype.slice = function slice(...parts) {
      counted.reads += 1
      return before.apply(this, parts)
    }
    Object.assign(globalThis, { counted })
    return counted.reads
  })
  await page.locator('#pick').setInputFiles(await sparse('too-large.bin', 2_000_000_001))
  await page.locator('#pick-fault', { hasText: 'too-large.bin is larger than 2 GB' }).waitFor(DOING)
  assert.equal(await page.locator('.file').count(), 0)
  const two = await sparse('two.bin', 2_000_000_000)
  await page.locator('#pick').setInputFiles(two)
  await page.locator('#pick').setInputFiles(two)
  await page.locator('#pick').setInputFiles(two)
  await page.locator('#pick-fault', { hasText: 'larger than 5 GB in all' }).waitFor(DOING)
  assert.equal(await page.locator('.file').count(), 2)
  await page.locator('.findings').nth(1).waitFor(DOING)
  assert.match(await textOf(page.locator('#pick-fault')), /larger than 5 GB in all/)
  assert.equal(await page.evaluate(() => (globalThis as unknown as { counted: { reads: number } }).counted.reads), reads)
  assert.deepEqual(faults, [])
  await context.close()
})

const SIZE = isLong ? 300_000_000 : 12_000_000
const CUT_MS = isLong ? 300_000 : 4_000

test('a line that is cut costs nothing twice: the server says what it has, the rest follows (UX-R-08, U-18)', {
  skip,
  timeout: 1_200_000,
}, async (t) => {
  const { context, page, faults, puts } = await aPage()
  const bytes = noise(SIZE, 7)
  const path = await aFile('film.bin', bytes)
  await toFiles(page)
  await page.locator('#pick').setInputFiles(path)
  await page.locator('text=This file also says').waitFor(DOING)
  const words = await toSending(page)
  while (puts.length < 3) await page.waitForTimeout(20)
  await context.setOffline(true)
  await page.locator('#line', { hasText: 'No connection. We keep trying.' }).waitFor(DOING)
  await page.waitForTimeout(CUT_MS)
  await context.setOffline(false)
  await page.locator('main.done').waitFor({ timeout: 900_000 })
  const addresses = puts.filter(({ status }) => status === 201 || status === 200).map(({ address }) => address)
  const twice = addresses.length - new Set(addresses).size
  t.diagnostic(`${SIZE} bytes, cut of ${CUT_MS} ms, segments sent twice: ${twice}`)
  assert.ok(twice <= 1)
  const { items } = await memoryOfWords(house, await keysOf(house, words))
  const [file] = items[0]?.files ?? []
  assert.ok(file !== undefined)
  assert.equal(file.probe, hex(probeOf(bytes)))
  const whole = await opened(words, file, 1_048_576)
  assert.ok(whole !== 'incomplete' && whole.equals(bytes))
  assert.deepEqual(faults, [])
  await context.close()
})

/** Takes the browser's own hash away from every script of the page, the workers' too. */
const NO_SUBTLE = `Object.defineProperty(crypto,'subtle',{get(){throw new Error('subtle')}});`

test('after a closed tab the words and the same file go on, in a browser without a hash too, and another file is noticed (U-18, T-17)', {
  skip,
  timeout: 300_000,
}, async () => {
  const bytes = noise(20_000_000, 11)
  const path = await aFile('long.bin', bytes)
  const first = await aPage()
  // A slow line, so that there is something to interrupt.
  await first.context.route('**/api/files/*/*', async (route) => {
    await new Promise((yes) => setTimeout(yes, 1_500))
    await route.continue()
  })
  await toFiles(first.page)
  await first.page.locator('#pick').setInputFiles(path)
  await first.page.locator('text=This file also says').waitFor(DOING)
  const words = await toSending(first.page)
  while (first.puts.length < 2) await first.page.waitForTimeout(10)
  await tap(first.page, 'Pause')
  await first.page.locator('#line', { hasText: 'Paused' }).waitFor()
  assert.deepEqual(await faultsOf(first.page, 'en uploading'), [])
  // What a worker had sealed already still goes, one segment after the other; then nothing does.
  const sentSoFar = (): Set<string> => new Set(first.puts.map(({ address }) => address))
  for (let [before, now] = [-1, sentSoFar().size]; before < now; [before, now] = [now, sentSoFar().size])
    await first.page.waitForTimeout(2_000)
  const sent = sentSoFar()
  assert.ok(sent.size < planSet(bytes.length, 1_048_576).count)
  await first.context.close()

  const { context, page, faults, puts } = await aPage()
  await context.route('**/report/files.*.js', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: NO_SUBTLE + (await answer.text()) })
  })
  await openMailbox(page, house.origin, words.join(' '))
  await tap(page, 'Unfinished files')
  await page.locator('#unfinished-0').setInputFiles(await aFile('other.bin', noise(20_000_000, 12)))
  await page.locator('.faults', { hasText: 'This is another file. Nothing was sent.' }).waitFor(DOING)
  assert.deepEqual(puts, [])
  await page.locator('#unfinished-0').setInputFiles(path)
  await page.locator('main.mail-done').waitFor(DOING)
  assert.deepEqual(
    puts.filter(({ address }) => sent.has(address)),
    [],
  )
  assert.equal(puts.length + sent.size, planSet(bytes.length, 1_048_576).count)
  const [file] = (await memoryOfWords(house, await keysOf(house, words))).items[0]?.files ?? []
  assert.ok(file !== undefined)
  const whole = await opened(words, file, 1_048_576)
  assert.ok(whole !== 'incomplete' && whole.equals(bytes))
  await tap(page, 'To my mailbox')
  await tap(page, 'Unfinished files')
  await page.locator('text=No file waits').waitFor(DOING)
  assert.deepEqual(faults, [])
  await context.close()
})

test('the file screens pass axe at phone size, light, dark and from right to left (A11Y-1)', { skip, timeout: 120_000 }, async () => {
  const photo = await aFile('IMG_0002.jpg', aJpeg(someSecrets, 0))
  const found: string[] = []
  for (const [language, colorScheme] of [
    ['en', 'dark'],
    ['vi', 'light'],
    ['th', 'dark'],
    ['fr', 'light'],
    ['ar', 'light'],
  ] as const) {
    const { context, page } = await aPage({ colorScheme })
    await toFiles(page, language)
    await page.locator('#pick').setInputFiles(photo)
    await page.locator('.findings').waitFor(DOING)
    found.push(...(await faultsOf(page, `${language} files`)))
    await context.close()
  }
  assert.deepEqual(found, [])
})

/** What axe finds, and a screen that is wider than the phone; kept as a picture where `ASYLIA_PICTURES` names a folder. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const pictures = process.env['ASYLIA_PICTURES']
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name.replace(' ', '-')}.png`), fullPage: true })
  const found = (await axeFindings(page)).map((one) => `${name}: ${one}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  return wide ? [...found, `${name}: too wide`] : found
}
