import type { BrowserContext, Page } from 'playwright-core'
import { buildDesk } from '#web/build-desk.ts'
import { aDeskHouse, type DeskHouse } from '../test/browser/a-desk-house.ts'
import { openBrowser } from '../test/browser/chromium.ts'
import { foundOnScreen, sitDown } from '../test/browser/desk-journey.ts'
import { sendTwenty, triage } from '../test/browser/desk-triage.ts'
import { HOME } from '../test/database.ts'
import type { Figure } from './measure.ts'

const KB = 1000
const BEAT = 61_000

/** What the desk weighs at the first load and at the next, and what twenty reports take by keyboard in a real browser. */
export async function figures(): Promise<Figure[]> {
  const house = await aDeskHouse()
  const browser = await openBrowser()
  try {
    const { page, context } = await sitDown(browser, house.origin)
    const again = await repeatLoad(context, house)
    await page.addInitScript(keepLine)
    await page.reload()
    await page.locator('h1').waitFor()
    return [...(await weights()), again, ...(await twenty(page, house)), ...(await tenThousand(page))]
  } finally {
    await browser.close()
    await house.stop()
  }
}

/** Runs in the page: keeps the line to the worker where the bench finds it. */
function keepLine(): void {
  const here = globalThis as unknown as { line: unknown; Worker: new (address: string) => object }
  here.Worker = class extends here.Worker {
    constructor(address: string) {
      super(address)
      here.line = this
    }
  }
}

/** What the page names in its head comes before anything stands on the screen; then the worker, and the words that are read. */
async function weights(): Promise<Figure[]> {
  const files = [...(await buildDesk(HOME)).values()]
  const html = files.find(({ path }) => path === '/desk/')?.bytes.toString() ?? ''
  const sum = (which: (path: string) => boolean): number =>
    files.filter(({ path }) => which(path)).reduce((all, { brotli }) => all + brotli.length, 0)
  const heaviest = (name: string) => Math.max(...files.filter(({ path }) => path.includes(name)).map(({ brotli }) => brotli.length))
  const words = heaviest('/words-')
  const keys = sum((path) => path.includes('/keys.'))
  const page = sum((path) => path === '/desk/' || html.includes(path))
  return [
    most('first load, with the heaviest of five languages', (page + keys + words) / KB, 350, 'KB'),
    most('of it the worker with the keys', keys / KB, 200, 'KB'),
    most('of it the words and labels of one language', words / KB, 60, 'KB'),
    most(
      'rooms that come when they are opened, with their words',
      (heaviest('/late-words-') + sum((path) => path.includes('/part.')) - sum((path) => path.includes('/part.') && html.includes(path))) /
        KB,
      300,
      'KB',
    ),
  ]
}

/** Every byte that comes over the line when the same browser opens the desk again. */
async function repeatLoad(context: BrowserContext, { origin }: DeskHouse): Promise<Figure> {
  const page = await context.newPage()
  const line = await context.newCDPSession(page)
  await line.send('Network.enable')
  let bytes = 0
  line.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.goto(`${origin}/desk/`)
  await page.locator('h1').waitFor()
  await page.waitForLoadState('networkidle')
  await page.close()
  return most('repeat load', bytes / KB, 30, 'KB')
}

async function twenty(page: Page, house: DeskHouse): Promise<Figure[]> {
  await foundOnScreen(page, await house.team('harbour'))
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await sendTwenty(house, 'harbour')
  house.pass(BEAT)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.locator('.row').nth(19).waitFor({ timeout: 60_000 })
  const { actions, waits } = await triage(page)
  return [most('twenty reports by keyboard', actions, 120, 'actions'), most('longest wait for a key', Math.max(...waits), 100, 'ms')]
}

/** Ten thousand items as the worker would tell of them, given to the real page: until they stand there, and until a key moves among them. */
async function tenThousand(page: Page): Promise<Figure[]> {
  const measured = await page.evaluate(async () => {
    const { line } = globalThis as unknown as { line: EventTarget }
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const items = Array.from({ length: 10_000 }, (_, n) => ({
      item: n.toString(16).padStart(32, '0'),
      code: `R-${n}`,
      day: '2026-11-20',
      hour: n % 24,
      lane: 1,
      bucket: 0,
      urgent: n % 100 === 0,
      state: 'longer',
      problem: null,
      kind: 'report',
      proved: 'proved',
      frameDiffers: false,
      repeats: 0,
      decided: null,
      taken: null,
      assigned: null,
      snoozed: null,
      opened: null,
    }))
    const began = performance.now()
    line.dispatchEvent(new MessageEvent('message', { data: { event: 'items', items } }))
    await painted()
    const shown = performance.now() - began
    const waits: number[] = []
    for (let n = 0; n < 120; n += 1) {
      const pressed = performance.now()
      dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ' }))
      await painted()
      waits.push(performance.now() - pressed)
    }
    return { shown, waits, rows: document.querySelectorAll('.row').length }
  })
  return [
    most('ten thousand items, until the list stands there', measured.shown, 1_000, 'ms'),
    most('the same, rows that are drawn', measured.rows, 250, 'rows'),
    most('the same, longest wait for J', Math.max(...measured.waits), 100, 'ms'),
  ]
}

function most(what: string, value: number, atMost: number, unit: string): Figure {
  return { what, value, unit, atMost, spread: 0, ok: value <= atMost }
}
