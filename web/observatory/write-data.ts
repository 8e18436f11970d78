import { atomFeed } from '#formats/atom.ts'
import { csvPieces } from '#formats/csv.ts'
import { type DcatFile, dcatCatalogue } from '#formats/dcat.ts'
import { dataPackage } from '#formats/frictionless.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import type { Reader } from './reader.ts'
import type { Site } from './site.ts'
import type { Table } from './tables/columns.ts'
import { withoutText } from './tables/records.ts'
import { tablesOf } from './tables.ts'
import { message } from './words.ts'
import type { SiteFolder } from './write-folder.ts'

export type WrittenTable = { readonly table: Table; readonly csv: DcatFile; readonly json: DcatFile }

const LICENCE = 'https://creativecommons.org/licenses/by/4.0/'

/** Writes every table as CSV and JSON and what describes them, and answers what the download page has to say of each. */
export async function writeData(site: Site, output: SiteFolder, from: string): Promise<readonly WrittenTable[]> {
  const written: WrittenTable[] = []
  for (const table of tablesOf(site)) {
    const title = message('en', table.title)
    const csv = await output.stream(`data/${table.name}.csv`, from, () => csvPieces(table.columns, table.rows as readonly never[]))
    const json = await output.stream(`data/${table.name}.json`, from, () => jsonPieces(table.rows))
    written.push({
      table,
      csv: { path: `data/${table.name}.csv`, mediaType: 'text/csv', format: 'CSV', title: `${title} (CSV)`, ...csv },
      json: { path: `data/${table.name}.json`, mediaType: 'application/json', format: 'JSON', title: `${title} (JSON)`, ...json },
    })
  }
  await output.stream('data/incidents.ndjson', from, () => ndjsonPieces(site.library.incidents))
  await output.stream('data/release.json', from, () => releasePieces(site))
  await output.put('data/datapackage.json', from, frictionless(site, written))
  await output.put('data/catalog.jsonld', from, catalogue(site, written))
  const sums = written.flatMap(({ csv, json }) => [csv, json]).map((file) => `${file.sha256}  ${file.path.slice('data/'.length)}\n`)
  await output.put('data/SHA256SUMS.txt', from, sums.join(''))
  return written
}

const IN_PIECE = 500

function* ndjsonPieces(rows: readonly unknown[]): Generator<string> {
  for (let at = 0; at < rows.length; at += IN_PIECE)
    yield rows
      .slice(at, at + IN_PIECE)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('')
}

/** One record a line, so that a change is one line of a comparison. */
function* jsonPieces(rows: readonly unknown[]): Generator<string> {
  yield '['
  for (let at = 0; at < rows.length; at += IN_PIECE) {
    const lines = rows.slice(at, at + IN_PIECE).map((row) => `\n${JSON.stringify(row)}`)
    yield `${at === 0 ? '' : ','}${lines.join(',')}`
  }
  yield '\n]\n'
}

/** The whole release as it may be given away: places as coarse as on the pages, texts only where a licence allows, and every word exact. */
function* releasePieces({ library }: Site): Generator<string> {
  const { exact } = library
  const given: Record<string, unknown> = { ...exact, incidents: library.incidents, documents: exact.documents.map(withoutText) }
  yield '{'
  for (const [at, [name, value]] of Object.entries(given).entries()) {
    yield `${at === 0 ? '' : ','}\n${JSON.stringify(name)}:`
    if (Array.isArray(value)) yield* jsonPieces(value)
    else yield JSON.stringify(value)
  }
  yield '\n}\n'
}

function frictionless({ library }: Site, written: readonly WrittenTable[]): string {
  const { asOf, site } = library.release
  return dataPackage({
    name: 'asylia-public-register',
    title: `${message('en', 'site.name')}: ${message('en', 'site.tagline')}`,
    description: message('en', 'site.promise'),
    homepage: site,
    version: asOf,
    created: asOf,
    licence: { name: 'CC-BY-4.0', title: 'Creative Commons Attribution 4.0', path: LICENCE },
    resources: written.map(({ table, csv }) => ({
      name: table.name,
      path: csv.path.slice('data/'.length),
      title: message('en', table.title),
      description: message('en', 'downloads.lead'),
      bytes: csv.bytes,
      sha256: csv.sha256,
      columns: table.columns,
      primaryKey: table.primaryKey,
    })),
  })
}

function catalogue({ library }: Site, written: readonly WrittenTable[]): string {
  const { asOf } = library.release
  const site = withSlash(library.release.site)
  const all = (key: Parameters<typeof message>[1]) => Object.fromEntries(LANGUAGES.map((language) => [language, message(language, key)]))
  return dcatCatalogue({
    site,
    title: all('site.tagline'),
    description: all('site.promise'),
    publisher: message('en', 'site.name'),
    languages: LANGUAGES,
    issued: asOf,
    licence: LICENCE,
    datasets: written.map(({ table, csv, json }) => ({
      id: table.name,
      title: all(table.title),
      description: all('downloads.lead'),
      files: [csv, json],
    })),
  })
}

const withSlash = (address: string): string => address.replace(/\/?$/, '/')

/** The changes as a feed in the reader's language. */
export function changesFeed(site: Site, reader: Reader): string {
  const { release } = site.library
  const address = `${withSlash(release.site)}${reader.language}/changes/`
  return atomFeed({
    id: address,
    title: `${reader.words('site.name')}: ${reader.words('changes.title')}`,
    subtitle: reader.words('changes.lead'),
    language: reader.language,
    link: address,
    self: `${withSlash(release.site)}${reader.language}/changes.atom`,
    author: reader.words('site.name'),
    rights: 'CC BY 4.0',
    updated: site.changes[0]?.on ?? release.asOf,
    entries: site.changes.slice(0, 100).map((change, at) => ({
      id: `${address}#${change.on}-${change.subject}-${site.changes.length - at}`,
      title: `${reader.words(`changes.${change.kind}` as 'changes.loaded')}: ${change.subject}`,
      summary: reader.sayPlain(change.note),
      link: address,
      on: change.on,
    })),
  })
}
