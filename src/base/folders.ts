import type { Stats } from 'node:fs'
import { chmod, chown, lstat, mkdir, realpath } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OperatorError } from './operator-error.ts'

export type Owner = { readonly uid: number; readonly gid: number }

/** What lies at a path, links not followed; undefined when nothing does. */
export async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw error
  }
}

/** The path itself if it exists, else the nearest folder above that does. */
export async function nearestExisting(path: string): Promise<string> {
  return (await statOf(path)) === undefined ? nearestExisting(dirname(path)) : path
}

/** The same place without links on the way, also for a path whose last parts do not exist yet. */
export async function withoutLinks(path: string): Promise<string> {
  const existing = await nearestExisting(path)
  return join(await realpath(existing), relative(existing, path))
}

/** Makes the missing folders on the way with this mode, whatever the umask is. */
export async function makeParents(path: string, mode: number): Promise<void> {
  if ((await statOf(path)) !== undefined) return
  await makeParents(dirname(path), mode)
  await ensureFolder(path, { mode })
}

/**
 * Makes a folder, or gives an existing one its mode. A link in its place and a folder of another owner are refused:
 * what a compromised server may have put there is never followed.
 */
export async function ensureFolder(path: string, wanted: { readonly mode: number; readonly owner?: Owner }): Promise<void> {
  const uid = wanted.owner?.uid ?? process.getuid?.() ?? 0
  if ((await statOf(path)) === undefined && (await makes(path))) {
    if (wanted.owner !== undefined) await chown(path, wanted.owner.uid, wanted.owner.gid)
    await chmod(path, wanted.mode)
    return
  }
  const there = await lstat(path)
  if (!there.isDirectory()) throw new OperatorError(`${path} is not a folder. Move it away and start again.`)
  if (there.uid !== uid) {
    throw new OperatorError(`${path} belongs to uid ${there.uid}, but uid ${uid} needs it. Mend it with: chown -R ${uid} ${quoted(path)}`)
  }
  if ((there.mode & 0o7777) !== wanted.mode) await chmod(path, wanted.mode)
}

/** False when somebody else made it meanwhile. */
async function makes(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** A path as a shell takes it, for commands that a sentence names. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
