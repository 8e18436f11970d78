import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { team } from '../../desk-state.ts'
import { button, faultBox, field, mark, submits } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { kindsOf } from './kinds.ts'
import { AuditTable, fileOf } from './lines.ts'
import { type Filters, filters, head, look, lookAtCase, lookAtHead, more, NO_FILTERS, ofCase, shown } from './state.ts'

/** What was done, by whom, on which day; and whether the book it stands in was tampered with (C10). */
export function AuditPage(): JSX.Element {
  useEffect(() => {
    void look(filters.value)
    void lookAtHead()
  }, [])
  const now = shown.value
  return h(
    'div',
    { class: 'page audit' },
    h('h1', null, say('audit.title')),
    faultBox(),
    h('p', { class: 'quiet' }, now?.isAuditor === true ? say('audit.as_auditor') : say('audit.as_reader')),
    h(LedgerHead, {}),
    h(FilterForm, { key: JSON.stringify(filters.value) }),
    now === null
      ? h('p', { class: 'quiet', role: 'status' }, say('consent.loading'))
      : h(AuditTable, { id: 'audit', lines: now.lines, hasCase: true, onMore: now.more ? () => void more(null) : null }),
  )
}

/** The tab of a case: its own lines. */
export function CaseAudit({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void lookAtCase(code), [code])
  const now = ofCase.value[code]
  return h(
    'section',
    { class: 'audit', 'aria-labelledby': 'case-audit' },
    h('h2', { id: 'case-audit' }, say('audit.title')),
    faultBox(),
    now === undefined
      ? h('p', { class: 'quiet', role: 'status' }, say('consent.loading'))
      : h(AuditTable, { id: 'case-audit-lines', lines: now.lines, hasCase: false, onMore: now.more ? () => void more(code) : null }),
  )
}

/** The signed state of the whole ledger: how much, which root, when it was checked; the light is a word and a shape. */
function LedgerHead(): JSX.Element | null {
  const now = head.value
  if (now === null) return null
  const { signed, verified, signatureHolds } = now
  return h(
    'section',
    { class: 'ledger-head', 'aria-labelledby': 'ledger-head' },
    h('h2', { id: 'ledger-head', class: 'small' }, say('audit.head')),
    h('p', null, lightOf(signatureHolds, verified)),
    signed === null
      ? null
      : h(
          'dl',
          null,
          h('dt', null, say('audit.size')),
          h('dd', null, say('audit.size_lines', { count: signed.size })),
          h('dt', null, say('audit.root')),
          h('dd', null, h('code', { dir: 'ltr' }, signed.root)),
          h('dt', null, say('audit.signed_on')),
          h('dd', null, minuteWords(signed.at)),
          h('dt', null, say('audit.checked_on')),
          h('dd', null, verified === null ? say('audit.not_checked') : minuteWords(verified.at)),
        ),
    signed === null
      ? null
      : h('a', { href: fileOf('text/plain', signed.note), download: 'ledger-checkpoint.txt' }, say('audit.checkpoint')),
  )
}

function lightOf(signatureHolds: boolean | null, verified: { readonly ok: boolean } | null): JSX.Element {
  if (signatureHolds === null) return mark('caution', say('audit.unsigned'))
  if (!signatureHolds || verified?.ok === false) return mark('stop', say('audit.broken'))
  return verified === null ? mark('caution', say('audit.unchecked')) : mark('plain', say('audit.holds'))
}

const minuteWords = (at: string) => `${dayInWords(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`

/** By colleague, kind of action, case and days. */
function FilterForm(): JSX.Element {
  const asked = useSignal<Filters>(filters.value)
  const set = (part: Partial<Filters>) => {
    asked.value = { ...asked.value, ...part }
  }
  const text = (value: string) => (value === '' ? null : value)
  return h(
    'form',
    { class: 'filters', onSubmit: submits(() => void look(asked.value)) },
    pick({
      id: 'audit-member',
      label: say('audit.by'),
      value: asked.value.member,
      options: colleagues(),
      onValue: (member) => set({ member }),
    }),
    pick({
      id: 'audit-action',
      label: say('audit.kind'),
      value: asked.value.action,
      options: kindsOf(),
      onValue: (action) => set({ action }),
    }),
    field({
      id: 'audit-case',
      label: say('audit.case'),
      value: asked.value.case ?? '',
      isLatin: true,
      onValue: (value) => set({ case: text(value.trim().toUpperCase()) }),
    }),
    day('audit-from', say('audit.from'), asked.value.from, (from) => set({ from })),
    day('audit-to', say('audit.to'), asked.value.to, (to) => set({ to })),
    h(
      'div',
      { class: 'ways' },
      h('button', { type: 'submit', class: 'first' }, say('audit.filter')),
      button(say('audit.all'), () => void look(NO_FILTERS), { kind: 'quiet' }),
    ),
  )
}

function colleagues(): Option[] {
  return (team.value?.colleagues ?? []).map(({ member, name }) => [member, `${name} (${member})`])
}

type Option = readonly [value: string, words: string]
type Pick = {
  readonly id: string
  readonly label: string
  readonly value: string | null
  readonly options: readonly Option[]
  readonly onValue: (value: string | null) => void
}

function pick({ id, label, value, options, onValue }: Pick): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, value: value ?? '', onChange: (event: Event) => onValue((event.currentTarget as HTMLSelectElement).value || null) },
      h('option', { value: '' }, say('audit.any')),
      ...options.map(([one, words]) => h('option', { key: one, value: one }, words)),
    ),
  )
}

function day(id: string, label: string, value: string | null, onValue: (value: string | null) => void): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', {
      id,
      type: 'date',
      value: value ?? '',
      onInput: (event: Event) => onValue((event.currentTarget as HTMLInputElement).value || null),
    }),
  )
}
