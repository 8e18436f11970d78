import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chronological } from './chronology.ts'
import { LIST_LENGTH, listsOf } from './incident-lists.ts'
import { inventedRelease } from './invented-release.ts'
import { openLibrary } from './library.ts'
import { compareIds } from './pages/recommendations.ts'

const release = inventedRelease()
const library = openLibrary(release)

test('an incident without a date stands where its source tells it, whatever the order of the file (R-NGO-08)', () => {
  const own = library.incidents.filter((one) => one.case === release.cases[0]?.code)
  fc.assert(
    fc.property(fc.shuffledSubarray(own, { minLength: own.length }), (shuffled) => {
      assert.deepEqual(
        chronological(shuffled, library.citation).map((one) => one.title.en),
        ['Seized at a market', 'Seen in custody in Avaria', 'Sentenced to nine years'],
      )
    }),
  )
})

test('numbers of a tree sort as numbers', () => {
  assert.deepEqual(['NGO-R10', 'NGO-R2.10', 'EP-C1', 'NGO-R2', 'NGO-R2.9'].sort(compareIds), [
    'EP-C1',
    'NGO-R2',
    'NGO-R2.9',
    'NGO-R2.10',
    'NGO-R10',
  ])
})

const [template] = library.incidents
if (template === undefined) throw new Error('the invented release has no incident')
const incident = (code: string, host: string, year: string | null) => ({
  ...template,
  code,
  host,
  happened: { from: year === null ? null : `${year}-01-01`, until: null, precision: 'since' as const, said: null },
})

test('lists hold every incident exactly once, no more than 200 on a page, each page with its own address', () => {
  const some = fc.array(fc.tuple(fc.constantFrom('TH', 'MY', 'LA'), fc.constantFrom('2019', '2020', null)), { maxLength: 700 })
  fc.assert(
    fc.property(some, (places) => {
      const incidents = places.map(([host, year], at) => incident(`I-${at}`, host, year))
      const parts = listsOf(incidents).flatMap((list) => list.parts)
      assert.deepEqual(parts.flatMap((part) => part.incidents.map((one) => one.code)).sort(), incidents.map((one) => one.code).sort())
      assert.ok(parts.every((part) => part.incidents.length > 0 && part.incidents.length <= LIST_LENGTH))
      assert.equal(new Set(parts.map((part) => part.address)).size, parts.length)
    }),
    { numRuns: 30 },
  )
})

test('the same incidents in another order make the same pages', () => {
  const incidents = Array.from({ length: 450 }, (_, at) => incident(`I-${at}`, 'TH', '2020'))
  assert.deepEqual(listsOf(incidents), listsOf(incidents.toReversed()))
})
