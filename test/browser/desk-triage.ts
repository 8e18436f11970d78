import type { Page } from 'playwright-core'
import { aReporter } from '#web/desk/keys/a-reporter.ts'
import type { DeskHouse } from './a-desk-house.ts'
import { picture } from './desk-journey.ts'

export type Triage = { readonly actions: number; readonly waits: readonly number[] }

const MATTERS = ['door', 'visa', 'brother', 'phone', 'paper', 'school', 'letter', 'border', 'embassy', 'uncle'] as const
const WHAT = [
  'was watched since the spring',
  'was taken from us without a word',
  'was named in a call at night',
  'is in danger as far as we know',
] as const

/** Twenty people write about twenty things; every seventh says that it is urgent. */
export async function sendTwenty(house: DeskHouse, slug: string): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    const text = `Report ${n}. The ${MATTERS[n % 10]} ${WHAT[n % 4]}; it began ${n + 2} weeks ago, and ${MATTERS[(n * 3 + 1) % 10]} followed.`
    await aReporter(house).report({ to: [slug], text, header: { lang: 'en', urgent: n % 7 === 0 } })
  }
}

/** One key; how long until the page shows what it leads to, measured in the page from the key on. */
async function press(page: Page, key: string, shows: string): Promise<number> {
  await page.evaluate(() => {
    const here = globalThis as unknown as { pressedAt: number }
    here.pressedAt = 0
    const mark = () => {
      here.pressedAt = performance.now()
    }
    addEventListener('keydown', mark, { capture: true, once: true })
  })
  await page.keyboard.press(key)
  const waited = await page
    .waitForFunction(
      (selector) => {
        const { pressedAt } = globalThis as unknown as { pressedAt: number }
        return document.querySelector(selector) === null ? null : { ms: performance.now() - pressedAt }
      },
      shows,
      { polling: 'raf', timeout: 20_000 },
    )
    .catch(async () => {
      await picture(page, 'triage-stuck')
      throw new Error(`${key} did not lead to ${shows}`)
    })
  return (await waited.jsonValue())?.ms ?? 0
}

const BOX = '.panel .box'
const READ = '.panel .sealed-text'

/**
 * Works through what waits as somebody would: reads each, takes in or declines with a reason, puts off, gives away, marks one
 * as a duplicate, undoes one. Returns the number of keys and the longest waits.
 */
export async function triage(page: Page): Promise<Triage> {
  const waits: number[] = []
  const keys = async (...all: readonly (readonly [key: string, shows: string])[]): Promise<void> => {
    for (const [key, shows] of all) waits.push(await press(page, key, shows))
  }
  // The form has to be gone: until then the message before stands there.
  const after = '.panel:not(:has(.box)) .sealed-text, .empty'
  await keys(['j', '.row[aria-current]'], ['Enter', READ])
  for (let n = 0; (await page.locator('.panel').count()) > 0; n += 1) {
    if (n % 5 === 1) await keys(['3', BOX], ['2', `${BOX} input:checked`], ['Enter', after])
    else if (n % 5 === 3) await keys(['h', BOX], ['2', `${BOX} input:checked`], ['Enter', after])
    else if (n === 7) await keys(['2', BOX], ['Enter', after])
    else if (n === 9) await keys(['a', BOX], ['Enter', '.panel:not(:has(.box))'], ['1', BOX], ['Enter', after])
    else await keys(['1', BOX], ['Enter', after])
  }
  return { actions: waits.length, waits }
}
