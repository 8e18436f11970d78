import { closeSync, openSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { parseVerifierKey } from '#crypto/signed-note.ts'
import { Refusal } from '#kernel/refusal.ts'
import { canonicalEntry, parseCanonical } from './entry.ts'
import type { LedgerReader, LedgerSource, StoredLeaf } from './ledger-source.ts'
import { readLines } from './read-lines.ts'

/**
 * A bundle is a text file: a header line, then the canonical form of each entry in order. Whoever has `sha256sum` can
 * check it: a leaf is the SHA-256 of a zero byte and the line without its newline.
 */
type Header = { readonly format: typeof FORMAT; readonly verifierKey: string; readonly checkpoint: string }

const FORMAT = 'asylia-ledger-bundle/1'
const PIECE = 1 << 20

/**
 * Writes the ledger up to its newest checkpoint into a new private file and answers how many entries. The lines hold ids
 * and actions: the file is as confidential as the database. Throws the Refusal `ledger.empty` without a checkpoint and
 * `ledger.rewritten` when an entry is gone; the file is then removed. An existing file is never written over.
 */
export function exportLedger(source: LedgerSource, verifierKey: string, file: string): Promise<number> {
  return source.read(async (reader) => {
    const newest = (await reader.checkpoints()).at(-1)
    if (newest?.size === undefined) throw new Refusal('ledger.empty')
    const header: Header = { format: FORMAT, verifierKey, checkpoint: newest.note }
    const output = openSync(file, 'wx', 0o600)
    try {
      await writeEntries(reader, newest.size, output, `${JSON.stringify(header)}\n`)
    } catch (error) {
      await rm(file, { force: true })
      throw error
    } finally {
      closeSync(output)
    }
    return newest.size
  })
}

/** Entries come faster than a callback could wait for, so each megabyte is written at once. */
async function writeEntries(reader: LedgerReader, size: number, output: number, header: string): Promise<void> {
  let piece = header
  await reader.eachLeaf(({ index, entry }) => {
    if (index >= size) return
    if (entry === undefined) throw new Refusal('ledger.rewritten')
    piece += `${canonicalEntry(entry)}\n`
    if (piece.length < PIECE) return
    writeSync(output, piece)
    piece = ''
  })
  writeSync(output, piece)
}

export type Bundle = { readonly verifierKey: string; readonly source: LedgerSource }

/** Opens an exported ledger. Throws the Refusal `ledger.bundle_malformed` unless its first line is a header; lines are judged later, by place. */
export async function openBundle(file: string): Promise<Bundle> {
  const header = await readHeader(file)
  return {
    verifierKey: header.verifierKey,
    source: {
      read: (work) =>
        work({
          checkpoints: async () => [{ note: header.checkpoint }],
          eachLeaf: (visit) => readEntries(file, visit),
          edges: async () => undefined,
        }),
    },
  }
}

async function readEntries(file: string, visit: (leaf: StoredLeaf) => void): Promise<void> {
  let index = -1
  for await (const line of readLines(file)) {
    if (index >= 0) visit({ index, hash: undefined, entry: parseCanonical(line) })
    index += 1
  }
}

async function readHeader(file: string): Promise<Header> {
  for await (const line of readLines(file)) {
    const header = parseHeader(line)
    if (header === undefined || (await parseVerifierKey(header.verifierKey)) === undefined) break
    return header
  }
  throw new Refusal('ledger.bundle_malformed')
}

function parseHeader(line: string): Header | undefined {
  try {
    const value = JSON.parse(line) as Partial<Record<keyof Header, unknown>> | null
    const { format, verifierKey, checkpoint } = value ?? {}
    return format === FORMAT && typeof verifierKey === 'string' && typeof checkpoint === 'string'
      ? { format, verifierKey, checkpoint }
      : undefined
  } catch {
    return undefined
  }
}
