import { geoEqualEarth, geoPath } from 'd3-geo'
import type { FeatureCollection, Polygon } from 'geojson'
import type { Land, Lands } from './desk/rooms/views/lands.ts'
import { type Geography, ringsOf, type Shape, withoutIslets, worldGeography } from './observatory/parts/geography.ts'
import { thinned } from './observatory/parts/thinned.ts'

const WIDE = 2_400
/** Below this many square units a shape is an islet: a map of countries says nothing about rocks in the sea. */
const SMALLEST = 6

/**
 * The countries of the world as outlines, from the same geography as the public map: generalised, without islets and without
 * a line at sea. The desk loads it when somebody opens a map, and draws with it alone.
 */
export function deskLands(): Lands {
  const geography = worldGeography()
  const collection: FeatureCollection = { type: 'FeatureCollection', features: [...geography] }
  const projection = geoEqualEarth().precision(0).fitWidth(WIDE, collection)
  const path = geoPath(projection)
  const pen = geoPath(thinned(projection)).digits(0)
  const height = Math.ceil(path.bounds(collection)[1][1])
  return { wide: WIDE, tall: height, lands: geography.flatMap((whole) => landOf(whole)) }

  function landOf(whole: Geography[number]): Land[] {
    const { code } = whole.properties
    const shape = withoutIslets(whole, SMALLEST, (polygon) => path.area(polygon))
    // A country of small islands alone is not drawn, and still has a place for the end of a line.
    if (shape === null) {
      const [x, y] = path.centroid(whole)
      return code !== '' && Number.isFinite(x) ? [{ code, d: '', at: [Math.round(x), Math.round(y)], box: boxOf(whole) }] : []
    }
    const d = pen(shape) ?? ''
    return [{ code, d: relative(d), at: heartOf(d), box: boxOf(shape) }]
  }

  /** Of the largest part alone: a country on both edges of the map is not as wide as the world. */
  function boxOf(shape: Shape): Land['box'] {
    const parts = ringsOf(shape).map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
    const [[left, top], [right, bottom]] = path.bounds(parts.reduce((a, b) => (path.area(b) > path.area(a) ? b : a)))
    return [Math.round(left), Math.round(top), Math.round(right), Math.round(bottom)]
  }
}

/** The same outline in steps from point to point: a third of the bytes. */
function relative(d: string): string {
  return ringsIn(d)
    .reduce<{ text: string; from: Point }>(
      ({ text, from }, ring) => {
        let [x, y] = from
        const steps = ring.map((point) => {
          const step = `${point[0] - x} ${point[1] - y}`
          ;[x, y] = point
          return step
        })
        // After a ring is closed, the pen stands where it began.
        return { text: `${text}m${steps.join(' ')}z`, from: ring[0] ?? from }
      },
      { text: '', from: [0, 0] },
    )
    .text.replaceAll(' -', '-')
}

type Point = readonly [number, number]

function ringsIn(d: string): Point[][] {
  return d
    .split('Z')
    .filter((ring) => ring !== '')
    .map((ring) =>
      ring
        .slice(1)
        .split('L')
        .map((pair): Point => {
          const [x = 0, y = 0] = pair.split(',').map(Number)
          return [x, y]
        }),
    )
}

const GRID = 12

/** The point of the longest outline that is farthest from it: where a mark has room. It is no place and marks none. */
function heartOf(d: string): [number, number] {
  const ring = ringsIn(d).reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a))
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const steps = Array.from({ length: GRID - 1 }, (_, at) => (at + 1) / GRID)
  const best = steps
    .flatMap((u) => steps.map((v): Point => [left + (right - left) * u, top + (bottom - top) * v]))
    .filter((point) => isInside(ring, point))
    .map((point) => ({ point, room: Math.min(...ring.map(([x, y]) => Math.hypot(x - point[0], y - point[1]))) }))
    .reduce((a, b) => (b.room > a.room ? b : a), { point: [(left + right) / 2, (top + bottom) / 2] as Point, room: -1 })
  return [Math.round(best.point[0]), Math.round(best.point[1])]
}

function areaOf(ring: readonly Point[]): number {
  return Math.abs(
    ring.reduce((sum, [x, y], at) => sum + x * (ring[(at + 1) % ring.length]?.[1] ?? 0) - (ring[(at + 1) % ring.length]?.[0] ?? 0) * y, 0),
  )
}

function isInside(ring: readonly Point[], [x, y]: Point): boolean {
  return ring.reduce((is, [ax, ay], at) => {
    const [bx, by] = ring[(at + 1) % ring.length] ?? [0, 0]
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !is : is
  }, false)
}
