import { type Signal, useSignal } from '@preact/signals'
import { Fragment, h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { CONSENT_SCOPES } from '#features/cases/consent/consent.contract.ts'
import { quietly } from '../../actions.ts'
import { Table } from '../../parts/table.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import type { ConsentRow, Scope } from './calls.ts'
import { scopeName, subjectName } from './names.ts'
import { NoteConsent } from './note.ts'
import { Offers } from './offers.ts'
import { consents, loadConsent, nameOfMember, openWording, wordings } from './state.ts'
import { stateToday } from './today.ts'

type Noting = null | 'give' | 'withdraw'

/** Twenty uses, each with a yes of its own or none: who said it, how we know, from when, until when (JOURNEYS 8). */
export function ConsentMatrix({ code }: { readonly code: string }): JSX.Element {
  const subject = useSignal('reporter')
  const noting = useSignal<Noting>(null)
  useEffect(() => void quietly(() => loadConsent(code)), [code])
  const list = consents.value[code]
  if (list === undefined) return h('p', { class: 'quiet', role: 'status' }, say('consent.loading'))
  const own = list.rows.filter((row) => row.subject === subject.value)
  const after = () => {
    noting.value = null
  }
  return h(
    'section',
    { 'aria-labelledby': 'consent-title' },
    h('h2', { id: 'consent-title' }, say('consent.title')),
    h('p', { class: 'quiet' }, say('consent.why')),
    h(Offers, { code }),
    h(SubjectPick, { subject, all: subjectsOf(list.rows) }),
    h(Table<Scope>, {
      id: 'consent',
      caption: say('consent.caption', { who: subjectName(subject.value) }),
      rows: CONSENT_SCOPES,
      keyOf: (scope) => scope,
      columns: [
        { id: 'scope', head: say('consent.scope'), cell: scopeName },
        { id: 'state', head: say('consent.state'), cell: (scope) => stateOf(list.rows, subject.value, scope, list.today) },
        { id: 'who', head: say('consent.who'), cell: (scope) => sourceOf(code, own, scope) },
      ],
    }),
    noting.value === null
      ? h(
          'div',
          { class: 'ways' },
          button(say('consent.give'), () => (noting.value = 'give'), { kind: 'first' }),
          button(say('consent.withdraw'), () => (noting.value = 'withdraw')),
        )
      : h(NoteConsent, { code, subject: subject.value, change: noting.value, today: list.today, onDone: after }),
  )
}

function subjectsOf(rows: readonly ConsentRow[]): string[] {
  return [...new Set(['reporter', ...rows.map(({ subject }) => subject)])]
}

const PERSON = /^P-[2-9A-HJ-NP-Z]{6}$/

/** Whose yes or no: the reporter, the persons of whom something was said, or one more by code. */
function SubjectPick({ subject, all }: { readonly subject: Signal<string>; readonly all: readonly string[] }): JSX.Element {
  const typed = useSignal('')
  const shown = all.includes(subject.value) ? all : [...all, subject.value]
  const take = (value: string) => {
    typed.value = value
    const code = value.trim().toUpperCase()
    if (PERSON.test(code)) subject.value = code
  }
  return h(
    'div',
    { class: 'consent-whose' },
    h('label', { for: 'consent-subject' }, say('consent.whose')),
    h(
      'select',
      {
        id: 'consent-subject',
        value: subject.value,
        onChange: (event: Event) => (subject.value = (event.currentTarget as HTMLSelectElement).value),
      },
      ...shown.map((one) => h('option', { key: one, value: one }, subjectName(one))),
    ),
    h('label', { for: 'consent-person' }, say('consent.person')),
    h('input', {
      id: 'consent-person',
      type: 'text',
      dir: 'ltr',
      size: 10,
      maxLength: 8,
      autocomplete: 'off',
      value: typed.value,
      onInput: (event: Event) => take((event.currentTarget as HTMLInputElement).value),
    }),
  )
}

function stateOf(all: readonly ConsentRow[], subject: string, scope: Scope, today: string): JSX.Element {
  const rows = all.filter((row) => row.subject === subject && row.scope === scope)
  const last = rows.at(-1)
  const state = stateToday(all, subject, scope, today)
  if (state === 'yes') {
    const until =
      rows
        .filter(({ change }) => change === 'given')
        .map(({ expires }) => expires ?? '')
        .toSorted()
        .at(-1) ?? ''
    return h('span', null, mark('plain', say('consent.yes')), ' ', say('consent.until', { day: dayInWords(until) }))
  }
  if (state === 'by_reporter') return mark('stop', say('consent.by_reporter'))
  if (state === 'no') return h('span', null, mark('stop', say('consent.no')), ' ', dayInWords(last?.from ?? today))
  if (state === 'over') return h('span', null, mark('caution', say('consent.over')), ' ', dayInWords(last?.expires ?? today))
  return h('span', { class: 'quiet' }, say('consent.never'))
}

/** Everything that was said about one use, newest first. */
function sourceOf(code: string, rows: readonly ConsentRow[], scope: Scope): JSX.Element | null {
  const said = rows.filter((row) => row.scope === scope).toReversed()
  const [newest, ...older] = said
  if (newest === undefined) return null
  return h(
    Fragment,
    null,
    line(code, newest),
    older.length === 0
      ? null
      : h('details', null, h('summary', null, say('consent.before', { count: older.length })), ...older.map((row) => line(code, row))),
  )
}

function line(code: string, row: ConsentRow): JSX.Element {
  const parts = [
    say(row.change === 'given' ? 'consent.said_yes' : 'consent.said_no', { day: dayInWords(row.from) }),
    say(`consent.giver.${row.giver}` as Key),
    say(`consent.basis.${row.basis}` as Key),
    say('consent.noted', { by: nameOfMember(row.by), day: dayInWords(row.on) }),
  ]
  return h('p', { key: row.n, class: 'consent-line' }, parts.join(' · '), wordingOf(code, row.card))
}

function wordingOf(code: string, card: string | null): JSX.Element | null {
  if (card === null) return null
  const opened = wordings.value[card]
  if (opened === undefined)
    return h(
      Fragment,
      null,
      ' ',
      button(say('consent.open_wording'), () => void openWording(code, card), { kind: 'quiet' }),
    )
  if (opened.problem !== null) return h('span', { class: 'mark stop' }, say('error.sealed', { code: opened.problem }))
  return h(
    'blockquote',
    { dir: 'auto' },
    h('p', null, opened.text),
    opened.signedBy === '' ? null : h('footer', null, say('consent.signed', { by: opened.signedBy })),
  )
}
