import { areEqual, EMPTY_FRONTIER, extendFrontier, type Frontier, HASH_LENGTH, rootOf } from '#crypto/merkle.ts'
import { sha256 } from '../sha256.ts'
import { canonicalEntry, leafOfCanonical } from './entry.ts'
import type { StoredLeaf } from './ledger-source.ts'
import type { SignedRoot } from './open-checkpoints.ts'
import type { Fault } from './verify-report.ts'

export type TreeWalk = {
  /** Takes the next leaf. Its stored hash builds the tree; its entry must give that hash. */
  readonly visit: (leaf: StoredLeaf) => void
  /** After the last leaf: the right edge, the largest size whose signed root was found, and how many entries were there. */
  readonly end: () => { readonly frontier: Frontier; readonly signedSize: number; readonly placed: number }
}

const LEAVES_AT_ONCE = 1_000

/** Builds the tree leaf by leaf, in memory that does not grow with it, and compares its root at every signed size. */
export function walkTree(signed: readonly SignedRoot[], report: (fault: Fault) => void): TreeWalk {
  const waiting = signed.toSorted((a, b) => a.size - b.size)
  let frontier = EMPTY_FRONTIER
  let leaves: Uint8Array[] = []
  let next = 0
  let signedSize = 0
  let isWhole = true
  let placed = 0

  /** Grows the tree to `frontier.size + leaves.length` and compares what was signed of exactly that size. */
  const grow = () => {
    frontier = extendFrontier(sha256, frontier, leaves)
    leaves = []
    for (let claim = waiting[next]; claim !== undefined && claim.size <= frontier.size; next += 1, claim = waiting[next]) {
      if (areEqual(rootOf(sha256, frontier), claim.root)) signedSize = claim.size
      else report({ code: 'checkpoint.other_root', at: claim.size, after: signedSize })
    }
  }

  const add = (hash: Uint8Array) => {
    leaves.push(hash)
    const size = frontier.size + leaves.length
    if (size === waiting[next]?.size || leaves.length === LEAVES_AT_ONCE) grow()
  }

  // What was signed of the empty tree, if anything was.
  grow()
  return {
    visit(leaf) {
      const hash = hashOf(leaf, report)
      if (leaf.entry !== undefined) placed += 1
      const place = frontier.size + leaves.length
      if (isWhole && leaf.index !== place) {
        isWhole = false
        report({ code: leaf.index > place ? 'leaf.missing' : 'leaf.out_of_order', at: place })
      }
      if (isWhole) add(hash)
    },
    end() {
      grow()
      const code = isWhole ? 'checkpoint.beyond_end' : 'checkpoint.other_root'
      for (const claim of waiting.slice(next)) report({ code, at: claim.size, after: signedSize })
      return { frontier, signedSize, placed }
    },
  }
}

function hashOf({ index, hash, entry }: StoredLeaf, report: (fault: Fault) => void): Uint8Array {
  const computed = entry === undefined ? undefined : leafOfCanonical(canonicalEntry(entry))
  if (computed !== undefined && (hash === undefined || computed.toString('hex') === hash)) return computed
  const gone = hash === undefined ? 'entry.malformed' : 'entry.missing'
  report({ code: entry === undefined ? gone : 'entry.changed', at: index })
  const stored = Buffer.from(hash ?? '', 'hex')
  return stored.length === HASH_LENGTH ? stored : Buffer.alloc(HASH_LENGTH)
}
