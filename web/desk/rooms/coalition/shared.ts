import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Shared } from '#features/diplomacy/coalition/coalition.contract.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { change, form, loadShared, opens, shared } from './state.ts'

/** What others read of one's own, and how that ends: one's records stay one's own. */
export function SharedPage(): JSX.Element {
  useEffect(() => void quietly(loadShared), [])
  const now = shared.value
  const teams = [...new Set(now?.map(({ team }) => team))]
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('coalition.shared_intro')),
    now === null || now.length === 0
      ? h('p', null, now === null ? '' : say('coalition.shared_empty'))
      : [
          h(Table<Shared>, {
            key: 'table',
            id: 'shared',
            caption: say('coalition.shared'),
            rows: now,
            keyOf: ({ kind, code, team }) => `${kind}-${code}-${team}`,
            columns: [
              { id: 'what', head: say('coalition.what'), cell: ({ kind }) => say(`coalition.kind_${kind}`) },
              { id: 'code', head: say('coalition.code'), cell: ({ code }) => h('span', { class: 'code', dir: 'ltr' }, code) },
              { id: 'team', head: say('coalition.reads'), cell: ({ team }) => h('bdi', null, team) },
            ],
          }),
          form.value?.startsWith('end') === true
            ? h(EndBox, { key: 'end', team: form.value === 'end' ? null : form.value.slice(4) })
            : h(
                'div',
                { key: 'ways', class: 'ways' },
                button(say('coalition.end_all'), opens('end')),
                ...teams.map((team) => button(say('coalition.end_one', { team }), opens(`end ${team}`), { kind: 'quiet' })),
              ),
        ],
  )
}

function EndBox({ team }: { readonly team: string | null }): JSX.Element {
  return h(
    Box,
    {
      title: team === null ? say('coalition.end_all') : say('coalition.end_one', { team }),
      go: say('coalition.end_go'),
      onGo: () => void change(() => call('coalition.withdraw', { team }), loadShared),
      onCancel: opens(null),
    },
    h('p', null, say('coalition.end_hint')),
  )
}
