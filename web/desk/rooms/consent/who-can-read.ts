import { useSignal } from '@preact/signals'
import { Fragment, h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { dayInWords, nameIn, say } from '../../words.ts'
import { sentenceOf } from '../audit/sentence.ts'
import type { Readers } from './calls.ts'
import { loadReaders, nameOfMember, readers } from './state.ts'

/** "Who can read this", one click from any sealed thing: names, since when, why, who did, what left, who never will (UX-C-07). */
export function WhoCanReadChip({ code }: { readonly code: string }): JSX.Element {
  const isOpen = useSignal(false)
  useEffect(() => void loadReaders(code), [code])
  const told = readers.value[code]
  const id = `who-${code}`
  const open = () => {
    isOpen.value = !isOpen.value
    if (isOpen.value) void loadReaders(code)
  }
  return h(
    'div',
    { class: 'readers who-can-read' },
    h(
      'button',
      {
        type: 'button',
        class: `chip ${told === undefined ? '' : shapeOf(told)}`,
        'aria-expanded': isOpen.value,
        'aria-controls': id,
        onClick: open,
      },
      told === undefined ? say('consent.chip_asking') : chipWords(told),
    ),
    h(
      'div',
      { id, class: isOpen.value ? 'chip-body' : 'chip-body closed' },
      isOpen.value && told !== undefined ? h(ReadersBody, { told }) : null,
    ),
  )
}

const teamsOf = ({ readers: all }: Readers) => new Set(all.map(({ team }) => team))

/** A whole lock while one team alone reads it, half a lock when it is shared. */
const shapeOf = (told: Readers) => (teamsOf(told).size > 1 ? 'half-lock' : 'lock')

function chipWords(told: Readers): string {
  return say('consent.chip', { people: told.readers.length, teams: teamsOf(told).size })
}

/** The whole answer; the page Sharing shows the same. */
export function ReadersBody({ told }: { readonly told: Readers }): JSX.Element {
  const somebody = ({ member, team }: { readonly member: string | null; readonly team: string }) =>
    h('bdi', null, member === null ? say('consent.somebody_of', { team: nameOfTeam(told, team) }) : nameOfMember(member))
  return h(
    Fragment,
    null,
    h('h3', { class: 'small' }, say('consent.readers')),
    h(
      'ul',
      null,
      ...told.readers.map((one, at) => h('li', { key: at }, somebody(one), h('span', { class: 'quiet' }, ` · ${whyWords(told, one)}`))),
    ),
    ...list(say('consent.holders'), told.holders.map(somebody)),
    ...list(say('consent.auditors'), told.auditors.map(somebody)),
    h('h3', { class: 'small' }, say('consent.opened')),
    told.opened.length === 0
      ? h('p', { class: 'quiet' }, say('consent.opened_none'))
      : h(
          'ul',
          null,
          ...told.opened.map((one, at) => h('li', { key: at }, somebody(one), h('span', { class: 'quiet' }, ` · ${openedWords(one)}`))),
        ),
    h(Shared, { told }),
    h(Barred, { told }),
  )
}

function list(title: string, entries: readonly JSX.Element[]): JSX.Element[] {
  return entries.length === 0
    ? []
    : [h('h3', { class: 'small' }, title), h('ul', null, ...entries.map((entry, at) => h('li', { key: at }, entry)))]
}

function whyWords(told: Readers, { why, since, by, until, writes }: Readers['readers'][number]): string {
  const giver = by === null ? '' : by.member === null ? nameOfTeam(told, by.team) : nameOfMember(by.member)
  const words = {
    opened: say('consent.why_opened'),
    added: say('consent.why_added', { by: giver }),
    break_glass: say('consent.why_glass'),
  }[why]
  const rest = [until === null ? null : say('consent.until', { day: dayInWords(until) }), writes ? null : say('consent.reads_only')]
  return [say('consent.since', { day: dayInWords(since) }), words, ...rest.filter((part) => part !== null)].join(' · ')
}

function openedWords({ first, last, times, reads }: Readers['opened'][number]): string {
  const when = first === last ? dayInWords(last) : say('consent.between', { first: dayInWords(first), last: dayInWords(last) })
  return [say('consent.times', { count: times }), when, ...(reads ? [] : [say('consent.reads_no_more')])].join(' · ')
}

/** What left the case, in the words of the ledger. */
export function Shared({ told }: { readonly told: Readers }): JSX.Element {
  return h(
    Fragment,
    null,
    h('h3', { class: 'small' }, say('consent.shared')),
    told.shared.length === 0
      ? h('p', { class: 'quiet' }, say('consent.shared_none'))
      : h(
          'ul',
          null,
          ...told.shared.map((one, at) =>
            h('li', { key: at }, `${dayInWords(one.on)} · `, sentenceOf({ ...one, case: told.case, machine: false })),
          ),
        ),
  )
}

/** Struck through, never removable. */
export function Barred({ told }: { readonly told: Readers }): JSX.Element {
  return h(
    Fragment,
    null,
    h('h3', { class: 'small' }, say('consent.barred')),
    told.barred.length === 0
      ? h('p', { class: 'quiet' }, say('consent.barred_none'))
      : h(
          'ul',
          { class: 'barred' },
          ...told.barred.map(({ team, since }) =>
            h(
              'li',
              { key: team },
              h('s', null, h('bdi', null, nameOfTeam(told, team))),
              h('span', { class: 'quiet' }, ` · ${say('consent.since', { day: dayInWords(since) })}`),
            ),
          ),
        ),
    h('p', { class: 'quiet' }, say('consent.barred_why')),
  )
}

const nameOfTeam = ({ names }: Readers, slug: string) => nameIn(names[slug] ?? null, slug)
