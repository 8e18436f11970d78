import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Person } from '#features/cases/people/person.contract.ts'
import { call, quietly } from '../../actions.ts'
import { address, openPanel } from '../../address.ts'
import { termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { button, faultBox, field, mark, working } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { PersonForm } from './forms.ts'
import { Requests } from './requests.ts'
import { form, hasMore, hits, load, loadMore, people } from './state.ts'

const COLUMNS = (): readonly Column<Person>[] => [
  { id: 'code', head: say('people.code'), cell: ({ code }) => h('span', { class: 'code', dir: 'ltr' }, code), sort: ({ code }) => code },
  { id: 'case', head: say('people.case'), cell: (one) => h('span', { class: 'code', dir: 'ltr' }, one.case), sort: (one) => one.case },
  {
    id: 'occupation',
    head: say('people.occupation'),
    cell: ({ occupation }) => (occupation === null ? '' : termWords('occupations', occupation)),
  },
  {
    id: 'status',
    head: say('people.protection'),
    cell: ({ protection }) => {
      const last = protection.at(-1)
      return last === undefined ? say('people.unknown') : termWords('person_protection_status', last.status)
    },
  },
  {
    id: 'liberty',
    head: say('people.liberty'),
    cell: ({ liberty }) =>
      liberty === null ? say('people.unknown') : `${termWords('liberty_status', liberty.status)} (${dayInWords(liberty.checkedOn)})`,
  },
  {
    id: 'identity',
    head: say('people.identity'),
    cell: ({ identity, lowProfile }) =>
      h(
        'span',
        null,
        identity === null ? '' : mark('plain', say('people.sealed')),
        lowProfile ? mark('caution', say('people.low_short')) : null,
      ),
  },
]

/** A table of people by code. */
function list(rows: readonly Person[], more: (() => void) | null): JSX.Element {
  return h(Table<Person>, {
    id: 'people-table',
    caption: say('people.caption'),
    columns: COLUMNS(),
    rows,
    keyOf: ({ code }) => code,
    onOpen: ({ code }) => openPanel('people', code),
    current: address.value.panels.find(({ room }) => room === 'people')?.code ?? null,
    onMore: more,
  })
}

/** Everybody whom this member works for. */
export function PeoplePage(): JSX.Element {
  useEffect(() => void quietly(load), [])
  const rows = people.value === null ? null : [...people.value.values()]
  return h(
    'section',
    { 'aria-labelledby': 'people-title' },
    h('h1', { id: 'people-title', tabIndex: -1 }, say('people.title')),
    faultBox(),
    working(),
    h(NameSearch, {}),
    rows !== null && rows.length === 0 ? h(Empty, { words: say('people.empty'), teaches: say('people.empty_teaches') }) : null,
    rows === null || rows.length === 0 ? null : list(rows, hasMore.value ? () => void quietly(loadMore) : null),
    h(Requests, {}),
  )
}

/** Among the names that were opened here: over scripts, order and romanisations, and nowhere but in this tab. */
function NameSearch(): JSX.Element {
  const typed = useSignal(hits.value?.typed ?? '')
  const find = (value: string) => {
    typed.value = value
    void quietly(async () => {
      const { hits: found, known } = await call('people.find', { typed: value })
      if (typed.value === value) hits.value = { typed: value, list: found, known }
    })
  }
  const told = hits.value
  return h(
    'div',
    { class: 'name-search', role: 'search' },
    field({ id: 'people-find', label: say('people.find'), hint: say('people.find_hint'), value: typed.value, onValue: find }),
    h(
      'p',
      { class: 'quiet', role: 'status' },
      typed.value === '' || told === null ? '' : say('people.found', { count: told.list.length, known: told.known }),
    ),
    typed.value === '' || told === null
      ? null
      : h(
          'ul',
          { class: 'plain-list' },
          ...told.list.map((hit) =>
            h(
              'li',
              { key: hit.code },
              button(hit.code, () => openPanel('people', hit.code), { kind: 'quiet' }),
              ' ',
              h('bdi', { translate: 'no' }, hit.name),
              ' ',
              mark('plain', say(`people.like_${hit.likeness}`)),
            ),
          ),
        ),
  )
}

/** The people of one case. */
export function PeopleTab({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void quietly(() => load(code)), [code])
  const rows = [...(people.value?.values() ?? [])].filter((person) => person.case === code)
  return h(
    'div',
    null,
    h('h2', null, say('people.title')),
    form.value === 'new'
      ? h(PersonForm, { of: code, person: null })
      : button(say('people.new'), () => (form.value = 'new'), { kind: 'first' }),
    rows.length === 0 ? h(Empty, { words: say('people.empty_case') }) : list(rows, null),
  )
}
