import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Incident } from '#features/incidents/incident.contract.ts'
import { quietly } from '../../actions.ts'
import { address, openPanel } from '../../address.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { IncidentForm } from './forms.ts'
import { PatternList } from './patterns.ts'
import { form, hasMore, incidents, load, loadMore } from './state.ts'

const COLUMNS = (): readonly Column<Incident>[] => [
  { id: 'code', head: say('incidents.code'), cell: ({ code }) => h('span', { class: 'code', dir: 'ltr' }, code), sort: ({ code }) => code },
  {
    id: 'when',
    head: say('incidents.when'),
    cell: ({ happened }) => whenInWords(happened),
    sort: ({ happened }) => happened.from ?? happened.until ?? '',
  },
  { id: 'host', head: say('incidents.host'), cell: ({ host }) => (host === null ? '' : countryName(host)), sort: ({ host }) => host ?? '' },
  { id: 'methods', head: say('incidents.acts'), cell: ({ methods }) => methods.map(methodWords).join(', ') },
  {
    id: 'people',
    head: say('people.title'),
    cell: ({ people, community }) =>
      h(
        'span',
        null,
        people.length > 0
          ? h('span', { class: 'code', dir: 'ltr' }, people.join(' '))
          : community === null
            ? ''
            : termWords('communities', community),
      ),
  },
  {
    id: 'status',
    head: say('incidents.status'),
    cell: ({ status }) => mark(status === 'verified' ? 'plain' : 'caution', termWords('verification_status', status)),
    sort: ({ status }) => status,
  },
]

function list(rows: readonly Incident[], more: (() => void) | null): JSX.Element {
  return h(Table<Incident>, {
    id: 'incidents-table',
    caption: say('incidents.caption'),
    columns: COLUMNS(),
    rows,
    keyOf: ({ code }) => code,
    onOpen: ({ code }) => openPanel('incidents', code),
    current: address.value.panels.find(({ room }) => room === 'incidents')?.code ?? null,
    onMore: more,
  })
}

/** What happened to the people of all cases that this member reads, and what belongs together. */
export function IncidentsPage(): JSX.Element {
  useEffect(() => void quietly(load), [])
  const rows = incidents.value
  return h(
    'section',
    { 'aria-labelledby': 'incidents-title' },
    h('h1', { id: 'incidents-title', tabIndex: -1 }, say('incidents.title')),
    faultBox(),
    working(),
    rows === null || rows.length === 0
      ? h(Empty, { words: say('incidents.empty'), teaches: say('incidents.empty_teaches') })
      : list(rows, hasMore.value ? () => void quietly(loadMore) : null),
    h(PatternList, {}),
  )
}

/** The incidents of one case. */
export function IncidentsTab({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void quietly(() => load(code)), [code])
  const rows = (incidents.value ?? []).filter((one) => one.case === code)
  return h(
    'div',
    null,
    h('h2', null, say('incidents.title')),
    form.value === 'new'
      ? h(IncidentForm, { of: code, incident: null })
      : button(say('incidents.new'), () => (form.value = 'new'), { kind: 'first' }),
    rows.length === 0 ? h(Empty, { words: say('incidents.empty') }) : list(rows, null),
  )
}
