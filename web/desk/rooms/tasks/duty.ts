import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Duty } from '#features/cases/duty/duty.contract.ts'
import { call, quietly } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { button, field, mark } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { pick, unsaid } from '../cases/fields.ts'
import { duty } from './state.ts'
import { lookAtDuty, onDuty } from './work.ts'

type Line = Duty['lines'][number]
const placeWord = (country: string): string =>
  country === 'EU' ? say('tasks.duty_eu') : country === 'ZZ' ? say('tasks.duty_elsewhere') : countryName(country)

/** Who is asked first for a country, and what calls them now (R-NGO-51, R-EP-22). */
export function OnDuty(): JSX.Element | null {
  const form = useSignal<Line | 'new' | null>(null)
  useEffect(() => void quietly(lookAtDuty), [])
  const now = duty.value
  if (now === null) return null
  const close = () => (form.value = null)
  return h(
    'section',
    { class: 'no-print', 'aria-labelledby': 'duty-title' },
    h('h2', { id: 'duty-title' }, say('tasks.duty')),
    ...now.alarms.map((alarm) => oneAlarm(alarm)),
    now.lines.length === 0
      ? h('p', { class: 'quiet' }, say('tasks.duty_none'))
      : h(Table<Line>, {
          id: 'duty',
          caption: say('tasks.duty'),
          rows: now.lines,
          keyOf: ({ country }) => country,
          columns: [
            { id: 'place', head: say('tasks.jurisdiction'), cell: ({ country }) => placeWord(country) },
            { id: 'holder', head: say('tasks.duty_holder'), cell: ({ holder }) => h('span', { class: 'code', dir: 'ltr' }, holder) },
            { id: 'deputy', head: say('tasks.duty_deputy'), cell: ({ deputy }) => h('span', { class: 'code', dir: 'ltr' }, deputy ?? '–') },
            {
              id: 'change',
              head: say('cases.write'),
              cell: (line) => button(say('cases.write'), () => (form.value = line), { kind: 'quiet' }),
            },
          ],
        }),
    h(
      'div',
      { class: 'ways' },
      button(say('tasks.duty_new'), () => (form.value = 'new'), { kind: 'quiet' }),
    ),
    form.value === null ? null : h(LineForm, { key: form.value === 'new' ? '' : form.value.country, line: form.value, onDone: close }),
  )
}

function oneAlarm({ alarm, country, holder, escalated }: Duty['alarms'][number]): JSX.Element {
  return h(
    'p',
    { key: alarm, role: 'alert' },
    mark('stop', say(escalated ? 'tasks.duty_escalated' : 'tasks.duty_alarm', { place: placeWord(country), member: holder ?? '–' })),
    ' ',
    button(say('tasks.duty_take'), () => void onDuty(() => call('tasks.answer', { alarm })), { kind: 'first' }),
  )
}

function LineForm({ line, onDone }: { readonly line: Line | 'new'; readonly onDone: () => void }): JSX.Element {
  const known = line === 'new' ? null : line
  const country = useSignal(known?.country ?? '')
  const holder = useSignal(known?.holder ?? '')
  const deputy = useSignal(known?.deputy ?? '')
  const mine = team.value === null ? [] : [team.value.member]
  const members = [...new Set([...mine, ...(team.value?.colleagues ?? []).map(({ member }) => member)])]
  const all = members.map((member) => ({ id: member, words: member }))
  const go = async () => {
    const place = country.value.trim().toUpperCase()
    if (!/^[A-Z]{2}$/.test(place) || holder.value === '') return
    const said = { country: place, holder: holder.value, deputy: deputy.value === '' ? null : deputy.value, revision: known?.revision ?? 0 }
    if (await onDuty(() => call('tasks.keepDuty', said))) onDone()
  }
  return h(
    Box,
    { title: say('tasks.duty'), go: say('cases.keep'), onGo: () => void go(), onCancel: onDone },
    known === null
      ? field({
          id: 'duty-country',
          label: say('tasks.jurisdiction'),
          hint: say('tasks.duty_hint'),
          value: country.value,
          isLatin: true,
          onValue: (value) => (country.value = value),
        })
      : null,
    pick({
      id: 'duty-holder',
      label: say('tasks.duty_holder'),
      value: holder.value,
      all,
      none: unsaid(),
      onValue: (value) => (holder.value = value),
    }),
    pick({
      id: 'duty-deputy',
      label: say('tasks.duty_deputy'),
      value: deputy.value,
      all,
      none: unsaid(),
      onValue: (value) => (deputy.value = value),
    }),
  )
}
