import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { allCommands, found, recent, runCommand } from '../commands.ts'
import { overlay } from '../desk-state.ts'
import { matching } from '../matching.ts'
import { keyOf } from '../own-keys.ts'
import type { Command } from '../room.ts'
import { say } from '../words.ts'

const SHOWN_MOST = 12

type FieldParts = {
  readonly typed: string
  readonly onTyped: (typed: string) => void
  /** The option that arrows have reached. */
  readonly here: number | null
  readonly onMove: (by: 1 | -1) => void
  readonly onRun: () => void
}

/** Focus stays in the field: arrows walk the list, Enter runs, Escape is the frame's. */
function Field({ typed, onTyped, here, onMove, onRun }: FieldParts): JSX.Element {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const before = document.activeElement
    field.current?.focus()
    return () => (before instanceof HTMLElement ? before.focus() : undefined)
  }, [])
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => onMove(1),
    ArrowUp: () => onMove(-1),
    Enter: onRun,
    Tab: () => undefined,
  }
  return h('input', {
    ref: field,
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'palette-list',
    'aria-autocomplete': 'list',
    'aria-activedescendant': here === null ? undefined : `palette-${here}`,
    'aria-label': say('palette.title'),
    placeholder: say('palette.hint'),
    autocomplete: 'off',
    spellcheck: false,
    dir: 'auto',
    value: typed,
    onInput: (event: InputEvent) => onTyped((event.currentTarget as HTMLInputElement).value),
    onKeyDown: (event: KeyboardEvent) => {
      const action = actions[event.key]
      if (action === undefined || event.isComposing) return
      event.preventDefault()
      action()
    },
  })
}

/** `Ctrl K`: go to any record by its code, do anything that can be done now, in the words of the member's language (UX-C-08). */
export function Palette(): JSX.Element {
  const typed = useSignal('')
  const at = useSignal(0)
  const all = [...found(typed.value), ...matching(typed.value, allCommands(), recent.value)].slice(0, SHOWN_MOST)
  const here = Math.min(at.value, Math.max(0, all.length - 1))
  const close = () => {
    overlay.value = null
  }
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    close()
    runCommand(command)
  }
  const onTyped = (value: string) => {
    typed.value = value
    at.value = 0
  }
  const onMove = (by: 1 | -1) => {
    at.value = (here + by + all.length) % Math.max(1, all.length)
  }
  const label = say('palette.title')
  return h(
    'div',
    { class: 'over', onClick: (event: Event) => (event.target === event.currentTarget ? close() : undefined) },
    h(
      'div',
      { class: 'palette', role: 'dialog', 'aria-modal': 'true', 'aria-label': label },
      h(Field, { typed: typed.value, onTyped, here: all.length === 0 ? null : here, onMove, onRun: () => run(all[here]) }),
      h(
        'ul',
        { id: 'palette-list', role: 'listbox', 'aria-label': label },
        ...all.map((command, n) => option(command, n, n === here, () => run(command))),
      ),
      all.length === 0 ? h('p', { class: 'quiet', role: 'status' }, say('palette.nothing')) : null,
    ),
  )
}

function option(command: Command, n: number, isHere: boolean, run: () => void): JSX.Element {
  const key = keyOf(command)
  return h(
    'li',
    { key: command.id, id: `palette-${n}`, role: 'option', 'aria-selected': isHere, onClick: run },
    h('span', { dir: 'auto' }, command.words()),
    key === undefined || key === '' ? null : h('kbd', { dir: 'ltr' }, key),
  )
}
