import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aMailHouse, answer, keysOf, type MailHouse, openMailbox } from './a-mailbox-house.ts'

import { aPhone, watch } from './a-watched-report.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { walk } from './report-journey.ts'
import { MORE_THAN_TEXT, xssStrings } from './xss-strings.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const isLong = process.env['ASYLIA_LONG'] === '1'
/** The full count is a long run; a seed of the day would find other strings, and could not be looked at again. */
const COUNT = isLong ? 2_000 : 300
const SEED = 20_261_122
const STRINGS = xssStrings(SEED, COUNT)
const AT_ONCE = 100

let browser: Browser
let house: MailHouse

before(async () => {
  if (!hasChromium) return
  browser = await openBrowser()
  house = await aMailHouse()
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

const chunks = (all: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))

/** A message fills one slot: its text as JSON and what stands beside it. */
const MESSAGE_ROOM = 7_000

function messagesOf(strings: readonly string[]): string[] {
  const texts: string[] = []
  for (const one of strings) {
    const longer = [...(texts.length === 0 ? [] : [texts.at(-1)]), one].join('\n')
    if (texts.length > 0 && Buffer.byteLength(JSON.stringify(longer)) <= MESSAGE_ROOM) texts[texts.length - 1] = longer
    else texts.push(one)
  }
  return texts
}

async function onwards(page: Page, screens: readonly string[]): Promise<void> {
  for (const screen of screens) await page.locator(`main.${screen} .actions .main`).first().click()
}

test('the strings do run where a page makes HTML of a text, so their silence elsewhere says something (T-29)', { skip }, async () => {
  const page = await browser.newPage()
  page.on('dialog', (dialog) => void dialog.dismiss())
  let spoke = 0
  await page.route('**/*', (route) => {
    spoke += 1
    return route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html>' })
  })
  await page.goto('http://planted.invalid/')
  const before = spoke
  const made = await page.evaluate((strings) => {
    // Some of them take the name `document.body`.
    const { body } = document
    const found = strings.map((text) => {
      body.innerHTML = text
      return body.querySelectorAll('script,img,iframe,svg,math,object,embed,form,style,video,audio,details,input,a,x').length > 0
    })
    return found.filter(Boolean).length
  }, STRINGS)
  await page.waitForFunction(() => 'hit' in globalThis)
  assert.ok(made > COUNT * 0.25, `${made} of ${COUNT} became elements`)
  assert.ok(spoke > before, 'none spoke to another server')
  await page.close()
})

test('what a person writes is only text on every screen that shows it again (T-29)', { skip }, async (t) => {
  const context = await aPhone(browser)
  const { page, faults } = await watch(context, house)
  page.on('dialog', (dialog) => faults.push(dialog.message()))
  await page.locator('#landing-report').click()
  await onwards(page, ['safety'])
  for (const part of chunks(STRINGS, AT_ONCE)) {
    const text = part.join('\n')
    await page.locator('#text').fill(text)
    await onwards(page, ['what', 'where', 'danger', 'attach', 'readers', 'uses'])
    await page.locator('#contact').fill(text)
    await onwards(page, ['answer'])
    await page.locator('main.check').waitFor()
    const shown = await page.locator('main.check dd bdi').allTextContents()
    assert.equal(shown.filter((one) => one === text).length, 2, 'both stand there letter by letter')
    assert.deepEqual(await page.evaluate(MORE_THAN_TEXT, 'main'), [])
    await page.locator('main.check dd').first().waitFor()
    await page.locator('main.check dt button').first().click()
  }
  assert.deepEqual(faults, [])
  await context.close()
  t.diagnostic(`count ${STRINGS.length} strings, seed ${SEED}`)
})

test('what a team writes is only text in the mailbox (T-29)', { skip }, async (t) => {
  const context = await aPhone(browser)
  const { page, faults } = await watch(context, house)
  page.on('dialog', (dialog) => faults.push(dialog.message()))
  const words = await walk(page, { text: 'One line.' })
  const keys = await keysOf(house, words)
  const messages = messagesOf(STRINGS)
  assert.ok(messages.length <= 48, 'one window of slots holds them')
  for (const [at, text] of messages.entries()) await answer(house, keys, { from: 'harbour', at, n: at + 1, text })
  const other = await watch(context, house)
  other.page.on('dialog', (dialog) => other.faults.push(dialog.message()))
  await openMailbox(other.page, house.origin, words.join(' '))
  await other.page.waitForFunction(
    (count) => {
      const again = [...document.querySelectorAll('main button')].find(({ textContent }) => textContent === 'Look again')
      if (document.querySelectorAll('main article').length >= count) return true
      if (document.querySelector('.busy') === null && again instanceof HTMLElement) again.click()
      return false
    },
    messages.length,
    { timeout: 120_000, polling: 200 },
  )
  const shown = new Set(await other.page.locator('main .said p').allTextContents())
  assert.deepEqual(
    STRINGS.filter((one) => !shown.has(one)),
    [],
    'each stands there letter by letter',
  )
  assert.deepEqual(await other.page.evaluate(MORE_THAN_TEXT, 'main'), [])
  assert.deepEqual([...faults, ...other.faults], [])
  await context.close()
  t.diagnostic(`count ${STRINGS.length} strings, seed ${SEED}`)
})
