import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Release } from '#features/observatory/release.contract.ts'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { aCorridorRelease } from '#web/observatory/a-corridor-release.ts'
import { buildSite } from '#web/observatory/build-site.ts'
import { errorPage } from '#web/observatory/error-page.ts'
import { INVENTED_COUNTRIES, INVENTED_GEOGRAPHY, INVENTED_NOTICE, inventedRelease } from '#web/observatory/invented-release.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { serveFolder } from './site-server.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const EXTRA = {
  '/missing.html': errorPage('record.not_found'),
  '/not-here.html': errorPage('part.not_here'),
  '/fault.html': errorPage('fault', '0f0f0f0f0f0f'),
}

type Served = { readonly folder: string; readonly origin: string; readonly close: () => Promise<void> }
let browser: Browser
let invented: Served
let corridor: Served
let corridorRelease: Release

async function serve(build: (folder: string) => Promise<unknown>): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-site-'))
  await build(folder)
  return { folder, ...(await serveFolder(folder, EXTRA)) }
}

before(async () => {
  if (!hasChromium) return
  browser = await openBrowser()
  invented = await serve((folder) =>
    buildSite(inventedRelease(), folder, { notice: INVENTED_NOTICE, countryNames: INVENTED_COUNTRIES, geography: INVENTED_GEOGRAPHY }),
  )
  corridorRelease = await aCorridorRelease()
  corridor = await serve((folder) => buildSite(corridorRelease, folder))
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  for (const served of [invented, corridor]) {
    await served.close()
    await rm(served.folder, { recursive: true })
  }
})

/** One address of every kind of page that a site has. */
async function kindsOf({ folder }: Served): Promise<string[]> {
  const all = (await readdir(join(folder, 'en'), { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('index.html'))
    .map((name) => name.slice(0, -'index.html'.length))
  const kinds = new Map<string, string>()
  for (const address of all.sort()) {
    const kind = address
      .replace(/[A-Z]{1,3}-[A-Z0-9]{4,8}/g, '*')
      .replace(/\/\d+\/$/, '/n/')
      .replace(/^(corridors|instruments|countries)\/[^/]+\/$/, '$1/*/')
      .replace(/^(recommendations\/to|commitments\/\w+)-.*$/, '$1')
      .replace(/^incidents\/[A-Z]{2}\/.*$/, 'incidents/*/')
    if (!kinds.has(kind)) kinds.set(kind, address)
  }
  return [...kinds.values()]
}

type Watched = { readonly page: Page; readonly faults: string[] }

async function watch(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => !request.url().startsWith(`${origin}/`) && faults.push(`asked for ${request.url()}`))
  return { page, faults }
}

/** Runs work for each item on a few pages at once. */
async function spread<T>(
  items: readonly T[],
  context: BrowserContext,
  origin: string,
  work: (watched: Watched, item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  await Promise.all(
    [1, 2, 3].map(async () => {
      const watched = await watch(context, origin)
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(watched, item)
      await watched.page.close()
    }),
  )
}

async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })")
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

const addressesOf = (kinds: readonly string[], languages: readonly Language[]) =>
  languages.flatMap((language) => kinds.map((kind) => `/${language}/${kind}`))

const isLong = process.env['ASYLIA_LONG'] === '1'
const seed = Number(process.env['ASYLIA_SEED'] ?? 0)

/** Every kind of page in the `always` languages; in the others every page of a long run, one of twelve by the seed otherwise. */
function sampled(kinds: readonly string[], always: readonly Language[]): string[] {
  const others = LANGUAGES.filter((language) => !always.includes(language))
  const rest = addressesOf(kinds, others).filter((_, at) => isLong || (at + seed) % 12 === 0)
  return [...addressesOf(kinds, always), ...rest]
}

for (const [scheme, always] of [
  ['light', ['en']],
  ['dark', []],
] as const) {
  test(`axe finds nothing on any kind of page, ${scheme}, and no policy is broken and nothing outside asked for (A11Y-1, UX-O-05)`, {
    skip,
  }, async () => {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1366, height: 768 } })
    const kinds = await kindsOf(invented)
    assert.ok(kinds.length > 25, `${kinds.length} kinds of page`)
    const addresses = [...sampled(kinds, always), '/', ...Object.keys(EXTRA)]
    const findings: string[] = []
    await spread(addresses, context, invented.origin, async ({ page, faults }, address) => {
      await page.goto(invented.origin + address)
      findings.push(
        ...(await findingsOf(page)).map((finding) => `${address} ${finding}`),
        ...faults.splice(0).map((fault) => `${address} ${fault}`),
      )
    })
    await context.close()
    assert.deepEqual(findings, [])
  })
}

test('axe finds nothing on the corridor in five languages (A11Y-1)', { skip }, async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const kinds = (await kindsOf(corridor)).filter((kind) =>
    /^$|^corridors\/.|^cases\/.|^commitments\/C|^recommendations\/$|^sources\/D|^methodology/.test(kind),
  )
  assert.ok(kinds.length >= 7)
  const findings: string[] = []
  await spread(sampled(kinds, ['ar']), context, corridor.origin, async ({ page, faults }, address) => {
    await page.goto(corridor.origin + address)
    findings.push(...(await findingsOf(page)).map((finding) => `${address} ${finding}`), ...faults.splice(0))
  })
  await context.close()
  assert.deepEqual(findings, [])
})

test('a planted fault is found: by axe, by the policy, and by the watch for outside requests', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-planted-'))
  const planted =
    '<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1><img src="https://outside.invalid/x.png"><p style="color:#999">x</p></main></body></html>'
  const site = await serveFolder(folder, { '/planted.html': planted })
  const context = await browser.newContext()
  const { page, faults } = await watch(context, site.origin)
  await page.goto(`${site.origin}/planted.html`)
  const findings = await findingsOf(page)
  await context.close()
  await site.close()
  await rm(folder, { recursive: true })
  assert.ok(findings.some((finding) => finding.startsWith('image-alt')))
  assert.ok(faults.some((fault) => fault.includes('Content Security Policy')))
})

for (const width of [320, 1366]) {
  test(`no page scrolls sideways at ${width} pixels (A11Y-7)`, { skip }, async () => {
    const context = await browser.newContext({ viewport: { width, height: 700 } })
    const wide: string[] = []
    for (const served of [invented, corridor]) {
      const kinds = await kindsOf(served)
      await spread(sampled(kinds, ['ar']), context, served.origin, async ({ page }, address) => {
        await page.goto(served.origin + address)
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        if (over > 0) wide.push(`${address}: ${over} px`)
      })
    }
    await context.close()
    assert.deepEqual(wide, [])
  })
}

test('the skip link comes first, is seen when focused and leads to the text; the ring is 3 pixels (A11Y-2)', { skip }, async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(`${corridor.origin}/ar/`)
  await page.keyboard.press('Tab')
  const skipLink = page.locator(':focus')
  assert.equal(await skipLink.getAttribute('class'), 'skip')
  const box = await skipLink.boundingBox()
  assert.ok(box !== null && box.y >= 0 && box.x >= 0 && box.x + box.width <= 390)
  const ring = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineWidth')
  assert.equal(ring, '3px')
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).hash, '#text')
  await context.close()
})

test('every link and button can be reached by the keyboard in the order it is read (UX-C-01)', { skip }, async () => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  const page = await context.newPage()
  await page.goto(`${invented.origin}/en/`)
  const reachable = `[...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((element) => element.checkVisibility())`
  const expected = await page.evaluate<number>(`${reachable}.length`)
  const reached = new Set<number>()
  let last = -1
  for (let step = 0; step < expected; step++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate<number>(`${reachable}.indexOf(document.activeElement)`)
    assert.ok(at > last, `focus went back from ${last} to ${at}`)
    last = at
    reached.add(at)
  }
  assert.equal(reached.size, expected)
  await context.close()
})

test('without JavaScript the text, the index and the way to a case are all there (UX-O-01)', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${corridor.origin}/en/index/persons/`)
  assert.ok((await page.locator('#list-persons li').count()) >= 8)
  await page.locator('#list-persons a', { hasText: 'Truong Duy Nhat' }).first().click()
  assert.match(page.url(), /\/en\/cases\/C-[A-Z0-9]{4}\/$/)
  assert.equal(await page.locator('.chronology > li').count(), 3)
  await context.close()
})

test('with JavaScript a list narrows as somebody types, marks and case aside', { skip }, async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${corridor.origin}/vi/index/persons/`)
  await page.locator('#find-list-persons').fill('truong duy')
  assert.equal(await page.locator('#list-persons li:not(.letter):visible').count(), 1)
  await context.close()
})

test('print shows where each quotation stands and drops the ways around the site', { skip }, async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${invented.origin}/fr/cases/`)
  await page.locator('.entries h3 a').first().click()
  await page.waitForURL(/[/]cases[/][^/]+[/]$/)
  await page.locator('.only-print').waitFor()
  assert.equal(await page.locator('.places').isVisible(), false)
  assert.equal(await page.locator('.only-print').isVisible(), true)
  const written = await page.evaluate<string>("getComputedStyle(document.querySelector('.source a'), '::after').content")
  assert.match(written, /<.*#Q-/)
  assert.ok((await page.pdf({ format: 'A4' })).length > 5000)
  await context.close()
})

test('quotations carry their language and direction on pages in another language (R-NGO-09)', { skip }, async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${corridor.origin}/ar/cases/`)
  await page.locator('.entries h3 a').first().click()
  const marks = await page
    .locator('blockquote')
    .evaluateAll((quotes) => quotes.map((quote) => `${quote.getAttribute('lang')} ${quote.getAttribute('dir')}`))
  assert.ok(marks.length > 3)
  assert.deepEqual([...new Set(marks)], ['en ltr'])
  await context.close()
})

/** The characters among those given that the page's own fonts can only draw as the box of a missing glyph. */
function missingGlyphs(page: Page, characters: readonly string[]): Promise<string[]> {
  return page.evaluate<string[]>(`(${FIND_MISSING})(${JSON.stringify(characters)})`)
}

const FIND_MISSING = `(signs) => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 64
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  const draw = (sign, family) => {
    pen.clearRect(0, 0, 64, 64)
    pen.font = '32px ' + family
    pen.fillText(sign, 8, 44)
    return pen.getImageData(0, 0, 64, 64).data.join()
  }
  const families = ['body', 'h1'].map((name) => getComputedStyle(document.querySelector(name)).fontFamily)
  return families.flatMap((family) => {
    // No font draws this private sign: what stands there is the box of a missing glyph.
    const box = draw('\u{10FFFD}', family)
    return signs.filter((sign) => draw(sign, family) === box)
  })
}`

/** Every character that the pages of a language show. */
async function charactersOf({ folder }: Served, language: Language): Promise<string[]> {
  const names = (await readdir(join(folder, language), { recursive: true, encoding: 'utf8' })).filter((name) => name.endsWith('.html'))
  const seen = new Set<string>()
  for (const name of names)
    for (const sign of (await readFile(join(folder, language, name), 'utf8')).replace(/<[^>]*>/g, ' ')) seen.add(sign)
  return [...seen].filter((sign) => !/[\s\p{Cc}\p{Cf}]/u.test(sign))
}

for (const language of ['vi', 'th', 'ar', 'fr', 'en'] as const) {
  test(`no glyph of ${language} is missing, and a planted one is noticed (UX-R-09)`, { skip }, async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${corridor.origin}/${language}/`)
    const characters = await charactersOf(corridor, language)
    assert.ok(characters.length > 80)
    assert.deepEqual(await missingGlyphs(page, characters), [])
    assert.equal((await missingGlyphs(page, ['\uE9D3', 'a'])).includes('\uE9D3'), true)
    await context.close()
  })
}

const PICTURES = new URL('../../var/pictures/', import.meta.url)
const wantsPictures = isLong || process.env['ASYLIA_PICTURES'] === '1'

// A test that only makes pictures is none where nobody asked for them.
if (wantsPictures) test('pictures of the pages for people to look at are made', { skip }, makePictures)

async function makePictures(): Promise<void> {
  await mkdir(PICTURES, { recursive: true })
  const file = corridorRelease
  const paragraph = file.paragraphs.find((one) => one.relevance === 'high' && one.areas.includes('human_rights'))?.code ?? ''
  const [citation] = file.citations
  const source = file.documents.find((one) => one.sha256 === citation?.document)?.code ?? ''
  const pages = {
    overview: '',
    corridor: `corridors/${file.corridors[0]?.id ?? ''}/`,
    case: `cases/${file.cases[1]?.code ?? ''}/`,
    commitments: 'commitments/',
    paragraph: `commitments/${paragraph}/`,
    citation: `sources/${source}/${citation?.paragraph ?? 1}/`,
  }
  const looks = [
    { name: 'phone', language: 'en', options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 } },
    { name: 'desktop', language: 'en', options: { viewport: { width: 1366, height: 768 } } },
    { name: 'dark', language: 'en', options: { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' as const } },
    { name: 'print', language: 'en', options: { viewport: { width: 820, height: 1160 } } },
    ...(['vi', 'th', 'ar'] as const).map((language) => ({
      name: language,
      language,
      options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
    })),
  ]
  for (const { name, language, options } of looks) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    if (name === 'print') await page.emulateMedia({ media: 'print' })
    for (const [kind, address] of Object.entries(pages)) {
      await page.goto(`${corridor.origin}/${language}/${address}`)
      const picture = await page.screenshot({ path: new URL(`${kind}-${name}.png`, PICTURES).pathname, fullPage: true })
      assert.ok(picture.length > 10_000)
    }
    await context.close()
  }
}
