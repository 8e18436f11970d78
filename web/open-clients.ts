import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buildDesk } from './build-desk.ts'
import { buildReport } from './build-report.ts'
import { type ClientFile, clientFile } from './bundle.ts'
import { pressBeside } from './desk-press.ts'
import { keysText } from './report/keys-text.ts'
import { BESIDE } from './report-page.ts'

export type ReportPlace = {
  readonly home: string
  /** Where the list of keys is published. */
  readonly roster: string
  readonly url: string
  readonly onion: string | undefined
  /** How soon a person reads a report; nothing means that the operator has not said. */
  readonly reads?: { readonly hours: number; readonly urgent: number } | undefined
}

const ROSTER = new Set(['pins.json', 'roster.json', 'epochs.json', 'epochs-former.json', 'recipients.bin'])

/** The reporting page of this installation: the client, which is the same everywhere, and what lies beside it. */
export async function openReport({ home, roster, ...own }: ReportPlace) {
  const { files, styleHash } = await buildReport(home)
  const filled = await Promise.all(
    [...files.values()].map((file) => (file.path.endsWith('.html') ? fillIn(file, own) : Promise.resolve(file))),
  )
  return {
    files: new Map(filled.map((file) => [file.path, file])),
    styleHashes: [styleHash],
    beside: (path: string) => readBeside(roster, path),
  }
}

/** The desk: the same everywhere; it reads the list of keys from beside the reporting page. */
export async function openDeskClient(home: string) {
  return { files: await buildDesk(home), styleHashes: [], beside: pressBeside() }
}

/** Builds when it is first asked for, once; a build that failed is tried again. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}

/** Writes what is this installation's own into a page, and leaves out what it has not. */
async function fillIn({ path, bytes }: ClientFile, { url, onion, reads }: Omit<ReportPlace, 'home' | 'roster'>): Promise<ClientFile> {
  const absent = onion === undefined ? /<!--onion-->[^]*?<!--\/onion-->/g : /<!--no-onion-->[^]*?<!--\/no-onion-->/g
  const text = bytes
    .toString('utf8')
    .replace(absent, '')
    .replace(/<!--\/?(?:no-)?onion-->/g, '')
  const hours = reads === undefined ? '' : `${reads.hours} ${reads.urgent}`
  return clientFile(
    path,
    text
      .replaceAll(BESIDE.onion, onion ?? '')
      .replaceAll(BESIDE.origin, url)
      .replaceAll(BESIDE.reads, hours),
  )
}

async function readBeside(folder: string, path: string) {
  const name = basename(path)
  if (path === '/report/keys.txt') return readKeysText(folder)
  if (path !== `/report/${name}` || !ROSTER.has(name)) return null
  const bytes = await readOrNull(join(folder, name))
  return bytes === null
    ? null
    : { type: name.endsWith('.bin') ? 'application/octet-stream' : 'application/json; charset=utf-8', bytes, brotli: null }
}

/** One file with the keys of all teams for the stock tool; made from what is published, so it never says more. */
async function readKeysText(folder: string) {
  const [roster, recipients] = await Promise.all([readOrNull(join(folder, 'roster.json')), readOrNull(join(folder, 'recipients.bin'))])
  if (roster === null || recipients === null) return null
  return { type: 'text/plain; charset=utf-8', bytes: Buffer.from(keysText(roster, recipients)), brotli: null }
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export { BUILT } from './report/built.ts'
