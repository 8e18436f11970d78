import { h, type JSX } from 'preact'
import { button } from '../views/parts.ts'
import { say } from '../words.ts'

type ConflictParts = {
  /** The name of the field, as the form says it. */
  readonly field: string
  readonly mine: string
  readonly theirs: string
  /** Who wrote the other one, when it is known; a colleague's name or a member code. */
  readonly by?: string
  readonly onKeep: (text: string) => void
}

/** Two people wrote into one field: both versions stand side by side, and nothing is lost until one is chosen (UX-C-05). */
export function Conflict({ field, mine, theirs, by, onKeep }: ConflictParts): JSX.Element {
  const version = (title: string, text: string) =>
    h(
      'section',
      { class: 'version' },
      h('h4', null, title),
      h('p', { class: 'version-text', dir: 'auto', translate: 'no' }, text === '' ? say('parts.conflict_empty') : text),
    )
  return h(
    'div',
    { class: 'conflict', role: 'group', 'aria-label': say('parts.conflict', { field }) },
    h('p', null, h('span', { class: 'mark caution' }, say('parts.conflict', { field }))),
    h(
      'div',
      { class: 'versions' },
      version(say('parts.conflict_mine'), mine),
      version(by === undefined ? say('parts.conflict_theirs') : say('parts.conflict_by', { name: by }), theirs),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('parts.conflict_keep_mine'), () => onKeep(mine)),
      button(say('parts.conflict_keep_theirs'), () => onKeep(theirs)),
      button(say('parts.conflict_keep_both'), () => onKeep(`${theirs}\n\n${mine}`)),
    ),
  )
}
