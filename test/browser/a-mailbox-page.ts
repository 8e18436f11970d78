import { after, before } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { aMailHouse, type MailHouse, textOf, watchDoors } from './a-mailbox-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { type Said, walk } from './report-journey.ts'

/** A mailbox as a person holds it: on a phone, after a report that was sent. */

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const
export const SAID: Said = { text: 'They came to my door.' }
export const DOING = { timeout: 30_000 } as const

export type Open = { readonly context: BrowserContext; readonly page: Page; readonly faults: string[]; readonly calls: string[] }

type MailPages = {
  readonly browser: Browser
  readonly house: MailHouse
  aPage(more?: object): Promise<Open>
  /** A report that was sent, and its words. */
  reported(said?: Said): Promise<readonly string[]>
  countOf(table: 'slot' | 'item'): Promise<number>
  stop(): Promise<void>
}

async function mailPages(): Promise<MailPages> {
  const [browser, house] = await Promise.all([openBrowser(), aMailHouse()])
  const aPage = async (more: object = {}): Promise<Open> => {
    const context = await browser.newContext({ ...PHONE, ...more })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    return { context, page, faults, calls: watchDoors(context).calls }
  }
  return {
    browser,
    house,
    aPage,
    async reported(said = SAID) {
      const { context, page } = await aPage()
      await page.goto(`${house.origin}/report/en/`)
      const words = await walk(page, said)
      await context.close()
      return words
    },
    async countOf(table) {
      const { rows } = await house.superuser.query<{ n: number }>(`select count(*)::int as n from intake.${table}`)
      return rows[0]?.n ?? -1
    },
    async stop() {
      await browser.close()
      await house.stop()
    },
  }
}

/** The same for a file of tests, from before the first of them until after the last. */
export function mailOfFile(): Omit<MailPages, 'stop'> {
  let mail: MailPages | undefined
  const open = (): MailPages => {
    if (mail === undefined) throw new Error('nothing is open yet')
    return mail
  }
  before(async () => {
    if (hasChromium) mail = await mailPages()
  })
  after(() => mail?.stop())
  return {
    get browser() {
      return open().browser
    },
    get house() {
      return open().house
    },
    aPage: (more) => open().aPage(more),
    reported: (said) => open().reported(said),
    countOf: (table) => open().countOf(table),
  }
}

export const mailCalls = (calls: readonly string[]): string[] => calls.filter((call) => call.includes('/api/mailbox'))
export const text = (page: Page): Promise<string> => textOf(page.locator('main'))
export const tap = (page: Page, name: string): Promise<void> => page.locator('main').getByRole('button', { name, exact: true }).click()
