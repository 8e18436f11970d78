import { openPanel } from '../../address.ts'
import * as state from './state.ts'

/** Another part of the list; what was picked in the one before is no longer meant. */
export function show(one: state.Shown): void {
  state.shown.value = one
  state.picked.value = new Set()
}

/** Opens a message beside the list. */
export function openItem(item: string): void {
  state.selected.value = item
  openPanel('inbox', 'open')
}
