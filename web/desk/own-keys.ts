import { computed } from '@preact/signals'
import { drafts } from './desk-state.ts'
import { dropDraft, keepDraft } from './parts/draft.ts'
import type { Command } from './room.ts'

/** Kept where drafts are: in memory, and sealed to the member while the desk is locked. No draft of a field has this name. */
const PLACE = '~keys'

type OwnKeys = { readonly letters: boolean; readonly keys: Readonly<Record<string, string>> }
const FIRST: OwnKeys = { letters: true, keys: {} }

const chosen = computed<OwnKeys>(() => {
  const kept = drafts.value[PLACE]
  return kept === undefined ? FIRST : (JSON.parse(kept) as OwnKeys)
})

/** Whether single letters do anything at all (WCAG 2.1.4). */
export const lettersOn = computed(() => chosen.value.letters)

export function switchLetters(): void {
  keep({ ...chosen.value, letters: !chosen.value.letters })
}

/** The key of a command: the member's own, or the one that it comes with; empty when it was taken away. */
export function keyOf({ id, key }: Pick<Command, 'id' | 'key'>): string | undefined {
  return chosen.value.keys[id] ?? key
}

/** Gives a command a key; an empty one takes it away. */
export function chooseKey(id: string, key: string): void {
  keep({ ...chosen.value, keys: { ...chosen.value.keys, [id]: key } })
}

export function keysAsTheyCame(): void {
  dropDraft(PLACE)
}

function keep(next: OwnKeys): void {
  keepDraft(PLACE, JSON.stringify(next))
}
