import { h, type JSX } from 'preact'
import { CLAUSES, type Clause, isClauseUnverified } from '#features/commitments/clauses/checklist.rules.ts'
import { type ClauseDifference, compareDrafts } from '#features/commitments/clauses/compare-drafts.rules.ts'
import { readsAsEnglish } from '#features/commitments/clauses/english.rules.ts'
import { type ClauseReading, readClauses } from '#features/commitments/clauses/read-clauses.rules.ts'
import type { Span } from '#features/commitments/clauses/segment.rules.ts'
import { Table } from '../../parts/table.ts'
import { button, field, mark } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'
import { compared, first, second } from './state.ts'

/** One draft is read against the thirty safeguards, two are compared clause by clause. All of it happens in this tab. */
export function DraftsPage(): JSX.Element {
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.drafts_intro')),
    h('p', null, mark('caution', say('commitments.drafts_english'))),
    draft('first', first),
    draft('second', second),
    h(
      'div',
      { class: 'ways' },
      button(say('commitments.read'), read, { kind: 'first', disabled: first.value.trim() === '' }),
      button(say('commitments.clear'), clear, { kind: 'quiet' }),
    ),
    compared.value === null ? null : outcome(),
  )
}

function draft(id: 'first' | 'second', text: typeof first): JSX.Element {
  return field({
    id: `draft-${id}`,
    label: say(`commitments.draft_${id}`),
    lines: 8,
    value: text.value,
    onValue: (value) => {
      text.value = value
      compared.value = null
    },
  })
}

function clear(): void {
  first.value = ''
  second.value = ''
  compared.value = null
}

function read(): void {
  const hasSecond = second.value.trim() !== ''
  compared.value = {
    isEnglish: readsAsEnglish(first.value) && (!hasSecond || readsAsEnglish(second.value)),
    readings: readClauses(hasSecond ? second.value : first.value),
    differences: hasSecond ? compareDrafts(first.value, second.value) : null,
  }
}

type Row = { readonly clause: Clause; readonly reading: ClauseReading; readonly difference: ClauseDifference | null }

function outcome(): JSX.Element | null {
  const now = compared.value
  if (now === null) return null
  if (!now.isEnglish) return h('p', { role: 'status' }, mark('stop', say('commitments.not_english')))
  const rows = CLAUSES.flatMap((clause, at): Row[] => {
    const reading = now.readings[at]
    return reading === undefined ? [] : [{ clause, reading, difference: now.differences?.[at] ?? null }]
  }).toSorted((one, other) => urgency(one) - urgency(other))
  const of = (state: ClauseReading['state']): number => rows.filter(({ reading }) => reading.state === state).length
  return h(
    'div',
    null,
    h('p', { role: 'status' }, say('commitments.read_outcome', { present: of('present'), weakened: of('weakened'), absent: of('absent') })),
    h('p', { class: 'quiet' }, say('commitments.read_limits')),
    h(Table<Row>, {
      id: 'clauses',
      caption: say('commitments.clauses'),
      rows,
      keyOf: ({ clause }) => clause.id,
      columns: columns(now.differences !== null),
    }),
  )
}

/** What changed comes first, then what is weakened, what is whole, and what is not there. */
function urgency({ reading, difference }: Row): number {
  if (difference !== null && ['changed', 'removed', 'added'].includes(difference.change)) return 0
  return { weakened: 1, present: 2, absent: 3 }[reading.state]
}

const MARKS = { present: 'plain', weakened: 'caution', absent: 'stop' } as const

function columns(hasTwo: boolean) {
  return [
    {
      id: 'clause',
      head: say('commitments.clause'),
      cell: ({ clause }: Row) =>
        h(
          'div',
          null,
          h('bdi', { dir: 'ltr', class: 'code' }, clause.id),
          ' ',
          h('span', { lang: 'en', dir: 'ltr' }, clause.summary),
          h('p', { class: 'hint' }, h('span', { lang: 'en', dir: 'ltr' }, clause.ref), ' ', unverified(clause)),
        ),
    },
    {
      id: 'state',
      head: say('commitments.state'),
      cell: ({ reading }: Row) =>
        h(
          'div',
          null,
          mark(MARKS[reading.state], say(`commitments.state_${reading.state}`)),
          reading.label === null ? null : h('p', { class: 'hint' }, say('commitments.article', { n: reading.label })),
        ),
    },
    {
      id: 'words',
      head: say('commitments.words'),
      cell: ({ reading, difference }: Row) => (hasTwo ? changes(difference) : deciding(reading)),
    },
  ]
}

/** Law that nobody has checked carries its mark on every screen. */
function unverified(clause: Clause): JSX.Element | null {
  return isClauseUnverified(clause) ? mark('caution', say('commitments.unverified')) : null
}

const quoted = (text: string, spans: readonly Span[]): JSX.Element[] =>
  spans.map(({ start, end }) => h('q', { key: start, lang: 'en', dir: 'ltr' }, text.slice(start, end)))

function deciding(reading: ClauseReading): JSX.Element | null {
  if (reading.passage === null) return null
  const text = second.value.trim() === '' ? first.value : second.value
  return h(
    'div',
    null,
    reading.loose.length === 0 ? null : h('p', null, say('commitments.loosens'), ' ', ...quoted(text, reading.loose)),
    reading.missing.length === 0
      ? null
      : h('p', null, say('commitments.lacks'), ' ', h('span', { lang: 'en', dir: 'ltr' }, reading.missing.join(', '))),
    h(
      'details',
      null,
      h('summary', null, say('commitments.passage')),
      h('blockquote', { lang: 'en', dir: 'ltr' }, text.slice(reading.passage.start, reading.passage.end)),
    ),
  )
}

function changes(difference: ClauseDifference | null): JSX.Element | null {
  if (difference === null || difference.change === 'absent') return null
  const { change, lost, gained } = difference
  const isCaution = change === 'removed' || change === 'changed'
  return h(
    'div',
    null,
    mark(isCaution ? 'caution' : 'plain', say(`commitments.change_${change}` as Key)),
    lost.length === 0 ? null : h('p', null, say('commitments.lost'), ' ', ...quoted(first.value, lost)),
    gained.length === 0 ? null : h('p', null, say('commitments.gained'), ' ', ...quoted(second.value, gained)),
  )
}
