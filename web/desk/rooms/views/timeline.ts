import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { LANES, type Mark } from '#features/cases/views/view.contract.ts'
import { quietly } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { button, faultBox, working } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { actionWord, codeWord } from '../cases/words-of.ts'
import { incidentTable } from './dated-table.ts'
import { FilterBar } from './filter-bar.ts'
import { dated, loadAround, loadDated, loadMarks, marks, openIncident } from './state.ts'
import { type Timed, TimePicture } from './time-picture.ts'

const ORIGINS_SHOWN = 6

/** What happened in all cases of this member by its days, or all that is dated in one case. */
export function TimelinePage({ of }: { readonly of: string | undefined }): JSX.Element {
  useEffect(() => {
    if (of === undefined) {
      void quietly(loadAround)
      void quietly(loadDated)
    } else void quietly(() => loadMarks(of))
  }, [of])
  return h(
    'section',
    { class: 'views', 'aria-labelledby': 'timeline-title' },
    h(
      'h1',
      { id: 'timeline-title', tabIndex: -1 },
      of === undefined ? say('views.timeline_title') : [say('views.timeline_of'), ' ', h('span', { class: 'code', dir: 'ltr' }, of)],
    ),
    of === undefined
      ? null
      : h(
          'p',
          null,
          h('a', { href: hrefOf('cases', of) }, say('views.to_case')),
          ' · ',
          h('a', { href: hrefOf('graph', of) }, say('views.graph_title')),
        ),
    h('p', { class: 'quiet' }, say('views.timeline_words')),
    faultBox(),
    working(),
    of === undefined ? across() : h(OfCase, { of }),
  )
}

function across(): JSX.Element {
  const page = dated.value
  const more = page?.more === true ? () => void quietly(() => loadDated(true)) : null
  return h(
    'div',
    null,
    h(FilterBar, { fields: ['origin', 'host', 'method', 'actor', 'year', 'status'], room: 'timeline', onChange: loadDated }),
    page === null
      ? null
      : page.rows.length === 0
        ? h(Empty, { words: say('views.time_empty'), teaches: say('views.map_teaches') })
        : h('div', null, h(TimePicture, { lanes: lanesOf(page.rows), onMore: more }), incidentTable('dated-table', page.rows, more)),
  )
}

type Rows = NonNullable<typeof dated.value>['rows']

/** A lane for each of the countries in which most was done; the others share one. */
function lanesOf(rows: Rows): { readonly id: string; readonly words: string; readonly marks: readonly Timed[] }[] {
  const counts = new Map<string, number>()
  for (const { host } of rows) counts.set(host ?? '', (counts.get(host ?? '') ?? 0) + 1)
  const shown = [...counts]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, ORIGINS_SHOWN)
    .map(([code]) => code)
  const laneOf = (host: string | null) => (shown.includes(host ?? '') ? (host ?? '') : '*')
  return [...new Set([...shown, ...rows.map(({ host }) => laneOf(host))])].map((id) => ({
    id,
    words: id === '*' ? say('views.other_countries') : id === '' ? say('views.unknown') : countryName(id),
    marks: rows
      .filter(({ host }) => laneOf(host) === id)
      .map((row) => ({
        key: row.id,
        when: row.happened,
        isHedged: row.status !== 'verified',
        words: `${row.code}, ${whenInWords(row.happened)}, ${row.methods.map(methodWords).join(', ')}`,
        open: () => void quietly(() => openIncident(row)),
      })),
  }))
}

function OfCase({ of }: { readonly of: string }): JSX.Element {
  const lane = useSignal<Mark['what'] | ''>('')
  const page = marks.value?.of === of ? marks.value : null
  if (page === null) return h('div', null)
  if (page.rows.length === 0) return h(Empty, { words: say('views.time_empty') })
  const more = page.more ? () => void quietly(() => loadMarks(of, true)) : null
  const open = (row: Mark) => () => opens(of, row)
  const rows = page.rows.filter(({ what }) => lane.value === '' || what === lane.value)
  return h(
    'div',
    null,
    laneButtons(lane),
    h(TimePicture, {
      lanes: LANES.filter((id) => lane.value === '' || lane.value === id).map((id) => ({
        id,
        words: say(`views.lane_${id}`),
        marks: rows
          .filter(({ what }) => what === id)
          .map((row) => ({
            key: row.id,
            when: row.when,
            isHedged: isHedged(row),
            words: `${markWords(row)}, ${whenInWords(row.when)}`,
            open: open(row),
          })),
      })),
      onMore: more,
    }),
    h(Table<Mark>, {
      id: 'marks-table',
      caption: say('views.marks_caption'),
      columns: [
        { id: 'what', head: say('views.what'), cell: markWords },
        { id: 'when', head: say('views.when'), cell: ({ when }: Mark) => whenInWords(when), sort: ({ on }: Mark) => on },
        { id: 'lane', head: say('views.lane'), cell: ({ what }: Mark) => say(`views.lane_${what}`), sort: ({ what }: Mark) => what },
        {
          id: 'sure',
          head: say('views.sure'),
          cell: ({ hedge }: Mark) => (hedge === null ? '' : termWords('certainty_hedge', hedge)),
        },
      ],
      rows,
      keyOf: ({ id }: Mark) => id,
      onOpen: (row: Mark) => opens(of, row),
      onMore: more,
    }),
    more === null ? null : button(say('views.more'), more),
  )
}

function laneButtons(lane: Signal<Mark['what'] | ''>): JSX.Element {
  return h(
    'div',
    { class: 'ways no-print', role: 'group', 'aria-label': say('views.lanes') },
    ...(['', ...LANES] as const).map((id) =>
      h(
        'button',
        {
          type: 'button',
          key: id,
          class: 'quiet',
          'aria-pressed': lane.value === id ? 'true' : 'false',
          onClick: () => (lane.value = id),
        },
        id === '' ? say('views.all') : say(`views.lane_${id}`),
      ),
    ),
  )
}

const isHedged = ({ hedge, what, state }: Mark): boolean =>
  what === 'incident' ? state !== 'verified' : hedge !== null && hedge !== 'stated'

const TABS: Readonly<Record<Mark['what'], string>> = {
  entry: 'chronology',
  proceeding: 'chronology',
  task: 'tasks',
  consent: 'sharing',
  incident: 'incidents',
}

function opens(of: string, { what, id, code }: Mark): void {
  if (what === 'incident') void quietly(() => openIncident({ case: of, id, code }))
  else go('cases', of, TABS[what])
}

/** What stands in the row: codes in the words of the member's language. */
export function markWords({ what, code, codes, state }: Mark): string {
  if (what === 'incident') return [code, codes.map(methodWords).join(', ')].filter((part) => part !== '').join(' · ')
  if (what === 'task') return [actionWord(code), ...codes].join(' · ')
  if (what === 'consent')
    return [
      termWords('consent_scopes', code),
      say(state === 'given' ? 'views.given' : 'views.withdrawn'),
      codes[0] === 'reporter' ? say('views.reporter') : codes.join(' '),
    ].join(' · ')
  return [codeWord(`kind_${code}`), ...codes.map(codeWord)].join(' · ')
}
