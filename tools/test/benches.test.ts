import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { figuresPage, listBenches } from './benches.ts'
import type { Result } from './collect.ts'

test('a bench is what exports figures; what benches share is none', async () => {
  const root = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  await mkdir(join(root, 'bench'))
  await writeFile(join(root, 'bench/http.ts'), 'export async function figures() {\n  return []\n}\n')
  await writeFile(join(root, 'bench/ledger.ts'), 'export const figures = () => []\n')
  await writeFile(join(root, 'bench/measure.ts'), 'export function rounds() {}\n')
  await writeFile(join(root, 'bench/http.test.ts'), 'export const figures = 1\n')
  assert.deepEqual(listBenches(root), ['http', 'ledger'])
  await rm(root, { recursive: true })
})

test('the page of figures holds goal, floor, ratio, machine, seed and counts, and hides no broken bench', () => {
  const result: Result = { part: 'bench', file: 'bench/http.ts', title: 'bench http', outcome: 'failed' }
  const figure = { what: 'pages', value: 1234.5, unit: '1/s', atLeast: 0.5, floor: 4000, ratio: 0.3086, spread: 0.07, ok: false }
  const machine = { cores: 2, memoryGb: 24, cpu: 'a processor', node: 'v24.0.0' }
  const page = figuresPage({
    seed: 42,
    waiting: ['src/b.test.ts'],
    reports: [{ file: 'src/a.test.ts', ms: 1, results: [], counts: ['10000 mutated proofs refused'] }],
    benches: [
      { name: 'http', result, said: { name: 'http', commit: 'abc+', machine, figures: [figure] } },
      { name: 'ledger', result, said: undefined },
    ],
  })
  assert.match(page, /^\| pages \| 1,235 \| 1\/s \| ≥ 0\.5 \| 4,000 \| 0\.309 \| 7 % \| no \|$/m)
  assert.match(page, /Commit abc\+; 2 cores, 24 GB, a processor, Node v24\.0\.0\./)
  assert.match(page, /## ledger\n\nThis bench broke/)
  assert.match(page, /Not run in full for this code:\n\n- src\/b\.test\.ts\n/)
  assert.match(page, /Seed 42\. 0 passed, 2 failed, 0 not run\./)
  assert.match(page, /\| src\/a\.test\.ts \| 10000 mutated proofs refused \|/)
})
