import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Raised, WillingPerson } from '#features/diplomacy/raising/raising.contract.ts'
import { canBeRaisedIn, scopeOfForm } from '#features/diplomacy/raising/raising.rules.ts'
import type { RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import { chosen, useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { codeLink, options, standingMark, subjectWords, wordOf } from './names.ts'
import { change, form, loadRound, moreRaised, opens, raised, today } from './state.ts'

/** The list of an exchange: who is on it, with what it rests on, and who could be. */
export function CasesOfRound({ view }: { readonly view: RoundView }): JSX.Element {
  const of = view.round.code
  const now = raised.value?.of === of ? raised.value : null
  const red = now?.rows.filter(({ standing }) => standing !== 'given').length ?? 0
  const open = form.value
  return h(
    'div',
    null,
    h('h2', null, wordOf('tab', 'cases')),
    h('p', { role: 'status' }, say('dialogues.list_line', { ...view.counts, red })),
    red === 0 ? null : h('p', null, mark('stop', say('dialogues.red_words', { n: red }))),
    h('p', { class: 'quiet' }, say('dialogues.list_words')),
    h(
      'div',
      { class: 'ways' },
      button(say('dialogues.add_case'), opens('willing'), { kind: 'first' }),
      button(say('dialogues.freeze'), () => void freeze(of), { disabled: now === null || now.rows.length === 0 || red > 0 }),
    ),
    open?.is === 'willing' ? h(WillingBox, { of, partner: view.round.partner, forms: formsIn(view.round) }) : null,
    now === null ? null : now.rows.length === 0 ? h(Empty, { words: say('dialogues.no_cases') }) : listed(of, now.rows, now.more),
    open?.is === 'raised'
      ? changing(
          of,
          now?.rows.find(({ id }) => id === open.about),
        )
      : null,
  )
}

const changing = (of: string, one: Raised | undefined): JSX.Element | null =>
  one === undefined ? null : h(RaisedForm, { key: one.id, of, one })

async function freeze(of: string): Promise<void> {
  await change(
    () => call('dialogues.freeze', { round: of }),
    () => loadRound(of),
    () => say('dialogues.frozen'),
  )
}

function listed(of: string, rows: readonly Raised[], more: boolean): JSX.Element {
  const drop = ({ id, case: code, revision, level, next }: Raised) =>
    void change(
      () => call('dialogues.change', { id, case: code, revision, state: 'dropped', raisedOn: null, level, next }),
      () => loadRound(of),
      () => say('dialogues.off_list'),
    )
  const columns: Column<Raised>[] = [
    {
      id: 'case',
      head: say('cases.case'),
      cell: ({ case: code, subject }) => [codeLink(code), ' ', subjectWords(subject)],
      sort: ({ case: code }) => code,
    },
    { id: 'form', head: say('dialogues.form_head'), cell: ({ form: is }) => wordOf('form', is) },
    { id: 'standing', head: say('dialogues.consent'), cell: ({ standing }) => standingMark(standing), sort: ({ standing }) => standing },
    { id: 'state', head: say('dialogues.state_head'), cell: stateWords },
    { id: 'past', head: say('dialogues.past'), cell: pastWords, sort: ({ times }) => times },
    {
      id: 'do',
      head: say('dialogues.do'),
      cell: (one) => [
        one.standing === 'given' || one.state === 'raised'
          ? button(say(one.state === 'raised' ? 'dialogues.change_round' : 'dialogues.note_raised'), opens('raised', one.id), {
              kind: 'quiet',
            })
          : null,
        ' ',
        one.state === 'listed' ? button(say('dialogues.take_off'), () => drop(one), { kind: 'quiet' }) : null,
      ],
    },
  ]
  return h(Table<Raised>, {
    id: 'dialogues-list',
    caption: say('dialogues.list_caption'),
    columns,
    rows,
    keyOf: ({ id }) => id,
    onMore: more ? () => void quietly(moreRaised) : null,
  })
}

const stateWords = ({ state, raisedOn, next }: Raised): string =>
  [
    raisedOn === null ? wordOf('raised_state', state) : say('dialogues.raised_on', { day: dayInWords(raisedOn) }),
    next === null ? null : say('dialogues.follow_up_on', { day: dayInWords(next) }),
  ]
    .filter((one) => one !== null)
    .join(' · ')

/** How often before, when last, and what two people agree that was answered. */
export function pastWords({ times, lastRaised, lastReply }: Pick<WillingPerson, 'times' | 'lastRaised' | 'lastReply'>): string {
  if (times === 0 || lastRaised === null) return say('dialogues.never_raised')
  const said = say('dialogues.times', { n: times, day: dayInWords(lastRaised) })
  return lastReply === null ? said : `${said} · ${wordOf('reply', lastReply)}`
}

/** The ways in which a case can be raised there; in a parliament, those that parliaments or the public were agreed to for. */
const formsIn = (round: RoundView['round']): readonly string[] =>
  dialogues.forms.filter(({ code }) => canBeRaisedIn(round, scopeOfForm(code) ?? 'dialogue').ok).map(({ code }) => code)

type WillingParts = { readonly of: string; readonly partner: string | null; readonly forms: readonly string[] }

/** Whoever agreed to this way of raising a case, and nobody else: a case without the scope is not offered. */
function WillingBox({ of, partner, forms }: WillingParts): JSX.Element {
  const fields = useForm('willing', { form: forms[0] ?? 'spoken', asked: '' })
  const people = useSignal<readonly WillingPerson[] | null>(null)
  const picked = useSignal('')
  const is = fields.values.form
  useEffect(() => {
    people.value = null
    picked.value = ''
    void quietly(async () => {
      people.value = (await call('dialogues.willing', { form: is, partner, after: null })).people
    })
  }, [is, of])
  const on = new Set((raised.value?.rows ?? []).filter((one) => one.form === is).map((one) => `${one.case} ${one.subject}`))
  const free = (people.value ?? []).filter((one) => !on.has(`${one.case} ${one.subject}`))
  const raise = () => {
    const [code = '', subject = ''] = picked.value.split(' ')
    if (code === '') return
    void change(
      () => call('dialogues.raise', { case: code, subject, round: of, form: is, asked: fields.values.asked }),
      () => loadRound(of),
      () => say('dialogues.on_list'),
    )
  }
  return h(
    Box,
    { title: say('dialogues.add_case'), go: say('dialogues.put_on'), onGo: raise, onCancel: () => (form.value = null) },
    fields.pick('form', say('dialogues.form_head'), options('form', forms), { means: say('dialogues.form_means') }),
    people.value === null
      ? null
      : free.length === 0
        ? h('p', { role: 'status' }, say('dialogues.nobody_willing'))
        : choice(free, picked.value, (value) => (picked.value = value)),
    fields.text('asked', say('dialogues.asked'), { lines: 3, hint: say('dialogues.sealed_hint') }),
  )
}

function choice(free: readonly WillingPerson[], value: string, onValue: (value: string) => void): JSX.Element {
  return h(
    'fieldset',
    { class: 'choice willing' },
    h('legend', { class: 'label' }, say('dialogues.willing')),
    ...free.map((one) => {
      const id = `${one.case} ${one.subject}`
      return h(
        'label',
        { key: id },
        h('input', { type: 'radio', name: 'willing', value: id, checked: value === id, onChange: () => onValue(id) }),
        ' ',
        h('span', { class: 'code', dir: 'ltr' }, one.case),
        ' ',
        subjectWords(one.subject),
        ' ',
        h('span', { class: 'quiet' }, pastWords(one)),
      )
    }),
  )
}

function RaisedForm({ of, one }: { readonly of: string; readonly one: Raised }): JSX.Element {
  const fields = useForm('raised', { on: one.raisedOn ?? today.value, level: one.level ?? '', next: one.next ?? '' })
  const { on, level, next } = fields.values
  const keep = () =>
    void change(
      () =>
        call('dialogues.change', {
          id: one.id,
          case: one.case,
          revision: one.revision,
          state: 'raised',
          raisedOn: on,
          level: chosen(level),
          next: chosen(next.trim()),
        }),
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    {
      title: say('dialogues.note_raised_of', { code: one.case }),
      go: say('dialogues.keep'),
      onGo: keep,
      onCancel: () => (form.value = null),
    },
    fields.text('on', say('dialogues.raised_day'), { isLatin: true }),
    fields.pick('level', say('dialogues.level_head'), options('level', dialogues.levels), { none: say('cases.unsaid') }),
    fields.text('next', say('dialogues.follow_up'), { hint: say('dialogues.follow_up_hint'), isLatin: true }),
  )
}
