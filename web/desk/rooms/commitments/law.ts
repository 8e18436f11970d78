import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Law, ReviewLaw } from '#features/commitments/law/law.contract.ts'
import type { Basis } from '#formats/public-record.ts'
import { isUnverified } from '#formats/public-record.ts'
import { type Grounded, judicial } from '#kernel/judicial.ts'
import { call, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { pick as choice } from '../../parts/code-field.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import { many } from '../cases/fields.ts'
import { form, law, loadLaw, open } from './state.ts'

/** A code in words; a newer server may know codes that this page does not. */
function words(prefix: string, code: string): string {
  const key = `commitments.${prefix}_${code}`
  return isKey(key) ? say(key) : code
}

/** The monitor: what police and courts ask about people in one's cases, what waits for a look, and what came of it. */
export function LawPage(): JSX.Element {
  useEffect(() => void quietly(loadLaw), [])
  const now = law.value
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.law_intro')),
    formOf(now ?? []),
    now === null || now.length === 0 ? h('p', null, now === null ? '' : say('commitments.law_empty')) : table(now),
  )
}

/** What comes next for the request that is open: a look for abuse, then what came of it. */
function formOf(all: readonly Law[]): JSX.Element {
  if (form.value === null) return button(say('commitments.add_law'), () => open('new'), { kind: 'first' })
  const of = all.find(({ code }) => code === form.value)
  if (of === undefined) return h(AddForm, {})
  return of.finding === null ? h(ReviewForm, { key: of.code, of }) : h(AssistForm, { key: of.code, of })
}

function table(rows: readonly Law[]): JSX.Element {
  return h(Table<Law>, {
    id: 'law',
    caption: say('commitments.law'),
    rows,
    keyOf: ({ code }) => code,
    onOpen: ({ code }) => open(code),
    columns: [
      { id: 'what', head: say('commitments.law_what'), cell: ({ kind, label }) => `${words('law', kind)} · ${words('label', label)}` },
      { id: 'from', head: say('commitments.partner'), cell: ({ from }) => h('bdi', { dir: 'ltr' }, from) },
      {
        id: 'case',
        head: say('commitments.law_case'),
        cell: ({ case: code, subject }) => h('span', { class: 'code', dir: 'ltr' }, `${code} ${subject}`),
      },
      { id: 'review', head: say('commitments.law_review'), cell: reviewCell },
      { id: 'came', head: say('commitments.law_came'), cell: cameCell },
    ],
  })
}

function reviewCell({ finding, reviewBy, isLate, judicial: isOfCourt, reviewedOn }: Law): JSX.Element {
  if (finding !== null)
    return h(
      'div',
      null,
      mark(finding === 'none' ? 'plain' : 'caution', words('finding', finding)),
      ' ',
      reviewedOn === null ? '' : dayInWords(reviewedOn),
    )
  return h(
    'div',
    null,
    mark(isLate ? 'stop' : 'caution', say(isLate ? 'commitments.law_late' : 'commitments.law_due', { day: dayInWords(reviewBy) })),
    isOfCourt ? h('p', { class: 'hint' }, say('commitments.law_counsel')) : null,
  )
}

function cameCell({ assistance, assistedOn, open: missing, finding }: Law): JSX.Element {
  return h(
    'div',
    null,
    words('came', assistance),
    assistedOn === null ? '' : ` · ${dayInWords(assistedOn)}`,
    assistance !== 'open' || finding === null || missing.length === 0
      ? null
      : h('p', { class: 'hint' }, missing.map((code) => words('safe', code)).join(' · ')),
  )
}

async function send(work: () => Promise<unknown>): Promise<void> {
  const done = await working(say('commitments.saving'), async () => {
    await work()
    await loadLaw()
    return true
  })
  if (done === true) open(null)
}

function AddForm(): JSX.Element {
  const { values, text, pick } = useForm('law', {
    case: '',
    subject: 'reporter',
    kind: 'notice',
    label: 'not_stated',
    from: '',
    receivedOn: '',
  })
  const keep = () =>
    send(() =>
      call('commitments.addLaw', {
        ...values,
        case: values.case.trim().toUpperCase(),
        subject: values.subject.trim() === 'reporter' ? 'reporter' : values.subject.trim().toUpperCase(),
        from: values.from.trim().toUpperCase(),
      }),
    )
  return h(
    Box,
    { title: say('commitments.add_law'), go: say('commitments.keep'), onGo: () => void keep(), onCancel: () => open(null) },
    text('case', say('commitments.law_case'), { isLatin: true }),
    text('subject', say('commitments.law_subject'), { hint: say('commitments.law_subject_hint'), isLatin: true }),
    pick(
      'kind',
      say('commitments.law_what'),
      judicial.kinds.map(({ code }) => ({ id: code, words: words('law', code) })),
    ),
    pick(
      'label',
      say('commitments.law_label'),
      judicial.labels.map((id) => ({ id, words: words('label', id) })),
    ),
    text('from', say('commitments.partner'), { hint: say('commitments.partner_hint'), isLatin: true }),
    text('receivedOn', say('commitments.law_received'), { hint: say('commitments.day_hint'), isLatin: true }),
  )
}

const FINDINGS = ['none', 'indicators', 'abuse'] as const

/** The checklist: signs of abuse, safeguards of paragraph 48, grounds to refuse, each with its source and whether anybody checked it. */
function ReviewForm({ of }: { readonly of: Law }): JSX.Element {
  const said = useSignal<Omit<ReviewLaw, 'id' | 'case' | 'revision'>>({ indicators: [], refusals: [], safeguards: {}, finding: 'none' })
  const now = said.value
  const change = (part: Partial<typeof now>) => {
    said.value = { ...now, ...part }
  }
  const keep = () => send(() => call('commitments.reviewLaw', { id: of.id, case: of.case, revision: of.revision, ...now }))
  return h(
    Box,
    {
      title: `${of.code} · ${say('commitments.law_review')}`,
      go: say('commitments.law_review_go'),
      onGo: () => void keep(),
      onCancel: () => open(null),
    },
    of.judicial ? h('p', null, mark('caution', say('commitments.law_counsel'))) : null,
    many({
      label: say('commitments.law_signs'),
      all: ticks('sign', judicial.indicators),
      value: now.indicators,
      onValue: (value) => change({ indicators: value as ReviewLaw['indicators'] }),
    }),
    h('h4', null, say('commitments.law_safeguards')),
    ...judicial.safeguards.map((one) =>
      choice({
        id: `safe-${one.code}`,
        label: `${words('safe', one.code)}${sourceOf(one)}`,
        none: say('commitments.not_answered'),
        value: now.safeguards[one.code] ?? '',
        all: judicial.answers.map((id) => ({ id, words: words('answer', id) })),
        onValue: (value) => {
          const { [one.code]: _, ...others } = now.safeguards
          change({
            safeguards: value === '' ? others : { ...others, [one.code]: judicial.answers.find((answer) => answer === value) ?? 'unknown' },
          })
        },
      }),
    ),
    many({
      label: say('commitments.law_refusals'),
      all: ticks('ground', judicial.refusals),
      value: now.refusals,
      onValue: (value) => change({ refusals: value as ReviewLaw['refusals'] }),
    }),
    choice({
      id: 'law-finding',
      label: say('commitments.law_finding'),
      value: now.finding,
      all: FINDINGS.map((id) => ({ id, words: words('finding', id) })),
      onValue: (value) => change({ finding: value as ReviewLaw['finding'] }),
    }),
  )
}

const ticks = (prefix: string, rows: readonly Grounded[]) =>
  rows.map((one) => ({ id: one.code, words: `${words(prefix, one.code)}${sourceOf(one)}` }))

const sourceOf = ({ provision, basis }: Grounded): string =>
  provision === null
    ? ` (${say('commitments.own_question')})`
    : ` (${provision}${isUnverified(basis as Basis) ? `, ${say('commitments.unverified')}` : ''})`

const CAME = ['refused', 'partly', 'given'] as const

function AssistForm({ of }: { readonly of: Law }): JSX.Element {
  const { values, text, pick } = useForm('came', { assistance: 'refused', on: '' })
  const keep = () =>
    send(() =>
      call('commitments.assist', {
        id: of.id,
        case: of.case,
        revision: of.revision,
        assistance: CAME.find((one) => one === values.assistance) ?? 'refused',
        on: values.on.trim(),
      }),
    )
  return h(
    Box,
    {
      title: `${of.code} · ${say('commitments.law_came')}`,
      go: say('commitments.keep'),
      onGo: () => void keep(),
      onCancel: () => open(null),
    },
    h('p', null, mark(of.finding === 'none' ? 'plain' : 'caution', words('finding', of.finding ?? 'none'))),
    of.open.length === 0 ? null : h('p', { class: 'hint' }, of.open.map((code) => words('safe', code)).join(' · ')),
    pick(
      'assistance',
      say('commitments.law_came'),
      CAME.map((id) => ({ id, words: words('came', id) })),
    ),
    text('on', say('commitments.law_on'), { hint: say('commitments.day_hint'), isLatin: true }),
  )
}
