import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Release } from '#features/observatory/release.contract.ts'
import { aCorridorRelease } from './a-corridor-release.ts'
import { buildSite } from './build-site.ts'
import { INVENTED_COUNTRIES, INVENTED_GEOGRAPHY, INVENTED_NOTICE, inventedRelease } from './invented-release.ts'

export const INVENTED_OPTIONS = { notice: INVENTED_NOTICE, countryNames: INVENTED_COUNTRIES, geography: INVENTED_GEOGRAPHY }

const folders: string[] = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone when the test process ends. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-site-'))
  folders.push(folder)
  return folder
}

export type BuiltSite = {
  readonly folder: string
  readonly release: Release
  readonly page: (address: string) => string
  readonly file: (path: string) => string
}

function built(folder: string, release: Release): BuiltSite {
  const file = (path: string) => readFileSync(join(folder, path), 'utf8')
  return { folder, release, file, page: (address) => file(`${address}index.html`) }
}

/** The invented release, changed as the test says, as a site. */
export async function anInventedSite(change: (release: Release) => Release = (release) => release): Promise<BuiltSite> {
  const release = change(inventedRelease())
  const folder = aFolder()
  await buildSite(release, folder, INVENTED_OPTIONS)
  return built(folder, release)
}

/** The starter corridor as a site. */
export async function aCorridorSite(): Promise<BuiltSite> {
  const release = await aCorridorRelease()
  const folder = aFolder()
  await buildSite(release, folder)
  return built(folder, release)
}

/** Every file of a folder with its text, by path. */
export async function filesOf(folder: string, ending = ''): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(names.sort().map(async (name) => [name.slice(folder.length + 1), await readFile(name, 'utf8')] as const)),
  )
}

/** What a reader sees of a page: its text, without tags, one space between words. */
export function textOf(page: string): string {
  const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return page
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? '')
    .replace(/\s+/g, ' ')
}
