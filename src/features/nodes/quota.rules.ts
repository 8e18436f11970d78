import type { NodeKind } from './node.contract.ts'

/** What took effect of one node on one day: new copies and answers, each of which may be a notice by mail, and bytes of everything. */
export type Quota = { readonly day: string | null; readonly items: number; readonly bytes: number }
export type Spent = { readonly day: string; readonly kind: NodeKind; readonly size: number }

/** More than two houses in their worst week, and less than fills a disk or a mailbox. */
export const MOST_ITEMS = 2_000
export const MOST_DAY_BYTES = 128 * 1_048_576
/** What a message costs here beside its body: a receipt and a line. */
const EACH = 1_024

/**
 * Counts one message more, or undefined when the day is full: it stays with its sender, and comes on the next one, and so does what
 * stands behind it in the chain. Ends and keys count by their bytes alone. guards T-47
 */
export function spend({ day: before, items, bytes }: Quota, { day, kind, size }: Spent): Quota | undefined {
  const isSame = before === day
  const isItem = kind === 'alert' || kind === 'reply' || kind === 'extract'
  const next = { day, items: (isSame ? items : 0) + (isItem ? 1 : 0), bytes: (isSame ? bytes : 0) + size + EACH }
  const isFull = (isItem && next.items > MOST_ITEMS) || next.bytes > MOST_DAY_BYTES
  return isFull ? undefined : next
}
