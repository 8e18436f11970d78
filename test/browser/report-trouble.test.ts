import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hex } from '#crypto/bytes.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { aReportHouse, type ReportHouse } from './a-report-house.ts'
import { aPhone, readBy, watch } from './a-watched-report.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { type Said, walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const SAID: Said = { text: 'They came at night.', host: 'TH', origin: 'VN', never: 'DE', uses: ['judicial'] }
const NONE = new Uint8Array(0)

let browser: Browser
let house: ReportHouse

before(async () => {
  if (!hasChromium) return
  ;[browser, house] = await Promise.all([openBrowser(), aReportHouse()])
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

/** Runs before every script of the page and of its workers. */
async function runFirst(context: BrowserContext, code: string): Promise<void> {
  await context.route('**/report/*.js', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: code + (await answer.text()) })
  })
}

/** No answer for these addresses, until the line is back. */
async function cut(context: BrowserContext, address: string): Promise<() => Promise<void>> {
  await context.route(address, (route) => route.abort('internetdisconnected'))
  return () => context.unroute(address)
}

async function toReaders(page: Page): Promise<void> {
  await page.locator('#landing-report').click()
  await page.locator('main.safety .main').click()
  await page.locator('#text').fill('One line.')
  for (const screen of ['what', 'where', 'danger', 'attach']) await page.locator(`main.${screen} .actions .main`).click()
  await page.locator('main.readers').waitFor()
}

const posts = (asked: readonly string[]): string[] => asked.filter((line) => line.startsWith('POST'))

test('a browser without streams, or without randomness, is told so and sent another way before it has sealed anything (UX-R-03, T-36)', {
  skip,
}, async () => {
  for (const lacks of ['delete globalThis.TransformStream;', 'Crypto.prototype.getRandomValues=(bytes)=>bytes;']) {
    const context = await aPhone(browser)
    await runFirst(context, lacks)
    const { page, asked, faults } = await watch(context, house)
    const says = page.locator('#lists .caution')
    await says.waitFor()
    assert.match((await says.textContent()) ?? '', /This browser cannot protect your words.*another browser.*sealed with age/)
    await toReaders(page)
    assert.equal(await page.locator('#readers, main .actions .main').count(), 0)
    assert.deepEqual([posts(asked), faults], [[], []], lacks)
    await context.close()
  }
})

test('a tap that is held while the list of keys arrives opens its door all the same, by finger and by key (UX-R-03)', {
  skip,
}, async () => {
  for (const way of ['finger', 'key'] as const) {
    const context = await aPhone(browser)
    const held = Promise.withResolvers<void>()
    await context.route('**/report/pins.json', async (route) => {
      await held.promise
      await route.continue()
    })
    const { page, faults } = await watch(context, house)
    const door = page.locator('#landing-report')
    await door.waitFor()
    const box = await door.boundingBox()
    assert.ok(box)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await door.focus()
    await (way === 'finger' ? page.mouse.down() : page.keyboard.down(' '))
    const came = page.waitForResponse('**/report/pins.json')
    held.resolve()
    await came
    // Long enough for the page to judge the list, which it would now draw.
    await page.waitForTimeout(700)
    await (way === 'finger' ? page.mouse.up() : page.keyboard.up(' '))
    await page.locator('main.safety').waitFor({ timeout: 5_000 })
    assert.deepEqual(faults, [])
    await context.close()
  }
})

/** What a browser does that translates a page: every text that it may touch stands in other words, in elements of its own. */
const TRANSLATE = `(() => {
  const spared = 'script, style, textarea, font, [translate=no], .notranslate'
  const all = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (texts.nextNode()) if (texts.currentNode.data.trim() !== '' && !texts.currentNode.parentElement.closest(spared)) found.push(texts.currentNode)
    for (const text of found) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = '«' + text.data + '»'
      outer.append(inner)
      text.replaceWith(outer)
    }
  }
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true, characterData: true })
  all()
})()`

test('a page that the browser translates sends the same report, with the words as they were shown (I-17)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page, faults, frames } = await watch(context, house)
  assert.equal(await page.locator('meta[name=google]').getAttribute('content'), 'notranslate')
  await page.locator('#lists').waitFor({ state: 'attached' })
  await page.evaluate(TRANSLATE)
  const words = await walk(page, SAID)
  assert.match((await page.locator('h1').textContent()) ?? '', /^«.*»$/, 'it was translated')
  assert.ok(words.every((word) => /^[a-z]+$/.test(word)))
  const read = await readBy('harbour', frames[0] ?? NONE)
  assert.deepEqual(
    [read?.text, read?.header.lang, read?.header.never, read?.header.where],
    [SAID.text, 'en', [{ kind: 'country', id: 'DE' }], { host: 'TH', origin: ['VN'] }],
  )
  assert.deepEqual(faults, [])
  await context.close()
})

test('Back leaves, Forward finds an empty page, and a page out of the memory of the browser begins anew (I-15, I-16)', {
  skip,
}, async () => {
  const context = await aPhone(browser)
  const { page, faults } = await watch(context, house)
  const write = async (): Promise<void> => {
    await page.locator('#landing-report').click()
    await page.locator('main.safety .main').click()
    await page.locator('#text').fill('kanarie-4711')
    await page.locator('main.what .main').click()
    await page.locator('main.where').waitFor()
  }
  const isEmpty = async (): Promise<void> => {
    await page.locator('main.landing').waitFor()
    assert.equal((await page.content()).includes('kanarie'), false)
    await page.locator('#landing-report').click()
    await page.locator('main.safety .main').click()
    assert.equal(await page.locator('#text').inputValue(), '')
  }
  await write()
  await page.goBack()
  assert.equal(page.url(), 'about:blank')
  await page.goForward()
  await isEmpty()
  await page.reload()
  await write()
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    }),
  ])
  await isEmpty()
  assert.deepEqual(faults, [])
  await context.close()
})

test('two tabs are two reports that know nothing of each other (UX-R-03)', { skip }, async () => {
  const context = await aPhone(browser)
  const first = await watch(context, house)
  const second: { readonly words: readonly string[]; readonly frame: Uint8Array }[] = []
  const words = await walk(first.page, { ...SAID, text: 'The first tab.' }, async (name) => {
    if (name !== 'words') return
    const { page, frames, faults } = await watch(context, house)
    const other = await walk(page, { text: 'The second tab.', host: 'VN' })
    second.push({ words: other, frame: frames[0] ?? NONE })
    assert.deepEqual(faults, [])
    await first.page.bringToFront()
  })
  const frames = [first.frames[0] ?? NONE, second[0]?.frame ?? NONE]
  const read = await Promise.all(frames.map((frame) => readBy('harbour', frame)))
  assert.deepEqual(
    read.map((one) => [one?.text, one?.header.never.length]),
    [
      ['The first tab.', 1],
      ['The second tab.', 0],
    ],
  )
  assert.notEqual(hex(readFrame(frames[0] ?? NONE).item), hex(readFrame(frames[1] ?? NONE).item))
  assert.equal(
    words.some((word, at) => word !== second[0]?.words[at]),
    true,
  )
  assert.deepEqual(first.faults, [])
  await context.close()
})

test('a line that is cut while the page loads is waited for, or may be tried again, part by part (UX-R-03)', { skip }, async () => {
  const context = await aPhone(browser)
  const back = await cut(context, '**/report/words.*.json')
  const { page, faults } = await watch(context, house)
  assert.match((await page.locator('main').textContent()) ?? '', /If your browser runs scripts, the form appears.*age -a -R chosen\.txt/s)
  const [worker, roster] = [await cut(context, '**/report/seal.*.js'), await cut(context, '**/report/roster.json')]
  await back()
  await page.locator('main.landing').waitFor()
  await toReaders(page)
  const says = page.locator('main.readers #lists .caution')
  for (const again of [worker, roster]) {
    await says.waitFor()
    assert.match((await says.textContent()) ?? '', /We could not load the list of readers\. What you wrote stays here\./)
    await again()
    await page.getByRole('button', { name: 'Try again' }).click()
  }
  await page.locator('#readers input').first().waitFor()
  await page.locator('.back button').click()
  const part = await cut(context, '**/report/files-*')
  const choose = page.locator('main.attach .actions button').nth(1)
  await choose.click()
  await page.locator('.faults', { hasText: 'This part did not load. Nothing is lost.' }).waitFor()
  await part()
  await choose.click()
  await page.locator('main.files #pick').waitFor()
  const real = faults.filter((one) => !one.includes('net::ERR_INTERNET_DISCONNECTED'))
  assert.deepEqual(real, [])
  await context.close()
})

test('a line that is cut from the landing on costs nothing until sending, which says so and goes on when it is back (I-01)', {
  skip,
}, async () => {
  const context = await aPhone(browser)
  const { page, frames } = await watch(context, house)
  await page.locator('main.landing .code').first().waitFor()
  const noMailbox = await cut(context, '**/api/mailbox')
  await walk(page, SAID, async (name) => {
    if (name === 'landing') await context.setOffline(true)
    if (name !== 'sending') return
    await page.locator('#sending-says', { hasText: 'No connection. We keep trying. Do not close this page.' }).waitFor()
    await context.setOffline(false)
  })
  assert.match(
    (await page.locator('main').textContent()) ?? '',
    /Your words show whether it arrived/,
    'it was not read back, and that is what it says',
  )
  assert.equal((await readBy('harbour', frames[0] ?? NONE))?.text, SAID.text)
  await noMailbox()
  await context.close()
})
