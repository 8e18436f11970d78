import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** The path of a tool among our own packages, whichever tree it is to look at. */
export function ownTool(path: string): string {
  return join(PACKAGES, path)
}
