import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Raised } from '#features/diplomacy/raising/raising.contract.ts'
import type { Demand, Round, Summary } from '#features/diplomacy/rounds/round.contract.ts'
import { casework } from '#kernel/casework.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { methodWords } from '../../parts/code-field.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { provisionWord } from '../cases/words-of.ts'
import { dialogueFault } from './fault-box.ts'
import { codeLink, standingMark, subjectWords, trackWords, whenWords, wordOf } from './names.ts'
import { loadSummary, summary, tracks } from './state.ts'

/** Counts in numbers, never a score: what was raised and answered, how two people read replies, what fell silent. */
export function SummaryPage(): JSX.Element {
  useEffect(() => void quietly(loadSummary), [])
  const now = summary.value
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'summary-title' },
    h('p', null, h('a', { href: hrefOf('dialogues') }, say('dialogues.title'))),
    h('h1', { id: 'summary-title' }, say('dialogues.summary')),
    h('p', { class: 'quiet' }, say('dialogues.summary_words')),
    dialogueFault(),
    working(),
    now === null
      ? null
      : [
          coverage(now.told),
          byLevel(now.told),
          rounds(now.told),
          replies(now.told),
          silent(now.silent),
          demands(now.demands),
          topics(now.told),
          h(Laws, {}),
        ],
  )
}

const nameOf = (of: string): string => {
  const track = tracks.value?.find(({ code }) => code === of)
  return track === undefined ? of : trackWords(track.kind, track.partner)
}

function coverage({ tracks: all }: Summary): JSX.Element {
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.coverage')),
    h(
      'ul',
      { class: 'plain-list' },
      ...all.map((one) => h('li', { key: one.track }, `${nameOf(one.track)}: `, say('dialogues.of_held', one))),
    ),
  )
}

type Level = Summary['levels'][number]
const levelWords = ({ level }: Level): string => (level === null ? say('dialogues.level_unsaid') : wordOf('level', level))
const levelCount = (id: 'held' | 'raising' | 'points' | 'cases') => ({
  id,
  head: say(`dialogues.n_${id}`),
  cell: (one: Level) => String(one[id]),
  sort: (one: Level) => one[id],
})

/** What of repression across borders was raised at which level; an exchange without a level is a line of its own (R-CSP-02). */
function byLevel({ levels }: Summary): JSX.Element | null {
  if (levels.length === 0) return null
  const order = (level: string | null): number => (level === null ? dialogues.levels.length : dialogues.levels.indexOf(level))
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.by_level')),
    h(Table<Level>, {
      id: 'dialogues-levels',
      caption: say('dialogues.by_level_caption'),
      rows: levels.toSorted((one, other) => order(one.level) - order(other.level)),
      keyOf: ({ level }) => level ?? 'none',
      columns: [
        { id: 'level', head: say('dialogues.level_head'), cell: levelWords },
        levelCount('held'),
        levelCount('raising'),
        levelCount('points'),
        levelCount('cases'),
      ],
    }),
  )
}

function rounds({ rounds: all }: Summary): JSX.Element {
  type Row = Summary['rounds'][number]
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.reply_rate')),
    h(Table<Row>, {
      id: 'dialogues-rate',
      caption: say('dialogues.rate_caption'),
      rows: all.toReversed(),
      keyOf: ({ round }) => round,
      columns: [
        { id: 'round', head: say('dialogues.round'), cell: ({ round }) => codeLink(round) },
        { id: 'on', head: say('dialogues.day'), cell: ({ on }) => (on < '9999' ? dayInWords(on) : ''), sort: ({ on }) => on },
        { id: 'track', head: say('dialogues.track'), cell: ({ track }) => nameOf(track) },
        { id: 'raised', head: say('dialogues.n_raised'), cell: ({ raised }) => String(raised), sort: ({ raised }) => raised },
        {
          id: 'answered',
          head: say('dialogues.n_answered'),
          cell: ({ answered, raised }) => say('dialogues.answered_of', { answered, raised }),
          sort: ({ answered }) => answered,
        },
      ],
    }),
  )
}

function replies({ replies: all, scheme }: Summary): JSX.Element | null {
  if (all.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.reply_kinds')),
    h('p', { class: 'quiet' }, say('dialogues.scheme_words', { version: scheme })),
    h(
      'ul',
      { class: 'plain-list' },
      ...all.map((one) =>
        h(
          'li',
          { key: `${one.track} ${one.code ?? ''}` },
          `${nameOf(one.track)}: `,
          one.code === null ? mark('caution', say('dialogues.codings_differ')) : wordOf('reply', one.code),
          ` · ${one.n}`,
        ),
      ),
    ),
  )
}

function silent(all: readonly Raised[]): JSX.Element | null {
  if (all.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.silent')),
    h(Table<Raised>, {
      id: 'dialogues-silent',
      caption: say('dialogues.silent_caption'),
      rows: all,
      keyOf: ({ id }) => id,
      columns: [
        { id: 'case', head: say('cases.case'), cell: ({ case: of, subject }) => [codeLink(of), ' ', subjectWords(subject)] },
        {
          id: 'since',
          head: say('dialogues.silent_since'),
          cell: ({ touchedOn }) => dayInWords(touchedOn),
          sort: ({ touchedOn }) => touchedOn,
        },
        { id: 'standing', head: say('dialogues.consent'), cell: ({ standing }) => standingMark(standing) },
      ],
    }),
  )
}

function demands(all: readonly Demand[]): JSX.Element | null {
  if (all.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.demands')),
    h(
      'ul',
      { class: 'plain-list' },
      ...all.map((one) =>
        h(
          'li',
          { key: one.item },
          codeLink(one.round),
          ` ${countryName(one.partner)} · ${methodWords(one.method)} · ${dayInWords(one.on)}: `,
          say('dialogues.recurred', { n: one.after }),
          one.last === null ? '' : ` (${dayInWords(one.last)})`,
        ),
      ),
    ),
  )
}

/** Which topics stood on agendas, by year: a trend in numbers, without a line drawn through them (R-HRD-03). */
function topics({ topics: all }: Summary): JSX.Element | null {
  if (all.length === 0) return null
  const years = [...Map.groupBy(all, ({ year }) => year)]
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.topics')),
    h(
      'ul',
      { class: 'plain-list' },
      ...years.map(([year, of]) =>
        h('li', { key: year }, `${year}: `, of.map(({ topic, n }) => `${wordOf('topic', topic)} ${n}`).join(' · ')),
      ),
    ),
  )
}

/** The rounds in which a law was raised (R-HRD-04). */
function Laws(): JSX.Element {
  const fields = useForm('laws', { law: '' })
  const found = useSignal<readonly Round[] | null>(null)
  const { law } = fields.values
  useEffect(() => {
    found.value = null
    if (law === '') return
    void quietly(async () => {
      found.value = (await call('dialogues.provision', { provision: law })).rounds
    })
  }, [law])
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.laws')),
    fields.pick(
      'law',
      say('dialogues.law'),
      casework.provisions.map((one) => ({ id: one.code, words: provisionWord(one.code) })),
      { none: say('cases.unsaid') },
    ),
    found.value === null
      ? null
      : found.value.length === 0
        ? h('p', { role: 'status' }, say('dialogues.law_none'))
        : h(
            'ul',
            { class: 'plain-list' },
            ...found.value.map((one) => h('li', { key: one.code }, codeLink(one.code), ` ${whenWords(one)}`)),
          ),
  )
}
