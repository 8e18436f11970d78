/** What can be wrong with a ledger. Each is a proof of tampering or of a broken disk; none comes of ordinary use. */
export type FaultCode =
  /** The entry no longer has the hash of its leaf. */
  | 'entry.changed'
  /** The leaf stands for an entry that is gone. */
  | 'entry.missing'
  /** The line of a bundle is not the canonical form of an entry. */
  | 'entry.malformed'
  /** An entry that has no leaf and does not wait for one. */
  | 'entry.unplaced'
  /** An index without a leaf, or out of its order: the tree cannot be built beyond it. */
  | 'leaf.missing'
  | 'leaf.out_of_order'
  /** In a bundle: entries that its checkpoint does not cover. */
  | 'leaf.unsigned'
  /** Something waits for a leaf but there is no such entry, or its leaf is there already. */
  | 'pending.without_entry'
  | 'pending.with_leaf'
  /** The right edge, from which the tree grows, is not that of the leaves. */
  | 'frontier.differs'
  /** A checkpoint that is no checkpoint of this log, or one that its key did not sign, or not what its row says. */
  | 'checkpoint.malformed'
  | 'checkpoint.unknown_key'
  | 'checkpoint.forged'
  | 'checkpoint.differs'
  /** A signed checkpoint that was published here and is gone. */
  | 'checkpoint.missing'
  /** Signed at this size, with a root that these leaves do not give: the history was rewritten, or forked. */
  | 'checkpoint.other_root'
  /** Signed at this size, which the ledger no longer has: it was rolled back or truncated. */
  | 'checkpoint.beyond_end'

/** Names a place, never content. */
export type Fault = {
  readonly code: FaultCode
  /** The index of a leaf, or the size that a checkpoint or frontier speaks of. */
  readonly at?: number
  /** The largest size below `at` whose root still holds: what is wrong lies between the two. */
  readonly after?: number
  /** The random id of an entry that has no index. */
  readonly entry?: string
}

export type VerifyReport = {
  readonly ok: boolean
  /** Entries in the tree. */
  readonly size: number
  /** In hex. */
  readonly root: string
  readonly checkpoints: number
  /** The largest size that a good signature vouches for; entries beyond it may still be rewritten unseen. */
  readonly signedSize: number
  /** Entries that wait for their place. */
  readonly pending: number
  /** The first of them; `faultCount` counts all. */
  readonly faults: readonly Fault[]
  readonly faultCount: number
}

const MOST_FAULTS = 100

export type FaultList = { readonly add: (fault: Fault) => void; readonly faults: readonly Fault[]; readonly count: () => number }

/** Keeps the first faults and counts the rest, so that a ruined ledger of millions still gives a report. */
export function faultList(): FaultList {
  const faults: Fault[] = []
  let count = 0
  return {
    faults,
    count: () => count,
    add(fault) {
      count += 1
      if (faults.length < MOST_FAULTS) faults.push(fault)
    },
  }
}
