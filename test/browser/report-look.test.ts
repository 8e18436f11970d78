import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { LANGUAGES } from '#kernel/languages.ts'
import { aReportHouse, type ReportHouse } from './a-report-house.ts'
import { aPhone, watch } from './a-watched-report.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { CLIPPED, OUTLINE, TWICE } from './look-of-page.ts'
import { type Said, walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const PICTURES = process.env['ASYLIA_PICTURES']
/** Texts with the highest and deepest marks of each script. */
const MARKS = { vi: 'Ẫ Ễ Ữ ợ ụ ỵ', th: 'ปั๊มน้ำ ฎุฏู ที่ผู้กตัญญู', ar: 'إِنَّهُمْ يُهَدِّدُونَنَا لِلْأَسَفِ', en: 'Åg', fr: 'Êç' }
const said = (text: string): Said => ({ text, host: 'TH', origin: 'VN', year: '2569', danger: 'yes', never: 'DE', contact: text })

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

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

test('every screen is drawn alike in five languages and in both directions (UX-L-01)', { skip }, async () => {
  const outlines = new Map<string, string[]>()
  for (const [at, language] of LANGUAGES.entries()) {
    const context = await aPhone(browser, language, { colorScheme: at % 2 === 0 ? 'light' : 'dark' })
    const { page, faults } = await watch(context, house)
    await walk(page, said(MARKS[language]), async (name) => {
      if (name === 'landing') await page.locator('main .code').first().waitFor()
      await picture(page, `report-${language}-${name}`)
      if (name === 'sending') return
      assert.deepEqual(await page.evaluate(CLIPPED), [], `${language} ${name}`)
      const outline = await page.evaluate(OUTLINE)
      const first = outlines.get(name)
      if (first === undefined) outlines.set(name, outline)
      else assert.deepEqual(outline, first, `${language} ${name}`)
    })
    assert.deepEqual(faults, [])
    await context.close()
  }
  assert.equal(outlines.size, 12)
  const drawn = [...outlines.values()].flat()
  assert.ok(drawn.length > 120 && new Set(drawn).size > 15, 'the outlines say something')
})

for (const language of ['vi', 'th', 'ar'] as const) {
  test(`with letters of twice the size no mark of ${language} is cut off and nothing scrolls sideways (UX-R-09, A11Y-7)`, {
    skip,
  }, async () => {
    const context = await aPhone(browser, language)
    const { page } = await watch(context, house)
    await page.evaluate(TWICE)
    await walk(page, said(MARKS[language]), async (name) => {
      await picture(page, `report-${language}-${name}-twice`)
      if (name === 'sending') return
      assert.deepEqual(await page.evaluate(CLIPPED), [], `${language} ${name}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${language} ${name} is ${wide} too wide`)
    })
    await context.close()
  })
}

test('a line that is too low for its marks is noticed', { skip }, async () => {
  const context = await aPhone(browser, 'th')
  const { page } = await watch(context, house)
  await page.locator('main.landing h1').waitFor()
  assert.deepEqual(await page.evaluate(CLIPPED), [])
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('h1')) one.style.lineHeight = '0.6'
  })
  assert.equal((await page.evaluate(CLIPPED)).length, 1)
  await context.close()
})
