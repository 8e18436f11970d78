import { h, type JSX } from 'preact'

type PickParts = {
  readonly id: string
  readonly label: string
  readonly all: readonly { readonly id: string; readonly words: string }[]
  readonly value: string
  readonly onValue: (value: string) => void
}

/** One of many, in the browser's own list: it works by keyboard, in every language and on a phone. */
export function Pick({ id, label, all, value, onValue }: PickParts): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, value, onChange: (event: Event) => onValue((event.currentTarget as HTMLSelectElement).value) },
      ...all.map((one) => h('option', { key: one.id, value: one.id }, one.words)),
    ),
  )
}
