import { computed, signal } from '@preact/signals'
import { team } from '../../desk-state.ts'
import type { Item, ReplyState, Search } from '../../model.ts'

export type Dialog = null | 'take' | 'duplicate' | 'decline' | 'reply' | 'snooze' | 'assign' | 'transfer'
/** What the list shows. */
export type Shown = 'waiting' | 'mine' | 'alike' | 'snoozed' | 'taken'
export type Group = { readonly id: string; readonly items: readonly Item[] }

export const items = signal<readonly Item[]>([])
/** Came while somebody was reading: they take their place when asked for, so that nothing moves under a hand. */
export const held = signal<readonly Item[]>([])
export const search = signal<Search | null>(null)
export const selected = signal<string | null>(null)
export const shown = signal<Shown>('waiting')
export const picked = signal<ReadonlySet<string>>(new Set())
export const dialog = signal<Dialog>(null)
/** Answers of this session, by item, and where they are. */
export const replies = signal<Readonly<Record<string, { readonly tickets: readonly string[]; readonly state: ReplyState }>>>({})
export const takenToday = signal(0)
/** Decided on the screen, and on their way to the server. */
export const going = signal<ReadonlySet<string>>(new Set())
/** Near-duplicates as the worker finds them: ids alone. */
export const alike = signal<readonly (readonly string[])[]>([])
/** The group in the panel, by its first item. */
export const group = signal<string | null>(null)

const byId = computed(() => new Map(items.value.map((item) => [item.item, item])))
const undecided = computed(() =>
  items.value.filter(({ item, decided, taken }) => decided === null && taken === null && !going.value.has(item)),
)

/** What still waits: neither decided nor taken in nor put off. The order is settled when an item comes, so the list never jumps. */
export const waiting = computed(() => undecided.value.filter(({ snoozed }) => !snoozed))
export const snoozed = computed(() => undecided.value.filter((item) => item.snoozed))
export const mine = computed(() => waiting.value.filter(({ assigned }) => assigned !== null && assigned === team.value?.member))
/** What the team works on, and can go on answering. */
export const working = computed(() => items.value.filter(({ decided, taken }) => decided === null && taken !== null))
export const current = computed(() => byId.value.get(selected.value ?? '') ?? null)

/** Groups of what still waits, the largest first. */
export const groups = computed<readonly Group[]>(() => {
  const open = new Set(waiting.value)
  return alike.value
    .map((ids) => ids.map((id) => byId.value.get(id)).filter((item) => item !== undefined && open.has(item)) as Item[])
    .filter(({ length }) => length > 1)
    .map((list) => ({ id: list[0]?.item ?? '', items: list.toSorted((one, other) => (before(one, other) ? -1 : 1)) }))
    .toSorted((one, other) => other.items.length - one.items.length)
})
/** How many messages say nearly the same as this one. */
export const alikeTo = computed(() => new Map(groups.value.flatMap((one) => one.items.map(({ item }) => [item, one] as const))))

const LISTS = { waiting, mine, snoozed, taken: working }
/** The rows of the list that is shown. */
export const rows = computed<readonly Item[]>(() => (shown.value === 'alike' ? [] : LISTS[shown.value].value))

/** What an action is done to: what was picked, else what is open. */
export const targets = computed<readonly Item[]>(() => {
  const many = undecided.value.filter(({ item }) => picked.value.has(item))
  if (many.length > 0) return many
  return current.value === null ? [] : [current.value]
})

/** Everything that was opened leaves the page at once. */
export function forgetInbox(): void {
  items.value = []
  held.value = []
  search.value = null
  selected.value = null
  picked.value = new Set()
  dialog.value = null
  replies.value = {}
  alike.value = []
  going.value = new Set()
  group.value = null
}

/** News from the worker: what is on the screen changes in its place, what is new waits while something is open. */
export function told(news: readonly Item[]): void {
  const isHeld = new Set(held.value.map(({ item }) => item))
  const known = news.filter(({ item }) => byId.value.has(item))
  const fresh = news.filter(({ item }) => !byId.value.has(item))
  if (selected.value === null)
    items.value = placed(items.value, [...held.value.filter(({ item }) => !fresh.some((one) => one.item === item)), ...news])
  else if (known.length > 0) items.value = placed(items.value, known)
  const changed = new Map(fresh.map((item) => [item.item, item]))
  held.value =
    selected.value === null
      ? []
      : [...held.value.map((item) => changed.get(item.item) ?? item), ...fresh.filter(({ item }) => !isHeld.has(item))]
}

/** What was held takes its place. */
export function showHeld(): void {
  items.value = placed(items.value, held.value)
  held.value = []
}

/** Newly found items take their place by urgency and day; those on the screen keep theirs. */
export function placed(known: readonly Item[], found: readonly Item[]): Item[] {
  const changed = new Map(found.map((item) => [item.item, item]))
  const ids = new Set(known.map(({ item }) => item))
  const fresh = [...changed.values()].filter(({ item }) => !ids.has(item)).toSorted((one, other) => (before(one, other) ? -1 : 1))
  const list: Item[] = []
  for (const item of known) {
    while (fresh[0] !== undefined && before(fresh[0], item)) list.push(...fresh.splice(0, 1))
    list.push(changed.get(item.item) ?? item)
  }
  return [...list, ...fresh]
}

/** Urgent first, then the newest day, then the newest hour where it is still known. */
export function before(one: Item, other: Item): boolean {
  if (one.urgent !== other.urgent) return one.urgent
  if (one.day !== other.day) return one.day > other.day
  return (one.hour ?? -1) > (other.hour ?? -1)
}
