import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { AddNote, FieldNote, OversightReport } from '#features/commitments/oversight/oversight.contract.ts'
import { standards } from '#kernel/standards.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { pick as choice, termWords } from '../../parts/code-field.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { sourceWords, unchecked, wordsOf } from './shown.ts'
import { form, keeps, loadReport, open, report } from './state.ts'

const FOUND = { against: 'stop', in_line: 'picked', unclear: 'caution', withdrawn: 'plain' } as const
const OTHER = 'other'
const nameOf = (code: string): string => wordsOf('agreement', standards.agreements.find((one) => one.code === code)?.key ?? code)

/** The oversight report of one agreement, clause by clause, of what was seen in the field. */
export function AgreementsPage(): JSX.Element {
  const of = useSignal(report.value?.agreement ?? standards.agreements[0]?.code ?? '')
  useEffect(() => void quietly(() => loadReport(of.value)), [of.value])
  const now = report.value?.agreement === of.value ? report.value : null
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.agreements_intro')),
    h(
      'div',
      { class: 'no-print' },
      choice({
        id: 'agreement',
        label: say('commitments.agreement'),
        value: of.value,
        all: standards.agreements.map(({ code, key }) => ({ id: code, words: wordsOf('agreement', key) })),
        onValue: (value) => {
          of.value = value
          open(null)
        },
      }),
      form.value === 'note'
        ? h(NoteForm, { key: of.value, agreement: of.value, older: null })
        : button(say('commitments.add_note'), () => open('note'), { kind: 'first' }),
    ),
    now === null ? null : h(Report, { of: now }),
  )
}

function Report({ of }: { readonly of: OversightReport }): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'oversight' },
    h('h3', { id: 'oversight' }, nameOf(of.agreement), ' ', h('span', { class: 'code', dir: 'ltr' }, of.agreement)),
    h('p', { class: 'ways' }, h('span', { class: 'quiet' }, say('commitments.report_of', { day: dayInWords(of.today) })), printing()),
    of.clauses.length === 0 ? h('p', null, say('commitments.no_notes')) : null,
    ...of.clauses.map((one) => h(Clause, { key: one.clause, one })),
  )
}

const printing = (): JSX.Element =>
  h(
    'span',
    { class: 'no-print' },
    button(say('commitments.print'), () => globalThis.print(), { kind: 'quiet' }),
  )

function Clause({ one }: { readonly one: OversightReport['clauses'][number] }): JSX.Element {
  return h(
    'article',
    { class: 'box', 'aria-labelledby': `clause-${one.clause}` },
    h('h4', { id: `clause-${one.clause}` }, h('bdi', null, one.ref), ' ', one.isUnverified ? unchecked() : null),
    one.notes.length === 0
      ? h('p', { class: 'quiet' }, say('commitments.no_notes'))
      : h('p', { class: 'hint' }, say('commitments.note_counts', { against: one.against, inLine: one.inLine })),
    one.notes.length === 0
      ? null
      : h('ul', { class: 'plain-list' }, ...one.notes.map((note) => h('li', { key: note.id }, h(OneNote, { note })))),
  )
}

function OneNote({ note }: { readonly note: FieldNote }): JSX.Element {
  return h(
    'div',
    null,
    h(
      'p',
      null,
      mark(note.stands ? FOUND[note.finding] : 'plain', wordsOf('note', note.finding)),
      note.stands || note.finding === 'withdrawn' ? null : ` · ${say('commitments.superseded')}`,
      ' ',
      h('bdi', null, note.said),
    ),
    h(
      'p',
      { class: 'hint' },
      `${termWords('certainty_hedge', note.hedge)} · ${countryName(note.country)} · ${say('commitments.from_day', { day: dayInWords(note.seenOn) })} · `,
      sourceWords(note.source),
      ' · ',
      h('bdi', { dir: 'ltr' }, note.by),
    ),
    note.stands
      ? h(
          'span',
          { class: 'no-print' },
          button(say('commitments.again'), () => open(`note ${note.id}`), { kind: 'quiet' }),
        )
      : null,
    form.value === `note ${note.id}` ? h(NoteForm, { agreement: note.agreement, older: note }) : null,
  )
}

const FINDINGS = ['against', 'in_line', 'unclear'] as const

const NO_NOTE = { finding: 'against', said: '', hedge: 'alleged', country: '', seenOn: '', source: '' }

function NoteForm({ agreement, older }: { readonly agreement: string; readonly older: FieldNote | null }): JSX.Element {
  const known = standards.agreements.find(({ code }) => code === agreement)?.clauses ?? []
  const { clause, finding, said: words, hedge, country, seenOn, source } = older ?? { ...NO_NOTE, clause: known[0]?.code ?? OTHER }
  const fields = { clause, typed: '', finding, said: words, hedge, country, seenOn, source }
  const { values, text, pick, term } = useForm('note', fields)
  const { typed, ...said } = values
  const body = {
    ...said,
    agreement,
    clause: said.clause === OTHER ? typed.trim() : said.clause,
    said: said.said.trim(),
    country: said.country.trim().toUpperCase(),
    seenOn: said.seenOn.trim(),
    source: said.source.trim(),
    supersedes: older?.id ?? null,
  } as AddNote['body']
  const send = () =>
    keeps(
      () => call('commitments.addNote', body),
      () => loadReport(agreement),
    )
  const findings = [...FINDINGS, ...(older === null ? [] : (['withdrawn'] as const))]
  const clauses = [...known.map(({ code, ref }) => ({ id: code, words: ref })), { id: OTHER, words: say('commitments.clause_other') }]
  return h(
    Box,
    { title: say('commitments.add_note'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    older === null ? pick('clause', say('commitments.clause_known'), clauses) : null,
    values.clause === OTHER ? text('typed', say('commitments.clause_typed'), { hint: say('commitments.clause_typed_hint') }) : null,
    pick(
      'finding',
      say('commitments.note_finding'),
      findings.map((id) => ({ id, words: wordsOf('note', id) })),
    ),
    text('said', say('commitments.note_said'), { hint: say('commitments.line_hint'), lines: 2 }),
    term('hedge', say('commitments.hedge'), 'certainty_hedge'),
    text('country', say('commitments.note_country'), { hint: say('commitments.partner_hint'), isLatin: true }),
    text('seenOn', say('commitments.seen_on'), { hint: say('commitments.day_hint'), isLatin: true }),
    text('source', say('commitments.source'), { hint: say('commitments.source_own_hint'), isLatin: true }),
  )
}
