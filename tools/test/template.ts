import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAKER = 'test/a-template.ts'

/**
 * Makes one data folder with every migration run, which each test with a database copies instead of beginning anew; it goes
 * when this process ends. Nothing where it cannot be made: then each test makes its own, and says itself what is wrong.
 */
export function makeTemplateFolder(root: string, env: Readonly<Record<string, string>>): string | undefined {
  if (!existsSync(join(root, MAKER))) return undefined
  const above = mkdtempSync(join(tmpdir(), 'asylia-template-'))
  process.once('exit', () => rmSync(above, { recursive: true, force: true }))
  // As root the database runs as a user of its own, who must pass through.
  chmodSync(above, 0o711)
  const folder = join(above, 'data')
  const made = spawnSync(process.execPath, [MAKER, folder], { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' })
  return made.status === 0 ? folder : undefined
}
