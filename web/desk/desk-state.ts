import { computed, signal } from '@preact/signals'
import type { Fault, Item, KeyList, ReplyState, Search, TeamState } from './model.ts'

/** What the page shows. No key and no token is ever here, and nothing of it is stored. */
export type Screen = 'door' | 'unlock' | 'join' | 'inbox' | 'locked'
export type Dialog = null | 'take' | 'duplicate' | 'decline' | 'reply' | 'help' | 'team' | 'readers'
/** The words follow the language on the screen. */
export type Undo = { readonly words: () => string; readonly undo: (() => Promise<void>) | null; readonly until: number }

export const screen = signal<Screen>('door')
export const keyList = signal<KeyList | null>(null)
export const team = signal<TeamState | null>(null)
export const items = signal<readonly Item[]>([])
export const search = signal<Search | null>(null)
export const selected = signal<string | null>(null)
export const panelOpen = signal(false)
export const dialog = signal<Dialog>(null)
export const fault = signal<Fault | null>(null)
export const busy = signal<{ readonly words: string; readonly done: number; readonly all: number } | null>(null)
export const toast = signal<Undo | null>(null)
export const lettersOn = signal(true)
/** Answers of this session, by item, and where they are. */
export const replies = signal<Readonly<Record<string, { readonly tickets: readonly string[]; readonly state: ReplyState }>>>({})
export const takenToday = signal(0)
export const lockedIdle = signal(false)
/** Typed and not yet sent, by item; kept sealed through a lock. */
export const drafts = signal<Readonly<Record<string, string>>>({})

/** What still waits: neither decided nor taken in. The order is settled when an item comes, so the list never jumps. */
export const waiting = computed(() => items.value.filter(({ decided, taken }) => decided === null && taken === null))
/** What the team works on, and can go on answering. */
export const working = computed(() => items.value.filter(({ decided, taken }) => decided === null && taken !== null))
export const current = computed(() => items.value.find(({ item }) => item === selected.value) ?? null)

/** Everything that was opened leaves the page at once. */
export function forget(): void {
  items.value = []
  team.value = null
  search.value = null
  selected.value = null
  panelOpen.value = false
  dialog.value = null
  fault.value = null
  busy.value = null
  toast.value = null
  drafts.value = {}
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
