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

/** What only people read: it changes nothing that a test sees. */
const PROSE = ['.', ':!docs', ':!*.md']

/** A hash of the code as it stands here, committed or not; pages for people do not count. Nothing outside git. */
export function stateOfCode(root: string): Buffer | undefined {
  const git = (...words: string[]): Buffer =>
    execFileSync('git', [...words, '--', ...PROSE], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })
  try {
    const parts = [git('ls-files', '--stage'), git('diff', 'HEAD'), git('status', '--porcelain')]
    return createHash('sha256').update(Buffer.concat(parts)).digest()
  } catch {
    return undefined
  }
}
