import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OperatorError } from '#base/operator-error.ts'
import { backupFiles, isPlainName, parseAbout, parseList, prefixOf } from './archive-names.ts'
import { isSafe } from './unpack-archive.ts'

const ID = '0123456789abcdef'.repeat(2)
const ABOUT = { format: 'asylia-backup-1', id: ID, dataVersion: 3, postgres: 18, keysTablespace: '16396' }
const PART = { bytes: 1, sha256: 'a'.repeat(64) }
const LIST = { format: 'asylia-backup-1', id: ID, made: '2026-03-14', dataVersion: 3, main: PART, keys: PART }

test('any of the three names leads to all three', () => {
  const files = backupFiles('/srv/b')
  assert.deepEqual(files, { main: '/srv/b.main.age', keys: '/srv/b.keys.age', list: '/srv/b.json' })
  for (const name of [...Object.values(files), '/srv/b']) assert.equal(prefixOf(name), '/srv/b')
  assert.equal(prefixOf('/srv/my.json.backup'), '/srv/my.json.backup')
})

test('what an archive and its list say of themselves is read in exactly one form', () => {
  assert.deepEqual(parseAbout(JSON.stringify(ABOUT), 'f'), ABOUT)
  assert.deepEqual(parseList(JSON.stringify(LIST), 'f'), LIST)
  const changes = [
    { format: 'asylia-backup-2' },
    { id: 'short' },
    { dataVersion: -1 },
    { dataVersion: '3' },
    { postgres: 9 },
    { keysTablespace: '../x' },
  ]
  for (const change of changes) {
    assert.throws(() => parseAbout(JSON.stringify({ ...ABOUT, ...change }), '/srv/f'), {
      name: 'OperatorError',
      message: /^\/srv\/f is not an archive of a backup that this version knows\. Nothing was restored\.$/,
    })
  }
  for (const change of [{ main: {} }, { keys: { ...PART, sha256: 'x' } }, { made: 7 }, { format: '' }]) {
    assert.throws(() => parseList(JSON.stringify({ ...LIST, ...change }), '/srv/f'), { message: /is not the list of a backup/ })
  }
})

test('whatever text stands there, it is read or refused in a sentence', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const parse of [parseAbout, parseList]) assert.throws(() => parse(text, 'f'), OperatorError)
    }),
  )
})

test('only names that stay below their folder are safe, and only under roots that we know', () => {
  const roots = ['pg', 'blobs']
  for (const name of ['pg', 'pg/base/1/1255', 'blobs/ab/abcdef', 'pg/global/pg_filenode.map', 'pg/base/5/2619_fsm'])
    assert.equal(isSafe(name, roots), true, name)
  for (const name of [
    '',
    '/',
    'pg/',
    '/pg/x',
    'pg//x',
    'pg/..',
    'pg/../x',
    './pg',
    'pg/.x',
    'other/x',
    'pg/a b',
    'pg/a\0b',
    'pg/a\nb',
    'pg\\x',
    'PG/x',
    'pg/-rf',
  ])
    assert.equal(isSafe(name, roots), false, JSON.stringify(name))
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('..', '.', '', 'pg', 'blobs'), fc.string({ maxLength: 6 })), { maxLength: 6 }),
      (steps) => {
        const name = steps.join('/')
        if (!isSafe(name, roots)) return
        assert.ok(roots.includes(name.split('/')[0] ?? ''))
        assert.equal(new URL(name, 'file:///held/').pathname, `/held/${name}`)
        assert.ok(name.split('/').every(isPlainName))
      },
    ),
    { numRuns: 500 },
  )
})
