import type { Flows } from '#features/cases/views/view.contract.ts'
import type { Land, Lands } from './lands.ts'

export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
export type Flow = { readonly origin: string; readonly host: string; readonly n: number }

const RATIO = 0.62
const LEAST = 260

/** The flows that can be drawn: both ends known, and not the same country. */
export const drawable = ({ flows }: Flows): Flow[] =>
  flows.flatMap(({ origin, host, n }) => (origin === null || host === null || origin === host ? [] : [{ origin, host, n }]))

/** What has to be seen: the countries that are named, with room around them; the whole world where none is. */
export function boxOf({ wide, tall, lands }: Lands, codes: ReadonlySet<string>): Box {
  const shown = lands.filter(({ code }) => codes.has(code))
  if (shown.length === 0) return { x: 0, y: 0, w: wide, h: tall }
  const [left, top] = [Math.min(...shown.map(({ box }) => box[0])), Math.min(...shown.map(({ box }) => box[1]))]
  const [right, bottom] = [Math.max(...shown.map(({ box }) => box[2])), Math.max(...shown.map(({ box }) => box[3]))]
  const w = Math.max(LEAST, (right - left) * 1.3, ((bottom - top) * 1.3) / RATIO)
  return around((left + right) / 2, (top + bottom) / 2, Math.min(w, wide * 1.05))
}

const around = (x: number, y: number, w: number): Box => ({ x: x - w / 2, y: y - (w * RATIO) / 2, w, h: w * RATIO })

/** Nearer or further, around a point. */
export function scaled({ w }: Box, by: number, { at: [x, y], most }: { readonly at: Land['at']; readonly most: number }): Box {
  return around(x, y, Math.min(Math.max(w * by, LEAST / 3), most))
}

export type Name = { readonly code: string; readonly words: string; readonly x: number; readonly y: number }
const LETTER = 7.5
const LINE = 15

/** Names where there is room for them, the first first; a name that would lie over another waits until somebody comes nearer. */
export function namesThatFit(all: readonly Name[], unit: number): readonly Name[] {
  const placed: Name[] = []
  for (const name of all) {
    const hits = placed.some(
      (other) =>
        Math.abs(other.y - name.y) < LINE * unit &&
        Math.abs(other.x - name.x) < ((other.words.length + name.words.length) / 2) * LETTER * unit,
    )
    if (!hits) placed.push(name)
  }
  return placed
}

const at = (n: number) => Math.round(n * 10) / 10

/** A bent line with a head, in units of the picture; its width is the number. It joins countries, and neither end is a place. */
export function arrowOf(from: Land['at'], to: Land['at'], { n, unit }: { readonly n: number; readonly unit: number }) {
  const width = Math.min(9, 2 + Math.round(Math.sqrt(n))) * unit
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy) || 1
  const bend = Math.min(60 * unit, length * 0.25)
  const middle = [(from[0] + to[0]) / 2 - (dy / length) * bend, (from[1] + to[1]) / 2 + (dx / length) * bend] as const
  const reach = Math.hypot(to[0] - middle[0], to[1] - middle[1]) || 1
  const [vx, vy] = [(to[0] - middle[0]) / reach, (to[1] - middle[1]) / reach]
  const size = Math.min(width + 7 * unit, length * 0.5)
  const base = [to[0] - vx * size, to[1] - vy * size] as const
  const wing = size * 0.6
  return {
    width: at(width),
    line: `M${at(from[0])} ${at(from[1])}Q${at(middle[0])} ${at(middle[1])} ${at(base[0] + vx)} ${at(base[1] + vy)}`,
    head: `M${at(to[0])} ${at(to[1])}L${at(base[0] - vy * wing)} ${at(base[1] + vx * wing)}L${at(base[0] + vy * wing)} ${at(base[1] - vx * wing)}Z`,
  }
}
