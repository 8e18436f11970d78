import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { aPlantedTree, type Files } from './a-planted-tree.ts'

const RUNNER = join(import.meta.dirname, '../tools/test.ts')
const HEAD = "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\n"

type Ran = { readonly status: number | null; readonly lines: readonly string[] }

/** Runs our own test command on a tree, as a process of its own. */
function runIn(root: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  // The runner refuses to run inside a test of its own kind unless it does not know of it.
  const clean: NodeJS.ProcessEnv = { ...process.env, CI: '', ASYLIA_SEED: '', ...env, ASYLIA_HOME: root, NODE_TEST_CONTEXT: undefined }
  const argv = ['--disable-warning=ExperimentalWarning', RUNNER, ...words]
  const answer = spawnSync(process.execPath, argv, { cwd: root, env: clean, encoding: 'utf8' })
  return { status: answer.status, lines: answer.stdout.trimEnd().split('\n') }
}

async function runOn(files: Files, words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const tree = await aPlantedTree({ 'tools/system-packages.json': '[]', ...files })
  const ran = runIn(tree.root, words, env)
  await tree.remove()
  return ran
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

test('a long run writes the figures, keeps its seed and does not run again what is finished', async () => {
  const tree = await aPlantedTree({
    '.gitignore': '/node_modules\n/.cache/\n/docs/\n',
    'tools/system-packages.json': '[]',
    'src/counts.test.ts': `${HEAD}test('counts', (t) => t.diagnostic(\`count \${process.env['ASYLIA_LONG']} full round\`))\n`,
    'src/fails.test.ts': `${HEAD}test('fails', () => assert.fail('no'))\n`,
    'test/later.test.ts': `${HEAD}test('later', () => undefined)\n`,
    'bench/small.ts': "export const figures = () => [{ what: 'rounds', value: 5, unit: '1/s', atLeast: 9, spread: 0, ok: false }]\n",
  })
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', 'commit', '-qm', 'x'],
  ]) {
    execFileSync('git', words, { cwd: tree.root })
  }
  const first = runIn(tree.root, ['--long', '--part', 'unit', '--part', 'figures'])
  assert.equal(first.lines.at(-1), '4 passed, 2 failed')
  const page = await readFile(join(tree.root, 'docs/figures.md'), 'utf8')
  assert.match(page, /\| rounds \| 5 \| 1\/s \| ≥ 9 \|/)
  assert.match(page, /\| src\/counts\.test\.ts \| 1 full round \|/)
  // A page for people is no other code.
  await writeFile(join(tree.root, 'README.md'), 'new words')
  const second = runIn(tree.root, ['--long', '--part', 'unit'])
  assert.equal(second.lines.at(-1), '4 passed, 1 failed')
  const again = await readFile(join(tree.root, 'docs/figures.md'), 'utf8')
  assert.match(again, /\| rounds \| 5 \| 1\/s \| ≥ 9 \|/)
  assert.match(again, /Not run in full for this code:\n\n- test\/later\.test\.ts\n/)
  assert.ok(second.lines.some((line) => /src\/counts\.test\.ts {2}1 passed \(finished earlier\)/.test(line)))
  assert.ok(!second.lines.some((line) => /src\/fails\.test\.ts .*finished earlier/.test(line)))
  const seedOf = (ran: Ran): string | undefined => /seed (\d+)/.exec(ran.lines[0] ?? '')?.[1]
  assert.equal(seedOf(second), seedOf(first))
  await tree.remove()
})
