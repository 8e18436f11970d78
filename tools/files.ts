import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const NEVER = new Set(['node_modules', '.git', '.cache', 'var', 'dist'])

/** Every file below `folder` of `root`, as paths relative to `root`, sorted; a folder that is not there has none. */
export function filesBelow(root: string, folder: string): string[] {
  return entriesOf(root, folder)
    .flatMap(({ path, kind }) => (kind === 'file' ? [path] : filesBelow(root, path)))
    .sort()
}

type Entry = { readonly path: string; readonly kind: 'file' | 'folder' }

function entriesOf(root: string, folder: string): Entry[] {
  try {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !NEVER.has(name))
    return entries.flatMap((entry): Entry[] => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return [{ path, kind: 'folder' }]
      return entry.isFile() ? [{ path, kind: 'file' }] : []
    })
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

/** The text of a file below `root`, or undefined when there is no such file. */
export function textOf(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
