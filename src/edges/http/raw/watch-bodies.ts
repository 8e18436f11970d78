import type { IncomingMessage } from 'node:http'

/** A phone on a poor line sends 2,500 bytes a second; whoever sends less than this for so long is not sending. */
const LEAST_BYTES = 2_048
const WINDOW = 10_000
/** Bodies that stand in memory while they come, small ones apart from large ones. */
const SMALL = 65_536
const MOST_SMALL = 128 * 1024 * 1024
const MOST_LARGE = 256 * 1024 * 1024
const MOST_STREAMS = 256

type Kind = 'small' | 'large' | 'stream'
type Watched = {
  readonly request: IncomingMessage
  readonly kind: Kind
  readonly bytes: number
  readonly since: number
  seen: number
  window: number
  windowAt: number
}

const MOST: Readonly<Record<Kind, number>> = { small: MOST_SMALL, large: MOST_LARGE, stream: MOST_STREAMS }

/**
 * Looks after every body under way: one that comes too slowly is cut off, and when there is no room for a new one the
 * slowest of its kind makes place. No rule asks who sends. guards U-05, I-21
 */
export function watchBodies(now: () => number = () => performance.now()) {
  const watched = new Set<Watched>()
  const used: Record<Kind, number> = { small: 0, large: 0, stream: 0 }

  function look(): void {
    const at = now()
    for (const one of watched) {
      if (at - one.windowAt < WINDOW) continue
      if (one.seen - one.window < LEAST_BYTES) cut(one)
      one.window = one.seen
      one.windowAt = at
    }
  }
  const timer = setInterval(look, WINDOW / 4).unref()

  function cut(one: Watched): void {
    leave(one)
    one.request.socket.destroy()
  }

  function leave(one: Watched): void {
    if (!watched.delete(one)) return
    used[one.kind] -= one.bytes
  }

  /** The slowest that had its time and is not about to end. */
  function slowest(kind: Kind): Watched | undefined {
    const at = now()
    const rate = (one: Watched) => one.seen / (at - one.since)
    return [...watched].filter((one) => one.kind === kind && at - one.since >= WINDOW).toSorted((a, b) => rate(a) - rate(b))[0]
  }

  /** False when there is no room and nobody slow to make some. */
  function makeRoom(kind: Kind, bytes: number): boolean {
    while (used[kind] + bytes > MOST[kind]) {
      const slow = slowest(kind)
      if (slow === undefined) return false
      cut(slow)
    }
    return true
  }

  return {
    /** Undefined when there is no room. Call `seen` with each piece, `leave` at the end. */
    enter(request: IncomingMessage, length: number, isStream: boolean): { seen(bytes: number): void; leave(): void } | undefined {
      const kind = kindOf(length, isStream)
      const bytes = isStream ? 1 : length
      if (!makeRoom(kind, bytes)) return undefined
      const at = now()
      const one: Watched = { request, kind, bytes, since: at, seen: 0, window: 0, windowAt: at }
      watched.add(one)
      used[kind] += bytes
      return {
        seen(more) {
          one.seen += more
        },
        leave: () => leave(one),
      }
    },
    look,
    count: () => watched.size,
    stop: () => clearInterval(timer),
  }
}

export type BodyWatch = ReturnType<typeof watchBodies>

function kindOf(length: number, isStream: boolean): Kind {
  if (isStream) return 'stream'
  return length <= SMALL ? 'small' : 'large'
}
