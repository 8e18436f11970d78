import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aReportHouse, type ReportHouse } from './a-report-house.ts'
import { aPhone, readBy, watch } from './a-watched-report.ts'
import { axeFindings } from './axe-findings.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { languagesToday } from './languages-today.ts'
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

const today = languagesToday()

/** How each screen is drawn, from the journeys of these languages. */
const outlines = new Map<string, string[][]>()
const SCREENS = ['landing', 'safety', 'what', 'where', 'danger', 'attach', 'readers', 'uses', 'answer', 'check', 'words', 'sending', 'done']

for (const [at, language] of today.entries()) {
  test(`from the landing to the end in ${language}: sealed, sent, read by the chosen alone, and every screen clean (UX-R-03, A11Y-1, T-29)`, {
    skip,
  }, async () => {
    const context = await aPhone(browser, language, { colorScheme: at % 2 === 0 ? 'light' : 'dark' })
    const { page, faults, frames } = await watch(context, house)
    const screens: string[] = []
    await walk(page, { ...said(MARKS[language]), uses: ['judicial'] }, async (name) => {
      screens.push(name)
      if (name === 'landing') await page.locator('main .code').first().waitFor()
      await picture(page, `report-${language}-${name}`)
      if (name === 'sending') return
      assert.deepEqual(await page.evaluate(CLIPPED), [], `${language} ${name}`)
      assert.deepEqual(await axeFindings(page), [], `${language} ${name}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${language} ${name} scrolls sideways`)
      outlines.set(name, [...(outlines.get(name) ?? []), await page.evaluate(OUTLINE)])
    })
    const read = await readBy('harbour', frames[0] ?? new Uint8Array(0))
    assert.equal(read?.text, MARKS[language])
    assert.deepEqual(read.header.when, { precision: 'year', said: 'this_week', from: '2026' })
    assert.deepEqual(read.header.consent, { casework: true, private_diplomacy: false, judicial: true, public: false })
    assert.deepEqual(read.header.never, [{ kind: 'country', id: 'DE' }])
    assert.equal(await readBy('liaison', frames[0] ?? new Uint8Array(0)), null)
    assert.deepEqual(screens, SCREENS)
    assert.deepEqual(faults, [])
    await context.close()
  })
}

test('every screen of these journeys is drawn alike in all languages and in both directions (UX-L-01)', { skip }, () => {
  assert.deepEqual(
    [...outlines.keys()],
    SCREENS.filter((name) => name !== 'sending'),
  )
  for (const [name, drawn] of outlines) {
    assert.equal(drawn.length, today.length, name)
    for (const [at, outline] of drawn.entries()) assert.deepEqual(outline, drawn[0], `${today[at]} ${name}`)
  }
  const all = [...outlines.values()].flatMap(([first]) => first ?? [])
  assert.ok(all.length > 120 && new Set(all).size > 15, 'the outlines say something')
})

/** Runs in a page: words of the nine that go over to a second line, where they would be read as two. */
const BROKEN = (): string[] =>
  [...document.querySelectorAll('.nine li')].flatMap((word) => {
    const range = document.createRange()
    range.selectNodeContents(word)
    return range.getClientRects().length === 1 ? [] : [word.textContent]
  })

for (const language of today.filter((one) => one !== 'en' && one !== 'fr')) {
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
      if (name === 'words') assert.deepEqual(await page.evaluate(BROKEN), [], 'each of the nine words stands on one line')
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
