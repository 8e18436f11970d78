import type { BrowserContext, Page } from 'playwright-core'
import { aTeam } from '#crypto/roster/a-roster.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { buildReport } from '#web/build-report.ts'
import { aList, aReportHouse, dayFrom, type ReportHouse } from '../test/browser/a-report-house.ts'
import { openBrowser, PHONE } from '../test/browser/chromium.ts'
import { walk } from '../test/browser/report-journey.ts'
import { HOME } from '../test/database.ts'
import type { Figure } from './measure.ts'

const KB = 1000

/** What the reporting page weighs, packed, and what a whole journey of text takes in a real browser. */
export async function figures(): Promise<Figure[]> {
  return [...(await weights()), ...(await journeys())]
}

async function weights(): Promise<Figure[]> {
  const { files } = await buildReport(HOME)
  const packed = (pattern: RegExp): number[] =>
    [...files.values()].filter(({ path }) => pattern.test(path)).map(({ brotli }) => brotli.length)
  const one = (pattern: RegExp): number => Math.max(...packed(pattern))
  const [html, page, words] = [one(/index\.html$/), one(/\/page\./), one(/\/words\./)]
  return [
    most('first HTML and CSS, the heaviest of five languages', html / KB, 14, 'KB'),
    most('everything before the first input', (html + page + words) / KB, 40, 'KB'),
    most('requests before the first input', 3, 3, 'requests'),
    most('all catalogues of the journey in one file', words / KB, 24, 'KB'),
    most('sealing module with our code', one(/\/seal\./), 48_000, 'B'),
    most('mailbox worker', one(/\/mailbox\.[0-9a-f]+\.js$/), 60_000, 'B'),
  ]
}

/** With the four teams of the fixture and with 24; each once, then once as slow as a poor line with a browser without JIT. */
async function journeys(): Promise<Figure[]> {
  const all: Figure[] = []
  for (const teams of [4, 24]) {
    const house = await aReportHouse(teams === 4 ? aList() : aList(manyTeams(teams)))
    try {
      const { down, up, seconds } = await journey(house)
      all.push(most(`text journey with ${teams} teams, down`, down / KB, 112 + 1.6 * teams, 'KB'))
      all.push(most(`text journey with ${teams} teams, up`, up / KB, 40, 'KB'))
      all.push(most(`scripted text journey with ${teams} teams`, seconds, 30, 's'))
      if (teams === 4)
        all.push(
          most('the same without JIT at 400 kbit/s and 400 ms', (await journey(house, ['--js-flags=--jitless'], slowly)).seconds, 120, 's'),
        )
    } finally {
      await house.stop()
    }
  }
  return all
}

function manyTeams(count: number) {
  const running = { not_before: dayFrom(-3), not_after: dayFrom(27) }
  return Array.from({ length: count }, (_, n) => {
    const two = `${'abcdefgh'[n >> 3] ?? ''}${'abcdefgh'[n & 7] ?? ''}`
    return aTeam(`team-${two}`, { name: { en: `Desk ${two}` } }, running)
  })
}

async function slowly(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page)
  const bytes = 400_000 / 8
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  })
}

async function journey(
  { origin }: ReportHouse,
  flags: readonly string[] = [],
  prepare?: (context: BrowserContext, page: Page) => Promise<void>,
) {
  const browser = await openBrowser(flags)
  const context = await browser.newContext({ viewport: PHONE, locale: LANGUAGES[0] })
  const page = await context.newPage()
  let [down, up] = [0, 0]
  context.on('response', (response) => {
    down += Number(response.headers()['content-length'] ?? 0)
  })
  await page.route('**/api/**', (route) => {
    up += route.request().postDataBuffer()?.length ?? 0
    return route.continue()
  })
  await prepare?.(context, page)
  const began = performance.now()
  await page.goto(`${origin}/report/`)
  await walk(page, { text: 'They came to the house of my sister and asked for me.', host: 'TH' })
  const seconds = (performance.now() - began) / 1000
  await browser.close()
  return { down, up, seconds }
}

function most(what: string, value: number, atMost: number, unit: string): Figure {
  return { what, value, unit, atMost, spread: 0, ok: value <= atMost }
}
