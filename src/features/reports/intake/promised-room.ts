const FORGOTTEN = 600_000

type Upload = { left: number; at: number }

/**
 * Room that uploads under way will still take, so that fifty large files that begin together do not all fail in the middle.
 * Kept in memory alone: after a new start an upload counts as new. guards U-04
 */
export function promisedRoom(now: () => number = () => performance.now()) {
  const sets = new Map<string, Upload>()

  function forget(): void {
    const at = now()
    for (const [set, one] of sets) if (at - one.at > FORGOTTEN) sets.delete(set)
  }

  return {
    /** What this segment asks of the disk beyond its own bytes: nothing when its set was let in before. */
    extraFor(set: string, total: number, length: number): number {
      if (sets.has(set)) return length
      forget()
      return total + [...sets.values()].reduce((sum, one) => sum + one.left, 0)
    },
    began(set: string, total: number): void {
      const known = sets.get(set)
      if (known === undefined) sets.set(set, { left: total, at: now() })
      else known.at = now()
    },
    stored(set: string, length: number): void {
      const known = sets.get(set)
      if (known !== undefined) known.left = Math.max(0, known.left - length)
    },
  }
}
