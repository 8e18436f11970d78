import { SEGMENT, SEGMENT_SLOW } from '#crypto/constants.ts'
import { planSet, type SegmentSize } from '#crypto/files/set-plan.ts'

const SLOW_KBIT = 200
const TELLING = 16_000

type Connection = { readonly downlink?: number; readonly effectiveType?: string }

/** What the browser measured of the line while it loaded this page, in kbit/s; undefined where it does not say. */
function kilobits(): number | undefined {
  const { connection } = navigator as { connection?: Connection }
  if (connection?.effectiveType?.includes('2g') === true) return 50
  if (connection?.downlink !== undefined && connection.downlink > 0) return connection.downlink * 1000
  const loads = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  const telling = loads.filter(({ encodedBodySize, duration }) => encodedBodySize > TELLING && duration > 0)
  return telling.length === 0 ? undefined : Math.max(...telling.map(({ encodedBodySize, duration }) => (encodedBodySize * 8) / duration))
}

/**
 * Smaller segments below 200 kbit/s, so that a cut costs seconds and not a minute (SEALING 2), and for every file of up to
 * 1 MiB: so the length of the server's bitmap tells after a closed tab which size an upload was begun with.
 */
export function segmentSize(size: number): SegmentSize {
  return size <= SEGMENT || (kilobits() ?? SLOW_KBIT) < SLOW_KBIT ? SEGMENT_SLOW : SEGMENT
}

/** The segment size of an upload that was begun, by its bitmap; undefined where nothing was begun. */
export function segmentBegun(size: number, bitmap: Uint8Array): SegmentSize | undefined {
  if (!bitmap.some((byte) => byte !== 0)) return undefined
  const sizes: readonly SegmentSize[] = size <= SEGMENT ? [SEGMENT_SLOW] : [SEGMENT, SEGMENT_SLOW]
  return sizes.find((segment) => Math.ceil(planSet(size, segment).count / 8) === bitmap.length)
}
