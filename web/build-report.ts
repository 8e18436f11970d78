import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LANGUAGES } from '#kernel/languages.ts'
import { type BundleOptions, bundleLate, bundleWorker, type Client, type ClientFile, clientFile, cspHash, hashed } from './bundle.ts'
import { CATALOGUES } from './report/catalogue.ts'
import { FILES_TEXTS } from './report/files/words/catalogue.ts'
import type { HelpOf } from './report/help.ts'
import { MAILBOX_TEXTS } from './report/mailbox/words/catalogue.ts'
import { packTexts } from './report/texts-file.ts'
import { firstPage } from './report-page.ts'

export type BuiltReport = {
  readonly files: Client
  /** What the policy of the page names beside 'self': the one style that stands in it. */
  readonly styleHash: string
  /** Every package that any script of the page holds something of. */
  readonly packages: readonly string[]
}

const WORKERS = { seal: 'seal-worker.ts', mailbox: 'mailbox/worker.ts', files: 'files/worker.ts' } as const
/** Parts of the page that few people need, by the name of their address. */
const LATE = { 'mailbox-part': 'mailbox/screens.ts', 'files-part': 'files/screens.ts', 'send-files': 'files/send-files.ts' } as const

/** Builds everything below /report/. The same sources give the same bytes on every installation. */
export async function buildReport(home: string): Promise<BuiltReport> {
  const options: BundleOptions = { home, area: 'report' }
  const workers = await Promise.all(Object.entries(WORKERS).map(([name, entry]) => workerFile(options, name, entry)))
  const helpList = await readHelpList(home)
  const words = await hashed('report', 'words.json', packTexts(CATALOGUES))
  const mailboxWords = await hashed('report', 'mailbox-words.json', packTexts(MAILBOX_TEXTS))
  const filesWords = await hashed('report', 'files-words.json', packTexts(FILES_TEXTS))
  const help = await hashed('report', 'help.json', JSON.stringify(helpList))
  const texts = { words: words.path, mailboxWords: mailboxWords.path, filesWords: filesWords.path }
  const others = { ...texts, help: help.path, ...Object.fromEntries(workers.map(({ name, file }) => [name, file.path])) }
  const late = await bundleLate(options, LATE, { ASSETS: JSON.stringify(others) })
  const app = await bundleWorker(options, 'app.ts', { ASSETS: JSON.stringify({ ...others, ...late.addresses }) })
  const page = await hashed('report', 'page.js', app.text)
  const scripts = await Promise.all(late.files.map(({ name, text }) => clientFile(`/report/${name}`, text)))
  const style = (await readFile(join(home, 'web', 'report', 'style.css'), 'utf8')).trim()
  const pages = await Promise.all(
    LANGUAGES.map((language) =>
      clientFile(`/report/${language}/index.html`, firstPage({ language, style, script: page.path, help: helpList })),
    ),
  )
  const all: ClientFile[] = [...pages, page, ...scripts, ...workers.map(({ file }) => file), words, mailboxWords, filesWords, help]
  const packages = new Set([app, ...late.files, ...workers].flatMap((part) => part.packages))
  return { files: new Map(all.map((file) => [file.path, file])), styleHash: cspHash(style), packages: [...packages].sort() }
}

async function workerFile(options: BundleOptions, name: string, entry: string) {
  if (!existsSync(join(options.home, 'web', 'report', entry))) return { name, file: await hashed('report', `${name}.js`, ''), packages: [] }
  const { text, packages } = await bundleWorker(options, entry)
  return { name, file: await hashed('report', `${name}.js`, text), packages }
}

async function readHelpList(home: string): Promise<readonly HelpOf[]> {
  const { countries } = JSON.parse(await readFile(join(home, 'data', 'help', 'numbers.json'), 'utf8')) as { countries: readonly HelpOf[] }
  return countries
}
