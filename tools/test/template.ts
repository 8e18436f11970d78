import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAKER = 'test/a-template.ts'

/**
 * What many tests share instead of making it anew: a data folder with every migration run, which each test with a database
 * copies, a place for the clients that the first test builds, and one for code that Node has compiled. All go when this process ends. Where the data folder cannot
 * be made each test makes its own, and says itself what is wrong.
 */
export function makeTemplate(root: string, env: Readonly<Record<string, string>>): Record<string, string> {
  if (!existsSync(join(root, MAKER))) return {}
  const above = mkdtempSync(join(tmpdir(), 'asylia-template-'))
  process.once('exit', () => rmSync(above, { recursive: true, force: true }))
  // As root the database runs as a user of its own, who must pass through.
  chmodSync(above, 0o711)
  const folder = join(above, 'data')
  const made = spawnSync(process.execPath, [MAKER, folder], { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' })
  const kept = { ASYLIA_BUILT: join(above, 'clients'), NODE_COMPILE_CACHE: join(above, 'compiled') }
  return { ...kept, ...(made.status === 0 ? { ASYLIA_TEMPLATE: folder } : {}) }
}
