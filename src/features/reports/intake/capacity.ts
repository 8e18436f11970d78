import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { alarmOf, type Capacity, FLOORS, RESERVE } from './shedding.rules.ts'

const LOOK_EVERY = 1_000
const MEBIBYTE = 1024 * 1024

export type Places = {
  /** On the disk of the database: texts. */
  readonly texts: string
  /** On the disk of the blobs: segments. */
  readonly blobs: string
}

export type CapacityOptions = {
  readonly places: Places
  /** Told once when a share of the disk is reached, and again only after it was left. */
  readonly onAlarm?: (share: number) => void
}

type Disk = { free: number; total: number }

/**
 * How much room there is, asked at most once a second. A file is set aside on the disk of the texts; it is given back when
 * that disk is nearly full, so that the shortest texts have room that nothing else could take. guards U-04, U-20
 */
export async function watchCapacity({ places, onAlarm }: CapacityOptions) {
  const reserveFile = join(places.texts, 'reserve')
  let looked = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined
  let texts: Disk = await diskOf(places.texts)
  let blobs: Disk = await diskOf(places.blobs)
  let reserve = 0
  let alarm: number | undefined
  let waiting = 0
  const isOneDisk = (await stat(places.texts)).dev === (await stat(places.blobs)).dev
  const owed = () => reserveOf(texts.total) - reserve

  /** Sets aside what there is room for, or gives it back; answers what is set aside then. */
  async function keepAside({ free, total }: Disk): Promise<number> {
    if (reserve === 0) return setAside(reserveFile, { free, total })
    if (free >= reserve) return reserve
    await rm(reserveFile, { force: true })
    return 0
  }

  async function look(): Promise<void> {
    const aside = await keepAside(await diskOf(places.texts))
    const disk = await diskOf(places.texts)
    const other = await diskOf(places.blobs)
    // All at once: what was set aside and not yet counted as free would read as a full disk to a text that comes just then.
    texts = disk
    blobs = other
    reserve = aside
    const now = alarmOf(texts)
    if (now !== undefined && now > (alarm ?? 0)) onAlarm?.(now)
    alarm = now
  }

  /** One look at a time; whoever asks meanwhile gets the last answer. */
  function refresh(): Promise<void> {
    const now = performance.now()
    if (looking === undefined && now - looked >= LOOK_EVERY) {
      looked = now
      looking = look()
        // A disk that cannot be asked now is asked again; what was known of it holds until then.
        .catch(() => undefined)
        .finally(() => {
          looking = undefined
        })
    }
    return looking ?? Promise.resolve()
  }

  // Not waited for: a start need not wait until it is written.
  void refresh()
  return {
    refresh,
    close: () => looking ?? Promise.resolve(),
    texts: (): Capacity => ({ ...texts, reserve, owed: owed(), waiting }),
    blobs: (): Capacity => ({ ...blobs, reserve: 0, owed: isOneDisk ? owed() : 0, waiting }),
    /** Counts a text from its head to its answer. */
    async counting<Result>(work: () => Promise<Result>): Promise<Result> {
      waiting += 1
      try {
        return await work()
      } finally {
        waiting -= 1
      }
    },
  }
}

async function diskOf(path: string): Promise<Disk> {
  const { bavail, bfree, blocks, bsize } = await statfs(path)
  // As `df` counts: what only root or nobody may use is no part of the whole.
  return { free: bavail * bsize, total: (blocks - bfree + bavail) * bsize }
}

function reserveOf(total: number): number {
  return Math.min(RESERVE.most, Math.floor((total * RESERVE.share) / MEBIBYTE) * MEBIBYTE)
}

/** Written, not only sized: a file with holes takes no room. Answers its size, 0 when there is not enough room for it. */
async function setAside(file: string, { free, total }: Disk): Promise<number> {
  const size = reserveOf(total)
  const there = await stat(file).catch(() => undefined)
  if (there?.size === size) return size
  if (free < 2 * size || free - size < Math.min(total * FLOORS[1].share, FLOORS[1].most)) return 0
  const handle = await open(file, 'w', 0o600)
  try {
    const block = Buffer.alloc(MEBIBYTE, 0x5a)
    for (let at = 0; at < size; at += MEBIBYTE) await handle.write(block)
    await handle.sync()
  } catch {
    // No room for it after all: then there is none set aside, and the floors alone hold.
    await handle.close()
    await rm(file, { force: true })
    return 0
  }
  await handle.close()
  return size
}
