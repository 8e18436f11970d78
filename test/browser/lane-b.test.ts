// needs util-linux
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, openBrowser } from './chromium.ts'
import { languagesToday } from './languages-today.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const PICTURES = process.env['ASYLIA_PICTURES'] === '1' ? join(import.meta.dirname, '..', '..', 'var', 'pictures') : undefined

let parent: ChildProcessWithoutNullStreams
let browser: Browser
let origin = ''
before(async () => {
  if (!hasChromium) return
  browser = await openBrowser()
  parent = spawn(process.execPath, [join(import.meta.dirname, '..', 'a-lane-b-parent.ts')])
  parent.stderr.pipe(process.stderr)
  const [said] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string]
  origin = `http://127.0.0.1:${/port (\d+)/.exec(said)?.[1]}`
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  const ended = once(parent, 'exit')
  parent.kill('SIGTERM')
  await ended
})

/** Each screen in turn, as a phone without scripts shows it; `look` sees it before it is left. */
async function walkThrough(page: Page, language: string, look: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${origin}/${language}/`)
  await look('landing')
  const go = (name: string) => Promise.all([page.waitForLoadState('load'), page.locator(`button[value="${name}"]`).last().click()])
  await go('what')
  await look('what')
  await page.locator('textarea').fill('Zwei Männer vor der Tür')
  for (const name of ['where', 'danger', 'readers'] as const) {
    await go(name)
    await look(name)
  }
  await page.locator('input[name="readers"][value="desk"]').check()
  for (const name of ['uses', 'answer', 'check', 'words'] as const) {
    await go(name)
    await look(name)
  }
  await go('none')
  await look('done')
}

test('the form without scripts is walked on a phone, light and dark, with nothing cut off (T-02, A11Y-7, UX-L-01)', {
  skip,
}, async () => {
  for (const [index, language] of languagesToday().entries()) {
    const colorScheme = index % 2 === 0 ? 'dark' : 'light'
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme })
    const page = await context.newPage()
    const seen: string[] = []
    await walkThrough(page, language, async (name) => {
      seen.push(name)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(wide <= 320, `${language} ${name} is ${wide} wide`)
      if (PICTURES === undefined) return
      await mkdir(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `lane-b-${language}-${name}-${colorScheme}.png`), fullPage: true })
    })
    assert.deepEqual(seen, ['landing', 'what', 'where', 'danger', 'readers', 'uses', 'answer', 'check', 'words', 'done'])
    await context.close()
  }
})

test('axe finds nothing on any screen of the form without scripts (A11Y-1)', { skip }, async () => {
  for (const language of ['en', 'ar'] as const) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true })
    const page = await context.newPage()
    await walkThrough(page, language, async (name) => {
      await page.evaluate(axe.source)
      const results = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run())
      assert.deepEqual(
        results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
        `${language} ${name}`,
      )
    })
    await context.close()
  }
})
