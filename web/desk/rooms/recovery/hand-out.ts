import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { say } from '../../words.ts'
import type { Handout } from './calls.ts'

/** Saved under our name. The address lives as long as the click. */
export function save({ saveAs, bytes }: Handout): void {
  const address = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = saveAs
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1_000)
}

const MOST_BYTES = 65_536

type FileParts = { readonly id: string; readonly label: string; readonly text: Signal<string>; readonly shown?: string | null }

/** A small file that somebody was handed; its name is not looked at. */
export function GivenFile({ id, label, text, shown }: FileParts): JSX.Element {
  const isLarge = useSignal(false)
  const read = async (input: HTMLInputElement) => {
    const [file] = input.files ?? []
    isLarge.value = (file?.size ?? 0) > MOST_BYTES
    text.value = file === undefined || isLarge.value ? '' : await file.text()
  }
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', { id, type: 'file', onChange: (event: Event) => void read(event.currentTarget as HTMLInputElement) }),
    shown == null ? null : h('p', { class: 'hint', dir: 'auto' }, shown),
    isLarge.value ? h('p', { class: 'wrong' }, say('recovery.no_card')) : null,
  )
}
