import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Assess, Assessed, KeepLegislation, Legislation } from '#features/commitments/legislation/legislation.contract.ts'
import { standing } from '#features/commitments/legislation/legislation.rules.ts'
import { standards } from '#kernel/standards.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { chosen, countryIn, useForm } from '../../parts/use-form.ts'
import { button, field, mark } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { cited, readWords, sourceWords, wordsOf } from './shown.ts'
import { form, keeps, laws, loadLaws, open } from './state.ts'

const KINDS = ['bill', 'decree', 'law', 'regulation', 'policy'] as const
const STAGES = ['announced', 'draft', 'in_parliament', 'adopted', 'in_force', 'ended'] as const
const FOUND = { concern: 'stop', no_concern: 'picked', unclear: 'caution', withdrawn: 'plain' } as const

const isWatched = ({ abroad, stage }: Legislation): boolean => abroad && stage !== 'ended'

/** Laws and bills with what was found of their provisions; what reaches abroad stands first, what is new for the member before all. */
export function LawsPage(): JSX.Element {
  useEffect(() => void quietly(loadLaws), [])
  const now = laws.value
  const all = now?.laws ?? []
  const apart = [all.filter(isWatched), all.filter((one) => !isWatched(one))] as const
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.laws_intro')),
    now === null ? null : h(Watching, { watched: now.watched }),
    ...all.filter(({ isNews }) => isNews).map((one) => h('p', { key: one.code, role: 'status', class: 'ways' }, ...news(one))),
    form.value === 'new' ? h(LawForm, { before: null }) : button(say('commitments.add_legislation'), () => open('new'), { kind: 'first' }),
    now === null || all.length > 0 ? null : h('p', null, say('commitments.laws_empty')),
    group('watch_list', apart[0]),
    group('other_laws', apart[1]),
  )
}

function group(which: 'watch_list' | 'other_laws', rows: readonly Legislation[]): JSX.Element | null {
  if (rows.length === 0) return null
  return h(
    'section',
    { 'aria-labelledby': `laws-${which}` },
    h('h3', { id: `laws-${which}` }, say(`commitments.${which}`)),
    which === 'watch_list' ? h('p', { class: 'hint' }, say('commitments.watch_list_hint')) : null,
    ...rows.map((one) => h(OneLaw, { key: one.code, one })),
  )
}

const news = ({ code, title, state }: Legislation) => [
  mark('picked', say('commitments.news')),
  h('span', null, h('bdi', null, title), ' · ', countryName(state)),
  button(say('commitments.noted'), () => void keeps(() => call('commitments.noted', { law: code }), loadLaws), { kind: 'quiet' }),
]

/** Whom the member has asked to be told of. */
function Watching({ watched }: { readonly watched: readonly string[] }): JSX.Element {
  const typed = useSignal('')
  const turn = (state: string, watching: boolean) => void keeps(() => call('commitments.watch', { state, watching }), loadLaws)
  const state = countryIn(typed.value)
  return h(
    'div',
    { class: 'no-print' },
    h(
      'p',
      { class: 'ways' },
      watched.length === 0 ? say('commitments.told_nobody') : say('commitments.told_of'),
      ...watched.map((one) =>
        h(
          'span',
          { key: one },
          `${countryName(one)} `,
          button(say('commitments.unwatch', { state: countryName(one) }), () => turn(one, false), { kind: 'quiet' }),
        ),
      ),
    ),
    h(
      'div',
      { class: 'duty-step' },
      field({
        id: 'watch-state',
        label: say('commitments.watch_state'),
        hint: say('commitments.partner_hint'),
        value: typed.value,
        isLatin: true,
        onValue: (value) => (typed.value = value),
      }),
      button(
        say('commitments.watch'),
        () => {
          if (state !== null) turn(state, true)
          typed.value = ''
        },
        { disabled: state === null },
      ),
    ),
  )
}

function OneLaw({ one }: { readonly one: Legislation }): JSX.Element {
  const live = new Set(standing(one.assessments).map(({ id }) => id))
  return h(
    'article',
    { class: 'box', 'aria-labelledby': `law-${one.code}` },
    h('h4', { id: `law-${one.code}` }, h('bdi', null, one.title), ' ', h('span', { class: 'code', dir: 'ltr' }, one.code)),
    h(
      'p',
      { class: 'ways' },
      mark('plain', countryName(one.state)),
      mark('plain', `${wordsOf('text', one.kind)}, ${wordsOf('stage', one.stage)}`),
      one.abroad ? mark('caution', say('commitments.abroad')) : null,
      reviewMark(one),
    ),
    h('p', { class: 'hint' }, sourceWords(one.source), ' ', readWords(one.readOn)),
    one.assessments.length === 0
      ? null
      : h(
          'ul',
          { class: 'plain-list' },
          ...one.assessments.map((row) => h('li', { key: row.id }, h(OneAssessment, { of: one, row, isLive: live.has(row.id) }))),
        ),
    h(
      'div',
      { class: 'ways' },
      button(say('commitments.assess'), () => open(`assess ${one.code}`)),
      button(say('commitments.change'), () => open(`law ${one.code}`), { kind: 'quiet' }),
      one.reviewedOn !== null || live.size === 0
        ? null
        : button(
            say('commitments.end_review'),
            () => void keeps(() => call('commitments.endReview', { law: one.code, revision: one.revision }), loadLaws),
            { kind: 'quiet' },
          ),
    ),
    form.value === `law ${one.code}` ? h(LawForm, { before: one }) : null,
    form.value === `assess ${one.code}` ? h(AssessForm, { of: one, older: null }) : null,
  )
}

function reviewMark({ reviewedOn, reviewBy, isLate }: Legislation): JSX.Element {
  if (reviewedOn !== null) return mark('picked', say('commitments.reviewed', { day: dayInWords(reviewedOn) }))
  const day = dayInWords(reviewBy)
  return isLate ? mark('stop', say('commitments.review_late', { day })) : mark('caution', say('commitments.review_due', { day }))
}

const standardOf = (code: string) =>
  standards.standards.find((one) => one.code === code) ?? { code, ref: code, basis: 'general_knowledge_verify' }

/** One concern: the provision, the standard and the source, each with its mark where nobody checked it. */
function OneAssessment({ of, row, isLive }: { readonly of: Legislation; readonly row: Assessed; readonly isLive: boolean }): JSX.Element {
  return h(
    'div',
    null,
    h(
      'p',
      null,
      mark(isLive ? FOUND[row.finding] : 'plain', foundWords(row.finding)),
      ' ',
      h('strong', null, h('bdi', null, row.provision)),
      ' → ',
      ...cited(standardOf(row.standard)),
      isLive || row.finding === 'withdrawn' ? null : ` · ${say('commitments.superseded')}`,
    ),
    h('p', null, h('bdi', null, row.said)),
    h(
      'p',
      { class: 'hint' },
      sourceWords(row.source),
      ' ',
      readWords(row.readOn),
      ` · ${dayInWords(row.on)} · `,
      h('bdi', { dir: 'ltr' }, row.by),
    ),
    isLive ? button(say('commitments.again'), () => open(`again ${row.id}`), { kind: 'quiet' }) : null,
    form.value === `again ${row.id}` ? h(AssessForm, { of, older: row }) : null,
  )
}

const foundWords = (finding: Assessed['finding']): string =>
  finding === 'unclear' || finding === 'withdrawn' ? say(`commitments.${finding}`) : say(`commitments.is_${finding}`)

const NO_LAW = { state: '', title: '', kind: 'bill', stage: 'draft', abroad: true, source: '', readOn: null }

function LawForm({ before }: { readonly before: Legislation | null }): JSX.Element {
  const { state: of, title, kind, stage, abroad, source, readOn: opened } = before ?? NO_LAW
  const fields = { state: of, title, kind, stage, reach: abroad ? 'abroad' : 'home', source, readOn: opened ?? '' }
  const { values, text, pick } = useForm('legislation', fields)
  const { reach, readOn, ...said } = values
  const body = { ...said, state: said.state.trim().toUpperCase(), title: said.title.trim(), source: said.source.trim() }
  const whole = { ...body, abroad: reach === 'abroad', readOn: chosen(readOn.trim()) } as KeepLegislation['body']
  const at = before === null ? null : { id: before.id, code: before.code, revision: before.revision }
  const send = () => keeps(() => call('commitments.keepLegislation', { before: at, body: whole }), loadLaws)
  return h(
    Box,
    {
      title: before?.code ?? say('commitments.add_legislation'),
      go: say('commitments.keep'),
      onGo: () => void send(),
      onCancel: () => open(null),
    },
    before === null ? text('state', say('commitments.legislation_state'), { hint: say('commitments.partner_hint'), isLatin: true }) : null,
    text('title', say('commitments.legislation_title')),
    pick(
      'kind',
      say('commitments.legislation_kind'),
      KINDS.map((id) => ({ id, words: wordsOf('text', id) })),
    ),
    pick(
      'stage',
      say('commitments.stage'),
      STAGES.map((id) => ({ id, words: wordsOf('stage', id) })),
    ),
    pick(
      'reach',
      say('commitments.reach'),
      (['abroad', 'home'] as const).map((id) => ({ id, words: wordsOf('reach', id) })),
    ),
    text('source', say('commitments.source'), { hint: say('commitments.law_source_hint'), isLatin: true }),
    text('readOn', say('commitments.read_on'), { hint: say('commitments.read_on_hint'), isLatin: true }),
  )
}

const FINDINGS = ['concern', 'no_concern', 'unclear'] as const

function AssessForm({ of, older }: { readonly of: Legislation; readonly older: Assessed | null }): JSX.Element {
  const { values, text, pick } = useForm('assess', {
    provision: older?.provision ?? '',
    standard: older?.standard ?? 'iccpr-19',
    finding: older?.finding ?? 'concern',
    said: older?.said ?? '',
    source: older?.source ?? of.source,
    readOn: older?.readOn ?? '',
  })
  const findings = [...FINDINGS, ...(older === null ? [] : (['withdrawn'] as const))]
  const body = {
    ...values,
    provision: values.provision.trim(),
    said: values.said.trim(),
    source: values.source.trim(),
    readOn: chosen(values.readOn.trim()),
    supersedes: older?.id ?? null,
  } as Assess['body']
  const send = () => keeps(() => call('commitments.assess', { law: of.code, body }), loadLaws)
  return h(
    Box,
    { title: say('commitments.assess'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    text('provision', say('commitments.provision'), { hint: say('commitments.provision_hint') }),
    pick(
      'standard',
      say('commitments.against_standard'),
      standards.standards.map(({ code, ref }) => ({ id: code, words: ref })),
    ),
    pick(
      'finding',
      say('commitments.assessed'),
      findings.map((id) => ({ id, words: foundWords(id) })),
    ),
    text('said', say('commitments.assess_said'), { hint: say('commitments.line_hint'), lines: 2 }),
    text('source', say('commitments.source'), { hint: say('commitments.law_source_hint'), isLatin: true }),
    text('readOn', say('commitments.read_on'), { hint: say('commitments.read_on_hint'), isLatin: true }),
  )
}
