import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { consistencyProof, inclusionProof, rootOfLeaves, verifyConsistency, verifyInclusion } from '#crypto/merkle.ts'
import { noteSigner } from '#crypto/signed-note.ts'
import { writeCheckpoint } from '#formats/checkpoint.ts'
import { sha256 } from '../sha256.ts'
import { canonicalEntry, type LedgerEntry, leafOfCanonical, parseCanonical } from './entry.ts'

type Vectors = {
  readonly seed: string
  readonly verifierKey: string
  readonly entries: readonly { readonly entry: LedgerEntry; readonly canonical: string; readonly leaf: string }[]
  readonly roots: readonly string[]
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[]
  readonly consistency: readonly { readonly size1: number; readonly size2: number; readonly proof: readonly string[] }[]
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[]
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors/ledger/tree.json'), 'utf8')) as Vectors
const leaves = vectors.entries.map(({ leaf }) => Buffer.from(leaf, 'hex'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const rootAt = (size: number): Buffer => Buffer.from(vectors.roots[size] ?? '', 'hex')

test('canonical forms and leaves are those that another program made (T-23)', () => {
  assert.equal(vectors.entries.length, 7)
  for (const { entry, canonical, leaf } of vectors.entries) {
    assert.equal(canonicalEntry(entry), canonical)
    assert.deepEqual(parseCanonical(canonical), entry)
    assert.equal(hex(leafOfCanonical(canonical)), leaf)
  }
})

test('roots and proofs are those that another program made (T-23)', () => {
  for (const [size, root] of vectors.roots.entries()) assert.equal(hex(rootOfLeaves(sha256, leaves.slice(0, size))), root)
  for (const { index, size, proof } of vectors.inclusion) {
    assert.deepEqual(inclusionProof(sha256, leaves.slice(0, size), index).map(hex), proof)
    const leaf = leaves[index] ?? Buffer.alloc(0)
    assert.ok(verifyInclusion(sha256, { index, size, leaf, proof: proof.map((hash) => Buffer.from(hash, 'hex')), root: rootAt(size) }))
  }
  for (const { size1, size2, proof } of vectors.consistency) {
    assert.deepEqual(consistencyProof(sha256, leaves.slice(0, size2), size1).map(hex), proof)
    const hashes = proof.map((hash) => Buffer.from(hash, 'hex'))
    assert.ok(verifyConsistency(sha256, { size1, size2, root1: rootAt(size1), root2: rootAt(size2), proof: hashes }))
  }
})

test('checkpoints are signed to the letter as another program signs them (T-23)', async () => {
  const signer = await noteSigner('ledger.example/vectors', Buffer.from(vectors.seed, 'hex'))
  assert.equal(signer.verifierKey, vectors.verifierKey)
  for (const { size, note } of vectors.checkpoints) {
    assert.equal(await signer.sign(writeCheckpoint({ origin: signer.name, size, root: rootAt(size), extensions: [] })), note)
  }
})
