import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { hex } from '#crypto/bytes.ts'
import { aReportHouse, type ReportHouse } from './a-report-house.ts'
import { aPhone, readBy, watch } from './a-watched-report.ts'
import { axeFindings } from './axe-findings.ts'
import { hasChromium, openBrowser, PHONE } from './chromium.ts'
import { languagesToday } from './languages-today.ts'
import { type Said, walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const SAID: Said = {
  text: 'They came to the house of my sister.',
  host: 'TH',
  origin: 'VN',
  year: '2569',
  danger: 'maybe',
  urgent: true,
  never: 'DE',
  uses: ['judicial'],
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

/** Takes the browser's own cryptography and WebAssembly away, in the page and in each worker. */
const POISON = `Object.defineProperty(crypto,'subtle',{get(){throw new Error('subtle')}});Object.defineProperty(globalThis,'WebAssembly',{get(){throw new Error('wasm')}});`

async function poison(context: BrowserContext, code: string): Promise<() => number> {
  let poisoned = 0
  await context.route('**/report/*.js', async (route) => {
    const answer = await route.fetch()
    poisoned += 1
    await route.fulfill({ response: answer, body: code + (await answer.text()) })
  })
  return () => poisoned
}

test('the whole journey runs while crypto.subtle and WebAssembly throw (T-17, UX-R-03)', { skip }, async () => {
  const context = await aPhone(browser)
  const poisoned = await poison(context, POISON)
  const { page, faults, frames } = await watch(context, house)
  await walk(page, SAID)
  assert.deepEqual(
    await page.evaluate(() =>
      [() => crypto.subtle, () => WebAssembly].map((use) => {
        try {
          use()
          return 'there'
        } catch {
          return 'throws'
        }
      }),
    ),
    ['throws', 'throws'],
  )
  assert.ok(poisoned() >= 2)
  assert.equal((await readBy('harbour', frames[0] ?? new Uint8Array(0)))?.text, SAID.text)
  assert.deepEqual(faults, [])
  await context.close()
})

test('the journey runs without the compiler, without cookies and without storage (UX-R-03, I-19)', { skip }, async () => {
  const slow = await openBrowser(['--js-flags=--jitless'])
  const context = await slow.newContext({ viewport: PHONE, locale: 'en' })
  await poison(
    context,
    `for(const name of ['localStorage','sessionStorage','indexedDB','caches','cookieStore'])Object.defineProperty(globalThis,name,{get(){throw new Error(name)}});
    globalThis.Document&&Object.defineProperty(Document.prototype,'cookie',{get(){throw new Error('cookie')},set(){throw new Error('cookie')}});`,
  )
  const { page, faults, frames } = await watch(context, house)
  const began = performance.now()
  await walk(page, SAID)
  assert.ok(performance.now() - began < 60_000)
  assert.equal((await readBy('harbour', frames[0] ?? new Uint8Array(0)))?.text, SAID.text)
  assert.deepEqual(faults, [])
  await slow.close()
})

test('whoever has no Latin letters at hand confirms with digits of their own; a wrong group shows all again (UX-R-03, A11Y-12)', {
  skip,
}, async () => {
  for (const [language, zero] of [
    ['th', 0x0e50],
    ['ar', 0x0660],
  ] as const) {
    const context = await aPhone(browser, language)
    const { page, faults, frames } = await watch(context, house)
    const own = (group: string): string => group.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
    let wrong = 1
    const digits = (group: string): string => (wrong-- === 1 ? '00000' : own(group))
    const journey = walk(page, { text: 'One line.', digits })
    await page.locator('.faults').waitFor({ timeout: 60_000 })
    assert.equal(frames.length, 0)
    assert.equal(await page.locator('.nine').isVisible(), true)
    const group = await page.locator('.digits span').nth(1).textContent()
    await page.locator('#group-2').fill(` ${own(group ?? '')} `)
    await page.locator('main .actions button.main').first().click()
    await journey
    assert.notEqual((await readBy('harbour', frames[0] ?? new Uint8Array(0)))?.header.conv, null)
    assert.deepEqual(faults, [])
    await context.close()
  }
})

test('a browser that makes no worker seals in the page, and the end says how soon a person reads it, if that was promised (UX-R-03, UX-L-02)', {
  skip,
}, async () => {
  const context = await aPhone(browser)
  await context.addInitScript('globalThis.Worker = class { constructor() { throw new Error("no worker") } }')
  const { page, faults, frames } = await watch(context, house)
  await walk(page, { ...SAID, mailbox: false })
  assert.equal((await readBy('harbour', frames[0] ?? new Uint8Array(0)))?.header.conv, null)
  const said = (): Promise<string | null> => page.locator('main .lead').textContent()
  assert.equal(await said(), 'A person reads this within 36 hours on working days, within 1 hour if it is urgent.')
  await page.locator('#language').selectOption('ar')
  assert.equal(await said(), 'يقرؤه شخص خلال 36 ساعة في أيام العمل، وخلال ساعة إذا كان عاجلًا.')
  await page.evaluate(() => document.documentElement.removeAttribute('data-reads'))
  await page.locator('#language').selectOption('en')
  assert.equal(await said(), 'A person reads this. How soon, this site has not said.')
  assert.deepEqual(faults, [])
  await context.close()
})

test('a change of language keeps everything that was typed (UX-L-03)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  await page.locator('#landing-report').click()
  await page.locator('main.safety .main').click()
  await page.locator('#text').fill('ฉันกลัว, tôi sợ, أخاف')
  for (const language of ['ar', 'th', 'en']) {
    await page.locator('#language').selectOption(language)
    assert.equal(await page.locator('#text').inputValue(), 'ฉันกลัว, tôi sợ, أخاف')
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [
      language,
      language === 'ar' ? 'rtl' : 'ltr',
    ])
  }
  await context.close()
})

test('a line that is cut while sending is survived, and the item is stored once (I-01)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page, frames } = await watch(context, house)
  const before = await itemsOf(house)
  let cut = 2
  await context.route('**/api/intake', async (route) => {
    cut -= 1
    // The first answer is lost after the server took the frame, the second request never leaves.
    if (cut === 1) await route.fetch()
    if (cut >= 0) await route.abort('internetdisconnected')
    else await route.continue()
  })
  await walk(page, SAID)
  assert.equal(frames.length, 3)
  assert.deepEqual(
    frames.map((frame) => hex(frame)),
    Array.from({ length: 3 }, () => hex(frames[0] ?? new Uint8Array(0))),
  )
  assert.equal(await itemsOf(house), before + 1)
  await context.close()
})

async function itemsOf({ superuser }: ReportHouse): Promise<number> {
  const { rows } = await superuser.query<{ n: number }>('select count(*)::int as n from intake.item')
  return rows[0]?.n ?? -1
}

test('nothing is sealed or sent before the words are confirmed or declined; they print nothing, and the sheet names no site (UX-R-10, UX-R-11)', {
  skip,
}, async () => {
  const context = await aPhone(browser)
  const { page, asked } = await watch(context, house)
  const calls = (): string[] => asked.filter((line) => line.startsWith('POST'))
  await page.locator('#landing-report').click()
  await page.locator('main.safety .other').click()
  const sheet = await page.locator('main').textContent()
  assert.equal(/asylia|report\//i.test(`${sheet}${await page.title()}`), false)
  await page.locator('.back button').click()
  await page.locator('.back button').click()
  await walk(page, SAID, async (name) => {
    if (name === 'words') {
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.locator('.nine').isVisible(), false)
      await page.emulateMedia({ media: 'screen' })
      assert.equal(await page.locator('.nine').isVisible(), true)
      await page.locator('#word-2').fill('wrong')
      await page.locator('main.words .main').click()
      assert.equal(await page.locator('[role=alert]').count(), 1)
      assert.equal(await page.locator('.nine li').count(), 9)
    }
    if (name !== 'sending' && name !== 'done') assert.deepEqual(calls(), [], name)
  })
  assert.deepEqual(calls(), ['POST /api/intake', 'POST /api/mailbox'])
  await context.close()
})

const STRINGS = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '<svg/onload=alert(1)>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that somebody else's template would run
  '${alert(1)}',
  '\u202Egnp.exe<iframe srcdoc="<script>alert(1)</script>">',
]

test('texts that would run elsewhere are only texts here (T-29)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page, faults, frames } = await watch(context, house)
  page.on('dialog', (dialog) => faults.push(dialog.message()))
  const text = STRINGS.join('\n')
  await walk(page, { ...SAID, text, contact: text }, async () => {
    assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main img, main iframe, main svg').length), 0)
  })
  assert.equal((await readBy('harbour', frames[0] ?? new Uint8Array(0)))?.text, text)
  assert.deepEqual(faults, [])
  await context.close()
})

for (const language of languagesToday()) {
  test(`the screens beside the way are clean in ${language} as well, and so is the page without a script (A11Y-1)`, { skip }, async () => {
    const context = await aPhone(browser, language)
    const { page, faults } = await watch(context, house)
    const look = async (name: string): Promise<void> => {
      await page.locator(`main.${name}`).waitFor()
      assert.deepEqual(await axeFindings(page), [], `${language} ${name}`)
      await page.locator('.back button').click()
    }
    await page.locator('#landing-help').click()
    await look('help')
    await page.locator('.landing .actions button').first().click()
    await look('promises')
    await page.locator('.landing .actions button').last().click()
    await look('sealed')
    await page.locator('#landing-report').click()
    await page.locator('main.safety .other').click()
    await look('sheet')
    assert.deepEqual(faults, [])
    await context.close()
    const plain = await aPhone(browser, language)
    await plain.route('**/*.js', (route) => route.abort())
    const first = await plain.newPage()
    await first.goto(`${house.origin}/report/`)
    assert.deepEqual(await axeFindings(first), [], `${language} without a script`)
    await plain.close()
  })
}
