import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folded, matching } from './matching.ts'

const command = (id: string, words: string) => ({ id, words: () => words, run: () => undefined })
const ALL = [command('a', 'Take in'), command('b', 'Tiếp nhận'), command('c', 'Đi đến Hồ sơ'), command('d', 'Put off')]
const ids = (typed: string, lately: readonly string[] = []) => matching(typed, ALL, lately).map(({ id }) => id)

test('a label is found by its letters without marks, in any order of words (UX-C-08)', () => {
  assert.deepEqual(ids('tiep nhan'), ['b'])
  assert.deepEqual(ids('ho so di'), ['c'])
  assert.deepEqual(ids('ĐI'), ['c'])
  assert.deepEqual(ids('nothing'), [])
  assert.equal(folded('Nguyễn Đức'), 'nguyen duc')
})

test('what begins with the letters comes first, then what was done lately', () => {
  assert.deepEqual(ids('t'), ['a', 'b', 'd'])
  assert.deepEqual(ids('', ['d']).slice(0, 1), ['d'])
  assert.deepEqual(ids('', ['c', 'd']).slice(0, 2), ['c', 'd'])
})
