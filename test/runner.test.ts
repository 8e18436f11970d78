import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { aPlantedTree, type Files } from './a-planted-tree.ts'

const RUNNER = join(import.meta.dirname, '../tools/test.ts')
const HEAD = "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\n"

/** Runs our own test command on a planted tree, as a process of its own. */
async function runOn(
  files: Files,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number | null; lines: string[] }> {
  const tree = await aPlantedTree({ 'tools/system-packages.json': '[]', ...files })
  const inherited: NodeJS.ProcessEnv = { ...process.env, CI: '', ASYLIA_SEED: '', ...env, ASYLIA_HOME: tree.root }
  // The runner refuses to run inside a test of its own kind unless it does not know of it.
  const clean = { ...inherited, NODE_TEST_CONTEXT: undefined }
  const answer = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', RUNNER, ...words], {
    cwd: tree.root,
    env: clean,
    encoding: 'utf8',
  })
  await tree.remove()
  return { status: answer.status, lines: answer.stdout.trimEnd().split('\n') }
}

test('the last line counts, the line before names what did not run, and the status is success', async () => {
  const skipping = `${HEAD}test('skips', (t) => t.skip('ASYLIA_SHARED is absent'))\n`
  const { status, lines } = await runOn({ 'conformance/shared.test.ts': skipping }, ['--part', 'unit', '--part', 'conformance'])
  assert.equal(lines.at(-1), '3 passed, 0 failed')
  assert.equal(lines.at(-2), 'not run: 1 (conformance/shared.test.ts: skips)')
  assert.equal(status, 0)
})

test('a failing test, a file that cannot start and a file without a test each fail the run', async () => {
  const files = {
    'src/fails.test.ts': `${HEAD}test('fails', () => assert.fail('no'))\n`,
    'src/breaks.test.ts': "import './not-there.ts'\n",
    'src/empty.test.ts': 'export const a = 1\n',
  }
  const { status, lines } = await runOn(files, ['--part', 'unit'])
  assert.equal(lines.at(-1), '3 passed, 3 failed')
  assert.equal(status, 1)
})

test('on a build machine a test that did not run has failed, and absent shared material is the one excuse', async () => {
  const skip = (reason: string): Files => ({ 'src/skips.test.ts': `${HEAD}test('skips', (t) => t.skip('${reason}'))\n` })
  const other = await runOn(skip('too tired'), ['--part', 'unit'], { CI: 'true' })
  assert.deepEqual([other.lines.at(-1), other.status], ['3 passed, 1 failed', 1])
  const shared = await runOn(skip('ASYLIA_SHARED is absent'), ['--part', 'unit'], { CI: 'true' })
  assert.deepEqual([shared.lines.at(-1), shared.status], ['3 passed, 0 failed', 0])
})

test('tests whose system package cannot be had are named as not run', async () => {
  const files = {
    'tools/system-packages.json': '[{ "package": "asylia-no-such-package", "program": "asylia-no-such-program", "why": "x" }]',
    'test/needy.test.ts': `// needs asylia-no-such-package\n${HEAD}test('needs it', () => {})\n`,
  }
  // A search path without apt-get's way to root: nothing is installed, everything is said.
  const { lines } = await runOn(files, ['--part', 'stories'], { PATH: '', ASYLIA_INSTALL: 'off' })
  assert.ok(lines.some((line) => /apt-get install asylia-no-such-package/.test(line)))
  assert.equal(lines.at(-2), 'not run: 1 (test/needy.test.ts: needs it)')
  assert.equal(lines.at(-1), '0 passed, 0 failed')
})

test('one seed reaches every property, and is printed', async () => {
  const property = `import fc from 'fast-check'\n${HEAD}test('drawn', () => assert.equal(fc.readConfigureGlobal().seed, 1234))\n`
  const { lines } = await runOn({ 'src/seed.test.ts': property }, ['--part', 'unit'], { ASYLIA_SEED: '1234' })
  assert.match(lines[0] ?? '', /seed 1234 /)
  assert.equal(lines.at(-1), '4 passed, 0 failed')
})

test('a part or a file that does not exist is an error, not an empty success', async () => {
  assert.equal((await runOn({}, ['--part', 'nothing'])).status, 2)
  assert.equal((await runOn({}, ['src/not-there.test.ts'])).status, 2)
  const one = await runOn({}, ['src/kernel/greeting.test.ts'])
  assert.deepEqual([one.lines.at(-1), one.status], ['2 passed, 0 failed', 0])
})
