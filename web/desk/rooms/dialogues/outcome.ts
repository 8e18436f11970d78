import { h, type JSX } from 'preact'
import type { Check, Deliverable, KeepDeliverable } from '#features/diplomacy/deliverables/deliverable.contract.ts'
import { standingOf } from '#features/diplomacy/deliverables/deliverable.rules.ts'
import type { RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { call } from '../../actions.ts'
import { hrefOf, openPanel } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { chosen, useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { code, options, wordOf } from './names.ts'
import { source } from './source.ts'
import { change, form, loadRound, opens } from './state.ts'

const STANDING = {
  open: 'plain',
  delivered: 'plain',
  kept: 'picked',
  partly: 'caution',
  not_kept: 'stop',
  found_false: 'stop',
  dropped: 'plain',
} as const

/** What was promised and until when, and what was found when somebody looked. */
export function Outcome({ view }: { readonly view: RoundView }): JSX.Element {
  const of = view.round.code
  const open = form.value
  return h(
    'div',
    null,
    h('h2', null, wordOf('tab', 'outcome')),
    h('div', { class: 'ways' }, button(say('dialogues.add_deliverable'), opens('deliverable'), { kind: 'first' })),
    open?.is === 'deliverable' && open.about === '' ? h(DeliverableForm, { of, one: null }) : null,
    view.deliverables.length === 0
      ? h(Empty, { words: say('dialogues.no_deliverables'), teaches: say('dialogues.no_deliverables_teaches') })
      : null,
    ...view.deliverables.map((one) => h(One, { key: one.id, of, one })),
  )
}

function One({ of, one }: { readonly of: string; readonly one: Deliverable }): JSX.Element {
  const standing = standingOf(one)
  const open = form.value
  return h(
    'article',
    { class: 'raising', 'aria-labelledby': `deliverable-${one.code}` },
    h('h3', { id: `deliverable-${one.code}` }, h('bdi', null, one.said), ' ', code(one.code)),
    h(
      'p',
      { class: 'ways' },
      mark(STANDING[standing], wordOf('stands', standing)),
      mark('plain', wordOf('concerns', one.side)),
      mark('plain', wordOf('deliverable', one.state)),
      one.overdueSince === null ? null : mark('caution', say('dialogues.overdue', { day: dayInWords(one.overdueSince) })),
    ),
    h(
      'dl',
      { class: 'facts' },
      h('dt', null, say('dialogues.indicator')),
      h('dd', null, h('bdi', null, one.indicator ?? '–')),
      h('dt', null, say('dialogues.due_on')),
      h('dd', null, one.due === null ? '–' : dayInWords(one.due)),
      h('dt', null, say('dialogues.verification')),
      h('dd', null, h('bdi', null, one.verification ?? '–')),
    ),
    one.checks.length === 0
      ? null
      : h('ul', { class: 'plain-list' }, ...one.checks.map((found) => h('li', { key: found.id }, checkWords(found)))),
    h(
      'div',
      { class: 'ways' },
      button(say('dialogues.change_deliverable'), opens('deliverable', one.code), { kind: 'quiet' }),
      button(say('dialogues.add_check'), opens('check', one.code)),
    ),
    open?.is === 'deliverable' && open.about === one.code ? h(DeliverableForm, { of, one }) : null,
    open?.is === 'check' && open.about === one.code ? h(CheckForm, { of, one }) : null,
  )
}

function checkWords(found: Deliverable['checks'][number]): (JSX.Element | string)[] {
  return [
    mark(STANDING[found.verdict], wordOf('stands', found.verdict)),
    ` ${wordOf('basis', found.basis)} · ${dayInWords(found.on)} · `,
    code(found.by),
    ' ',
    ...found.incidents.map(({ case: of, incident }) =>
      h(
        'span',
        { key: incident },
        h('a', { href: hrefOf('cases', of, 'incidents'), class: 'code', dir: 'ltr' }, of),
        ' ',
        button(incident, () => openPanel('incidents', incident), { kind: 'quiet' }),
        ' ',
      ),
    ),
    ...(found.source === null ? [] : [source(found.source)]),
  ]
}

function DeliverableForm({ of, one }: { readonly of: string; readonly one: Deliverable | null }): JSX.Element {
  const fields = useForm('deliverable', {
    side: one?.side ?? 'partner',
    said: one?.said ?? '',
    indicator: one?.indicator ?? '',
    verification: one?.verification ?? '',
    due: one?.due ?? '',
    state: one?.state ?? 'proposed',
  })
  const { side, said, indicator, verification, due, state } = fields.values
  const keep = () =>
    void change(
      () =>
        call('dialogues.keepDeliverable', {
          id: one?.id ?? null,
          code: one?.code ?? null,
          round: of,
          revision: one?.revision ?? 0,
          body: {
            side: side as Deliverable['side'],
            said: said.trim(),
            indicator: chosen(indicator.trim()),
            verification: chosen(verification.trim()),
            due: chosen(due.trim()),
            state: state as KeepDeliverable['body']['state'],
          },
        }),
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.add_deliverable'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.text('said', say('dialogues.promised_what'), { hint: say('dialogues.line_hint') }),
    fields.pick('side', say('dialogues.side_head'), options('concerns', ['partner', 'eu', 'both'])),
    fields.text('indicator', say('dialogues.indicator'), { hint: say('dialogues.indicator_hint') }),
    fields.text('due', say('dialogues.due_on'), { hint: say('dialogues.follow_up_hint'), isLatin: true }),
    fields.text('verification', say('dialogues.verification')),
    fields.pick('state', say('dialogues.state_head'), options('deliverable', ['proposed', 'agreed', 'delivered', 'dropped'])),
  )
}

const CASE = /^C-[2-9A-HJ-NP-Z]{6}$/

function CheckForm({ of, one }: { readonly of: string; readonly one: Deliverable }): JSX.Element {
  const fields = useForm('check', { verdict: 'kept', basis: 'document', source: '', case: '', incident: '' })
  const { verdict, basis, source: from, case: typed, incident } = fields.values
  const isOurs = basis === 'incident' && CASE.test(typed.trim().toUpperCase())
  const keep = () =>
    void change(
      async () => {
        const found = isOurs ? await incidentIn(typed.trim().toUpperCase(), incident.trim().toUpperCase()) : null
        await call('dialogues.check', {
          deliverable: one.code,
          verdict: verdict as Check['verdict'],
          basis: basis as Check['basis'],
          source: chosen(from.trim()),
          incident: found,
        })
      },
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.add_check'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.pick('verdict', say('dialogues.verdict_head'), options('stands', ['kept', 'partly', 'not_kept', 'found_false'])),
    fields.pick('basis', say('dialogues.basis_head'), options('basis', ['document', 'incident', 'reply', 'visit'])),
    basis === 'incident' ? fields.text('case', say('cases.case'), { hint: say('dialogues.incident_hint'), isLatin: true }) : null,
    basis === 'incident' ? fields.text('incident', say('dialogues.incident'), { isLatin: true }) : null,
    fields.text('source', say('dialogues.source'), { hint: say('dialogues.source_hint'), isLatin: true }),
  )
}

/** The incident of this code in a case; one that is not there is left for the server to refuse. */
async function incidentIn(of: string, incident: string): Promise<Check['incident']> {
  const { incidents } = await call('incidents.list', { case: of, host: null, status: null, after: null })
  const found = incidents.find((one) => one.code === incident)
  return found === undefined ? null : { case: of, incident: found.id }
}
