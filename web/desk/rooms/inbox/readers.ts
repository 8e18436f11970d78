import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Item, Never, Opened } from '../../model.ts'
import { mark } from '../../views/parts.ts'
import { countryName, nameIn, say } from '../../words.ts'

/** "Who can read this", one click away: people, teams, and those who never will, struck through (UX-C-07). */
export function ReadersChip({ item, opened }: { readonly item: Item; readonly opened: Opened }): JSX.Element {
  const isOpen = useSignal(false)
  if (item.lane === 4) return h('p', { class: 'chip-note' }, mark('caution', say('readers.armour')))
  const people = opened.readers.reduce((sum, { members }) => sum + (members ?? 0), 0)
  return h(
    'div',
    { class: 'readers' },
    h(
      'button',
      {
        type: 'button',
        class: 'chip',
        'aria-expanded': isOpen.value,
        'aria-controls': 'readers',
        onClick: () => (isOpen.value = !isOpen.value),
      },
      people === 0
        ? say('readers.chip_teams', { teams: opened.readers.length })
        : say('readers.chip', { people, teams: opened.readers.length }),
    ),
    isOpen.value ? h('div', { id: 'readers', class: 'chip-body' }, ...readerList(opened), ...neverList(opened), barredNote(opened)) : null,
  )
}

function readerList({ readers }: Opened): JSX.Element[] {
  return [
    h('h3', { class: 'small' }, say('readers.teams')),
    h(
      'ul',
      null,
      ...readers.map(({ team, name, members, own }) =>
        h(
          'li',
          { key: team },
          h('bdi', null, nameIn(name, team)),
          ` · ${own ? `${say('readers.own')} · ` : ''}${members === null ? say('readers.unknown_members') : say('readers.members', { count: members })}`,
        ),
      ),
    ),
  ]
}

function neverList({ never }: Opened): JSX.Element[] {
  if (never.length === 0) return [h('p', { class: 'quiet' }, say('readers.never_none'))]
  return [
    h('h3', { class: 'small' }, say('readers.never')),
    h('ul', null, ...never.map((one) => h('li', { key: `${one.kind} ${one.id}` }, h('s', null, neverName(one))))),
  ]
}

function neverName({ kind, id, name }: Never): string {
  return kind === 'country' ? say('readers.country', { country: countryName(id) }) : nameIn(name, id)
}

function barredNote({ barred }: Opened): JSX.Element | null {
  if (barred.length === 0) return null
  return h('p', null, say('readers.barred', { teams: barred.map(({ team, name }) => nameIn(name, team)).join(', ') }))
}
