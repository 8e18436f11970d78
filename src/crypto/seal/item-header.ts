import { readRecipient } from '../age/identity.ts'
import { CHAIN, FILE_MAX, SEGMENT, SEGMENT_SLOW, TEAM_SLOTS } from '../constants.ts'
import { bool, consent, lang, never } from '../mailbox/shapes.ts'
import { country, hex16, hex32, key32, slug } from '../roster/roster.ts'
import { distinct, exactly, integer, list, narrowed, object, type Shape, type Shaped, text } from '../roster/shape.ts'

// The header of an item exactly as SEALING 14 has it. A reader takes nothing else.
const count = integer(0, 65_535)
const year = text(/^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$/)
const anyText = text(/^[^]*$/)
const identity = text(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/)
const recipient: Shape<string> = narrowed(text(/^age1pq1[02-9ac-hj-np-z]{1952}$/), isRecipient)
/** 48 delete hashes of 16 bytes. */
const deletes = text(new RegExp(`^[A-Za-z0-9_-]{${(TEAM_SLOTS * 16 * 4) / 3}}$`))

const conv = object({
  chain: hex32,
  g: count,
  recipient,
  mac: key32,
  slot: key32,
  dh: key32,
  window: count,
  del: deletes,
})

/** One file as a header names it. */
export const fileEntry = object(
  {
    n: count,
    set: hex16,
    identity,
    name: text(/^[^\p{Cc}]{1,255}$/u),
    type: text(/^[^\p{Cc}]{0,255}$/u),
    size: integer(0, FILE_MAX),
    segment: exactly(SEGMENT, SEGMENT_SLOW),
    segments: count,
    probe: hex32,
  },
  { derived_from: count },
)
const files = narrowed(list(fileEntry, 0, 256), (all) => new Set(all.map(({ n }) => n)).size === all.length)

const header = object(
  {
    v: exactly(1),
    type: exactly('report', 'followup', 'move', 'consent', 'close'),
    item: hex16,
    instance: hex16,
    seq: integer(0, CHAIN - 1),
    step: hex32,
    urgent: bool,
    lane: exactly(1, 2, 3),
    roster: integer(0, Number.MAX_SAFE_INTEGER),
    lang,
    to: distinct(slug, 1, 6),
    never: narrowed(never, (all) => new Set(all.map(({ kind, id }) => `${kind}/${id}`)).size === all.length),
    consent,
    conv: (value): value is Conv | null => value === null || conv(value),
    danger: exactly('yes', 'maybe', 'no', 'unsaid'),
    files,
  },
  {
    where: object({}, { host: country, origin: distinct(country, 0, 250) }),
    when: object({ precision: text(/^[a-z]{1,20}$/) }, { said: anyText, from: year, to: year }),
    contact: anyText,
  },
)

/** What a team needs to answer: the names and keys of one generation. */
export type Conv = Shaped<typeof conv>
/** A file of an item; its segments travel apart. */
export type FileEntry = Shaped<typeof fileEntry>
/** Everything an item says besides its text. */
export type ItemHeader = Shaped<typeof header>

/** The value if it is a header with exactly the known keys, else undefined: for `readCanonical`. */
export function itemHeader(value: unknown): ItemHeader | undefined {
  return header(value) ? value : undefined
}

function isRecipient(value: string): boolean {
  try {
    return readRecipient(value).length > 0
  } catch {
    return false
  }
}
