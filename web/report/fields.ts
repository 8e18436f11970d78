import { type Child, h } from './dom.ts'
import type { Shell } from './screens.ts'
import type { Key } from './words.ts'

/** Nothing that is typed here is offered, corrected, learnt or translated by the browser. guards I-17 */
export const SILENT = {
  autocomplete: 'off',
  autocorrect: 'off',
  autocapitalize: 'off',
  spellcheck: 'false',
  translate: 'no',
  'data-gramm': 'false',
  'data-lpignore': 'true',
  'data-1p-ignore': true,
  'data-form-type': 'other',
} as const

export function button(shell: Shell, key: Key, act: () => void, kind: 'main' | 'other' | 'plain' = 'main'): HTMLButtonElement {
  return h('button', { type: 'button', class: kind, on: { click: act } }, shell.say(key))
}

/** The buttons at the foot of a screen, the one that goes on first. */
export function actions(...children: readonly Child[]): HTMLElement {
  return h('div', { class: 'actions' }, ...children)
}

export function paragraph(shell: Shell, key: Key, kind?: string): HTMLElement {
  return h('p', { class: kind }, shell.say(key))
}

export type LineField = {
  readonly id: string
  readonly label: Key
  readonly hint?: Key
  readonly value: string
  readonly onInput: (value: string) => void
  readonly size?: 'short' | 'digits'
}

/** A field of one line. It has no `name`, stands in no form and is never submitted. */
export function line(shell: Shell, { id, label, hint, value, onInput, size }: LineField): HTMLElement {
  const input = h('input', {
    id,
    type: 'text',
    ...SILENT,
    class: size,
    inputmode: size === 'digits' ? 'numeric' : undefined,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    on: { input: () => onInput(input.value) },
  })
  input.value = value
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, shell.say(label)),
    hint !== undefined && h('p', { class: 'hint', id: `${id}-hint` }, shell.say(hint)),
    input,
  )
}

export type BoxField = {
  readonly id: string
  readonly label: Child
  readonly hint?: Child
  readonly value: string
  readonly rows: number
  readonly onInput: (value: string) => void
}

/** A large box. */
export function box({ id, label, hint, value, rows, onInput }: BoxField): HTMLElement {
  const area = h('textarea', {
    id,
    rows,
    ...SILENT,
    dir: 'auto',
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    on: { input: () => onInput(area.value) },
  })
  area.value = value
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    hint !== undefined && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    area,
  )
}

export type Choice<Value extends string> = { readonly value: Value; readonly label: Child; readonly more?: Child }
export type ChoiceField<Value extends string> = {
  readonly id: string
  readonly legend: Child
  readonly chosen: Value | ''
  readonly choices: readonly Choice<Value>[]
  readonly onChoose: (value: Value) => void
}

/** One of several; a second tap on what is chosen changes nothing. */
export function oneOf<Value extends string>({ id, legend, chosen, choices, onChoose }: ChoiceField<Value>): HTMLElement {
  return h(
    'fieldset',
    { id, tabindex: -1 },
    h('legend', null, legend),
    ...choices.map(({ value, label, more }) => {
      const input = h('input', {
        type: 'radio',
        name: id,
        id: `${id}-${value}`,
        autocomplete: 'off',
        on: { change: () => onChoose(value) },
      })
      input.checked = chosen === value
      return h('div', { class: 'choice' }, input, h('label', { for: `${id}-${value}` }, label, more))
    }),
  )
}

export type Tick = {
  readonly id: string
  readonly label: Child
  readonly on: boolean
  readonly off?: boolean
  readonly onChange: (on: boolean) => void
}

export function tick({ id, label, on, off = false, onChange }: Tick): HTMLElement {
  const input = h('input', { type: 'checkbox', id, autocomplete: 'off', disabled: off, on: { change: () => onChange(input.checked) } })
  input.checked = on
  return h('div', { class: 'choice' }, input, h('label', { for: id }, label))
}

export type Selection = {
  readonly id: string
  readonly label: Key
  readonly value: string
  readonly options: readonly (readonly [string, string])[]
  readonly onChange: (value: string) => void
}

export function selection(shell: Shell, { id, label, value, options, onChange }: Selection): HTMLElement {
  const select = h(
    'select',
    { id, autocomplete: 'off', on: { change: () => onChange(select.value) } },
    ...options.map(([code, name]) => h('option', { value: code }, name)),
  )
  select.value = value
  return h('div', { class: 'field' }, h('label', { for: id }, shell.say(label)), select)
}
