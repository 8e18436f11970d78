import { h, type JSX } from 'preact'
import { say } from '../../words.ts'

type SelectParts = {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly all: readonly { readonly id: string; readonly words: string }[]
  /** The words of no choice; without them one has to be chosen. */
  readonly none?: string
  readonly onValue: (value: string) => void
}

/** One of many codes. */
export function pick({ id, label, value, all, none, onValue }: SelectParts): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, value, onChange: (event: Event) => onValue((event.currentTarget as HTMLSelectElement).value) },
      none === undefined ? null : h('option', { value: '' }, none),
      ...all.map((one) => h('option', { key: one.id, value: one.id, selected: one.id === value }, one.words)),
    ),
  )
}

type DayParts = { readonly id: string; readonly label: string; readonly value: string; readonly onValue: (value: string) => void }

/** A day, UTC like every day of the desk. */
export function day({ id, label, value, onValue }: DayParts): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', { id, type: 'date', value, onInput: (event: InputEvent) => onValue((event.currentTarget as HTMLInputElement).value) }),
  )
}

type ManyParts = {
  readonly label: string
  readonly all: readonly { readonly id: string; readonly words: string }[]
  readonly value: readonly string[]
  readonly onValue: (value: readonly string[]) => void
}

/** Any of several codes. */
export function many({ label, all, value, onValue }: ManyParts): JSX.Element {
  const turn = (id: string) => onValue(value.includes(id) ? value.filter((one) => one !== id) : [...value, id])
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, label),
    ...all.map(({ id, words }) =>
      h(
        'label',
        { key: id },
        h('input', { type: 'checkbox', checked: value.includes(id), onChange: () => turn(id) }),
        ' ',
        h('bdi', null, words),
      ),
    ),
  )
}

/** Codes with their words, for a choice. */
export const worded = (codes: readonly string[], words: (code: string) => string) => codes.map((id) => ({ id, words: words(id) }))

/** A country by its two letters; empty for none. */
export const countryOrNone = (typed: string): string | null => (/^[A-Za-z]{2}$/.test(typed.trim()) ? typed.trim().toUpperCase() : null)

/** In a filter: no choice finds everything. */
export const none = (): string => say('cases.none')
/** In a form: nothing is claimed. */
export const unsaid = (): string => say('cases.unsaid')
