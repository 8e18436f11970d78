import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'

/** The commit this tree is at, shortened, with a plus when something differs from it; `none` outside git. */
export function commitOf(root: string): string {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+')
  } catch {
    return 'none'
  }
}

const CODE = ['src', 'web', 'test', 'tools', 'conformance', 'vectors', 'data', 'migrations', 'package-lock.json']

/** A seed that belongs to the code as it stands: the same code draws the same stories on every machine, the next draws others. */
export function seedOf(root: string): number | undefined {
  try {
    const trees = execFileSync('git', ['ls-tree', 'HEAD', ...CODE], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    return createHash('sha256').update(trees).digest().readUInt32BE() % 2 ** 31
  } catch {
    return undefined
  }
}
