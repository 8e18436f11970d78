import { setTimeout } from 'node:timers/promises'

/** Something that is read for many at once. */
export type SharedRead<Value> = {
  /** What was read last, however long ago. */
  latest(): Promise<Value>
  /** What a reading shows that begins after this call. Rejects as the reading does; the next call reads again. */
  fresh(): Promise<Value>
}

/**
 * Everybody who asks while no reading has begun waits for the same one, and one begins `apartMs` after the other began at the
 * earliest: however many ask, the database is asked so often and no more.
 */
export function sharedRead<Value>(read: () => Promise<Value>, apartMs: number): SharedRead<Value> {
  let begunAt = Number.NEGATIVE_INFINITY
  let next: Promise<Value> | undefined
  let last: Promise<Value> | undefined
  const begin = async (): Promise<Value> => {
    await setTimeout(Math.max(0, begunAt + apartMs - performance.now()))
    begunAt = performance.now()
    next = undefined
    const reading = read()
    const value = await reading
    last = reading
    return value
  }
  const fresh = () => (next ??= begin())
  return { fresh, latest: () => last ?? fresh() }
}
