import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Due } from '#features/diplomacy/calendar/calendar.contract.ts'
import type { KeepTrack, Track } from '#features/diplomacy/rounds/round.contract.ts'
import { terms } from '#kernel/vocabulary.ts'
import { call, quietly } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { chosen, countryIn, useForm } from '../../parts/use-form.ts'
import { button, mark, working } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { dialogueFault } from './fault-box.ts'
import { codeLink, dueWords, nameOfTrack, noteWords } from './names.ts'
import { change, due, form, loadOverview, opens, tracks } from './state.ts'

/** What waits, and every track with what it does not tell. */
export function Overview(): JSX.Element {
  useEffect(() => void quietly(loadOverview), [])
  const all = tracks.value
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'dialogues-title' },
    h('h1', { id: 'dialogues-title' }, say('dialogues.title')),
    h('p', { class: 'quiet' }, say('dialogues.intro')),
    dialogueFault(),
    working(),
    ways(),
    form.value?.is === 'track' ? [h('h2', null, say('dialogues.tracks')), h(TrackForm, { track: null })] : null,
    all === null
      ? null
      : all.length === 0
        ? h(Empty, { words: say('dialogues.empty'), teaches: say('dialogues.empty_teaches') })
        : [waiting(), tracksTable(all)],
  )
}

const ways = (): JSX.Element =>
  h(
    'div',
    { class: 'ways' },
    button(say('dialogues.new_track'), opens('track'), { kind: 'first', key: 'N' }),
    h('a', { href: hrefOf('dialogues', 'all') }, say('dialogues.joined')),
    h('a', { href: hrefOf('dialogues', 'summary') }, say('dialogues.summary')),
    h('a', { href: hrefOf('dialogues', 'calendar') }, say('dialogues.calendar')),
  )

function waiting(): JSX.Element {
  const list = due.value.filter(({ on }) => on < '9999')
  const late = list.filter(({ since }) => since !== null).length
  const columns: Column<Due>[] = [
    { id: 'on', head: say('dialogues.day'), cell: ({ on }) => dayInWords(on), sort: ({ on }) => on },
    {
      id: 'what',
      head: say('dialogues.what'),
      cell: (one) => [
        dueWords(one),
        ' ',
        one.since === null ? null : mark('caution', say('dialogues.overdue', { day: dayInWords(one.since) })),
      ],
    },
    {
      id: 'code',
      head: say('dialogues.code'),
      cell: ({ code, case: of }) => (of === null ? codeLink(code) : [codeLink(code, 'cases'), ' · ', codeLink(of)]),
    },
    { id: 'before', head: say('dialogues.before_round'), cell: ({ before }) => (before === null ? '' : codeLink(before)) },
  ]
  return h(
    'section',
    { 'aria-labelledby': 'dialogues-due' },
    h('h2', { id: 'dialogues-due' }, say('dialogues.waits')),
    h('p', { role: 'status' }, say('dialogues.waits_line', { n: list.length, late })),
    list.length === 0
      ? null
      : h(Table<Due>, {
          id: 'dialogues-waiting',
          caption: say('dialogues.waits_caption'),
          columns,
          rows: list,
          keyOf: ({ what, code, case: of, on }) => `${what}-${code}-${of ?? ''}-${on}`,
        }),
  )
}

function tracksTable(all: readonly Track[]): JSX.Element {
  const columns: Column<Track>[] = [
    { id: 'track', head: say('dialogues.track'), cell: (track) => nameOfTrack(track), sort: nameOfTrack },
    {
      id: 'last',
      head: say('dialogues.last'),
      cell: ({ last }) => (last === null ? say('dialogues.none_held') : [dayInWords(last.on), ' ', codeLink(last.round)]),
      sort: ({ last }) => last?.on ?? '',
    },
    {
      id: 'next',
      head: say('dialogues.next'),
      cell: ({ next, onAgenda }) =>
        next === null
          ? say('dialogues.nothing_announced')
          : [
              dayInWords(next.on),
              ' ',
              codeLink(next.round),
              ' ',
              onAgenda === true ? mark('picked', say('dialogues.on_agenda')) : mark('caution', say('dialogues.not_on_agenda')),
            ],
    },
    { id: 'share', head: say('dialogues.coverage'), cell: ({ held, raising }) => say('dialogues.of_held', { raising, held }) },
    {
      id: 'notes',
      head: say('dialogues.notes'),
      cell: ({ notes }) =>
        notes.length === 0 ? '' : h('ul', { class: 'plain-list' }, ...notes.map((note, at) => h('li', { key: at }, noteWords(note)))),
    },
  ]
  return h(
    'section',
    { 'aria-labelledby': 'dialogues-tracks' },
    h('h2', { id: 'dialogues-tracks' }, say('dialogues.tracks')),
    h(Table<Track>, {
      id: 'dialogues-tracks-table',
      caption: say('dialogues.tracks_caption'),
      columns,
      rows: all,
      keyOf: ({ code }) => code,
      onOpen: ({ code }) => go('dialogues', code),
    }),
  )
}

const EMPTY = { kind: 'hrd', partner: '', basis: '', every: '', state: 'open' }

function typedOf(track: Track | null): typeof EMPTY {
  if (track === null) return EMPTY
  const { kind, partner, basis, everyDays, state } = track
  return { kind, partner, basis: basis ?? '', every: everyDays === null ? '' : String(everyDays), state }
}

function bodyOf({ kind, partner, basis, every, state }: typeof EMPTY): KeepTrack['body'] {
  return {
    kind,
    partner: countryIn(partner) ?? '',
    basis: chosen<string>(basis.trim()),
    everyDays: every.trim() === '' ? null : Number(every),
    state: state === 'closed' ? 'closed' : 'open',
  }
}

const NEW = { id: null, code: null, revision: 0 }

/** A new track, or another word on one. */
export function TrackForm({ track }: { readonly track: Track | null }): JSX.Element {
  const fields = useForm('track', typedOf(track))
  const { partner } = fields.values
  const keep = () =>
    void change(
      async () => {
        const { id, code, revision } = track ?? NEW
        const kept = await call('dialogues.keepTrack', { id, code, revision, body: bodyOf(fields.values) })
        if (track === null) go('dialogues', kept.code)
      },
      loadOverview,
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    {
      title: say(track === null ? 'dialogues.new_track' : 'dialogues.change_track'),
      go: say('dialogues.keep'),
      onGo: keep,
      onCancel: close,
    },
    fields.pick(
      'kind',
      say('dialogues.track_kind'),
      terms('dialogue_tracks').map((term) => ({ id: term.code, words: termWords('dialogue_tracks', term.code) })),
    ),
    fields.text('partner', say('dialogues.partner'), {
      hint: say('dialogues.partner_hint'),
      isLatin: true,
      wrong: partner !== '' && countryIn(partner) === null ? say('dialogues.partner_hint') : null,
    }),
    fields.text('basis', say('dialogues.basis'), { hint: say('dialogues.basis_hint'), isLatin: true }),
    fields.text('every', say('dialogues.every'), { hint: say('dialogues.every_hint'), isLatin: true }),
    track === null ? null : fields.pick('state', say('dialogues.track_state'), STATES()),
  )
}

const STATES = () => [
  { id: 'open', words: say('dialogues.track_open') },
  { id: 'closed', words: say('dialogues.track_closed') },
]

function close(): void {
  form.value = null
}
