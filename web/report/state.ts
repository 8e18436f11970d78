import type { Use } from '#crypto/mailbox/consent.ts'

/**
 * All that the page knows of a person. It lives in this one object, in memory, and nowhere else: no storage, no address,
 * no history entry, no form that a browser could restore. guards T-16
 */
export type Never = { readonly kind: 'team' | 'country'; readonly id: string }
export type Danger = 'yes' | 'maybe' | 'no' | 'unsaid'
/** What was said of the time travels as the word that was said; nothing is dated by the phone. */
export type Rough = 'today' | 'this_week' | 'earlier' | 'ongoing' | 'unknown'

/** A file that the person picked, or its clean copy, as `files/` prepared it. The file itself is read when it is sealed. */
export type FilePick = {
  readonly n: number
  readonly blob: Blob
  readonly name: string
  readonly type: string
  readonly size: number
  readonly segment: 1048576 | 131072
  readonly segments: number
  /** H of the first 64 KiB, hex. */
  readonly probe: string
  readonly derivedFrom?: number
}

/** What the seal worker hands back for each file once the text is accepted: all that `files/` needs to send it. */
export type Upload = {
  readonly n: number
  readonly item: string
  readonly set: string
  readonly token: Uint8Array
  readonly recipient: Uint8Array
  readonly segment: 1048576 | 131072
  readonly segments: number
}

export type Report = {
  text: string
  host: string
  origin: string[]
  rough: Rough | ''
  day: string
  month: string
  year: string
  danger: Danger
  urgent: boolean
  files: FilePick[]
  /** The teams that were ticked; null means that nobody has touched the suggestion. */
  readers: string[] | null
  never: Never[]
  contact: string
  /** What the readers may do beside helping; nothing is set beforehand. */
  uses: Use[]
  /** The seal worker holds the secret; the page knows the words only while they are shown. */
  words: readonly string[] | null
  digits: string
  /** null: not asked yet. */
  mailbox: 'kept' | 'none' | null
  uploads: readonly Upload[]
  /** What is typed on a screen that is not part of the report: mailbox words, armour. Screens name their own keys. */
  typed: Record<string, string>
}

/** A report in which nothing has been said. Also what is left after leaving. */
export function emptyReport(): Report {
  return {
    text: '',
    host: '',
    origin: [],
    rough: '',
    day: '',
    month: '',
    year: '',
    danger: 'unsaid',
    urgent: false,
    files: [],
    readers: null,
    never: [],
    contact: '',
    uses: [],
    words: null,
    digits: '',
    mailbox: null,
    uploads: [],
    typed: {},
  }
}

/** Takes every word out of a report that somebody may still hold. */
export function forget(report: Report): void {
  Object.assign(report, emptyReport())
}
