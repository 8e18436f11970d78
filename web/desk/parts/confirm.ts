import { useSignal } from '@preact/signals'
import { type ComponentChildren, h, type JSX } from 'preact'
import { field } from '../views/parts.ts'
import { say } from '../words.ts'
import { Box } from './box.ts'

type ConfirmParts = {
  readonly title: string
  /** What cannot be undone, said before it is done. */
  readonly effect: ComponentChildren
  /** Typed by the person; case and spaces do not matter. */
  readonly code: string
  readonly go: string
  readonly onGo: () => void
  readonly onCancel: () => void
}

/** Only for what cannot be undone: the code is typed, nobody is asked "are you sure" (JOURNEYS 11). Everything else is done, and `done(words, undo)`. */
export function Confirm({ title, effect, code, go, onGo, onCancel }: ConfirmParts): JSX.Element {
  const typed = useSignal('')
  const wrong = useSignal<string | null>(null)
  const check = () => {
    if (typed.value.replaceAll(/\s/g, '').toUpperCase() === code.toUpperCase()) onGo()
    else wrong.value = say('parts.type_code', { code })
  }
  return h(
    Box,
    { title, go, onGo: check, onCancel },
    h('div', null, effect),
    field({
      id: 'confirm-code',
      label: say('parts.type_code', { code }),
      value: typed.value,
      onValue: (value) => (typed.value = value),
      isLatin: true,
      wrong: wrong.value,
    }),
  )
}
