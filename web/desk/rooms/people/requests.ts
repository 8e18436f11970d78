import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, done, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { pick } from '../../parts/code-field.ts'
import { button, field, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { Reason, UnsealRequest } from './calls.ts'
import { REASONS, ReasonBox, ShownIdentity } from './identity.ts'
import { form, handed, loadRequests, requests } from './state.ts'

/** Asking to see who somebody is in a case that one does not read, and answering such a request (four eyes). */
export function Requests(): JSX.Element {
  const answering = useSignal<string | null>(null)
  useEffect(() => void quietly(loadRequests), [])
  const answer = (request: UnsealRequest, reason: Reason) =>
    void act(
      async () => {
        await call('people.giveUnseal', { id: request.id, reason })
        answering.value = null
      },
      () => say('people.given'),
    )
  return h(
    'section',
    { 'aria-labelledby': 'requests-title' },
    h('h2', { id: 'requests-title' }, say('people.requests')),
    h('p', { class: 'hint' }, say('people.requests_hint')),
    form.value === 'unseal' ? h(AskForm, {}) : button(say('people.ask'), () => (form.value = 'unseal')),
    h('ul', { class: 'plain-list' }, ...requests.value.map((one) => line(one, () => (answering.value = one.id)))),
    ...requests.value
      .filter(({ id }) => id === answering.value)
      .map((one) =>
        h(ReasonBox, {
          key: one.id,
          title: say('people.give_title', { person: one.person, member: one.member }),
          go: say('people.give'),
          onGo: (reason) => answer(one, reason),
          onCancel: () => (answering.value = null),
        }),
      ),
    handed.value === null
      ? null
      : h(
          'div',
          null,
          h('p', null, say('people.handed', { by: handed.value.by, time: handed.value.until.slice(11, 16) })),
          h(ShownIdentity, { identity: handed.value.identity, code: handed.value.person, of: null }),
        ),
  )
}

async function act(work: () => Promise<unknown>, words: () => string): Promise<void> {
  const isDone = await working(say('people.saving'), async () => {
    await work()
    await loadRequests()
    return true
  })
  if (isDone === true) done(words, null)
}

function line(one: UnsealRequest, onAnswer: () => void): JSX.Element {
  const take = () =>
    void working(say('people.opening'), async () => {
      handed.value = { person: one.person, ...(await call('people.takeUnseal', { id: one.id, person: one.person })) }
      return true
    })
  const refuse = () =>
    void act(
      () => call('people.refuseUnseal', { id: one.id }),
      () => say('people.refused_one'),
    )
  return h(
    'li',
    { key: one.id },
    h('span', { class: 'code', dir: 'ltr' }, one.person),
    ` · ${say('people.for_member', { member: one.member })} · ${say(`people.reason_${one.reason as Reason}`)} · ${dayInWords(one.at)} `,
    one.problem === null ? null : mark('stop', say('people.request_forged')),
    one.answerable && one.problem === null ? button(say('people.give'), onAnswer) : null,
    one.answerable ? button(say('people.refuse'), refuse, { kind: 'quiet' }) : null,
    one.mine ? (one.state === 'waiting' ? mark('plain', say('people.waiting')) : button(say('people.take'), take)) : null,
  )
}

function AskForm(): JSX.Element {
  const person = useSignal('')
  const reason = useSignal<Reason>('protection')
  const wrong = useSignal<string | null>(null)
  const ask = () => {
    const code = person.value.trim().toUpperCase()
    if (!/^P-[2-9A-HJ-NP-Z]{6}$/.test(code)) {
      wrong.value = say('people.code_wrong')
      return
    }
    void act(
      async () => {
        await call('people.askUnseal', { person: code, reason: reason.value })
        form.value = null
      },
      () => say('people.asked'),
    )
  }
  return h(
    Box,
    { title: say('people.ask'), go: say('people.ask'), onGo: ask, onCancel: () => (form.value = null) },
    field({
      id: 'u-person',
      label: say('people.code'),
      value: person.value,
      onValue: (value) => (person.value = value),
      isLatin: true,
      wrong: wrong.value,
    }),
    pick({
      id: 'u-reason',
      label: say('people.reason'),
      value: reason.value,
      all: REASONS.map((id) => ({ id, words: say(`people.reason_${id}`) })),
      onValue: (value) => (reason.value = value as Reason),
    }),
  )
}
