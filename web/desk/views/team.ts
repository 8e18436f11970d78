import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working as run } from '../actions.ts'
import { team } from '../desk-state.ts'
import type { Colleague, TeamState } from '../model.ts'
import { Pick } from '../rooms/approvals/pick.ts'
import { items } from '../rooms/inbox/state.ts'
import { ForOthers } from '../rooms/recovery/for-others.ts'
import { Leave } from '../rooms/recovery/leave.ts'
import { RecoverySection } from '../rooms/recovery/section.ts'
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
  const vouch = async ({ member }: Colleague, anotherOf: string | null) => {
    const isIn = await run(say('members.vouch', { code: member }), async () => {
      await call('vouch', { member, anotherOf })
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
    h(
      'ul',
      { class: 'people' },
      ...now.colleagues.map((one) =>
        h('li', { key: one.member }, ...colleague(one, now.colleagues, (anotherOf) => void vouch(one, anotherOf))),
      ),
    ),
    code.value === null ? null : h('p', null, say('members.invited', { code: code.value })),
    working(),
    h(
      'div',
      { class: 'ways' },
      button(say('members.invite'), () => void invite()),
    ),
    ...keyParts(now, () => void rotate()),
    h(RecoverySection, {}),
    h(ForOthers, {}),
  )
}

/** The key that everybody shares. */
function keyParts(now: TeamState, rotate: () => void): JSX.Element[] {
  return [
    h('h2', null, say('rotate.title')),
    h('p', null, say('rotate.why')),
    h('p', null, untilWords(now)),
    h('div', { class: 'ways' }, button(say('rotate.do'), rotate, { kind: 'first' })),
  ]
}

function untilWords({ epochUntil }: TeamState): string {
  return epochUntil === null ? say('rotate.expired') : say('rotate.until', { until: dayInWords(epochUntil) })
}

function colleague(one: Colleague, all: readonly Colleague[], vouch: (anotherOf: string | null) => void) {
  const head = [
    h('bdi', null, one.name),
    ' ',
    h('span', { class: 'code', dir: 'ltr' }, one.member),
    one.own ? ` (${say('members.you')})` : null,
  ]
  if (one.state !== 'waiting') {
    const marked = one.vouched ? head : [...head, ' ', h('span', { class: 'mark stop' }, say('members.not_vouched'))]
    return one.own ? marked : [...marked, ' ', h(Leave, { key: one.member, who: one })]
  }
  return [
    ...head,
    h('p', null, say('members.waiting')),
    h('p', { class: 'quiet', dir: 'auto' }, say('members.fingerprint', { fingerprint: one.fingerprint })),
    h(LetIn, { one, all, vouch }),
  ]
}

type LetInParts = { readonly one: Colleague; readonly all: readonly Colleague[]; readonly vouch: (anotherOf: string | null) => void }

/** Whose account it is, asked before anybody is let in: two accounts of one person are one person to every approval. guards T-22 */
function LetIn({ one, all, vouch }: LetInParts): JSX.Element {
  const other = useSignal('')
  const known = all.filter(({ state }) => state === 'member')
  return h(
    'div',
    null,
    h(Pick, {
      id: `whose-${one.member}`,
      label: say('approvals.vouch_whose'),
      all: [
        { id: '', words: say('approvals.vouch_new') },
        ...known.map(({ member, name }) => ({ id: member, words: say('approvals.vouch_other', { member: `${name} (${member})` }) })),
      ],
      value: other.value,
      onValue: (value) => (other.value = value),
    }),
    button(say('members.vouch', { code: one.member }), () => vouch(other.value === '' ? null : other.value)),
  )
}
