import type { SegmentSize } from '#crypto/files/set-plan.ts'
import type { Cannot, Finding, Kind } from './hidden/finding.ts'

/** What the page asks the worker of a file that was just picked. */
export type LookAsk = { readonly blob: Blob }
export type Looked = {
  readonly kind: Kind
  readonly findings: readonly Finding[]
  readonly clean: 'ready' | 'nothing' | Cannot
  readonly copy: Blob | null
  /** H of the first 64 KiB, hex, of the file and of its copy. */
  readonly probe: string
  readonly copyProbe: string | null
}

/** One segment of one file; `hashes` are those of all segments, for the last one. */
export type SegmentAsk = {
  readonly blob: Blob
  readonly segment: SegmentSize
  readonly item: string
  readonly n: number
  readonly set: string
  readonly token: Uint8Array
  readonly recipient: Uint8Array
  readonly index: number
  /** False: only its hash is wanted, the server has it already. */
  readonly send: boolean
  readonly hashes?: readonly Uint8Array[]
}

/** `lost`: no answer came, so nobody knows. Anything else is what the server said. */
export type SegmentSent = {
  readonly hash: Uint8Array
  readonly answer: 'sent' | 'skipped' | 'lost' | 'busy' | 'full' | 'differs' | 'refused'
}

/** Which segments of a set the server has; null where no answer came. */
export type PresentAsk = { readonly set: string }
