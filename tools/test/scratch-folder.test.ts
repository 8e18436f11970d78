import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const SCRATCH = join(import.meta.dirname, 'scratch-folder.ts')

/** What a process of its own gets, and whether it is there while that process runs. */
function asked(above: string, env: Record<string, string> = {}): string {
  const code = `import { existsSync } from 'node:fs'
    import { scratchFolder } from ${JSON.stringify(SCRATCH)}
    const folder = scratchFolder(${JSON.stringify(above)})
    process.stdout.write(folder === undefined ? 'none' : existsSync(folder) ? folder : 'missing')`
  const { TMPDIR: _, ...own } = process.env
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { env: { ...own, ...env }, encoding: 'utf8' }).stdout
}

test('tests work in a folder that goes with their run, beside what others left and without what a killed run left', () => {
  const above = mkdtempSync(join(tmpdir(), 'asylia-scratch-'))
  try {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    for (const name of [`asylia-tests-${dead}-left`, `asylia-tests-${process.pid}-runs`, 'of-somebody-else']) mkdirSync(join(above, name))
    const folder = asked(above)
    if (folder !== 'none') assert.match(folder, /\/asylia-tests-[0-9]+-/)
    assert.equal(existsSync(folder), false)
    assert.deepEqual(readdirSync(above).toSorted(), [`asylia-tests-${process.pid}-runs`, 'of-somebody-else'].toSorted())
  } finally {
    rmSync(above, { recursive: true })
  }
})

test('where TMPDIR says where to work, or the place is not there, tests work where they are told', () => {
  assert.equal(asked(tmpdir(), { TMPDIR: '/tmp' }), 'none')
  assert.equal(asked('/no/such/place'), 'none')
})
