import { equalBytes, unhex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { hashOfSegments, probeOf, readSegment } from './segment.ts'
import { isSegmentSize, planSet, type SetPlan, sealedSize } from './set-plan.ts'

/** What the header of a report says of a file and its reader needs (FileEntry of SEALING 14 has it all). */
export type FileFacts = {
  readonly n: number
  readonly size: number
  readonly segment: number
  readonly segments: number
  readonly probe: string
}

/** Takes opened segments in any order, each index once; nothing counts as read before `finish` has returned. */
export type SetReader = {
  readonly plan: SetPlan
  /** The data of one segment; refuses `file.incomplete` for a repeat or for what is not this segment. */
  take(index: number, plain: Uint8Array): Uint8Array
  /** Refuses `file.incomplete` unless every segment came and the hash over all of them is the one in the last. */
  readonly finish: () => true
}

/** A reader of one file of one item; refuses `file.incomplete` when the header contradicts itself. */
// guards T-05, T-37, U-21
export function setReader(item: Uint8Array, facts: FileFacts): SetReader {
  const plan = planOf(facts)
  const hashes: Uint8Array[] = []
  let taken = 0
  let promised: Uint8Array | undefined
  return {
    plan,
    take(index, plain) {
      const { data, hash } = readSegment(plan, { item, file: facts.n, index }, plain)
      if (hashes[index] !== undefined || (index === 0 && !startsRight(facts, data))) throw new SealingRefusal('file.incomplete')
      hashes[index] = sha256(data)
      promised = hash ?? promised
      taken += 1
      return data
    },
    finish() {
      if (taken !== plan.count || promised === undefined || !equalBytes(hashOfSegments(hashes), promised)) {
        throw new SealingRefusal('file.incomplete')
      }
      return true
    },
  }
}

/** The first segment, of 128 KiB or 1 MiB, holds all that the probe covers. */
function startsRight(facts: FileFacts, data: Uint8Array): boolean {
  return equalBytes(probeOf(data), unhex(facts.probe))
}

function planOf(facts: FileFacts): SetPlan {
  if (!isSegmentSize(facts.segment)) throw new SealingRefusal('file.incomplete')
  const plan = planSet(facts.size, facts.segment)
  if (plan.count !== facts.segments) throw new SealingRefusal('file.incomplete')
  return plan
}

export type OpenedSet = { readonly state: 'whole'; readonly parts: readonly Uint8Array[] } | { readonly state: 'incomplete' }

/** Where the segments come from, and the identity of the file that opens them (null: it does not). */
export type SegmentSource = {
  fetch(index: number): Promise<Uint8Array | null>
  open(sealed: Uint8Array): Promise<Uint8Array | null>
}

/**
 * Fetches, opens and checks a file. All of it or nothing: whatever is missing, foreign, repeated or damaged makes this file
 * `incomplete` and touches no other (U-21). A line that broke (`fetch` throws) is passed on: that is no verdict on the file.
 */
export async function openSet(item: Uint8Array, facts: FileFacts, source: SegmentSource): Promise<OpenedSet> {
  const parts: Uint8Array[] = []
  const reader = incompleteWhen(() => setReader(item, facts))
  if (reader === undefined) return { state: 'incomplete' }
  for (let index = 0; index < reader.plan.count; index += 1) {
    const sealed = await source.fetch(index)
    if (sealed === null || sealed.length !== sealedSize(reader.plan, index)) return { state: 'incomplete' }
    const plain = await source.open(sealed).catch(refusedAsNull)
    const data = plain === null ? undefined : incompleteWhen(() => reader.take(index, plain))
    if (data === undefined) return { state: 'incomplete' }
    parts.push(data)
  }
  return incompleteWhen(reader.finish) ? { state: 'whole', parts } : { state: 'incomplete' }
}

function incompleteWhen<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof SealingRefusal) return undefined
    throw error
  }
}

function refusedAsNull(error: unknown): null {
  if (error instanceof SealingRefusal) return null
  throw error
}
