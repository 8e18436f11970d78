import { signal } from '@preact/signals'
import type { Fault, KeyList, TeamState } from './model.ts'

/** What the page shows in every room. No key and no token is ever here, and nothing of it is stored. */
export type Screen = 'door' | 'unlock' | 'join' | 'open' | 'locked' | 'waiting' | 'passkey-words' | 'codes'
/** The words follow the language on the screen. */
export type Undo = { readonly words: () => string; readonly undo: (() => Promise<void>) | null; readonly until: number }

export const screen = signal<Screen>('door')
export const keyList = signal<KeyList | null>(null)
export const team = signal<TeamState | null>(null)
/** What lies over the work area until `Esc`. */
export const overlay = signal<null | 'help' | 'palette'>(null)
export const fault = signal<Fault | null>(null)
export const busy = signal<{ readonly words: string; readonly done: number; readonly all: number } | null>(null)
export const toast = signal<Undo | null>(null)
/** The menu of a small screen. */
export const menuOpen = signal(false)
export const lockedIdle = signal(false)
/** Typed and not yet sent, by the name of the field; kept sealed through a lock. */
export const drafts = signal<Readonly<Record<string, string>>>({})

/** What every room has in common leaves the page at once. */
export function forget(): void {
  team.value = null
  overlay.value = null
  menuOpen.value = false
  fault.value = null
  busy.value = null
  toast.value = null
  drafts.value = {}
}
