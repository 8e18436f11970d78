import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FileReport, Outcome } from './collect.ts'
import { keepFinished, openLongRun } from './long-run.ts'

const aReport = (file: string, outcome: Outcome): FileReport => ({
  file,
  ms: 1,
  counts: ['5 things'],
  results: [{ part: 'unit', file, title: 'a', outcome }],
})

async function aRepository(): Promise<{ root: string; commit: (text: string) => Promise<void>; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'asylia-long-'))
  const git = (...words: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...words], { cwd: root, stdio: 'ignore' })
  git('init', '-q')
  const commit = async (text: string): Promise<void> => {
    await writeFile(join(root, '.gitignore'), '/.cache/\n')
    await writeFile(join(root, 'code.ts'), text)
    git('add', '.')
    git('commit', '-q', '-m', text)
  }
  await commit('one')
  return { root, commit, remove: () => rm(root, { recursive: true }) }
}

test('a long run goes on where it stopped, with the seed it began with', async () => {
  const { root, remove } = await aRepository()
  const first = openLongRun(root, 7)
  keepFinished(root, first, aReport('src/a.test.ts', 'passed'))
  const second = openLongRun(root, 8)
  assert.equal(second.seed, 7)
  assert.deepEqual(
    second.finished.map(({ file, counts }) => [file, counts]),
    [['src/a.test.ts', ['5 things']]],
  )
  await remove()
})

test('what failed or did not run is run again', async () => {
  const { root, remove } = await aRepository()
  const run = openLongRun(root, 7)
  keepFinished(root, run, aReport('src/a.test.ts', 'failed'))
  keepFinished(root, run, aReport('src/b.test.ts', 'not run'))
  assert.deepEqual(openLongRun(root, 7).finished, [])
  await remove()
})

test('other code begins anew, be it committed or not; a page for people is none', async () => {
  const { root, commit, remove } = await aRepository()
  keepFinished(root, openLongRun(root, 7), aReport('src/a.test.ts', 'passed'))
  await writeFile(join(root, 'README.md'), 'words')
  assert.equal(openLongRun(root, 8).finished.length, 1)
  await writeFile(join(root, 'code.ts'), 'changed')
  assert.deepEqual(openLongRun(root, 8), { ...openLongRun(root, 8), seed: 8, finished: [] })
  await commit('two')
  assert.deepEqual(openLongRun(root, 9).finished, [])
  await remove()
})

test('outside git nothing is taken up again', async () => {
  const root = await mkdtemp(join(tmpdir(), 'asylia-long-'))
  keepFinished(root, openLongRun(root, 7), aReport('src/a.test.ts', 'passed'))
  assert.deepEqual(openLongRun(root, 8).finished, [])
  await rm(root, { recursive: true })
})
