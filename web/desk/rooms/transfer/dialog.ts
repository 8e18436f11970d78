import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { dayOf } from '#kernel/clock.ts'
import { call, now, quietly, working as run } from '../../actions.ts'
import { Box, Choice } from '../../parts/box.ts'
import { field } from '../../views/parts.ts'
import { type Key, nameIn, say } from '../../words.ts'
import type { Choosing, ContentView, Field, Reason, Target } from './calls.ts'
import { Content } from './content.ts'
import { load, said } from './state.ts'

const REASONS: readonly Reason[] = ['protection', 'legal_help', 'their_country', 'medical_help', 'asked_for', 'other']
const MONTH_MS = 30 * 86_400_000

type Props = {
  /** An item by its id, or a report by its code. */
  readonly of: string
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** Passes chosen fields to another team: nothing is chosen to begin with, and a barred team cannot be ticked. guards T-27 */
export function TransferDialog({ of, onDone, onCancel }: Props): JSX.Element | null {
  const open = useSignal<Choosing | null>(null)
  useEffect(() => {
    open.value = null
    void quietly(async () => {
      open.value = await call('transfer.choose', { of })
    })
  }, [of])
  return open.value === null ? h('p', { role: 'status' }, say('transfer.do')) : h(Form, { choosing: open.value, onDone, onCancel })
}

function Form({ choosing, onDone, onCancel }: Omit<Props, 'of'> & { readonly choosing: Choosing }): JSX.Element {
  const to = useSignal('')
  const fields = useSignal<readonly Field[]>([])
  const forgets = useSignal(false)
  const until = useSignal(dayOf(new Date(now().getTime() + MONTH_MS)))
  const reason = useSignal<Reason>('protection')
  const approver = useSignal(choosing.approvers[0]?.member ?? '')
  const { of } = choosing
  const propose = async () => {
    if (to.value === '' || approver.value === '') return
    const choice = { of, to: to.value, fields: fields.value, until: until.value, reason: reason.value, forgets: forgets.value }
    const done = await run(say('transfer.propose'), () => call('transfer.propose', { ...choice, approver: approver.value }))
    if (done === null) return
    said.value = say('transfer.proposed', { member: approver.value })
    await load()
    onDone()
  }
  return h(
    Box,
    { title: say('transfer.do'), go: say('transfer.propose'), onGo: () => void propose(), onCancel },
    h('p', null, say('transfer.effect')),
    h(Targets, { all: choosing.targets, to }),
    h(Fields, { all: choosing.fields, fields, forgets }),
    h(Preview, { of, fields: fields.value }),
    h(Choice, {
      name: 'reason',
      label: say('transfer.reason'),
      all: REASONS.map((id) => ({ id, words: say(`transfer.reason.${id}`) })),
      value: reason.value,
      onValue: (value) => (reason.value = value as Reason),
    }),
    field({
      id: 'transfer-until',
      label: say('transfer.until'),
      value: until.value,
      onValue: (value) => (until.value = value),
      isLatin: true,
    }),
    choosing.approvers.length === 0
      ? h('p', { class: 'wrong' }, say('transfer.nobody'))
      : h(Choice, {
          name: 'approver',
          label: say('transfer.approver'),
          all: choosing.approvers.map(({ member, name }) => ({ id: member, words: `${name} · ${member}` })),
          value: approver.value,
          onValue: (value) => (approver.value = value),
        }),
  )
}

/** Barred teams stand in their place, greyed and with the reason, so that nobody wonders where they are. */
function Targets({ all, to }: { readonly all: readonly Target[]; readonly to: Signal<string> }): JSX.Element {
  const words = ({ barred, receives }: Target) => (barred ? say('transfer.barred') : receives ? null : say('transfer.no_key'))
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, say('transfer.to')),
    ...all.map((one) =>
      h(
        'label',
        { key: one.team, class: one.barred ? 'barred' : undefined },
        h('input', {
          type: 'radio',
          name: 'transfer-to',
          value: one.team,
          disabled: one.barred || !one.receives,
          checked: to.value === one.team,
          onChange: () => (to.value = one.team),
        }),
        ' ',
        h(one.barred ? 's' : 'bdi', null, nameIn(one.name, one.team)),
        words(one) === null ? null : h('span', { class: 'quiet' }, ` ${words(one)}`),
      ),
    ),
  )
}

type FieldParts = { readonly all: readonly Field[]; readonly fields: Signal<readonly Field[]>; readonly forgets: Signal<boolean> }

function Fields({ all, fields, forgets }: FieldParts): JSX.Element {
  const toggle = (one: Field) => {
    fields.value = fields.value.includes(one) ? fields.value.filter((other) => other !== one) : [...fields.value, one]
  }
  const tick = (words: string, checked: boolean, onChange: () => void) =>
    h('label', { key: words }, h('input', { type: 'checkbox', checked, onChange }), ' ', words)
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, say('transfer.fields')),
    ...all.map((one) => tick(say(`transfer.field.${one}` as Key), fields.value.includes(one), () => toggle(one))),
    tick(say('transfer.forgets'), forgets.value, () => (forgets.value = !forgets.value)),
  )
}

/** Asked of the worker at each change: what is shown is what is sealed. */
function Preview({ of, fields }: { readonly of: string; readonly fields: readonly Field[] }): JSX.Element {
  const seen = useSignal<ContentView | null>(null)
  useEffect(
    () =>
      void quietly(async () => {
        seen.value = await call('transfer.preview', { of, fields })
      }),
    [of, fields.join()],
  )
  return h(
    'section',
    { 'aria-label': say('transfer.preview'), 'aria-live': 'polite' },
    h('h4', null, say('transfer.preview')),
    seen.value === null ? null : h(Content, { of: seen.value }),
  )
}
