import { canonicalJson } from '#kernel/jcs.ts'
import { sha256 } from '../sha256.ts'

/** One line of the ledger, each field as the text that is hashed. The members of the canonical form, no more and no fewer. */
export type LedgerEntry = {
  readonly action: string
  readonly actor: string
  /** The minute, in UTC: `2026-03-14T09:26Z`. */
  readonly at: string
  readonly compartment: string
  readonly id: string
  /** The first day of the month: `2026-03-01`. */
  readonly month: string
  readonly objectHash: string | null
  /** 16 random bytes in hex: without it, a leaf hash could be guessed back to its line. */
  readonly salt: string
  readonly subject: string
}

/**
 * The canonical form of an entry: RFC 8785, written by hand because it is written a million times. The same text as
 * canonicalJson for every entry, hostile ones included: two entries that differ never share a form.
 */
export function canonicalEntry(entry: LedgerEntry): string {
  const { action, actor, at, compartment, id, month, objectHash, salt, subject } = entry
  return `{"action":${quote(action)},"actor":${quote(actor)},"at":${quote(at)},"compartment":${quote(compartment)},"id":${quote(id)},"month":${quote(month)},"objectHash":${objectHash === null ? 'null' : quote(objectHash)},"salt":${quote(salt)},"subject":${quote(subject)}}`
}

/** The leaf of a canonical form (RFC 6962 §2.1). In UTF-8 the character U+0000 is the byte 0x00. */
export function leafOfCanonical(canonical: string): Buffer {
  return sha256(`\0${canonical}`)
}

const NOT_PLAIN = /["\\\p{Cc}\p{Cs}]/u

function quote(text: string): string {
  return NOT_PLAIN.test(text) ? canonicalJson(text) : `"${text}"`
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const FORMS: Readonly<Record<Exclude<keyof LedgerEntry, 'subject' | 'objectHash'>, RegExp>> = {
  action: /^[a-z_]+\.[a-z_]+$/,
  actor: UUID,
  at: /^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]Z$/,
  compartment: UUID,
  id: UUID,
  month: /^[0-9]{4}-[01][0-9]-01$/,
  salt: /^[0-9a-f]{32}$/,
}

/** Reads a canonical form back; undefined when the text is not the canonical form of an entry as our tables hold it. */
export function parseCanonical(text: string): LedgerEntry | undefined {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { subject, objectHash, ...rest } = value as Record<keyof LedgerEntry, unknown>
  if (typeof subject !== 'string' || subject === '' || [...subject].length > 200) return undefined
  if (objectHash !== null && !(typeof objectHash === 'string' && /^[0-9a-f]{64}$/.test(objectHash))) return undefined
  const isFormed = Object.entries(FORMS).every(([name, form]) => {
    const field: unknown = rest[name as keyof typeof rest]
    return typeof field === 'string' && form.test(field)
  })
  const entry = value as LedgerEntry
  // Whatever is too much, out of order or spelled otherwise is not what comes out again.
  return isFormed && canonicalEntry(entry) === text ? entry : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
