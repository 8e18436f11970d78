import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { NAME_LETTERS, NO_FILTER, type SavedView } from '#features/cases/views/saved.rules.ts'
import type { Filter, Flows } from '#features/cases/views/view.contract.ts'
import { findMethod, methodCodes, terms } from '#kernel/vocabulary.ts'
import { call, done, now, quietly } from '../../actions.ts'
import { methodWords, pick, termWords } from '../../parts/code-field.ts'
import { button, field, submits } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { actors, nameOf } from '../actors/state.ts'
import { by, everything, filter, saved } from './state.ts'

type Field = Exclude<keyof Filter, 'case'>
type Option = { readonly id: string; readonly words: string }

const FIRST_YEAR = 1990
const yearsBack = (): Option[] => {
  const last = now().getUTCFullYear()
  return Array.from({ length: last - FIRST_YEAR + 1 }, (_, at) => ({ id: `${last - at}`, words: `${last - at}` }))
}

/** Countries that stand in something that this member reads. */
function countries(end: 'origin' | 'host', { flows }: Flows): Option[] {
  const codes = new Set(flows.map((flow) => flow[end]).filter((code) => code !== null))
  return [...codes].map((id) => ({ id, words: countryName(id) })).toSorted((a, b) => a.words.localeCompare(b.words))
}

const OPTIONS: Readonly<Record<Field, () => readonly Option[]>> = {
  origin: () => (everything.value === null ? [] : countries('origin', everything.value)),
  host: () => (everything.value === null ? [] : countries('host', everything.value)),
  method: () => methodCodes.filter((code) => findMethod(code).retired === null).map((id) => ({ id, words: methodWords(id) })),
  actor: () => [...(actors.value?.values() ?? [])].map(({ id }) => ({ id, words: nameOf(id) })),
  year: yearsBack,
  status: () =>
    terms('verification_status')
      .filter(({ retired }) => retired === null)
      .map(({ code }) => ({ id: code, words: termWords('verification_status', code) })),
}

type Parts = { readonly fields: readonly Field[]; readonly room: SavedView['room']; readonly onChange: () => Promise<void> }

/** What is left in, field by field; then the filters that this member keeps under a name. */
export function FilterBar({ fields, room, onChange }: Parts): JSX.Element {
  const set = (next: Filter) => {
    filter.value = next
    void quietly(onChange)
  }
  return h(
    'div',
    { class: 'views-filter no-print' },
    h(
      'div',
      { class: 'filter-row' },
      ...fields.map((name) =>
        pick({
          id: `views-${name}`,
          label: say(`views.${name}`),
          value: String(filter.value[name] ?? ''),
          all: OPTIONS[name](),
          none: say('views.any'),
          onValue: (value) => set({ ...filter.value, [name]: readValue(name, value) }),
        }),
      ),
      button(say('views.clear'), () => set(NO_FILTER), { kind: 'quiet', disabled: isEmpty() }),
    ),
    h(Saved, { room, onChange }),
  )
}

const isEmpty = (): boolean => Object.values(filter.value).every((value) => value === null)

function readValue(name: Field, value: string): string | number | null {
  if (value === '') return null
  return name === 'year' ? Number(value) : value
}

/** What the filter says, in words; it stands above each number and each picture. */
export function filterWords(): string {
  const said = Object.entries(filter.value).flatMap(([name, value]) =>
    value === null ? [] : [`${say(`views.${name as keyof Filter}`)}: ${wordOf(name as keyof Filter, value)}`],
  )
  return said.length === 0 ? say('views.no_filter') : said.join(' · ')
}

function wordOf(name: keyof Filter, value: string | number): string {
  if (name === 'origin' || name === 'host') return countryName(String(value))
  if (name === 'method') return methodWords(String(value))
  if (name === 'status') return termWords('verification_status', String(value))
  return name === 'actor' ? nameOf(String(value)) : String(value)
}

function Saved({ room, onChange }: Omit<Parts, 'fields'>): JSX.Element {
  const name = useSignal('')
  const here = (saved.value ?? []).filter((one) => one.room === room)
  const keep = async () => {
    const view = { id: crypto.randomUUID(), room, name: name.value.trim().normalize('NFC').slice(0, NAME_LETTERS) }
    if (view.name === '') return
    saved.value = (await call('views.save', { ...view, filter: filter.value, by: room === 'statistics' ? by.value : null })).views
    name.value = ''
    done(() => say('views.kept'), null)
  }
  return h(
    'details',
    { class: 'saved-views', open: here.length > 0 ? true : undefined },
    h('summary', null, say('views.saved', { n: here.length })),
    h('p', { class: 'hint' }, say('views.saved_words')),
    h('ul', { class: 'plain-list' }, ...here.map((view) => h('li', { key: view.id, class: 'ways' }, ...ofView(view, onChange)))),
    h(
      'form',
      { class: 'filter-row', onSubmit: submits(() => void quietly(keep)) },
      field({ id: 'views-name', label: say('views.name'), value: name.value, onValue: (value) => (name.value = value) }),
      h('button', { type: 'submit', disabled: name.value.trim() === '' }, say('views.keep')),
    ),
  )
}

function ofView(view: SavedView, onChange: () => Promise<void>): JSX.Element[] {
  const use = () => {
    filter.value = view.filter
    if (view.by !== null) by.value = view.by
    void quietly(onChange)
  }
  const drop = async () => {
    saved.value = (await call('views.drop', { id: view.id })).views
    done(
      () => say('views.dropped'),
      async () => {
        saved.value = (await call('views.save', view)).views
      },
    )
  }
  return [
    h('button', { type: 'button', class: 'plain', key: 'use', onClick: use }, h('bdi', { translate: 'no' }, view.name)),
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        key: 'drop',
        'aria-label': `${say('views.drop_short')}: ${view.name}`,
        onClick: () => void quietly(drop),
      },
      say('views.drop_short'),
    ),
  ]
}
