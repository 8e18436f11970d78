import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Raised } from '#features/diplomacy/raising/raising.contract.ts'
import type { Demand, Summary } from '#features/diplomacy/rounds/round.contract.ts'
import { quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { methodWords } from '../../parts/code-field.ts'
import { Table } from '../../parts/table.ts'
import { mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { dialogueFault } from './fault-box.ts'
import { codeLink, standingMark, subjectWords, trackWords, wordOf } from './names.ts'
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
    now === null ? null : [coverage(now.told), rounds(now.told), replies(now.told), silent(now.silent), demands(now.demands)],
  )
}

const nameOf = (of: string): string => {
  const track = tracks.value?.find(({ code }) => code === of)
  return track === undefined ? of : trackWords(track.kind, track.partner)
}

function coverage({ tracks: all, levels }: Summary): JSX.Element {
  return h(
    'section',
    null,
    h('h2', null, say('dialogues.coverage')),
    h(
      'ul',
      { class: 'plain-list' },
      ...all.map((one) => h('li', { key: one.track }, `${nameOf(one.track)}: `, say('dialogues.of_held', one))),
      ...levels.flatMap(({ level, held, raising }) =>
        level === null ? [] : [h('li', { key: level }, `${wordOf('level', level)}: `, say('dialogues.of_held', { held, raising }))],
      ),
    ),
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
