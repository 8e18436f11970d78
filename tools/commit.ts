import { execFileSync } from 'node:child_process'

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

/** A seed that belongs to the code as it stands: the same tree draws the same stories on every machine, the next one draws others. */
export function seedOf(root: string): number | undefined {
  try {
    const tree = execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return Number.parseInt(tree.slice(0, 8), 16) % 2 ** 31
  } catch {
    return undefined
  }
}
