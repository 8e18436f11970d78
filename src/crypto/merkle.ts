/** SHA-256 as this place offers it: node:crypto on the server, a plain function in a browser. It must not keep the bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const HASH_LENGTH = 32

/** The right edge of a tree: the roots of its complete subtrees, largest first. Enough to append without the leaves. */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] }

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] }

/** The hash of a leaf (RFC 6962 §2.1): its prefix keeps a leaf from being taken for a node. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length)
  bytes.set(entry, 1)
  return sha256(bytes)
}

/** The hash of an inner node (RFC 6962 §2.1). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1)
  node.set(right, 1 + HASH_LENGTH)
  return sha256(node)
}

/** Filled and hashed in one breath: a new array for each of a million nodes would cost more than the hash. */
const node = Uint8Array.of(1, ...new Uint8Array(2 * HASH_LENGTH))

/** The frontier after more leaf hashes: one node hash for each leaf on average, whatever the size of the tree. */
export function extendFrontier(sha256: Sha256, frontier: Frontier, leaves: readonly Uint8Array[]): Frontier {
  const hashes = [...frontier.hashes]
  let size = frontier.size
  for (const leaf of leaves) {
    let hash = leaf
    // Each trailing 1 of the size is a complete subtree that the new leaf closes. No bit operators: they end at 2^31.
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = hashes.pop()
      if (left === undefined) throw new TypeError('A frontier has as many hashes as its size has binary ones.')
      hash = nodeHash(sha256, left, hash)
    }
    hashes.push(hash)
    size += 1
  }
  return { size, hashes }
}

/**
 * Whether a frontier that was stored somewhere has the form of one: as many hashes as its size has binary ones. Without
 * this a root pins nothing: the root alone, passed off as a frontier, has the same root and grows into another tree.
 */
export function isFrontier({ size, hashes }: Frontier): boolean {
  return isCount(size) && hashes.every(isHash) && hashes.length === size.toString(2).replaceAll('0', '').length
}

/** The root of the tree with this right edge. The empty tree has the hash of the empty string. */
export function rootOf(sha256: Sha256, frontier: Frontier): Uint8Array {
  const [last, ...larger] = frontier.hashes.toReversed()
  if (last === undefined) return sha256(new Uint8Array(0))
  return larger.reduce((right, left) => nodeHash(sha256, left, right), last)
}

/** The root over leaf hashes, in order (RFC 6962 §2.1). */
export function rootOfLeaves(sha256: Sha256, leaves: readonly Uint8Array[]): Uint8Array {
  return rootOf(sha256, extendFrontier(sha256, EMPTY_FRONTIER, leaves))
}

/**
 * The path from a leaf to the root (RFC 6962 §2.1.1), nearest first.
 * Throws RangeError when there is no such leaf; so there is none in a tree of size 0.
 */
export function inclusionProof(sha256: Sha256, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!isCount(index) || index >= leaves.length) throw new RangeError('A proof of inclusion needs a leaf of the tree.')
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...inclusionProof(sha256, left, index), rootOfLeaves(sha256, right)]
    : [...inclusionProof(sha256, right, index - split), rootOfLeaves(sha256, left)]
}

/**
 * The proof that the tree over all leaves begins with the tree over the first `size` (RFC 6962 §2.1.2).
 * Throws RangeError for size 0, from which everything follows and nothing is proven, and for a size beyond the tree.
 */
export function consistencyProof(sha256: Sha256, leaves: readonly Uint8Array[], size: number): Uint8Array[] {
  if (!isCount(size) || size === 0 || size > leaves.length)
    throw new RangeError('A proof of consistency needs an older tree that is not empty.')
  return subProof(sha256, leaves, size, true)
}

/** SUBPROOF of RFC 6962 §2.1.2; `isWhole` says that the older root is this very subtree, which the verifier knows. */
function subProof(sha256: Sha256, leaves: readonly Uint8Array[], size: number, isWhole: boolean): Uint8Array[] {
  if (size === leaves.length) return isWhole ? [] : [rootOfLeaves(sha256, leaves)]
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return size <= split
    ? [...subProof(sha256, left, size, isWhole), rootOfLeaves(sha256, right)]
    : [...subProof(sha256, right, size - split, false), rootOfLeaves(sha256, left)]
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

export type Inclusion = {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Does the leaf stand at its index in the tree with this root? Whatever is malformed is a "no" (RFC 9162 §2.1.3.2). */
export function verifyInclusion(sha256: Sha256, { index, size, leaf, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leaf, root, ...proof].every(isHash)) return false
  const step = climb(index, size - 1)
  let hash = leaf
  for (const sibling of proof) {
    const side = step()
    if (side === 'above') return false
    hash = side === 'left' ? nodeHash(sha256, hash, sibling) : nodeHash(sha256, sibling, hash)
  }
  return step() === 'above' && areEqual(hash, root)
}

export type Consistency = {
  readonly size1: number
  readonly size2: number
  readonly root1: Uint8Array
  readonly root2: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Does the second tree begin with the first? Whatever is malformed is a "no" (RFC 9162 §2.1.4.2).
 * A first tree of size 0 is a "no" too: every tree begins with it, so a "yes" would say nothing and look like a proof.
 */
export function verifyConsistency(sha256: Sha256, { size1, size2, root1, root2, proof }: Consistency): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 === 0 || size1 > size2) return false
  if (![root1, root2, ...proof].every(isHash)) return false
  if (size1 === size2) return proof.length === 0 && areEqual(root1, root2)
  const { node, last } = subtreeOf(size1, size2)
  // An older tree that is one complete subtree is its own first node, and the proof leaves it out.
  const [first, ...path] = node === 0 ? [root1, ...proof] : proof
  const roots = first === undefined ? undefined : climbBoth(sha256, climb(node, last), first, path)
  return roots !== undefined && areEqual(roots.older, root1) && areEqual(roots.newer, root2)
}

/** The lowest complete subtree at the right edge of the older tree, and the last node of the newer tree at its level. */
function subtreeOf(size1: number, size2: number): { readonly node: number; readonly last: number } {
  let [node, last] = [size1 - 1, size2 - 1]
  for (; node % 2 === 1; node = (node - 1) / 2) last = Math.floor(last / 2)
  return { node, last }
}

/** Both roots that a proof of consistency gives; undefined when it is too long or too short. */
function climbBoth(
  sha256: Sha256,
  step: Step,
  first: Uint8Array,
  path: readonly Uint8Array[],
): { older: Uint8Array; newer: Uint8Array } | undefined {
  let [older, newer] = [first, first]
  for (const sibling of path) {
    const side = step()
    if (side === 'above') return undefined
    if (side === 'right') older = nodeHash(sha256, sibling, older)
    newer = side === 'left' ? nodeHash(sha256, newer, sibling) : nodeHash(sha256, sibling, newer)
  }
  return step() === 'above' ? { older, newer } : undefined
}

type Step = () => 'left' | 'right' | 'above'

/**
 * Walks from a node up to the root: each call says on which side of its next sibling the path stands, or `above` when
 * the root is reached. Levels at which the last node of the tree has no sibling are passed over (RFC 9162 §2.1.3.2).
 */
function climb(node: number, last: number): Step {
  let [fn, sn] = [node, last]
  const rise = () => {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return () => {
    if (sn === 0) return 'above'
    if (fn % 2 === 0 && fn < sn) {
      rise()
      return 'left'
    }
    while (fn % 2 === 0 && fn !== 0) rise()
    rise()
    return 'right'
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_LENGTH
}

/** Roots and proofs are public, so the comparison need not hide how far it got. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
