import { h } from './dom.ts'
import { actions, button, paragraph } from './fields.ts'
import type { Shell } from './screens.ts'
import type { Key } from './words.ts'

const SAYS: Readonly<Record<string, Key>> = {
  loading: 'lists.loading',
  unreachable: 'lists.unreachable',
  refused: 'lists.refused',
  no_protection: 'lists.no_protection',
  nobody_yet: 'lists.nobody_yet',
  nobody_now: 'lists.nobody_now',
}

/** What is known of the keys, in one quiet line; where nothing can be sent, who helps now. */
export function listState(shell: Shell): HTMLElement {
  const { lists } = shell
  const key = lists.state === 'refused' && lists.code === 'roster.expired' ? 'lists.expired' : (SAYS[lists.state] ?? null)
  return h(
    'section',
    { class: 'lists', 'aria-live': 'polite', id: 'lists' },
    key !== null && paragraph(shell, key, lists.state === 'loading' ? 'quiet' : 'caution'),
    'clock' in lists && lists.clock === 'wrong' && paragraph(shell, 'lists.clock', 'caution'),
    'mode' in lists && lists.mode === 'self-rooted' && paragraph(shell, 'lists.self_rooted', 'quiet'),
    key !== null && lists.state !== 'loading' && button(shell, 'lists.who_helps', () => shell.go('help'), 'other'),
  )
}

/** Whether anything may be sealed now. */
export function canSeal(shell: Shell): boolean {
  return shell.lists.state === 'yes'
}

/** In the place of a screen that needs keys, while there are none: what happened, what is kept, what to do. */
export function withoutKeys(shell: Shell): readonly Node[] {
  return [listState(shell), paragraph(shell, 'lists.kept'), actions(button(shell, 'lists.again', () => void shell.readLists(), 'other'))]
}
