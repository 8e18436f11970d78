import type { RefusalCode } from '#kernel/refusal.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

/**
 * What is given up first when room or time runs out (SEALING 15): segments, then buckets 3, 2 and 1 with large armour, and
 * last the shortest texts. Each number is the share of the disk, and the bytes at most, that must stay free for its kind.
 * Constants in code; no rule knows who sends. guards T-41, I-21
 */
export const FLOORS = {
  segment: { share: 0.2, most: 20 * GIB },
  3: { share: 0.16, most: 10 * GIB },
  2: { share: 0.14, most: 8 * GIB },
  1: { share: 0.12, most: 6 * GIB },
  // The database writes its journal in files of 16 MiB and must never find no room for one.
  0: { share: 0.1, most: 64 * MIB },
} as const

/** What is set aside for the shortest texts on the disk of the database. */
export const RESERVE = { share: 0.1, most: 64 * MIB } as const

export type Kind = keyof typeof FLOORS

/** How many texts may wait before more is given up; a text in hand takes a few milliseconds. */
export const WAITING = { segment: 32, 3: 64, 2: 128, 1: 256, 0: 3_000 } as const

/** Alarms for the operator, as shares of the disk in use. */
export const ALARMS = [0.7, 0.85, 0.95] as const

export type Capacity = {
  /** Of the disk that holds what this kind needs: the database for texts, the blobs for segments. */
  readonly free: number
  readonly total: number
  /** What is set aside and can be given back to the shortest texts. */
  readonly reserve: number
  /** The same when it is given back: part of `free` then, and still for nobody else. */
  readonly owed: number
  /** Texts that were begun and not yet answered. */
  readonly waiting: number
}

/** The refusal of one kind now; undefined when it may come. `extra` is what it would take from the disk by itself. */
export function refusesKind(kind: Kind, { free, total, reserve, owed, waiting }: Capacity, extra = 0): RefusalCode | undefined {
  const { share, most } = FLOORS[kind]
  const room = kind === 0 ? free + reserve : free - owed
  const isFull = room - extra < Math.min(total * share, most)
  if (kind === 0) return isFull ? 'intake.full' : waiting >= WAITING[0] ? 'intake.shedding' : undefined
  return isFull || waiting >= WAITING[kind] ? 'intake.shedding' : undefined
}

/** While segments are given up, larger texts solve a puzzle; it slows a script and stops no botnet. */
export function asksPuzzle(kind: Kind, capacity: Capacity): boolean {
  return (kind === 1 || kind === 2 || kind === 3) && refusesKind('segment', capacity) !== undefined
}

/** The highest alarm that is reached; undefined below all. */
export function alarmOf({ free, total }: Pick<Capacity, 'free' | 'total'>): number | undefined {
  return ALARMS.findLast((share) => total > 0 && 1 - free / total >= share)
}
