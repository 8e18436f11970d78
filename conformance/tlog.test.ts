import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { leafHash, rootOfLeaves, verifyConsistency, verifyInclusion } from '#crypto/merkle.ts'
import { type NoteKey, openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import { parseCheckpoint } from '#formats/checkpoint.ts'

const home = resolve(import.meta.dirname, '..')
const folder = join(resolve(home, process.env['ASYLIA_SHARED'] ?? '../shared'), 'conformance', 'tlog')
const isThere = existsSync(folder)

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64')

type ProofVector = { readonly wantErr: boolean; readonly proof: readonly string[] | null }
type InclusionVector = ProofVector & {
  readonly leafIdx: number
  readonly treeSize: number
  readonly root: string
  readonly leafHash: string
}
type ConsistencyVector = ProofVector & { readonly size1: number; readonly size2: number; readonly root1: string; readonly root2: string }

function vectorsOf<Vector>(kind: string): { name: string; vector: Vector }[] {
  const names = readdirSync(join(folder, 'rfc6962-vectors', kind), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  )
  return names.map((name) => ({
    name: `${kind}/${name}`,
    vector: JSON.parse(readFileSync(join(folder, 'rfc6962-vectors', kind, name), 'utf8')) as Vector,
  }))
}

function includes({ leafIdx, treeSize, root, leafHash, proof }: InclusionVector): boolean {
  return verifyInclusion(sha256, {
    index: leafIdx,
    size: treeSize,
    leaf: bytesOf(leafHash),
    root: bytesOf(root),
    proof: (proof ?? []).map(bytesOf),
  })
}

function isConsistent({ size1, size2, root1, root2, proof }: ConsistencyVector): boolean {
  return verifyConsistency(sha256, { size1, size2, root1: bytesOf(root1), root2: bytesOf(root2), proof: (proof ?? []).map(bytesOf) })
}

test('all 123 vectors of proofs are judged as their authors judge them (T-23)', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const inclusion = vectorsOf<InclusionVector>('inclusion')
  const consistency = vectorsOf<ConsistencyVector>('consistency')
  assert.equal(inclusion.length + consistency.length, 123)
  for (const { name, vector } of inclusion) assert.equal(includes(vector), !vector.wantErr, name)
  for (const { name, vector } of consistency) assert.equal(isConsistent(vector), !vector.wantErr, name)
})

test('the vectors of a tree of size 0, which a naive verifier takes for proven, are refused (T-23)', (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const empty = vectorsOf<ConsistencyVector>('consistency').filter(({ vector }) => vector.size1 === 0)
  assert.ok(empty.length >= 4)
  for (const { name, vector } of empty) {
    assert.equal(vector.wantErr, true, name)
    assert.equal(isConsistent(vector), false, name)
  }
})

type NoteCase = {
  readonly id: string
  readonly note: string
  readonly vkeys: readonly string[]
  readonly valid: boolean
  readonly origin?: string
  readonly size?: number
  readonly root?: string
}
type NoteCases = { readonly entries: readonly string[]; readonly cases: readonly NoteCase[] }

async function keysOf(texts: readonly string[]): Promise<NoteKey[]> {
  const keys = await Promise.all(texts.map(parseVerifierKey))
  return keys.map((key) => {
    assert.ok(key)
    return key
  })
}

test('every case of signed checkpoints is opened or refused as it says (T-23)', async (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const { entries, cases } = JSON.parse(readFileSync(join(folder, 'signed-notes', 'cases.json'), 'utf8')) as NoteCases
  const leaves = entries.map((entry) => leafHash(sha256, Buffer.from(entry)))
  assert.equal(cases.length, 10)
  for (const { id, note, vkeys, valid, origin, size, root } of cases) {
    const opened = await openNote(note, await keysOf(vkeys))
    const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined
    assert.equal(checkpoint !== undefined, valid, id)
    if (checkpoint === undefined || !opened.ok) continue
    assert.equal(opened.signedBy.length, vkeys.length, id)
    assert.equal(checkpoint.size, size, id)
    if (origin !== undefined) assert.equal(checkpoint.origin, origin, id)
    if (root !== undefined) assert.deepEqual(Buffer.from(checkpoint.root).toString('base64'), root, id)
    assert.deepEqual(Buffer.from(checkpoint.root), Buffer.from(rootOfLeaves(sha256, leaves.slice(0, checkpoint.size))), id)
  }
})

test('the examples in the specifications of notes and checkpoints are read', async (t) => {
  if (!isThere) return t.skip('ASYLIA_SHARED is absent')
  const blocks = (name: string): string[] =>
    [...readFileSync(join(folder, 'spec', name), 'utf8').matchAll(/^```\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
  const notes = [...blocks('signed-note.md'), ...blocks('tlog-checkpoint.md')]
  assert.equal(notes.length, 3)
  // Their keys are not given, so a well-formed one ends as signed by nobody we know.
  for (const note of notes) assert.deepEqual(await openNote(note, []), { ok: false, why: 'unknown' })
  const [body = ''] = (blocks('tlog-checkpoint.md')[0] ?? '').split(/(?<=\n)\n/)
  assert.equal(parseCheckpoint(body)?.size, 20852163)
})
