import type { GeoProjection } from 'd3-geo'
import { geoContains, geoPath } from 'd3-geo'
import type { Polygon } from 'geojson'
import { ringsOf, type Shape } from './geography.ts'

export type Point = readonly [number, number]

const GRID = 14

/** The point of a shape that is farthest from its edge: where a name has room. It is no place and marks none. */
export function heartOf(shape: Shape, projection: GeoProjection): Point {
  const path = geoPath(projection)
  const polygons = ringsOf(shape).map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
  const largest = polygons.reduce((a, b) => (path.area(b) > path.area(a) ? b : a))
  const [[left, top], [right, bottom]] = path.bounds(largest)
  const edge = (largest.coordinates[0] ?? []).map((position): Point => projection([position[0] ?? 0, position[1] ?? 0]) ?? [0, 0])
  const inside = gridOf([left, top], [right, bottom]).filter((point) => {
    const place = projection.invert?.([point[0], point[1]])
    return place !== undefined && place !== null && geoContains(largest, place)
  })
  const roomAt = (point: Point) => Math.min(...edge.map(([x, y]) => Math.hypot(x - point[0], y - point[1])))
  const middle: Point = [(left + right) / 2, (top + bottom) / 2]
  return inside.reduce<{ point: Point; room: number }>(
    (best, point) => {
      const room = roomAt(point)
      return room > best.room ? { point, room } : best
    },
    { point: middle, room: -1 },
  ).point
}

function gridOf([left, top]: Point, [right, bottom]: Point): Point[] {
  const steps = Array.from({ length: GRID - 1 }, (_, at) => (at + 1) / GRID)
  return steps.flatMap((x) => steps.map((y): Point => [left + (right - left) * x, top + (bottom - top) * y]))
}

const at = (n: number) => Math.round(n * 10) / 10

/** A bent line with a head; its width is the number. */
export function flowArrow(from: Point, to: Point, n: number): { readonly line: string; readonly head: string; readonly width: number } {
  const width = Math.min(9, 2 + Math.round(Math.sqrt(n)))
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy) || 1
  const [ux, uy] = [dx / length, dy / length]
  const trim = Math.min(18, length * 0.16)
  const start: Point = [from[0] + ux * trim, from[1] + uy * trim]
  const bend = Math.min(60, length * 0.22)
  const middle: Point = [(from[0] + to[0]) / 2 - uy * bend, (from[1] + to[1]) / 2 + ux * bend]
  const [hx, hy] = [to[0] - ux * trim - middle[0], to[1] - uy * trim - middle[1]]
  const reach = Math.hypot(hx, hy) || 1
  const [vx, vy] = [hx / reach, hy / reach]
  const tip: Point = [to[0] - ux * trim, to[1] - uy * trim]
  const size = width + 8
  const base: Point = [tip[0] - vx * size, tip[1] - vy * size]
  const wing = size * 0.62
  return {
    width,
    line: `M${at(start[0])} ${at(start[1])}Q${at(middle[0])} ${at(middle[1])} ${at(base[0] + vx)} ${at(base[1] + vy)}`,
    head: `M${at(tip[0])} ${at(tip[1])}L${at(base[0] - vy * wing)} ${at(base[1] + vx * wing)}L${at(base[0] + vy * wing)} ${at(base[1] - vx * wing)}Z`,
  }
}
