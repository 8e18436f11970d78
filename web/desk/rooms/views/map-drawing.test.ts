import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deskLands } from '../../../desk-lands.ts'
import { arrowOf, boxOf, drawable, namesThatFit, scaled } from './map-drawing.ts'

const lands = deskLands()
const landOf = (code: string) => lands.lands.find((land) => land.code === code) ?? assert.fail(code)

/** The corners of an outline in steps, as the browser walks them. */
function corners(d: string): readonly (readonly [number, number])[] {
  let [x, y] = [0, 0]
  return d
    .split('z')
    .filter((ring) => ring !== '')
    .flatMap((ring) => {
      const numbers = [...ring.matchAll(/-?\d+/g)].map(([n]) => Number(n))
      const points = Array.from({ length: numbers.length / 2 }, (_, at): readonly [number, number] => {
        x += numbers[2 * at] ?? 0
        y += numbers[2 * at + 1] ?? 0
        return [x, y]
      })
      ;[x, y] = points[0] ?? [x, y]
      return points
    })
}

test('the outlines are those of the public map: countries alone, no line at sea, and each where it belongs (R-EP-23)', () => {
  assert.ok(lands.lands.length > 200)
  for (const { code, d, at, box } of lands.lands) {
    assert.match(d, /^(m[-\d ]+z)*$/)
    assert.ok(at[0] >= 0 && at[0] <= lands.wide && at[1] >= -1 && at[1] <= lands.tall, code)
    if (d === '') continue
    assert.ok(at[0] >= box[0] && at[0] <= box[2] && at[1] >= box[1] && at[1] <= box[3], code)
  }
  const inThailand = corners(landOf('TH').d)
  for (const [x, y] of inThailand) assert.ok(x > lands.wide * 0.7 && x < lands.wide * 0.85 && y > 300 && y < 600)
  // What no country has a code for is land without a name; islets and lines between them are not there at all.
  assert.ok(lands.lands.filter(({ code }) => code === '').every(({ d }) => corners(d).length > 3))
  const sea = lands.lands.filter(({ d }) => corners(d).some(([x, y]) => x > 1_960 && x < 1_990 && y > 455 && y < 500))
  assert.deepEqual(
    sea.map(({ code }) => code),
    [],
  )
})

test('only what is known at both ends is drawn as a line; the rest stands in the table', () => {
  const flows = [
    { origin: 'VN', host: 'TH', n: 4 },
    { origin: 'VN', host: null, n: 2 },
    { origin: null, host: null, n: 1 },
    { origin: 'TH', host: 'TH', n: 1 },
  ]
  assert.deepEqual(drawable({ flows, whole: true }), [{ origin: 'VN', host: 'TH', n: 4 }])
})

test('the picture shows the countries that are named, and the world where none is', () => {
  const all = boxOf(lands, new Set())
  assert.deepEqual([all.w, all.h], [lands.wide, lands.tall])
  const near = boxOf(lands, new Set(['VN', 'TH']))
  assert.ok(near.w < 500)
  for (const code of ['VN', 'TH']) {
    const [left, top, right, bottom] = landOf(code).box
    assert.ok(near.x <= left && near.y <= top && near.x + near.w >= right && near.y + near.h >= bottom, code)
  }
  const at = landOf('TH').at
  assert.ok(scaled(near, 0.5, { at, most: lands.wide }).w < near.w)
  assert.ok(scaled(near, 1_000, { at, most: lands.wide }).w <= lands.wide)
})

test('a line is as wide as its number, within bounds, and names never lie over each other', () => {
  const [from, to] = [landOf('VN').at, landOf('TH').at]
  const widths = [1, 4, 1_000_000].map((n) => arrowOf(from, to, { n, unit: 1 }).width)
  assert.deepEqual(widths, [3, 4, 9])
  const name = (code: string, x: number) => ({ code, words: 'Somewhere', x, y: 0 })
  assert.deepEqual(
    namesThatFit([name('A', 0), name('B', 20), name('C', 400)], 1).map(({ code }) => code),
    ['A', 'C'],
  )
  assert.equal(namesThatFit([name('A', 0), name('B', 20)], 0.1).length, 2)
})
