import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that is checked and tested: ASYLIA_HOME, which the command sets, or the one this file lies in. */
export function homeFolder(): string {
  return process.env['ASYLIA_HOME'] ?? dirname(dirname(fileURLToPath(import.meta.url)))
}
