import { type ComponentChildren, h, type JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
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
  useLayoutEffect(() => {
    heading.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
    return backToPanel
  }, [])
  return h(
    'form',
    { class: 'box', 'aria-labelledby': 'box-title', onSubmit: submits(onGo), onKeyDown: (event: KeyboardEvent) => byKey(event, onGo) },
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

/** When a form goes and took the focus with it, reading goes on where the form stood. */
function backToPanel(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.panel h2')?.focus()
  })
}

/** Enter on the heading is the button's; a figure takes that choice of the form. Neither reaches the keys of the desk. */
function byKey(event: KeyboardEvent, onGo: () => void): void {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement) || event.ctrlKey || event.altKey) return
  const isText =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox')
  if (isText) return
  const choice = choiceOf(currentTarget, key)
  if (choice !== undefined) choice.click()
  else if (key !== 'Enter' || target.tagName !== 'H3') return
  else onGo()
  event.preventDefault()
  event.stopPropagation()
}

function choiceOf(within: HTMLElement, key: string): HTMLInputElement | undefined {
  return /^[1-9]$/.test(key) ? within.querySelectorAll<HTMLInputElement>('input[type="radio"]')[Number(key) - 1] : undefined
}

/** A figure takes the choice of the group that holds the focus, also where a form has two of them. */
function byFigure(event: KeyboardEvent): void {
  const { currentTarget, key } = event
  if (!(currentTarget instanceof HTMLElement) || event.ctrlKey || event.altKey) return
  const choice = choiceOf(currentTarget, key)
  if (choice === undefined) return
  choice.focus()
  choice.click()
  event.preventDefault()
  event.stopPropagation()
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
    { class: 'choice', onKeyDown: byFigure },
    h('legend', { class: 'label' }, label),
    ...all.map(({ id, words }, n) =>
      h(
        'label',
        { key: id },
        h('input', { type: 'radio', name, value: id, checked: value === id, onChange: () => onValue(id) }),
        ' ',
        h('bdi', null, words),
        n < 9 ? h('kbd', { 'aria-hidden': 'true', dir: 'ltr' }, `${n + 1}`) : null,
      ),
    ),
  )
}
