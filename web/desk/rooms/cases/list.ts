import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { casework } from '#kernel/casework.ts'
import { quietly, working } from '../../actions.ts'
import { address, hrefOf, openPanel } from '../../address.ts'
import { team } from '../../desk-state.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { working as busyLine, button, faultBox, field, mark } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import type { ShownCase } from './calls.ts'
import { countryOrNone, none, pick, worded } from './fields.ts'
import { charged, current, filters, hasMore, rows } from './state.ts'
import { codeWord, provisionWord, termWord } from './words-of.ts'
import { begin, filter, look, lookForCharge, lookFurther } from './work.ts'

/** All cases that this member reads, the last changed first. */
export function CaseList(): JSX.Element {
  useEffect(() => {
    void (rows.value === null ? working(say('cases.loading'), look) : quietly(look))
  }, [])
  return h(
    'section',
    { class: 'list', 'aria-labelledby': 'cases-title' },
    h('h1', { id: 'cases-title' }, say('cases.title')),
    faultBox(),
    h(Filters, {}),
    busyLine(),
    charged.value === null ? table() : chargedList(),
    h('p', { class: 'quiet' }, ...wayLinks()),
  )
}

/** Tables come and go from here; the palette knows them as well. */
function wayLinks(): (JSX.Element | string)[] {
  return [
    h('a', { href: hrefOf('import') }, say('import.title')),
    ' · ',
    h('a', { href: hrefOf('export') }, say('export.title')),
    ' · ',
    h('a', { href: hrefOf('take-along') }, say('takeAlong.title')),
  ]
}

function table(): JSX.Element | null {
  const all = rows.value
  if (all === null) return null
  if (all.length === 0)
    return h(
      Empty,
      { words: say('cases.empty'), teaches: say('cases.empty_teaches') },
      button(say('cases.begin'), () => void begin()),
    )
  return h(
    'div',
    null,
    h(Table<ShownCase>, {
      id: 'cases',
      caption: say('cases.caption'),
      columns: columns(),
      rows: all,
      keyOf: (row: ShownCase) => row.case,
      onOpen: (row: ShownCase) => openPanel('cases', row.case),
      current: current.value,
      onMore: hasMore.value ? () => void lookFurther() : null,
    }),
    button(say('cases.begin'), () => void begin()),
  )
}

/** Beside an open case there is room for what one looks for. */
function columns(): Column<ShownCase>[] {
  const kept = ['case', 'state', 'deadline']
  return address.value.panels.length === 0 ? allColumns() : allColumns().filter(({ id }) => kept.includes(id))
}

function allColumns(): Column<ShownCase>[] {
  return [
    {
      id: 'case',
      head: say('cases.case'),
      cell: (row) => [
        h('span', { class: 'code', dir: 'ltr' }, row.case),
        row.label === null ? null : h('bdi', { class: 'case-label', translate: 'no' }, ` ${row.label}`),
      ],
    },
    { id: 'state', head: say('cases.state'), cell: (row) => codeWord(row.state) },
    { id: 'owner', head: say('cases.owner'), cell: (row) => ownerWord(row.owner) },
    { id: 'risk', head: say('cases.risk'), cell: (row) => riskMark(row.risk) },
    {
      id: 'place',
      head: say('cases.place'),
      cell: (row) =>
        [row.host, row.origin]
          .filter((one) => one !== null)
          .map(countryName)
          .join(' ← '),
    },
    { id: 'deadline', head: say('cases.deadline'), cell: (row) => (row.deadline === null ? '' : dayInWords(row.deadline)) },
    { id: 'changed', head: say('cases.changed_on'), cell: (row) => dayInWords(row.changedOn) },
  ]
}

/** A colleague by name where we know it; names of colleagues are the team's own. */
export function ownerWord(code: string | null): string {
  if (code === null) return say('cases.nobody')
  return team.value?.colleagues.find(({ member }) => member === code)?.name ?? code
}

export function riskMark(level: string | null): JSX.Element | string {
  if (level === null) return say('cases.risk_none')
  const kind = level === 'critical' ? 'stop' : level === 'high' ? 'caution' : 'plain'
  return mark(kind, termWord('risk_levels', level))
}

const LEVELS = ['critical', 'high', 'moderate', 'low'] as const
const STATES = ['open', 'watching', 'closed', 'merged'] as const

function Filters(): JSX.Element {
  return h(
    'details',
    { class: 'filters' },
    h('summary', null, say('cases.filters')),
    h('div', { class: 'filter-row' }, ...codeFilters(), ...placeFilters()),
  )
}

function codeFilters(): readonly JSX.Element[] {
  const now = filters.value
  const me = team.value?.member ?? ''
  const days = [
    { id: 'late', words: say('cases.late') },
    { id: 'week', words: say('cases.week') },
  ]
  const ofDay = (value: string) => filter({ deadline: value === 'late' || value === 'week' ? value : null })
  const ofState = (value: string) => filter({ state: STATES.find((one) => one === value) ?? null })
  const ofRisk = (value: string) => filter({ risk: LEVELS.find((one) => one === value) ?? null })
  const own = [{ id: me, words: say('cases.mine') }]
  const levels = worded(LEVELS, (code) => termWord('risk_levels', code))
  const rest = { none: none() }
  return [
    pick({ id: 'f-state', label: say('cases.state'), value: now.state ?? '', all: worded(STATES, codeWord), ...rest, onValue: ofState }),
    pick({
      id: 'f-owner',
      label: say('cases.owner'),
      value: now.owner ?? '',
      all: own,
      ...rest,
      onValue: (value) => filter({ owner: value === '' ? null : value }),
    }),
    pick({ id: 'f-risk', label: say('cases.risk'), value: now.risk ?? '', all: levels, ...rest, onValue: ofRisk }),
    pick({ id: 'f-deadline', label: say('cases.deadline'), value: now.deadline ?? '', all: days, ...rest, onValue: ofDay }),
  ]
}

function placeFilters(): readonly JSX.Element[] {
  const now = filters.value
  const provisions = worded(
    casework.provisions.map(({ code }) => code),
    provisionWord,
  )
  return [
    field({
      id: 'f-host',
      label: say('cases.host'),
      value: now.host ?? '',
      isLatin: true,
      onValue: (value) => filter({ host: countryOrNone(value) }),
    }),
    field({
      id: 'f-origin',
      label: say('cases.origin'),
      value: now.origin ?? '',
      isLatin: true,
      onValue: (value) => filter({ origin: countryOrNone(value) }),
    }),
    pick({
      id: 'f-charged',
      label: say('cases.charged_under'),
      value: charged.value?.provision ?? '',
      all: provisions,
      none: none(),
      onValue: (value) => void lookForCharge(value),
    }),
  ]
}

/** Every case in which somebody was charged under a provision: what they were doing, as a right, stands beside it (R-NGO-42). */
function chargedList(): JSX.Element | null {
  const found = charged.value
  if (found === null) return null
  if (found.list.length === 0) return h(Empty, { words: say('cases.charged_none') })
  return h(Table<(typeof found.list)[number]>, {
    id: 'charged',
    caption: provisionWord(found.provision),
    columns: [
      { id: 'case', head: say('cases.case'), cell: (row) => h('span', { class: 'code', dir: 'ltr' }, row.case) },
      { id: 'on', head: say('cases.day'), cell: (row) => (row.precision === 'unknown' ? '' : dayInWords(row.on)) },
      {
        id: 'rights',
        head: say('cases.right_used'),
        cell: (row) => (row.kind === 'proceeding' ? row.facts.rights.map((code) => termWord('legal_standards', code)).join('; ') : ''),
      },
    ],
    rows: found.list,
    keyOf: (row: (typeof found.list)[number]) => row.entry,
    onOpen: (row: (typeof found.list)[number]) => openPanel('cases', row.case),
  })
}
