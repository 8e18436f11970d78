import { drafts } from '../desk-state.ts'

export type Draft = { readonly text: string; readonly set: (text: string) => void; readonly clear: () => void }

/**
 * A field whose text is lost neither by a lock, nor by a new key, nor by a conflict: it is sealed to its member while the desk
 * is locked. `key` names the field with codes alone: `reply R-7Q4MAB`, `note C-7Q4MAB`. Clear it when the server holds the text.
 */
export function useDraft(key: string, initial = ''): Draft {
  return { text: drafts.value[key] ?? initial, set: (text) => keepDraft(key, text), clear: () => dropDraft(key) }
}

export function keepDraft(key: string, text: string): void {
  drafts.value = { ...drafts.value, [key]: text }
}

export function dropDraft(key: string): void {
  const { [key]: _gone, ...others } = drafts.value
  drafts.value = others
}
