import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '#base/operator-error.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type DryRunDoor, importDryRun } from './import-dry-run.ts'

const door: DryRunDoor = {
  read: async (path) => {
    if (path === 'secret-name.txt') throw new Refusal('document.empty')
    return { text: 'words', sha256: 'a'.repeat(64), notes: ['2 marks'] }
  },
  propose: (text, sha256) => ({ proposals: [{ id: 'date:0-4', quote: text, document: sha256 }], unread: 1 }),
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await importDryRun(args, door, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

test('a dry run prints one JSON line a proposal, and what it could not read apart from them', async () => {
  const { code, out, err } = await run('one.txt', 'two.txt', '--dry-run', '--json')
  assert.equal(code, 0)
  assert.deepEqual(
    out.map((line) => JSON.parse(line).quote),
    ['words', 'words'],
  )
  assert.equal(err.filter((line) => line.includes('somebody has to read them')).length, 2)
  assert.ok(err.includes('1 of 2: 2 marks'))
})

test('with --text the text is printed that offsets count in', async () => {
  assert.deepEqual((await run('one.txt', '--dry-run', '--text')).out, ['words'])
})

test('a refused file keeps no other out, and its name is not repeated', async () => {
  const { code, out, err } = await run('secret-name.txt', 'two.txt', '--dry-run', '--json')
  assert.equal(code, 1)
  assert.equal(out.length, 1)
  assert.ok(err.every((line) => !line.includes('secret-name')))
})

test('a wrong word is answered with the usage, and not repeated', async () => {
  for (const args of [
    ['--dry-run', '--json'],
    ['one.txt', '--dry-run', '--unknown'],
  ])
    await assert.rejects(run(...args), (error) => error instanceof OperatorError && !error.message.includes('--unknown'))
})
