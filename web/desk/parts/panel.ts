import { type ComponentChildren, h, type JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { address, closePanel, openFull } from '../address.ts'
import { button } from '../views/parts.ts'
import { say } from '../words.ts'

type PanelParts = {
  /** The code in the address. */
  readonly code: string
  /** What is shown, where the address does not say it: focus goes to the heading when it changes. */
  readonly shows?: string
  readonly title: ComponentChildren
  /** Where the record has a page of its own. */
  readonly hasFull?: boolean
  /** Walks the list from within; `[` and `]` do the same by `Room.walk`. */
  readonly walk?: (by: 1 | -1) => void
  readonly children?: ComponentChildren
}

/** A record beside the list, never over it: `Esc` closes, `Enter` opens in full, `[` `]` walk the list. */
export function Panel({ code, shows = code, title, hasFull, walk, children }: PanelParts): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const id = `panel-${code}`
  useLayoutEffect(() => heading.current?.focus(), [shows])
  const isLast = address.value.panels.at(-1)?.code === code
  return h(
    'aside',
    { class: 'panel', 'aria-labelledby': id },
    h(
      'header',
      { class: 'panel-head' },
      h('h2', { id, tabIndex: -1, ref: heading }, title),
      h(
        'div',
        { class: 'ways' },
        walk === undefined ? null : button(say('inbox.previous'), () => walk(-1), { key: '[', kind: 'quiet' }),
        walk === undefined ? null : button(say('inbox.next'), () => walk(1), { key: ']', kind: 'quiet' }),
        hasFull === true ? button(say('parts.full'), () => void openFull(), { key: 'Enter', kind: 'quiet' }) : null,
        isLast ? button(say('desk.close'), () => void closePanel(), { key: 'Esc', kind: 'quiet' }) : null,
      ),
    ),
    children,
  )
}
