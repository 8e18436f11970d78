import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { CountedRound, Round, RoundFacts, Track } from '#features/diplomacy/rounds/round.contract.ts'
import { readDateRange, UNKNOWN_TIME } from '#kernel/daterange.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { chosen, countryIn, type Form, useForm } from '../../parts/use-form.ts'
import { button, mark, working } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { many } from '../cases/fields.ts'
import { dialogueFault } from './fault-box.ts'
import { letterFields, letterOf, letterTyped, NO_LETTER } from './letter-fields.ts'
import { code, nameOfRound, nameOfTrack, noteWords, options, statusMark, trackWords, whenWords, wordOf } from './names.ts'
import { TrackForm } from './overview.ts'
import { change, form, loadTimeline, moreOfTimeline, opens, timeline, tracks } from './state.ts'

/** The timeline of one track with its gaps, or the joined history of all. */
export function TrackPage({ of }: { readonly of: string }): JSX.Element {
  useEffect(() => void quietly(() => loadTimeline(of)), [of])
  const track = tracks.value?.find((one) => one.code === of)
  const now = timeline.value?.of === of ? timeline.value : null
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'track-title' },
    h('p', null, h('a', { href: hrefOf('dialogues') }, say('dialogues.title'))),
    h('h1', { id: 'track-title' }, track === undefined ? say('dialogues.joined') : nameOfTrack(track)),
    dialogueFault(),
    working(),
    track === undefined ? null : headOf(track),
    h('h2', null, say('dialogues.timeline')),
    form.value?.is === 'round' && track !== undefined ? h(RoundForm, { track: track.code, round: null }) : null,
    form.value?.is === 'track' && track !== undefined ? h(TrackForm, { track }) : null,
    now === null
      ? null
      : now.rounds.length === 0
        ? h(Empty, { words: say('dialogues.no_rounds') })
        : list(now.rounds, now.more, track !== undefined),
  )
}

function headOf(track: Track): JSX.Element {
  return h(
    'div',
    null,
    h('p', null, code(track.code), track.basis === null ? null : [' · ', h('span', { dir: 'ltr' }, track.basis)]),
    track.notes.length === 0
      ? null
      : h('ul', { class: 'plain-list gaps' }, ...track.notes.map((note, at) => h('li', { key: at }, mark('caution', noteWords(note))))),
    h(
      'div',
      { class: 'ways' },
      button(say('dialogues.new_round'), opens('round'), { kind: 'first', key: 'N' }),
      button(say('dialogues.change_track'), opens('track'), { kind: 'quiet' }),
    ),
  )
}

function list(rounds: readonly CountedRound[], more: boolean, isOne: boolean): JSX.Element {
  const columns: Column<CountedRound>[] = [
    { id: 'round', head: say('dialogues.round'), cell: (one) => nameOfRound(one) },
    { id: 'when', head: say('dialogues.when'), cell: whenWords, sort: ({ on }) => on },
    ...(isOne
      ? []
      : [
          {
            id: 'track',
            head: say('dialogues.track'),
            cell: ({ trackKind, partner }: CountedRound) =>
              trackKind === null || partner === null ? say('dialogues.shared_here') : trackWords(trackKind, partner),
          },
        ]),
    { id: 'status', head: say('dialogues.status_head'), cell: statusMark },
    { id: 'raised', head: say('dialogues.repression'), cell: raisedWords },
    {
      id: 'cases',
      head: say('dialogues.cases'),
      cell: ({ counts }) => (counts.listed === 0 ? '' : say('dialogues.counts', counts)),
    },
  ]
  return h(Table<CountedRound>, {
    id: 'dialogues-timeline',
    caption: say('dialogues.timeline_caption'),
    columns,
    rows: rounds,
    keyOf: ({ code: of }) => of,
    onOpen: ({ code: of }) => go('dialogues', of),
    onMore: more ? () => void quietly(moreOfTimeline) : null,
  })
}

export function raisedWords({ raised, absence, level, heldBy }: Pick<Round, 'raised' | 'absence' | 'level' | 'heldBy'>): string {
  const said = absence === null ? wordOf('raised', raised) : `${wordOf('raised', raised)}: ${wordOf('absence', absence)}`
  return [said, level === null ? null : wordOf('level', level), heldBy === null ? null : wordOf('by', heldBy)]
    .filter((one) => one !== null)
    .join(' · ')
}

const TYPED: Partial<Record<Round['happened']['precision'], (when: Round['happened']) => string>> = {
  unknown: () => '',
  before: ({ until }) => `..${until}`,
  since: ({ from }) => `${from}..`,
  range: ({ from, until }) => `${from}..${until}`,
  year: ({ from }) => String(from).slice(0, 4),
  month: ({ from }) => String(from).slice(0, 7),
}
const whenTyped = (when: Round['happened']): string => TYPED[when.precision]?.(when) ?? String(when.from)

const NONE: Typed = {
  kind: 'round',
  ordinal: '',
  when: '',
  status: 'announced',
  heldSource: '',
  announcedSource: '',
  country: '',
  level: '',
  heldBy: '',
  raised: 'not_stated',
  absence: '',
  next: '',
  ...NO_LETTER,
}
const textOf = (value: string | number | null): string => (value === null ? '' : String(value))

function typedOf(round: Round): Typed {
  const { kind, status, raised } = round
  return {
    kind,
    status,
    raised,
    when: whenTyped(round.happened),
    ordinal: textOf(round.ordinal),
    heldSource: textOf(round.heldSource),
    announcedSource: textOf(round.announcedSource),
    country: textOf(round.country),
    level: textOf(round.level),
    heldBy: textOf(round.heldBy),
    absence: textOf(round.absence),
    next: textOf(round.next),
    ...letterTyped(round),
  }
}

type RoundParts = { readonly track: string; readonly round: Round | null; readonly before?: string; readonly again?: () => Promise<void> }
const NEW = { id: null, code: null, revision: 0, stage: 'preparation', before: null }

async function keepRound({ track, round, before }: RoundParts, values: Typed, themes: RoundFacts['themes']): Promise<void> {
  const { id, code: of, revision, stage, before: prepares } = round ?? { ...NEW, before: before ?? null }
  const body: RoundFacts = { ...bodyOf(values), ...letterOf(values), themes, stage, before: prepares }
  const kept = await call('dialogues.keepRound', { id, code: of, track, revision, body })
  if (round === null && before === undefined) go('dialogues', kept.code)
}

/** One exchange: what it is, when, what says that it took place, and whether repression across borders was raised. */
export function RoundForm(parts: RoundParts): JSX.Element {
  const { track, round, before, again } = parts
  const first = before === undefined ? NONE : { ...NONE, kind: 'ngo_meeting' }
  const fields = useForm('round', round === null ? first : typedOf(round))
  const themes = useSignal<readonly string[]>(round?.themes ?? [])
  const { values } = fields
  const keep = () =>
    void change(
      () => keepRound(parts, values, [...themes.value]),
      again ?? (() => loadTimeline(track)),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    {
      title: say(round === null ? 'dialogues.new_round' : 'dialogues.change_round'),
      go: say('dialogues.keep'),
      onGo: keep,
      onCancel: () => (form.value = null),
    },
    fields.pick('kind', say('dialogues.round_kind'), options('kind', dialogues.roundKinds)),
    values.kind === 'round'
      ? fields.text('ordinal', say('dialogues.ordinal'), { hint: say('dialogues.ordinal_hint'), isLatin: true })
      : null,
    fields.when('when', say('dialogues.when')),
    many({
      label: say('dialogues.themes'),
      all: options('theme', dialogues.themes),
      value: themes.value,
      onValue: (value) => (themes.value = value),
    }),
    ...whetherHeld(fields),
    ...letterFields(fields),
    ...whatOfIt(fields),
    fields.text('next', say('dialogues.follow_up'), { hint: say('dialogues.follow_up_hint'), isLatin: true }),
  )
}

type Fields = Form<keyof Typed>

function whetherHeld(fields: Fields): JSX.Element[] {
  return [
    fields.pick('status', say('dialogues.status_head'), options('status', ['announced', 'held', 'cancelled'])),
    fields.values.status === 'held'
      ? fields.text('heldSource', say('dialogues.held_source'), { hint: say('dialogues.held_source_hint'), isLatin: true })
      : fields.text('announcedSource', say('dialogues.announced_source'), { isLatin: true }),
    fields.text('country', say('dialogues.place'), { hint: say('dialogues.partner_hint'), isLatin: true }),
  ]
}

function whatOfIt(fields: Fields): (JSX.Element | null)[] {
  const none = { none: say('cases.unsaid') }
  return [
    fields.pick('level', say('dialogues.level_head'), options('level', dialogues.levels), none),
    fields.pick('heldBy', say('dialogues.held_by'), options('by', dialogues.heldBy), none),
    fields.pick('raised', say('dialogues.repression'), options('raised', ['not_stated', 'yes', 'no'])),
    fields.values.raised === 'no'
      ? fields.pick('absence', say('dialogues.absence_head'), options('absence', dialogues.absences), none)
      : null,
  ]
}

type Typed = Readonly<
  Record<
    | 'kind'
    | 'ordinal'
    | 'when'
    | 'status'
    | 'heldSource'
    | 'announcedSource'
    | 'country'
    | 'level'
    | 'heldBy'
    | 'raised'
    | 'absence'
    | 'next'
    | keyof typeof NO_LETTER,
    string
  >
>

function bodyOf(typed: Typed): Omit<RoundFacts, 'stage' | 'before' | 'themes' | keyof typeof NO_LETTER> {
  const ordinal = Number.parseInt(typed.ordinal, 10)
  return {
    kind: typed.kind,
    ordinal: typed.kind === 'round' && Number.isInteger(ordinal) ? ordinal : null,
    status: typed.status as RoundFacts['status'],
    happened: readDateRange(typed.when) ?? UNKNOWN_TIME,
    country: countryIn(typed.country),
    level: chosen(typed.level),
    heldBy: chosen(typed.heldBy),
    announcedSource: chosen(typed.announcedSource.trim()),
    heldSource: chosen(typed.heldSource.trim()),
    raised: typed.raised as RoundFacts['raised'],
    absence: typed.raised === 'no' ? chosen(typed.absence) : null,
    next: chosen(typed.next.trim()),
  }
}
