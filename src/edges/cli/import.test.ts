import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '#base/operator-error.ts'
import { readImportArgs } from './import.ts'

test('what is said of a public document travels with its files, and an unknown source is said to be unknown', () => {
  const args = [
    'a.txt',
    '--public',
    '--publisher',
    'Loom',
    '--address',
    'source unknown',
    '--retrieved',
    '2031-04-02',
    'b.pdf',
    '--data',
    'x',
  ]
  assert.deepEqual(readImportArgs(args), {
    files: ['a.txt', 'b.pdf'],
    facts: { publisher: 'Loom', address: null, retrievedOn: '2031-04-02' },
    options: {},
  })
  assert.deepEqual(readImportArgs(['a', '--limit-mb', '3', '--folder', 'here', '--encoding', 'windows-1258']), {
    files: ['a'],
    facts: null,
    options: { bytes: 3 * 1024 * 1024, inside: 'here', encoding: 'windows-1258' },
  })
})

test('a wrong option, a missing file and a limit that is no number are answered with what to write', () => {
  for (const args of [[], ['--public'], ['a', '--pubic'], ['a', '--limit-mb', '0'], ['a', '--limit-mb', 'x']]) {
    assert.throws(() => readImportArgs(args), OperatorError, args.join(' '))
  }
})
