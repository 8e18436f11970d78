import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working as run } from '../actions.ts'
import { team } from '../desk-state.ts'
import type { Colleague, TeamState } from '../model.ts'
import { items } from '../rooms/inbox/state.ts'
import { dayInWords, say } from '../words.ts'
import { button, faultBox, working } from './parts.ts'

/** Who is in the team, who waits, and the key that everybody shares. */
export function TeamPage(): JSX.Element | null {
  const code = useSignal<string | null>(null)
  const said = useSignal<string | null>(null)
  useEffect(
    () =>
      void quietly(async () => {
        team.value = await call('team', null)
      }),
    [],
  )
  const now = team.value
  if (now === null) return null
  const again = async (words: string) => {
    said.value = words
    team.value = await call('team', null)
  }
  const rotate = async () => {
    const made = await run(say('rotate.working', { count: items.value.length }), () => call('rotate', null))
    if (made !== null) await again(say('rotate.done', { epoch: made.epoch, until: dayInWords(made.until) }))
  }
  const vouch = async ({ member }: Colleague) => {
    const isIn = await run(say('members.vouch', { code: member }), async () => {
      await call('vouch', { member })
      return true
    })
    if (isIn !== null) await again(say('members.vouched', { code: member }))
  }
  const invite = async () => {
    const made = await run(say('members.invite'), () => call('invite', null))
    if (made !== null) code.value = made.code
  }
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('members.title')),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    now.foundingUntil === null ? null : h('p', { class: 'quiet' }, say('desk.founding', { until: dayInWords(now.foundingUntil) })),
    now.keys.ok ? h('p', { class: 'quiet' }, say('desk.keys_checked', { version: now.keys.version })) : null,
    h('ul', { class: 'people' }, ...now.colleagues.map((one) => h('li', { key: one.member }, ...colleague(one, () => void vouch(one))))),
    code.value === null ? null : h('p', null, say('members.invited', { code: code.value })),
    working(),
    h(
      'div',
      { class: 'ways' },
      button(say('members.invite'), () => void invite()),
    ),
    h('h2', null, say('rotate.title')),
    h('p', null, say('rotate.why')),
    h('p', null, untilWords(now)),
    h(
      'div',
      { class: 'ways' },
      button(say('rotate.do'), () => void rotate(), { kind: 'first' }),
    ),
  )
}

function untilWords({ epochUntil }: TeamState): string {
  return epochUntil === null ? say('rotate.expired') : say('rotate.until', { until: dayInWords(epochUntil) })
}

function colleague(one: Colleague, vouch: () => void) {
  const head = [
    h('bdi', null, one.name),
    ' ',
    h('span', { class: 'code', dir: 'ltr' }, one.member),
    one.own ? ` (${say('members.you')})` : null,
  ]
  if (one.state !== 'waiting') return one.vouched ? head : [...head, ' ', h('span', { class: 'mark stop' }, say('members.not_vouched'))]
  return [
    ...head,
    h('p', null, say('members.waiting')),
    h('p', { class: 'quiet', dir: 'auto' }, say('members.fingerprint', { fingerprint: one.fingerprint })),
    button(say('members.vouch', { code: one.member }), vouch),
  ]
}
