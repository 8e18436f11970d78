import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  consistencyProof,
  EMPTY_FRONTIER,
  extendFrontier,
  inclusionProof,
  isFrontier,
  leafHash,
  nodeHash,
  rootOf,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
const leavesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => leafHash(sha256, Buffer.from(`entry ${i}`)))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The definition of RFC 6962 §2.1 word for word, as slow as it is plain. */
function definition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return sha256(Buffer.alloc(0))
  if (leaves.length === 1) return only
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return sha256(Buffer.concat([Buffer.of(1), definition(leaves.slice(0, k)), definition(leaves.slice(k))]))
}

test('leaf, node and empty root are the hashes that RFC 6962 names', () => {
  assert.equal(hex(leafHash(sha256, new Uint8Array(0))), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  assert.equal(hex(rootOf(sha256, EMPTY_FRONTIER)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  const [left, right] = [sha256(Buffer.from('l')), sha256(Buffer.from('r'))]
  assert.equal(hex(nodeHash(sha256, left, right)), hex(sha256(Buffer.concat([Buffer.of(1), left, right]))))
})

test('the frontier gives the root of the definition at every size', () => {
  const leaves = leavesOf(130)
  for (let size = 0; size <= leaves.length; size++) {
    assert.equal(hex(rootOfLeaves(sha256, leaves.slice(0, size))), hex(definition(leaves.slice(0, size))), `size ${size}`)
  }
})

test('appending in pieces gives the frontier of appending at once, in as many hashes as the size has binary ones', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 8 }), (pieces) => {
      const leaves = leavesOf(pieces.reduce((sum, piece) => sum + piece, 0))
      let frontier = EMPTY_FRONTIER
      for (const piece of pieces) {
        frontier = extendFrontier(sha256, frontier, leaves.slice(frontier.size, frontier.size + piece))
        assert.equal(frontier.hashes.length, frontier.size.toString(2).replaceAll('0', '').length)
      }
      assert.deepEqual(frontier, extendFrontier(sha256, EMPTY_FRONTIER, leaves))
    }),
  )
})

test('a frontier beyond 2^31 leaves goes on', () => {
  const size = 2 ** 40 + 1
  const [large, small, leaf] = leavesOf(3)
  assert.ok(large && small && leaf)
  const next = extendFrontier(sha256, { size, hashes: [large, small] }, [leaf])
  assert.deepEqual(next, { size: size + 1, hashes: [large, nodeHash(sha256, small, leaf)] })
  assert.equal(hex(rootOf(sha256, next)), hex(nodeHash(sha256, large, nodeHash(sha256, small, leaf))))
})

test('a frontier whose hashes do not fit its size is an error', () => {
  assert.throws(() => extendFrontier(sha256, { size: 3, hashes: leavesOf(1) }, leavesOf(1)), TypeError)
})

test('a root passed off as the frontier of its tree is not one', () => {
  const leaves = leavesOf(3)
  const frontier = extendFrontier(sha256, EMPTY_FRONTIER, leaves)
  const root = rootOf(sha256, frontier)
  assert.deepEqual(rootOf(sha256, { size: 3, hashes: [root] }), root)
  assert.equal(isFrontier({ size: 3, hashes: [root] }), false)
  assert.equal(isFrontier(frontier), true)
  assert.equal(isFrontier(EMPTY_FRONTIER), true)
  for (const size of [-1, 0, 1.5, 7, 2 ** 53]) assert.equal(isFrontier({ ...frontier, size }), false)
  assert.equal(isFrontier({ size: 3, hashes: [root, root.subarray(1)] }), false)
})

test('every leaf of every small tree has a proof that holds, and every older tree one that the newer begins with it', () => {
  const leaves = leavesOf(33)
  for (let size = 1; size <= leaves.length; size++) {
    const tree = leaves.slice(0, size)
    const root = rootOfLeaves(sha256, tree)
    for (const [index, leaf] of tree.entries()) {
      const proof = inclusionProof(sha256, tree, index)
      assert.ok(verifyInclusion(sha256, { index, size, leaf, proof, root }), `leaf ${index} of ${size}`)
    }
    for (let size1 = 1; size1 <= size; size1++) {
      const root1 = rootOfLeaves(sha256, tree.slice(0, size1))
      const proof = consistencyProof(sha256, tree, size1)
      assert.ok(verifyConsistency(sha256, { size1, size2: size, root1, root2: root, proof }), `${size1} in ${size}`)
    }
  }
})

test('there is no proof in a tree of size 0, none of a leaf that is not there, none of a larger tree', () => {
  const leaves = leavesOf(5)
  assert.throws(() => inclusionProof(sha256, [], 0), RangeError)
  for (const index of [-1, 5, 0.5, Number.NaN]) assert.throws(() => inclusionProof(sha256, leaves, index), RangeError)
  assert.throws(() => consistencyProof(sha256, [], 0), RangeError)
  for (const size of [0, -1, 6, 1.5]) assert.throws(() => consistencyProof(sha256, leaves, size), RangeError)
})

test('nothing is consistent with a tree of size 0, the empty tree itself included', () => {
  const root = rootOf(sha256, EMPTY_FRONTIER)
  assert.equal(verifyConsistency(sha256, { size1: 0, size2: 0, root1: root, root2: root, proof: [] }), false)
  const root2 = rootOfLeaves(sha256, leavesOf(2))
  assert.equal(verifyConsistency(sha256, { size1: 0, size2: 2, root1: root, root2, proof: [] }), false)
  assert.equal(verifyInclusion(sha256, { index: 0, size: 0, leaf: root, proof: [], root }), false)
})

type Proof = { readonly proof: readonly Uint8Array[] }

/** One change to a list of hashes: a bit turned, a hash left out, doubled, added, cut short, or two swapped. */
const anyHarm = fc.record({
  kind: fc.constantFrom('turn', 'drop', 'double', 'append', 'prepend', 'shorten', 'swap'),
  at: fc.nat(),
  bit: fc.nat({ max: 255 }),
})

function harmed({ proof }: Proof, { kind, at, bit }: { kind: string; at: number; bit: number }): Uint8Array[] | undefined {
  const copy = proof.map((bytes) => Uint8Array.from(bytes))
  const i = proof.length === 0 ? 0 : at % proof.length
  const chosen = copy[i]
  if (kind === 'append') return [...copy, sha256(Buffer.of(bit))]
  if (kind === 'prepend') return [sha256(Buffer.of(bit)), ...copy]
  if (chosen === undefined) return undefined
  if (kind === 'drop') return copy.toSpliced(i, 1)
  if (kind === 'double') return copy.toSpliced(i, 0, chosen)
  if (kind === 'shorten') return copy.with(i, chosen.subarray(0, 31))
  if (kind === 'turn')
    return copy.with(
      i,
      chosen.map((byte, k) => (k === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
    )
  const next = copy[i + 1]
  return next === undefined ? undefined : copy.with(i, next).with(i + 1, chosen)
}

test('a proof of inclusion with anything changed is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), anyHarm, (size, at, harm) => {
      const leaves = leavesOf(size)
      const index = at % size
      const [leaf, root] = [leaves[index], rootOfLeaves(sha256, leaves)]
      assert.ok(leaf)
      const proof = inclusionProof(sha256, leaves, index)
      assert.ok(verifyInclusion(sha256, { index, size, leaf, proof, root }))
      const bad = harmed({ proof }, harm)
      if (bad !== undefined) assert.equal(verifyInclusion(sha256, { index, size, leaf, proof: bad, root }), false)
      for (const other of [index - 1, index + 1, index + size]) {
        assert.equal(verifyInclusion(sha256, { index: other, size, leaf, proof, root }), false)
      }
      assert.equal(verifyInclusion(sha256, { index, size, leaf: sha256(leaf), proof, root }), false)
      assert.equal(verifyInclusion(sha256, { index, size, leaf, proof, root: sha256(root) }), false)
      assert.equal(verifyInclusion(sha256, { index, size: size * 2 + 1, leaf, proof, root }), false)
    }),
  )
})

test('a proof of consistency with anything changed is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), anyHarm, (size2, at, harm) => {
      const leaves = leavesOf(size2)
      const size1 = 1 + (at % (size2 - 1))
      const [root1, root2] = [rootOfLeaves(sha256, leaves.slice(0, size1)), rootOfLeaves(sha256, leaves)]
      const proof = consistencyProof(sha256, leaves, size1)
      assert.ok(verifyConsistency(sha256, { size1, size2, root1, root2, proof }))
      const bad = harmed({ proof }, harm)
      if (bad !== undefined) assert.equal(verifyConsistency(sha256, { size1, size2, root1, root2, proof: bad }), false)
      for (const wrong of [
        { size1: size2, size2: size1 },
        { size1: 0, size2 },
        { size1: size2 + 1, size2 },
      ]) {
        assert.equal(verifyConsistency(sha256, { ...wrong, root1, root2, proof }), false)
      }
      assert.equal(verifyConsistency(sha256, { size1, size2, root1: sha256(root1), root2, proof }), false)
      assert.equal(verifyConsistency(sha256, { size1, size2, root1, root2: sha256(root2), proof }), false)
    }),
  )
})

test('two histories that differ in one entry are never consistent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.nat(), (size2, a, b) => {
      const leaves = leavesOf(size2)
      const size1 = 1 + (a % (size2 - 1))
      const forked = leaves.with(b % size1, sha256(Buffer.from('another entry')))
      const root1 = rootOfLeaves(sha256, leaves.slice(0, size1))
      const proof = consistencyProof(sha256, forked, size1)
      assert.equal(verifyConsistency(sha256, { size1, size2, root1, root2: rootOfLeaves(sha256, forked), proof }), false)
    }),
  )
})
