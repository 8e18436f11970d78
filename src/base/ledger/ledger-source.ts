import type { Frontier } from '#crypto/merkle.ts'
import type { LedgerEntry } from './entry.ts'
import type { Fault } from './verify-report.ts'

/** A leaf as it is stored. */
export type StoredLeaf = {
  readonly index: number
  /** In hex; undefined where only the entry is stored, so that its hash follows from it. */
  readonly hash: string | undefined
  /** Undefined when the entry is gone, or when its text is none. */
  readonly entry: LedgerEntry | undefined
}

/** A note, and what its row says of it; a bundle has the note alone. */
export type StoredCheckpoint = { readonly note: string; readonly size?: number; readonly root?: Uint8Array }

/** What is not in the tree: its stored right edge, and entries without a leaf. */
export type LedgerEdges = { readonly frontier: Frontier; readonly pending: number; readonly faults: readonly Fault[] }

/** One unchanging view of a ledger. */
export type LedgerReader = {
  /** In the order of their sizes. */
  readonly checkpoints: () => Promise<readonly StoredCheckpoint[]>
  /** Calls `visit` for every leaf in the order of the indexes, one after the other, without holding them all. */
  readonly eachLeaf: (visit: (leaf: StoredLeaf) => void) => Promise<void>
  /** Given how many entries were found at a leaf. Undefined where there are no edges: a bundle holds the tree and nothing else. */
  readonly edges: (placed: number) => Promise<LedgerEdges | undefined>
}

/** Where a ledger can be read: a database or an exported bundle. */
export type LedgerSource = { readonly read: <Result>(work: (reader: LedgerReader) => Promise<Result>) => Promise<Result> }
