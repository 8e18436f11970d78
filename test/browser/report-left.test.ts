import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { EVERYDAY } from '#web/report/exit.ts'
import { encodingsOf } from '../search-memory.ts'
import { aReportHouse, type ReportHouse } from './a-report-house.ts'
import { aPhone, watch } from './a-watched-report.ts'
import { hasChromium, openBrowser, openProfile } from './chromium.ts'
import { type Said, walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
/** Words that stand nowhere else; each field of the journey has one. */
const CANARIES = ['kanarie-oranje-4711', 'นกขมิ้นสีส้ม๔๗', 'chim-hoàng-yến-82', 'عصفور-الكناري-٩', 'canary-contact-3390']
const SAID: Said = {
  text: CANARIES.slice(0, 4).join(' '),
  host: 'TH',
  origin: 'VN',
  danger: 'yes',
  urgent: true,
  never: 'DE',
  contact: CANARIES[4] ?? '',
}

let browser: Browser
let house: ReportHouse

before(async () => {
  if (!hasChromium) return
  browser = await openBrowser()
  house = await aReportHouse()
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

function unpacked(bytes: Buffer): Buffer[] {
  const tries = [() => gunzipSync(bytes), () => brotliDecompressSync(bytes)].map((unpack) => {
    try {
      return unpack()
    } catch {
      return null
    }
  })
  return [bytes, ...tries.filter((one) => one !== null)]
}

function found(words: readonly string[], bytes: Buffer): string[] {
  const all = unpacked(bytes)
  return words.filter((word) => encodingsOf(word).some(({ bytes: written }) => all.some((one) => one.includes(written))))
}

test('what a person types or is shown stands in no request, in no usual encoding (T-01)', { skip }, async () => {
  const context = await aPhone(browser)
  const sent: Buffer[] = []
  context.on('request', (request) => {
    const headers = Object.entries(request.headers())
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')
    sent.push(Buffer.from(`${request.url()}\n${headers}`), request.postDataBuffer() ?? Buffer.alloc(0))
  })
  const { page } = await watch(context, house)
  let digits: string[] = []
  const words = await walk(page, SAID, async (name) => {
    if (name === 'words') digits = (await page.locator('p.digits span').allTextContents()).map((group) => group.trim())
  })
  const lookedFor = [...CANARIES, words.join(' '), words.slice(0, 3).join(' '), digits.join(''), digits.slice(0, 2).join(' ')]
  assert.equal(words.length + digits.length, 15)
  for (const bytes of sent) assert.deepEqual(found(lookedFor, bytes), [])
  assert.ok(sent.some((bytes) => bytes.length === 37_922))
  // The control: the same search finds a word that somebody lets out.
  await page.evaluate(async (word) => {
    // What the server says to it is of no interest.
    await fetch('/api/mailbox', { method: 'POST', body: word }).catch(() => undefined)
  }, CANARIES[0] ?? '')
  assert.deepEqual(sent.flatMap((bytes) => found(lookedFor, bytes)).includes(CANARIES[0] ?? ''), true)
  await context.close()
})

test('after the tab is closed the profile of the browser holds nothing that was typed (T-16, UX-R-05, UX-R-06)', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-profile-'))
  const context = await openProfile(folder)
  const { page } = await watch(context, house)
  const words = await walk(page, SAID)
  assert.deepEqual(await kept(page), { local: 0, session: 0, caches: 0, databases: 0, workers: 0, cookies: '' })
  await context.close()
  assert.deepEqual(await inProfile(folder, [...CANARIES, words.join(' '), words.slice(0, 4).join(' ')]), [])
  const other = await openProfile(folder)
  const { page: control } = await watch(other, house)
  await control.evaluate((word) => localStorage.setItem('kept', word), CANARIES[0] ?? '')
  await other.close()
  assert.deepEqual(await inProfile(folder, CANARIES), [CANARIES[0]])
  await rm(folder, { recursive: true, force: true })
})

async function inProfile(folder: string, words: readonly string[]): Promise<string[]> {
  const hits = new Set<string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    for (const word of found(words, await readFile(join(entry.parentPath, entry.name)))) hits.add(word)
  }
  return [...hits]
}

function kept(page: Page) {
  return page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    caches: 'caches' in globalThis ? (await caches.keys()).length : 0,
    databases: (await indexedDB.databases()).length,
    workers: 'serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
    cookies: document.cookie,
  }))
}

/** Presses a button or keys and answers how long it took until nothing was on the page, and what was left. */
async function leaveBy(page: Page, how: 'button' | 'keys') {
  return page.evaluate((way) => {
    const began = performance.now()
    if (way === 'button') document.getElementById('leave')?.click()
    else for (let n = 0; n < 3; n += 1) dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }))
    return { left: document.body.childElementCount, title: document.title, milliseconds: performance.now() - began }
  }, how)
}

for (const [where, how] of [
  ['what', 'keys'],
  ['words', 'button'],
  ['sending', 'button'],
] as const) {
  test(`leaving from ${where} empties the page at once, without a line, and Back shows nothing (UX-R-04, I-15)`, { skip }, async () => {
    const context = await aPhone(browser)
    await context.route(`${EVERYDAY.en}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Soup</title>' }))
    let stays = 0
    await context.route('**/api/intake', (route) => {
      stays += 1
      return route.abort('internetdisconnected')
    })
    const { page } = await watch(context, house)
    const lefts: Awaited<ReturnType<typeof leaveBy>>[] = []
    await walk(page, SAID, async (name) => {
      if (name !== where) return
      if (where === 'sending')
        await page.waitForFunction(() => (document.getElementById('sending-says')?.textContent ?? '').includes('No connection'))
      lefts.push(await leaveBy(page, how))
      throw new Error('left')
    }).catch((error: Error) => assert.equal(error.message, 'left'))
    const [{ milliseconds, ...rest } = { milliseconds: Number.NaN }] = lefts
    assert.deepEqual(rest, { left: 0, title: '' })
    assert.ok(milliseconds <= 100)
    await page.waitForURL(`${EVERYDAY.en}**`)
    const tries = stays
    // There may be nothing to go back to.
    await page.goBack().catch(() => null)
    assert.equal(/kanarie/.test(await page.content()), false)
    assert.equal(await page.locator('textarea').count(), 0)
    assert.equal(stays, tries)
    await context.close()
  })
}

test('leaving is the first thing that Tab reaches, 48 pixels high, and never hidden by the bar (A11Y-2, A11Y-4)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  await page.locator('#landing-report').waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'leave')
  await walk(page, SAID, async (name) => {
    const low = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, textarea, input:not([type=radio]):not([type=checkbox])')]
        .filter((one) => one.getBoundingClientRect().height > 0 && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML),
    )
    assert.deepEqual(low, [], name)
    const bar = await page.evaluate(() => document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0)
    const leave = async (): Promise<number> => (await page.locator('#leave').boundingBox())?.height ?? 0
    for (let tries = 0; tries < 40 && (await leave()) < 48; tries += 1) await page.waitForTimeout(50)
    assert.ok((await leave()) >= 48, name)
    for (const field of await page.locator('main button, main input, main textarea').all()) {
      const isFree = async (): Promise<boolean> => {
        await field.focus()
        return ((await field.boundingBox())?.y ?? 0) >= bar
      }
      // The page may draw itself anew when the list of keys arrives, and a browser takes a moment to scroll.
      let free = await isFree()
      for (let tries = 0; tries < 40 && !free; tries += 1) {
        await page.waitForTimeout(50)
        free = await isFree()
      }
      assert.ok(free || (await field.evaluate((one) => one.clientHeight > innerHeight / 2)), name)
    }
  })
  await context.close()
})

test('a tab that nobody looks at shows nothing (UX-R-07)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  await page.locator('#landing-report').waitFor()
  const look = (state: string): Promise<string> =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
      return getComputedStyle(document.body).visibility
    }, state)
  assert.equal(await look('hidden'), 'hidden')
  assert.equal(await look('visible'), 'visible')
  await context.close()
})

test('after a reload or a crash there is only an empty landing page (I-16)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  await walk(page, SAID, async (name) => {
    if (name === 'check') throw new Error('crashed')
  }).catch((error: Error) => assert.equal(error.message, 'crashed'))
  const length = await page.evaluate(() => history.length)
  await page.reload()
  await page.locator('#landing-report').click()
  await page.locator('main.safety .main').click()
  assert.equal(await page.locator('#text').inputValue(), '')
  assert.equal(await page.evaluate(() => [history.length, location.pathname].join(' ')), `${length} /report/`)
  await context.close()
})

test('no field offers, corrects, learns or saves anything (I-17)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  const fields: string[] = []
  await walk(page, SAID, async () => {
    fields.push(
      ...(await page.evaluate(() =>
        [...document.querySelectorAll('input[type=text], textarea')].map((one) =>
          ['autocomplete', 'autocorrect', 'autocapitalize', 'spellcheck', 'name'].map((name) => one.getAttribute(name)).join(),
        ),
      )),
    )
    assert.equal(await page.locator('form').count(), 0)
  })
  assert.ok(fields.length >= 7)
  assert.deepEqual([...new Set(fields)], ['off,off,off,false,'])
  await context.close()
})
