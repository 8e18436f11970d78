import { areEqual } from '#crypto/merkle.ts'
import { type NoteKey, openNote } from '#crypto/signed-note.ts'
import { parseCheckpoint } from '#formats/checkpoint.ts'
import type { StoredCheckpoint } from './ledger-source.ts'
import type { Fault } from './verify-report.ts'

/** What a verifier holds against a ledger: the key of the log, and notes that were kept out of the ledger's reach. */
export type LedgerClaims = {
  readonly key: NoteKey
  /** Notes signed by this log, kept elsewhere. */
  readonly notes: readonly string[]
  /** A note that must stand among the stored checkpoints. */
  readonly published?: string
}

/** A root that a good signature vouches for. */
export type SignedRoot = { readonly size: number; readonly root: Uint8Array }

export type OpenedCheckpoints = { readonly signed: readonly SignedRoot[]; readonly faults: readonly Fault[] }

/** Sorts the good signatures from the faults; no root is compared yet. */
export async function openCheckpoints(
  stored: readonly StoredCheckpoint[],
  { key, notes, published }: LedgerClaims,
): Promise<OpenedCheckpoints> {
  const rows = await Promise.all(stored.map((row) => openStored(row, key)))
  const isStored = (note: string) => stored.some((row) => row.note === note)
  const kept = published === undefined ? notes : [...notes, published]
  const known = await Promise.all(kept.filter((note) => !isStored(note)).map((note) => openCheckpoint(note, key)))
  const isMissing = published !== undefined && !isStored(published)
  const opened = [...rows, ...known]
  return {
    signed: opened.filter((one): one is SignedRoot => !isFault(one)),
    faults: [...opened.filter(isFault), ...(isMissing ? [{ code: 'checkpoint.missing' } as const] : [])],
  }
}

async function openStored(row: StoredCheckpoint, key: NoteKey): Promise<SignedRoot | Fault> {
  const opened = await openCheckpoint(row.note, key)
  if (isFault(opened)) return row.size === undefined ? opened : { ...opened, at: row.size }
  return saysTheSame(row, opened) ? opened : { code: 'checkpoint.differs', at: opened.size }
}

function isFault(opened: SignedRoot | Fault): opened is Fault {
  return 'code' in opened
}

function saysTheSame(row: StoredCheckpoint, { size, root }: SignedRoot): boolean {
  return (row.size ?? size) === size && (row.root === undefined || areEqual(row.root, root))
}

const CODES = { malformed: 'checkpoint.malformed', unknown: 'checkpoint.unknown_key', forged: 'checkpoint.forged' } as const

async function openCheckpoint(note: string, key: NoteKey): Promise<SignedRoot | Fault> {
  const opened = await openNote(note, [key])
  if (!opened.ok) return { code: CODES[opened.why] }
  const checkpoint = parseCheckpoint(opened.text)
  // The key may sign other notes one day; a checkpoint of another log says nothing of this one.
  return checkpoint === undefined || checkpoint.origin !== key.name ? { code: 'checkpoint.malformed' } : checkpoint
}
