import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FocalPoint } from '#features/alerts/focal.contract.ts'
import { isStaffed, isVerified } from '#features/alerts/routing.rules.ts'
import { call, now, quietly } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { countriesMeant } from '../../countries.ts'
import { Empty } from '../../parts/empty.ts'
import { listed } from '../../parts/listed.ts'
import { type Column, Table } from '../../parts/table.ts'
import type { Room } from '../../room.ts'
import { button, faultBox, field, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, language, localeOf, nameIn, say } from '../../words.ts'
import type { ShownDirectory } from './calls.ts'
import { Duty, forgetDuty, steps } from './duty.ts'
import { clockOf, Entry, editing, newEntry } from './entry.ts'
import { forgetPublic, PublicPart, PublicYes } from './public.ts'

const told = signal<ShownDirectory | null>(null)
const asked = signal('')

export async function loadDirectory(): Promise<void> {
  told.value = await call('directory.list', null)
}

function Page(): JSX.Element {
  useEffect(() => void quietly(loadDirectory), [])
  const now_ = told.value
  return h(
    'section',
    { class: 'alerts', 'aria-labelledby': 'directory-title' },
    h('h1', { id: 'directory-title' }, say('directory.title')),
    faultBox(),
    working(),
    field({
      id: 'directory-find',
      label: say('directory.find'),
      value: asked.value,
      onValue: (value) => (asked.value = value),
    }),
    now_ === null ? null : h(List, { of: now_ }),
    steps.value !== null && editing.value === null
      ? h(
          'div',
          { class: 'ways' },
          button(say('directory.add'), () => (editing.value = newEntry())),
        )
      : null,
    editing.value === null ? null : h(Entry, { onDone: loadDirectory }),
    h('p', null, h('a', { href: hrefOf('nodes') }, say('nodes.title'))),
    h(PublicYes, { onDone: loadDirectory }),
    h(Duty, {}),
  )
}

function List({ of }: { readonly of: ShownDirectory }): JSX.Element {
  const isAll = asked.value.trim() === ''
  const meant = countriesMeant(asked.value, localeOf(language.value))
  const rows = of.points.filter(({ territory }) => isAll || territory.some((code) => meant.includes(code)))
  if (rows.length === 0) return h(Empty, { words: say(isAll || meant.length > 0 ? 'directory.none' : 'directory.no_country') })
  const columns: readonly Column<FocalPoint>[] = [
    { id: 'office', head: say('directory.office'), cell: (row) => officeCell(of, row) },
    {
      id: 'territory',
      head: say('directory.territory'),
      cell: ({ territory }) => listed(territory.map(countryName)),
      sort: ({ territory }) => territory.join(),
    },
    { id: 'languages', head: say('directory.languages'), cell: ({ languages }) => listed(languages.map(languageName)) },
    { id: 'hours', head: say('directory.hours'), cell: (row) => hoursCell(of, row) },
    { id: 'contact', head: say('directory.contact'), cell: ({ contact }) => h('bdi', { translate: 'no' }, contact) },
    { id: 'checked', head: say('directory.checked'), cell: (row) => checkedCell(of, row), sort: ({ checkedOn }) => checkedOn },
  ]
  return h(Table<FocalPoint>, {
    id: 'directory-table',
    caption: say('directory.caption', { n: rows.length }),
    rows,
    columns,
    keyOf: ({ id }) => id,
  })
}

/** The name of a language in the one on the screen. */
function languageName(code: string): string {
  return new Intl.DisplayNames([document.documentElement.lang || 'en'], { type: 'language', fallback: 'code' }).of(code) ?? code
}

function officeCell(of: ShownDirectory, point: FocalPoint): JSX.Element {
  const { team, stateBody, police, conflicts } = point
  const more = [
    say(stateBody ? 'directory.state_body' : 'directory.not_state'),
    police ? say('directory.police') : null,
    conflicts.length === 0 ? null : say('directory.conflicts', { states: listed(conflicts.map(countryName)) }),
  ].filter((one) => one !== null)
  const isOwn = team === of.own
  return h(
    'div',
    null,
    h('bdi', null, nameIn(of.names[team] ?? null, team)),
    h('br', null),
    h('span', { class: 'quiet' }, more.join(' · ')),
    of.teams.some((one) => one.team === team && !one.receives) ? h('p', null, mark('caution', say('directory.no_key'))) : null,
    isOwn
      ? h(
          'p',
          null,
          button(say('directory.edit'), () => (editing.value = point), { kind: 'quiet' }),
        )
      : null,
    isOwn && steps.value !== null ? h(PublicPart, { of, point, onDone: loadDirectory }) : null,
  )
}

function hoursCell(of: ShownDirectory, point: FocalPoint): JSX.Element {
  const isOpen = isStaffed(point, now().getTime())
  // By its hours alone: of an office that does not answer nobody says that somebody is there.
  const isSaid = !isOpen || of.silent.every(({ team }) => team !== point.team)
  const hours = point.opens === point.closes ? say('directory.always') : `${clockOf(point.opens)}–${clockOf(point.closes)}`
  return h(
    'div',
    null,
    h('span', { dir: 'ltr' }, hours),
    h('br', null),
    isSaid ? h('span', { class: 'quiet' }, say(isOpen ? 'directory.now' : 'directory.closed')) : null,
  )
}

/** Entries that nobody checked for 180 days say so (R-EP-26). */
function checkedCell(of: ShownDirectory, point: FocalPoint): JSX.Element {
  const day = dayInWords(point.checkedOn)
  const since = of.silent.find(({ team }) => team === point.team)?.since
  return h(
    'div',
    null,
    isVerified(point, of.today) ? say('directory.verified', { day }) : mark('caution', say('directory.unverified', { day })),
    since === undefined ? null : h('p', null, mark('stop', say('directory.silent', { day: dayInWords(since) }))),
  )
}

/** Who is responsible where: two clicks from anywhere in the desk. */
export const directoryRoom: Room = {
  id: 'directory',
  letter: 'F',
  title: () => say('directory.title'),
  stands: 'house',
  view: () => h(Page, {}),
  commands: () => [{ id: 'directory.open', words: () => say('directory.title'), run: () => go('directory') }],
  forget: () => {
    told.value = null
    editing.value = null
    asked.value = ''
    forgetDuty()
    forgetPublic()
  },
}
