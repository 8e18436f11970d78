import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { COUNT_BY, type Counted, type CountedBy, type Filter, type Groups, type Work } from '#features/cases/views/view.contract.ts'
import { quietly } from '../../actions.ts'
import { methodWords, pick, termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, isKey, language, localeOf, say } from '../../words.ts'
import { codeWord } from '../cases/words-of.ts'
import { FilterBar, filterWords } from './filter-bar.ts'
import { by, counted, groups, loadAround, loadCounts, work } from './state.ts'

type Group = Counted['groups'][number]
type Field = Exclude<keyof Filter, 'case'>

/** Entries have a day and the countries of their case; what an incident has they have not. */
const OF_ENTRIES: readonly Field[] = ['origin', 'host', 'year']
const OF_INCIDENTS: readonly Field[] = ['origin', 'host', 'method', 'actor', 'year', 'status']

const isOfEntries = (): boolean => by.value === 'stage' || by.value === 'impact'

/** Numbers of what this member can read, each with what was asked and its table. Nothing leaves the desk. guards T-21 */
export function StatisticsPage(): JSX.Element {
  useEffect(() => {
    void quietly(loadAround)
    void quietly(loadCounts)
  }, [])
  const now = counted.value
  return h(
    'section',
    { class: 'views', 'aria-labelledby': 'statistics-title' },
    h('h1', { id: 'statistics-title', tabIndex: -1 }, say('views.statistics_title')),
    h('p', null, mark('caution', say('views.what_you_read'))),
    h('p', { class: 'quiet' }, say('views.statistics_words')),
    faultBox(),
    working(),
    h(
      'div',
      { class: 'filter-row no-print' },
      pick({
        id: 'views-by',
        label: say('views.count_by'),
        value: by.value,
        all: COUNT_BY.map((id) => ({ id, words: say(`views.count_${id}`) })),
        onValue: (value) => {
          by.value = value as CountedBy['by']
          void quietly(loadCounts)
        },
      }),
    ),
    h(FilterBar, { fields: isOfEntries() ? OF_ENTRIES : OF_INCIDENTS, room: 'statistics', onChange: loadCounts }),
    now === null ? null : h('div', null, covered(now.cases), numbers(now)),
    ...(groups.value ?? []).map(theGroups),
    work.value === null ? null : theWork(work.value),
  )
}

/** How much of it could be counted at all. */
function covered({ counted: n, left }: Counted['cases']): JSX.Element {
  return h(
    'p',
    { role: 'status' },
    say('views.covered', { n }),
    ' ',
    left === 0 ? null : mark('caution', say('views.left_out', { n: left })),
  )
}

function numbers(now: Counted): JSX.Element {
  const isStage = isOfEntries()
  const most = Math.max(1, ...now.groups.map(({ n }) => n))
  const what = isStage ? say('views.of_entries', { n: now.all }) : say('views.of_incidents', { n: now.all })
  if (now.all === 0) return h(Empty, { words: say('views.nothing_counted'), teaches: say('views.nothing_teaches') })
  return h(
    'div',
    null,
    now.whole ? null : h('p', null, mark('caution', say('views.not_whole'))),
    h(Table<Group>, {
      id: 'counts-table',
      caption: `${say(`views.count_${by.value}`)}. ${what} ${filterWords()}. ${say('views.as_of', { day: dayInWords(now.today) })}${now.last === null ? '' : ` ${say('views.last_written', { day: dayInWords(now.last) })}`}`,
      columns: [
        { id: 'key', head: say(`views.count_${by.value}`), cell: keyWords, sort: ({ key }: Group) => key ?? '' },
        ...(isStage ? [{ id: 'year', head: say('views.year'), cell: yearWords, sort: ({ year }: Group) => year ?? 0 }] : []),
        {
          id: 'n',
          head: isStage ? say('views.entries') : say('views.incidents'),
          cell: ({ n }: Group) => String(n),
          sort: ({ n }: Group) => n,
        },
        { id: 'bar', head: say('views.share'), cell: ({ n }: Group) => bar(n / most) },
      ],
      rows:
        by.value === 'month' || by.value === 'year' ? now.groups.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)) : now.groups,
      keyOf: ({ key, year }: Group) => `${key ?? 'none'}-${year ?? ''}`,
    }),
    howWords(),
  )
}

/** What has to be known before the numbers are believed. */
function howWords(): JSX.Element | null {
  const key: string = `views.how_${by.value}`
  return isKey(key) ? h('p', { class: 'quiet' }, say(key)) : null
}

const yearWords = ({ year }: Group): string => (year === null ? say('views.unknown') : String(year))

function keyWords({ key }: Group): string {
  if (key === null) return say(by.value === 'method' || by.value === 'actor_kind' ? 'views.none_coded' : 'views.unknown')
  switch (by.value) {
    case 'method':
      return methodWords(key)
    case 'host':
    case 'origin':
      return countryName(key)
    case 'status':
      return termWords('verification_status', key)
    case 'actor_kind':
      return actorWords(key)
    case 'stage':
    case 'impact':
      return codeWord(key)
    case 'month':
      return monthWords(key)
    default:
      return key
  }
}

function actorWords(kind: string): string {
  const key = `views.actor_${kind}`
  return isKey(key) ? say(key) : kind
}

function monthWords(month: string): string {
  const locale = language.value === 'th' ? 'th-u-ca-gregory-nu-latn' : localeOf(language.value)
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** Its length beside the largest; the number stands next to it. */
function bar(share: number): JSX.Element {
  const width = Math.max(1, Math.round(share * 120))
  return h(
    'svg',
    { class: 'count-bar', viewBox: '0 0 120 10', width: 120, height: 10, 'aria-hidden': 'true' },
    h('rect', { width, height: 10, rx: 1 }),
  )
}

type Named = Groups['groups'][number]

/** People by the group that they named themselves, and by what they do. How many are hidden is said, so that none is read as nobody. */
function theGroups({ by: of, groups: all, least, cases, today }: Groups): JSX.Element {
  const told = all.filter(({ n }) => n !== null)
  const hidden = all.length - told.length
  return h(
    'div',
    { key: of },
    h('h2', null, say(`views.groups_${of}`)),
    h('p', { class: 'quiet' }, say(of === 'community' ? 'views.groups_words' : 'views.groups_words_others', { least })),
    covered(cases),
    hidden === 0 ? null : h('p', null, say('views.groups_hidden', { n: hidden })),
    told.length === 0
      ? null
      : h(Table<Named>, {
          id: `groups-table-${of}`,
          caption: `${say(`views.groups_${of}`)}. ${say('views.as_of', { day: dayInWords(today) })}`,
          columns: [
            {
              id: 'group',
              head: say(`people.${of}`),
              cell: ({ key }: Named) => termWords(of === 'community' ? 'communities' : 'occupations', key),
            },
            { id: 'n', head: say('views.number'), cell: ({ n }: Named) => String(n) },
          ],
          rows: told,
          keyOf: ({ key }: Named) => key,
        }),
  )
}

type Line = { readonly id: string; readonly words: string; readonly n: number }

/** How the work goes: how long reports waited, who has no answer, what is late. */
function theWork({ waits, unanswered, late, cases, today }: Work): JSX.Element {
  const rows: Line[] = [
    ...waits.map(({ wait, n }) => ({ id: wait, words: say(`views.wait_${wait}`), n })),
    { id: 'unanswered', words: say('views.unanswered'), n: unanswered },
    ...late.map(({ what, n }) => ({ id: what, words: say(`views.late_${what}`), n })),
  ]
  return h(
    'div',
    null,
    h('h2', null, say('views.work_title')),
    h('p', { class: 'quiet' }, say('views.work_words')),
    covered(cases),
    h(Table<Line>, {
      id: 'work-table',
      caption: `${say('views.work_title')}. ${say('views.as_of', { day: dayInWords(today) })}`,
      columns: [
        { id: 'what', head: say('views.what'), cell: ({ words }: Line) => words },
        { id: 'n', head: say('views.number'), cell: ({ n }: Line) => String(n) },
      ],
      rows,
      keyOf: ({ id }: Line) => id,
    }),
  )
}
