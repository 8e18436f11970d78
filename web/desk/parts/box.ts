import { type ComponentChildren, h, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { button, submits, working } from '../views/parts.ts'
import { say } from '../words.ts'

type BoxParts = {
  readonly title: string
  /** What the button does: "Take in", never "OK". */
  readonly go: string
  readonly onGo: () => void
  readonly onCancel: () => void
  readonly children?: ComponentChildren
}

/** A form inside a panel or a page: focus comes in, Cancel and `Esc` go out, the list stays in sight. */
export function Box({ title, go, onGo, onCancel, children }: BoxParts): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return h(
    'form',
    { class: 'box', 'aria-labelledby': 'box-title', onSubmit: submits(onGo) },
    h('h3', { id: 'box-title', tabIndex: -1, ref: heading }, title),
    children,
    working(),
    h(
      'div',
      { class: 'ways' },
      h('button', { type: 'submit', class: 'first' }, go),
      button(say('desk.cancel'), onCancel, { kind: 'quiet' }),
    ),
  )
}

type ChoiceParts = {
  readonly name: string
  readonly label: string
  readonly all: readonly { readonly id: string; readonly words: string }[]
  readonly value: string
  readonly onValue: (value: string) => void
}

/** One of a few, all of them in sight. */
export function Choice({ name, label, all, value, onValue }: ChoiceParts): JSX.Element {
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, label),
    ...all.map(({ id, words }) =>
      h(
        'label',
        { key: id },
        h('input', { type: 'radio', name, value: id, checked: value === id, onChange: () => onValue(id) }),
        ' ',
        h('bdi', null, words),
      ),
    ),
  )
}
