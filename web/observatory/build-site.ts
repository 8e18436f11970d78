import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Release } from '#features/observatory/release.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { ASSETS } from './assets.ts'
import { demandRelease } from './check-release.ts'
import { languageChooser } from './error-page.ts'
import { framed } from './frame.ts'
import type { Page } from './page.ts'
import { downloadsPage } from './pages/downloads.ts'
import { pagesOf } from './pages.ts'
import { Reader } from './reader.ts'
import { openSite, type SiteOptions } from './site.ts'
import { changesFeed, writeData } from './write-data.ts'
import { hashOf, openFolder } from './write-folder.ts'

export type BuildReport = { readonly pages: number; readonly written: number; readonly removed: number; readonly milliseconds: number }

/**
 * Makes the site of a release in a folder: no database, no network, no clock, the same release gives the same bytes.
 * What has not changed is not made again, what is gone is removed. Refuses `release.malformed` and `release.quotation_mismatch`.
 */
export async function buildSite(candidate: Release, folder: string, options: SiteOptions = {}): Promise<BuildReport> {
  const began = performance.now()
  const release = demandRelease(candidate)
  const site = openSite(release, options)
  const output = await openFolder(folder)
  const frame = { site: release.site, ...(options.notice === undefined ? {} : { notice: options.notice }) }
  const code = hashOf(ownCode() + JSON.stringify([frame, options.countryNames ?? null]))
  const whole = hashOf(code + hashOfRelease(release) + JSON.stringify(options.geography ?? null))
  const readers = LANGUAGES.map((language) => new Reader(language, options.countryNames))
  const put = async (page: Page) => {
    const from = page.inputs === undefined ? whole : hashOf(code + JSON.stringify(page.inputs))
    for (const reader of readers) {
      const path = `${reader.language}/${page.address}index.html`
      if (!output.keep(path, from)) await output.put(path, from, framed(page.write(reader), page.address, reader, frame))
    }
    return readers.length
  }
  let pages = 1
  for (const page of pagesOf(site)) pages += await put(page)
  pages += await put(downloadsPage(site, await writeData(site, output, whole)))
  for (const reader of readers) await output.put(`${reader.language}/changes.atom`, whole, changesFeed(site, reader))
  await output.put('index.html', code, languageChooser())
  for (const { path, text } of ASSETS) await output.put(path.slice(1), code, text)
  const { written, removed } = await output.close()
  return { pages, written, removed, milliseconds: performance.now() - began }
}

/** Record by record, so that a large release never stands in memory twice. */
function hashOfRelease(release: Release): string {
  const hash = createHash('sha256')
  for (const [name, value] of Object.entries(release)) {
    hash.update(name)
    for (const one of Array.isArray(value) ? value : [value]) hash.update(JSON.stringify(one))
  }
  return hash.digest('base64url')
}

let code: string | undefined

/** The hash of this program, of its words and of our readings: a new version of either makes every page again. */
function ownCode(): string {
  code ??= hashOf(
    ['.', '../../src/formats/', '../../data/labels/', '../../data/treaties/', '../../data/texts/']
      .map((folder) => textIn(new URL(folder, import.meta.url)))
      .join('\n'),
  )
  return code
}

function textIn(folder: URL): string {
  const files = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|js|css|json)$/.test(name) && !name.endsWith('.test.ts'),
  )
  return files
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n')
}
