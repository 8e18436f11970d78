import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildDesk } from '#web/build-desk.ts'
import { anInventedCase, ROUND, theCorridor } from '../src/features/dossiers/briefings/a-briefing.ts'
import { aDeskHouse } from '../test/browser/a-desk-house.ts'
import { openBrowser } from '../test/browser/chromium.ts'
import { HOME } from '../test/database.ts'
import type { Figure } from './measure.ts'

const CASES = 200
type Told = { readonly compose: number; readonly pdf: number; readonly docx: number; readonly first: number; readonly page: number }

/** How long a browser takes for a long briefing of 200 cases in two forms, and for one page, from an order to the bytes. */
export async function figures(): Promise<Figure[]> {
  const house = await aDeskHouse()
  const browser = await openBrowser()
  try {
    const corridor = await theCorridor()
    await mkdir(join(house.folder, 'site', 'data'), { recursive: true })
    await writeFile(join(house.folder, 'site', 'data', 'release.json'), JSON.stringify(corridor))
    const context = await browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    await page.goto(`${house.origin}/desk/`)
    const path = [...(await buildDesk(HOME)).keys()].find((one) => one.startsWith('/desk/press.')) ?? ''
    const told = await inBrowser(page, path)
    const all = (told.compose + told.pdf + told.docx) / 1000
    return [
      most('long briefing of 200 cases, composed, PDF and DOCX', all, 10, 's'),
      most('of it the PDF', told.pdf / 1000, 10, 's'),
      most('one page, composed and PDF', told.page / 1000, 2, 's'),
      { what: 'opening the press from this machine, once', value: told.first / 1000, unit: 's', spread: 0, ok: true },
    ]
  } finally {
    await browser.close()
    await house.stop()
  }
}

async function inBrowser(page: Page, path: string): Promise<Told> {
  const cases = Array.from({ length: CASES }, (_, n) => anInventedCase(n).material)
  const orders = (['long', 'page'] as const).map((form) => ({
    asked: { ...ROUND, form },
    audience: 'dialogue',
    cases,
    known: cases.map(({ facts }) => facts),
  }))
  const agreed = Object.fromEntries(cases.map(({ code }) => [code, { ok: true }]))
  const cards = cases.flatMap(({ points }) => points.map(({ card }) => card))
  return page.evaluate(work, { path, orders, given: { agreed, cards, hidden: [], edition: { version: 1, copy: 7 } } })
}

/** Runs in the page: the worker that prints, with nothing before it. */
async function work({ path, orders, given }: { path: string; orders: readonly object[]; given: object }): Promise<Told> {
  const worker = new Worker(path)
  const ask = (job: string, order: unknown) =>
    new Promise<{ briefing: object }>((resolve, reject) => {
      const hear = ({ data }: MessageEvent<{ ok: boolean; out: { briefing: object }; code: string }>) => {
        worker.removeEventListener('message', hear)
        if (data.ok) resolve(data.out)
        else reject(new Error(String(data.code)))
      }
      worker.addEventListener('message', hear)
      worker.postMessage({ id: 1, job, with: order })
    })
  const one = async (run: () => Promise<{ briefing: object }>) => {
    const started = performance.now()
    const out = await run()
    return { took: performance.now() - started, out }
  }
  const short = await one(() => ask('compose', orders[1]))
  const first = await one(() => ask('print', { ...given, briefing: short.out.briefing, form: 'pdf' }))
  const long = await one(() => ask('compose', orders[0]))
  const pdf = await one(() => ask('print', { ...given, briefing: long.out.briefing, form: 'pdf' }))
  const docx = await one(() => ask('print', { ...given, briefing: long.out.briefing, form: 'docx' }))
  const again = await one(() => ask('compose', orders[1]))
  const page = await one(() => ask('print', { ...given, briefing: again.out.briefing, form: 'pdf' }))
  worker.terminate()
  return { compose: long.took, pdf: pdf.took, docx: docx.took, first: first.took, page: again.took + page.took }
}

const most = (what: string, value: number, atMost: number, unit: string): Figure => ({
  what,
  value,
  unit,
  atMost,
  spread: 0,
  ok: value <= atMost,
})
