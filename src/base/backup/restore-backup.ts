import { lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '#base/config.ts'
import { type DataFolder, openDataFolder, RESTORING } from '#base/data-folder.ts'
import { newestMigration } from '#base/data-version.ts'
import { nearestExisting, type Owner, statOf, withoutLinks } from '#base/folders.ts'
import { OperatorError, withDiskSentences } from '#base/operator-error.ts'
import { clusterOf } from '#base/postgres/make-cluster.ts'
import { startPrivatePostgres } from '#base/postgres/private-postgres.ts'
import { ensurePrograms } from '#base/postgres/programs.ts'
import { syncFolder, writePrivate } from '#base/private-file.ts'
import { type About, type BackupList, backupFiles, IN_KEYS, IN_MAIN, parseAbout, parseList, prefixOf } from './archive-names.ts'
import { isWhole } from './check-manifest.ts'
import { damaged, openArchive, readIdentities } from './open-archive.ts'
import { type Unpacked, unpackArchive } from './unpack-archive.ts'

export type RestoreOrder = { readonly config: Config; readonly from: string; readonly identity: string }

/**
 * Fills an empty data folder from the two archives of a backup, lets the server recover in it once, and leaves it stopped.
 * Nothing takes its final place before both archives were read to their authenticated end and agree with each other, the
 * list and the server's own checksums. On any failure all that was made is removed again.
 */
export async function restoreBackup(order: RestoreOrder): Promise<BackupList> {
  const prefix = prefixOf(resolve(order.from))
  const list = await readList(backupFiles(prefix).list)
  const identities = await readIdentities(order.identity)
  const data = await withoutLinks(order.config.data)
  await demandEmpty(data)
  await demandKnown(list, order.config.home)
  const wasThere = await nearestExisting(data)
  const folder = await openDataFolder(order.config)
  try {
    await withDiskSentences(data, async () => {
      await writePrivate(join(data, RESTORING), '')
      const staging = await mkdtemp(join(data, 'restoring-'))
      const { about, whole } = await unpackBoth({ prefix, list, identities, staging })
      const programs = await ensurePrograms(folder)
      if (about.postgres !== programs.major) {
        throw new OperatorError(
          `This backup was made with PostgreSQL ${about.postgres}; this version of Asylia brings ${programs.major}. Restore it with the version that made it. Nothing was restored.`,
        )
      }
      if (!whole) throw damaged(`${prefix}.*.age`)
      await place(folder, staging, about)
      await folder.recordVersion(about.dataVersion)
      await (await startPrivatePostgres(folder)).stop()
      await rm(staging, { recursive: true })
      await rm(join(data, RESTORING))
      await syncFolder(data)
    })
    await folder.close()
    return list
  } catch (error) {
    await folder.close()
    await removeMade(data, wasThere)
    throw error
  }
}

async function readList(path: string): Promise<BackupList> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new OperatorError(
      `${path} cannot be read. A restore needs both archives of a backup, main and keys, and its list: --from takes the beginning of their names. Nothing was restored.`,
    )
  })
  return parseList(text, path)
}

async function demandEmpty(data: string): Promise<void> {
  const there = await statOf(data)
  if (there === undefined) return
  if (there.isDirectory() && (await readdir(data)).length === 0) return
  throw new OperatorError(`${data} is not empty. A restore goes into a new or an empty folder: --data FOLDER. Nothing was restored.`)
}

async function demandKnown(list: BackupList, home: string): Promise<void> {
  const code = await newestMigration(home)
  if (list.dataVersion <= code) return
  throw new OperatorError(
    `This backup was made by a newer version of Asylia (data version ${list.dataVersion}; this one knows up to ${code}). Restore it with that version. Nothing was restored.`,
  )
}

type Opening = {
  readonly prefix: string
  readonly list: BackupList
  readonly identities: Awaited<ReturnType<typeof readIdentities>>
  readonly staging: string
}

async function unpackBoth(opening: Opening): Promise<{ readonly about: About; readonly whole: boolean }> {
  const { prefix, list, staging } = opening
  const files = backupFiles(prefix)
  // The smaller one first: what is wrong with it is said before the long work.
  const keys = await unpackOne(opening, 'keys', Object.values(IN_KEYS))
  const main = await unpackOne(opening, 'main', Object.values(IN_MAIN))
  const about = await readAbout(join(staging, 'main'), files.main, list)
  await readAbout(join(staging, 'keys'), files.keys, list)
  const manifest = await readFile(join(staging, 'keys', IN_KEYS.manifest), 'utf8').catch(() => '')
  return { about, whole: isWhole(manifest, about.keysTablespace, main, keys) }
}

async function unpackOne(opening: Opening, part: 'main' | 'keys', roots: readonly string[]): Promise<Unpacked> {
  const path = backupFiles(opening.prefix)[part]
  const folder = join(opening.staging, part)
  await mkdir(folder, { mode: 0o700 })
  const archive = await openArchive(path, opening.identities)
  const unpacked = await unpackArchive(archive, path, folder, roots)
  const seen = archive.seen()
  const listed = opening.list[part]
  if (seen.bytes === listed.bytes && seen.sha256 === listed.sha256) return unpacked
  throw new OperatorError(`${path} is not the archive that the list of this backup names. Nothing was restored.`)
}

async function readAbout(folder: string, path: string, list: BackupList): Promise<About> {
  const about = parseAbout(await readFile(join(folder, IN_MAIN.about), 'utf8').catch(() => ''), path)
  if (about.id === list.id && about.dataVersion === list.dataVersion) return about
  throw new OperatorError(`${path} belongs to another backup than its list. Nothing was restored.`)
}

/** The cluster comes last: until then a start would find none here, and the mark of the restore keeps it away altogether. */
async function place(folder: DataFolder, staging: string, about: About): Promise<void> {
  const cluster = join(staging, 'main', IN_MAIN.postgres)
  await rm(join(cluster, 'pg_wal'), { recursive: true, force: true })
  await rename(join(staging, 'keys', IN_KEYS.journal), join(cluster, 'pg_wal'))
  await mkdir(join(cluster, 'pg_tblspc'), { recursive: true, mode: 0o700 })
  await symlink(folder.keys, join(cluster, 'pg_tblspc', about.keysTablespace))
  await moveInto(join(staging, 'keys', IN_KEYS.secrets), folder.secrets)
  await moveInto(join(staging, 'main', IN_MAIN.blobs), folder.blobs)
  const keys = join(staging, 'keys', IN_KEYS.keys)
  if (folder.runAs !== undefined) for (const tree of [cluster, keys]) await giveTo(tree, folder.runAs)
  await moveInto(keys, folder.keys)
  await rename(cluster, clusterOf(folder))
}

async function moveInto(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) await rename(join(from, name), join(to, name))
  await syncFolder(to)
}

async function giveTo(path: string, owner: Owner): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true }))
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
  await lchown(path, owner.uid, owner.gid)
}

/** Everything below what was there before: the content of an empty folder, or the folders that were made. */
async function removeMade(data: string, wasThere: string): Promise<void> {
  for (const name of await readdir(data)) await rm(join(data, name), { recursive: true, force: true })
  for (let path = data; path !== wasThere; path = dirname(path)) await rmdir(path)
}
