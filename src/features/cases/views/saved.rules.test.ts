import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_FILTER, readSaved, SAVED_MOST, type SavedView, withView, writeSaved } from './saved.rules.ts'

const aView = (n: number, over: Partial<SavedView> = {}): SavedView => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  room: 'map',
  name: `View ${n}`,
  filter: { ...NO_FILTER, host: 'TH', year: 2024, method: 'phys.abduction', status: 'verified', case: 'C-7Q4MXK' },
  by: null,
  ...over,
})

test('what was saved is read again as it was', () => {
  const views = [aView(1), aView(2, { room: 'statistics', by: 'stage', filter: NO_FILTER })]
  assert.deepEqual(readSaved(JSON.parse(JSON.stringify(writeSaved(views)))), views)
  assert.deepEqual(readSaved({ v: 1, views: [] }), [])
})

test('a page that is none of ours is told apart, and of a page that somebody else sealed nothing unfit gets in (T-05)', () => {
  for (const other of [null, 7, 'x', [], {}, { v: 2, views: [] }, { v: 1 }]) assert.equal(readSaved(other), null)
  const good = aView(1)
  const bad: unknown[] = [
    { ...good, room: 'inbox' },
    { ...good, name: '' },
    { ...good, name: 'x'.repeat(81) },
    { ...good, id: '../x' },
    { ...good, by: 'name' },
    { ...good, extra: 1 },
    { ...good, filter: { ...good.filter, host: 'th' } },
    { ...good, filter: { ...good.filter, year: 20_240 } },
    { ...good, filter: { ...good.filter, method: 'x.y' } },
    { ...good, filter: { ...good.filter, actor: 'A' } },
    { ...good, filter: { host: 'TH' } },
    { ...good, filter: { ...good.filter, name: 'x' } },
  ]
  assert.deepEqual(readSaved({ v: 1, views: [...bad, good] }), [good])
  fc.assert(fc.property(fc.anything(), (views) => assert.ok((readSaved({ v: 1, views: [views] }) ?? []).length === 0)))
})

test('a view takes the place of its own, and a hundred are the most', () => {
  const two = withView(withView([], aView(1)), aView(2))
  assert.deepEqual(
    withView(two, aView(1, { name: 'Other' })).map(({ name }) => name),
    ['Other', 'View 2'],
  )
  const many = Array.from({ length: SAVED_MOST + 5 }, (_, n) => aView(n)).reduce<readonly SavedView[]>(withView, [])
  assert.deepEqual([many.length, many.at(-1)?.name], [SAVED_MOST, `View ${SAVED_MOST + 4}`])
})
