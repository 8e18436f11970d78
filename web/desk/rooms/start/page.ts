import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working as run } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { team } from '../../desk-state.ts'
import { canUsePasskeys } from '../../passkey.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { AddPasskey } from '../sign-in/page.ts'
import { invitation, load, ownPasskeys, PASSKEYS_WANTED } from '../sign-in/state.ts'

type Step = {
  readonly id: 'passkeys' | 'key' | 'colleague' | 'custodians'
  readonly isDone: boolean
  readonly state: string
  readonly parts: readonly (JSX.Element | null)[]
}

/** Four steps, each with what is still at risk while it is not done, and a way back until it is. */
export function StartPage(): JSX.Element | null {
  useEffect(() => void quietly(load), [])
  const now = team.value
  if (now === null) return null
  const steps = [passkeys(), teamKey(), colleague(), custodians()]
  const open = steps.filter(({ isDone }) => !isDone).length
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('start.title')),
    h('p', null, open === 0 ? say('start.done') : say('start.left', { count: open })),
    now.foundingUntil === null ? null : h('p', { class: 'quiet' }, say('desk.founding', { until: dayInWords(now.foundingUntil) })),
    faultBox(),
    working(),
    h('ol', { class: 'steps' }, ...steps.map((step) => h('li', { key: step.id }, ...stepParts(step)))),
  )
}

function stepParts({ id, isDone, state, parts }: Step): (JSX.Element | null)[] {
  return [
    h('h2', null, say(`start.${id}`)),
    h(
      'p',
      { class: 'step-state' },
      mark(isDone ? 'plain' : 'caution', isDone ? say('start.step_done') : say('start.step_open')),
      h('span', null, state),
    ),
    isDone ? null : h('p', { class: 'risk' }, say(`start.${id}_risk`)),
    ...parts,
  ]
}

function passkeys(): Step {
  const count = ownPasskeys.value.length
  const isDone = count >= PASSKEYS_WANTED
  const link = h('p', null, h('a', { href: hrefOf('sign-in') }, say('start.passkeys_undo')))
  return {
    id: 'passkeys',
    isDone,
    state: canUsePasskeys() ? say('start.passkeys_state', { count }) : say('sign-in.no_passkeys_here'),
    parts: [isDone || !canUsePasskeys() ? null : h(AddPasskey, {}), count === 0 ? null : link],
  }
}

function teamKey(): Step {
  const until = team.value?.epochUntil ?? null
  const make = async () => {
    const made = await run(say('join.founding'), () => call('found', null))
    if (made !== null) team.value = await call('team', null)
  }
  return {
    id: 'key',
    isDone: until !== null,
    state: until === null ? say('rotate.expired') : say('rotate.until', { until: dayInWords(until) }),
    parts: [
      until === null
        ? h(
            'div',
            { class: 'ways' },
            button(say('start.key_make'), () => void make(), { kind: 'first' }),
          )
        : h('p', null, h('a', { href: hrefOf('team') }, say('start.key_undo'))),
    ],
  }
}

function colleague(): Step {
  const members = team.value?.colleagues.filter(({ state }) => state === 'member').length ?? 0
  const waiting = team.value?.colleagues.filter(({ state }) => state === 'waiting').length ?? 0
  const code = invitation.value
  const invite = async () => {
    const made = await run(say('members.invite'), () => call('invite', null))
    if (made !== null) invitation.value = made.code
  }
  const takeBack = async () => {
    const done = await run(say('sign-in.settling'), async () => {
      await call('sign-in.withdraw', { code: code ?? '' })
      return true
    })
    if (done !== null) invitation.value = null
  }
  const made = code === null ? null : h('p', null, say('members.invited', { code }))
  const undo = code === null ? null : button(say('start.colleague_undo'), () => void takeBack(), { kind: 'quiet' })
  return {
    id: 'colleague',
    isDone: members > 1,
    state: say('start.colleague_state', { count: members }),
    parts: [
      waiting === 0 ? null : h('p', null, h('a', { href: hrefOf('team') }, say('start.colleague_waits', { count: waiting }))),
      made,
      members > 1
        ? null
        : h(
            'div',
            { class: 'ways' },
            button(say('members.invite'), () => void invite(), { kind: 'first' }),
            undo,
          ),
    ],
  }
}

function custodians(): Step {
  const isDone = team.value?.hasRecovery === true
  return {
    id: 'custodians',
    isDone,
    state: isDone ? say('start.custodians_state') : say('start.custodians_none'),
    parts: [h('p', null, h('a', { href: hrefOf('team') }, say('start.custodians_go')))],
  }
}
