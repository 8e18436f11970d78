import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const NEVER = new Set(['node_modules', '.git', '.cache', 'var', 'dist'])

/** Every file below `folder` of `root`, as paths relative to `root`, sorted; a folder that is not there has none. */
export function filesBelow(root: string, folder: string): string[] {
  const found: string[] = []
  const walk = (relative: string): void => {
    for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (entry.isDirectory()) {
        if (!NEVER.has(entry.name)) walk(path)
      } else if (entry.isFile()) {
        found.push(path)
      }
    }
  }
  try {
    walk(folder)
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
  return found.sort()
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
