import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { VocabularyList } from '#kernel/vocabulary.ts'
import { field } from '../views/parts.ts'
import { methodField, pick, termField } from './code-field.ts'
import { whenField } from './when-field.ts'

type Option = { readonly id: string; readonly words: string }
type More = {
  readonly hint?: string
  readonly lines?: number
  readonly isLatin?: boolean
  readonly wrong?: string | null
  readonly choices?: readonly Option[]
}

export type Form<Key extends string> = {
  readonly values: Readonly<Record<Key, string>>
  readonly text: (key: Key, label: string, more?: More) => JSX.Element
  readonly term: (key: Key, label: string, list: VocabularyList, none?: string) => JSX.Element
  readonly pick: (
    key: Key,
    label: string,
    all: readonly Option[],
    more?: { readonly none?: string; readonly means?: string },
  ) => JSX.Element
  readonly method: (key: Key, label: string) => JSX.Element
  readonly when: (key: Key, label: string) => JSX.Element
}

/** The typed values of one form, and its fields; `name` keeps the ids of two forms apart. Every value is text until it is sent. */
export function useForm<Key extends string>(
  name: string,
  initial: Readonly<Record<Key, string>>,
  onChange?: (key: Key, value: string) => void,
): Form<Key> {
  const values = useSignal(initial)
  const of = (key: Key, label: string) => ({
    id: `${name}-${key}`,
    label,
    value: values.value[key],
    onValue: (value: string) => {
      values.value = { ...values.value, [key]: value }
      onChange?.(key, value)
    },
  })
  return {
    values: values.value,
    text: (key, label, more = {}) => field({ ...of(key, label), ...more }),
    term: (key, label, list, none) => termField({ ...of(key, label), list, ...(none === undefined ? {} : { none }) }),
    pick: (key, label, all, more = {}) => pick({ ...of(key, label), all, ...more }),
    method: (key, label) => methodField(of(key, label)),
    when: (key, label) => {
      const { value, ...parts } = of(key, label)
      return whenField({ ...parts, typed: value })
    },
  }
}

/** A code that was chosen, or null for none. */
export const chosen = <Code extends string>(value: string): Code | null => (value === '' ? null : (value as Code))

/** Two letters of a country, or null for what is none. */
export const countryIn = (typed: string): string | null => (/^[A-Za-z]{2}$/.test(typed.trim()) ? typed.trim().toUpperCase() : null)

/** Lines that say something. */
export const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
