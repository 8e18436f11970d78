import { type ComponentChildren, h, type JSX } from 'preact'

/** An empty list says so, teaches one thing, and may offer a way on. */
export function Empty({
  words,
  teaches,
  children,
}: {
  readonly words: string
  readonly teaches?: string
  readonly children?: ComponentChildren
}): JSX.Element {
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-words' }, words),
    teaches === undefined ? null : h('p', { class: 'quiet' }, teaches),
    children,
  )
}
