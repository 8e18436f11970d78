import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'

type Chip = (of: { readonly code: string }) => JSX.Element

const chip = signal<Chip | null>(null)

/** The room that knows who can read a record gives the chip; it is filled once, when the desk starts. */
export function fillWhoCanRead(view: Chip): void {
  chip.value = view
}

/** "Who can read this", one click from any sealed thing (UX-C-07). `code` is a case, person, file or message. */
export function WhoCanRead({ code }: { readonly code: string }): JSX.Element | null {
  return chip.value === null ? null : h(chip.value, { key: code, code })
}
