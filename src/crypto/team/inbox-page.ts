import { b64u, concat, hex, onlyZeros, readU32, u32, unb64u, unhex } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { STATE_PAGE } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { exactly, integer, list, object, type Shaped, text } from '../roster/shape.ts'
import { sealTo } from '../seal/seal-age.ts'

const id = text(/^[0-9a-f]{32}$/)
const hash = text(/^[0-9a-f]{64}$/)

/** What an envelope held, kept for the time when its epoch key is gone. */
const kept = object({
  item: id,
  identity: text(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/),
  body: hash,
  never_sha256: hash,
  v: exactly(1),
})
/** What the team decided about an item that it did not take in; the server does not know which item that was. */
const decided = object({
  item: id,
  decision: exactly('declined', 'duplicate'),
  reason: text(/^[a-z_]{0,24}$/),
  of: text(/^(|[0-9a-f]{32})$/),
})

/** Who of the team looks at an item, and until when it waits: a day, or `reply` with the number of items that its conversation had. */
const note = object({
  item: id,
  to: text(/^(|M-[2-9A-HJ-NP-Z]{6})$/),
  until: text(/^(|reply|\d{4}-\d{2}-\d{2})$/),
  had: integer(0, 100_000),
})

export type KeptPayload = Shaped<typeof kept>
export type DecidedItem = Shaped<typeof decided>
export type ItemNote = Shaped<typeof note>

/** A page of the inbox: what a team still has to work on after a rotation, what it decided, and what is not its own. */
export type InboxPage = {
  readonly instance: string
  readonly team: string
  readonly epoch: number
  /** Its place among the pages; what stands first was seen first. */
  readonly at: number
  readonly kept: readonly KeptPayload[]
  readonly decided: readonly DecidedItem[]
  readonly notes: readonly ItemNote[]
  /** Item ids, 32 hex digits each. */
  readonly notOurs: readonly string[]
}

const written = object(
  {
    v: exactly(1),
    type: exactly('inbox-page'),
    instance: id,
    team: text(/^[a-z][a-z0-9-]{1,39}$/),
    epoch: integer(1, 100_000),
    at: integer(0, 10_000),
    kept: list(kept, 0, 1_000),
    decided: list(decided, 0, 1_000),
    not_ours: text(/^[A-Za-z0-9_-]*$/),
  },
  // Pages from before notes were kept have none.
  { notes: list(note, 0, 1_000) },
)

const ID = 16
/** Upper bounds of what one entry takes in a page, and of what stands around them. */
const TAKES = { kept: 330, decided: 160, notes: 120, notOurs: 22, around: 512 } as const

/** Splits what is to be kept so that every page fits its size: at least one page, empty if need be. */
export function pagesOf(all: Omit<InboxPage, 'at'>): InboxPage[] {
  const empty = { ...all, at: 0, kept: [], decided: [], notes: [], notOurs: [] }
  const pages = [
    ...slices(all.kept, TAKES.kept).map((part) => ({ ...empty, kept: part })),
    ...slices(all.decided, TAKES.decided).map((part) => ({ ...empty, decided: part })),
    ...slices(all.notes, TAKES.notes).map((part) => ({ ...empty, notes: part })),
    ...slices(all.notOurs, TAKES.notOurs).map((part) => ({ ...empty, notOurs: part })),
  ]
  return pages.length === 0 ? [empty] : pages.map((page, at) => ({ ...page, at }))
}

function slices<T>(all: readonly T[], takes: number): T[][] {
  const most = Math.floor((STATE_PAGE - TAKES.around) / takes)
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most))
}

/** One page, padded to STATE_PAGE and sealed to the epoch: its size tells nothing. Throws `page.too_large`. */
export function sealPage({ notOurs, ...rest }: InboxPage, epochRecipient: Uint8Array): Promise<Uint8Array> {
  const core = canonicalBytes({ ...rest, not_ours: b64u(concat(...notOurs.map(unhex))), type: 'inbox-page', v: 1 })
  if (core.length + 4 > STATE_PAGE) throw new SealingRefusal('page.too_large')
  return sealTo([epochRecipient], concat(u32(core.length), core, new Uint8Array(STATE_PAGE - 4 - core.length)))
}

/** An opened page of this installation, team and epoch. Throws `page.malformed` for any other. */
export function readPage(plain: Uint8Array, expected: { instance: string; team: string; epoch: number }): InboxPage {
  const length = plain.length === STATE_PAGE ? readU32(plain, 0) : STATE_PAGE
  if (length + 4 > STATE_PAGE || !onlyZeros(plain, 4 + length)) throw new SealingRefusal('page.malformed')
  const page = readCanonical(plain.subarray(4, 4 + length), (value) => (written(value) ? value : undefined))
  if (page.instance !== expected.instance || page.team !== expected.team || page.epoch !== expected.epoch)
    throw new SealingRefusal('page.malformed')
  const { not_ours: joined, v: _v, type: _type, notes = [], ...rest } = page
  return { ...rest, notes, notOurs: idsIn(unb64u(joined)) }
}

function idsIn(bytes: Uint8Array): string[] {
  if (bytes.length % ID !== 0) throw new SealingRefusal('page.malformed')
  return Array.from({ length: bytes.length / ID }, (_, at) => hex(bytes.subarray(at * ID, (at + 1) * ID)))
}
