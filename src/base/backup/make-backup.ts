import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { FolderPlaces } from '#base/data-folder.ts'
import { statOf } from '#base/folders.ts'
import { OperatorError, withDiskSentences } from '#base/operator-error.ts'
import { readPrivateBytes, syncFolder, writePrivate } from '#base/private-file.ts'
import { type About, type BackupList, backupFiles, IN_KEYS, IN_MAIN, isPlainName } from './archive-names.ts'
import { type BaseBackup, type BaseBackupPart, startBaseBackup } from './base-backup.ts'
import { encrypterFor, type SealedArchive, sealArchive } from './seal-archive.ts'
import { readTar, type TarEntry } from './tar.ts'

export type BackupOrder = {
  readonly superuserUrl: string
  readonly places: Pick<FolderPlaces, 'secrets' | 'blobs'>
  readonly dataVersion: number
  /** Beginning of the three file names. */
  readonly to: string
  readonly recipients: readonly string[]
  /** The day that the list carries. */
  readonly made: string
  readonly signal?: AbortSignal
}

type Archives = { readonly main: SealedArchive; readonly keys: SealedArchive }

/**
 * Copies a running installation into two sealed archives and a list of them. The list comes last, so a backup without one
 * is none; whatever was begun is removed when the backup fails or is stopped. Files of an earlier backup are never touched.
 */
export async function makeBackup(order: BackupOrder): Promise<BackupList> {
  const to = resolve(order.to)
  const files = backupFiles(to)
  encrypterFor(order.recipients)
  await demandRoom(to)
  const drafts = { main: `${files.main}.part`, keys: `${files.keys}.part` }
  return withDiskSentences(dirname(to), async () => {
    for (const draft of Object.values(drafts)) await rm(draft, { force: true })
    try {
      const list = await sealBoth(order, drafts)
      await rename(drafts.main, files.main)
      await rename(drafts.keys, files.keys)
      await syncFolder(dirname(to))
      await writePrivate(files.list, `${JSON.stringify(list, null, 2)}\n`)
      return list
    } catch (error) {
      for (const path of [drafts.main, drafts.keys, files.main, files.keys]) await rm(path, { force: true })
      throw error
    }
  })
}

async function demandRoom(to: string): Promise<void> {
  if ((await statOf(dirname(to)))?.isDirectory() !== true)
    throw new OperatorError(`The folder ${dirname(to)} does not exist. Make it, or name another place with --to.`)
  for (const path of Object.values(backupFiles(to))) {
    if ((await statOf(path)) !== undefined)
      throw new OperatorError(`${path} exists already. Choose another name with --to; a backup never writes over another.`)
  }
}

async function sealBoth(order: BackupOrder, drafts: { readonly main: string; readonly keys: string }): Promise<BackupList> {
  // Before the database: what the signing key remembers of the ledger must not be newer than the ledger in this copy.
  const secrets = await readSecrets(order.places.secrets)
  const copy = await startBaseBackup(order.superuserUrl)
  const begun: SealedArchive[] = []
  try {
    const about = aboutOf(order, copy)
    const main = await begin(begun, drafts.main, order.recipients)
    const keys = await begin(begun, drafts.keys, order.recipients)
    const text = Buffer.from(`${JSON.stringify(about)}\n`)
    await main.file(IN_MAIN.about, text.length, text)
    await keys.file(IN_KEYS.about, text.length, text)
    await keys.folder(IN_KEYS.secrets)
    for (const [name, bytes] of secrets) await keys.file(`${IN_KEYS.secrets}/${name}`, bytes.length, bytes)
    await copyDatabase(copy, { main, keys }, order.signal)
    await main.folder(IN_MAIN.blobs)
    // After the database: a blob stands before the row that names it, so each row of the copy finds its blob.
    await copyBlobs(order.places.blobs, IN_MAIN.blobs, main, order.signal)
    return {
      format: about.format,
      id: about.id,
      made: order.made,
      dataVersion: about.dataVersion,
      main: await main.finish(),
      keys: await keys.finish(),
    }
  } catch (error) {
    await Promise.all(begun.map((archive) => archive.abandon()))
    throw error
  } finally {
    await copy.close()
  }
}

async function begin(begun: SealedArchive[], path: string, recipients: readonly string[]): Promise<SealedArchive> {
  const archive = await sealArchive(path, recipients)
  begun.push(archive)
  return archive
}

function aboutOf(order: BackupOrder, copy: BaseBackup): About {
  const [keysTablespace, ...others] = copy.tablespaces
  if (keysTablespace === undefined || others.length > 0) {
    throw new OperatorError(
      'The database has other tablespaces than the one for keys that Asylia makes. A backup would not know where they belong; drop them first.',
    )
  }
  return {
    format: 'asylia-backup-1',
    id: randomBytes(16).toString('hex'),
    dataVersion: order.dataVersion,
    postgres: copy.postgres,
    keysTablespace,
  }
}

/** The journal goes with the keys: it repeats their pages and holds exact times (ARCHITECTURE §6). */
async function copyDatabase(copy: BaseBackup, { main, keys }: Archives, signal: AbortSignal | undefined): Promise<void> {
  await main.folder(IN_MAIN.postgres)
  await keys.folder(IN_KEYS.keys)
  await keys.folder(IN_KEYS.journal)
  for await (const part of copy.parts) {
    if (part.kind === 'manifest') await putManifest(keys, part.body)
    else await putEntries(part, { main, keys }, signal)
  }
}

async function putManifest(keys: SealedArchive, body: AsyncIterable<Uint8Array>): Promise<void> {
  const bytes = await bytesOf(body)
  await keys.file(IN_KEYS.manifest, bytes.length, bytes)
}

async function putEntries(part: BaseBackupPart, { main, keys }: Archives, signal: AbortSignal | undefined): Promise<void> {
  for await (const entry of readTar(part.body)) {
    demandGoingOn(signal)
    const name = part.kind === 'tablespace' ? `${IN_KEYS.keys}/${entry.name}` : nameOf(entry)
    await put(name.startsWith(`${IN_MAIN.postgres}/`) ? main : keys, name, entry)
  }
}

/** The server writes some names with a dot in front. */
function nameOf(entry: TarEntry): string {
  const name = entry.name.replace(/^\.\//, '')
  const isJournal = name === IN_KEYS.journal || name.startsWith(`${IN_KEYS.journal}/`)
  return isJournal ? name : `${IN_MAIN.postgres}/${name}`
}

/** The links to tablespaces name folders of this machine; restore makes its own. */
async function put(archive: SealedArchive, name: string, entry: TarEntry): Promise<void> {
  if (entry.kind === 'file') await archive.file(name, entry.size, entry.body)
  if (entry.kind === 'folder') await archive.folder(name)
}

async function copyBlobs(from: string, to: string, main: SealedArchive, signal: AbortSignal | undefined): Promise<void> {
  for (const entry of (await readdir(from, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    demandGoingOn(signal)
    if (!isCopied(entry.name)) continue
    const path = join(from, entry.name)
    if (entry.isDirectory()) {
      await main.folder(`${to}/${entry.name}`)
      await copyBlobs(path, `${to}/${entry.name}`, main, signal)
    } else if (entry.isFile()) await copyFileInto(path, `${to}/${entry.name}`, main)
  }
}

/** A blob that was shredded meanwhile is left out, as it should be. */
async function copyFileInto(path: string, name: string, main: SealedArchive): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return
  try {
    const { size } = await file.stat()
    await main.file(name, size, size === 0 ? new Uint8Array() : file.createReadStream({ end: size - 1, autoClose: false }))
  } finally {
    await file.close()
  }
}

async function readSecrets(folder: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!isCopied(entry.name) || !entry.isFile()) continue
    const bytes = await readPrivateBytes(join(folder, entry.name))
    if (bytes !== undefined) found.set(entry.name, bytes)
  }
  return found
}

/** A name with a dot in front is a draft of something; another that restore would refuse must not vanish silently. */
function isCopied(name: string): boolean {
  if (name.startsWith('.')) return false
  if (!isPlainName(name))
    throw new OperatorError(
      'The data folder holds a file whose name a backup does not take (letters, digits, dot, hyphen, underscore). Move it away.',
    )
  return true
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

function demandGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new OperatorError('The backup was stopped. Nothing of it was kept.')
}
