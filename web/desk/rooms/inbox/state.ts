import { computed, signal } from '@preact/signals'
import type { Item, ReplyState, Search } from '../../model.ts'

export type Dialog = null | 'take' | 'duplicate' | 'decline' | 'reply'

export const items = signal<readonly Item[]>([])
export const search = signal<Search | null>(null)
export const selected = signal<string | null>(null)
export const dialog = signal<Dialog>(null)
/** Answers of this session, by item, and where they are. */
export const replies = signal<Readonly<Record<string, { readonly tickets: readonly string[]; readonly state: ReplyState }>>>({})
export const takenToday = signal(0)

/** What still waits: neither decided nor taken in. The order is settled when an item comes, so the list never jumps. */
export const waiting = computed(() => items.value.filter(({ decided, taken }) => decided === null && taken === null))
/** What the team works on, and can go on answering. */
export const working = computed(() => items.value.filter(({ decided, taken }) => decided === null && taken !== null))
export const current = computed(() => items.value.find(({ item }) => item === selected.value) ?? null)

/** Everything that was opened leaves the page at once. */
export function forgetInbox(): void {
  items.value = []
  search.value = null
  selected.value = null
  dialog.value = null
  replies.value = {}
}

/** Newly found items take their place by urgency and day; those on the screen keep theirs. */
export function placed(known: readonly Item[], found: readonly Item[]): Item[] {
  const changed = new Map(found.map((item) => [item.item, item]))
  const stays = known.map((item) => changed.get(item.item) ?? item)
  const isNew = found.filter(({ item }) => !known.some((one) => one.item === item))
  return isNew.reduce(insert, stays)
}

function insert(list: readonly Item[], item: Item): Item[] {
  const at = list.findIndex((other) => before(item, other))
  return at === -1 ? [...list, item] : list.toSpliced(at, 0, item)
}

/** Urgent first, then the newest day, then the newest hour where it is still known. */
function before(one: Item, other: Item): boolean {
  if (one.urgent !== other.urgent) return one.urgent
  if (one.day !== other.day) return one.day > other.day
  return (one.hour ?? -1) > (other.hour ?? -1)
}
