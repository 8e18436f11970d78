import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly } from '../../actions.ts'
import { button, mark, working } from '../../views/parts.ts'
import { dayInWords, language, localeOf, say } from '../../words.ts'
import type { Handout, RecoveryView } from './calls.ts'
import { save } from './hand-out.ts'
import { SetUp } from './set-up.ts'
import { act, load, recovery, said } from './state.ts'

/** Who can bring the team's keys back, and what has to be made anew. Stands on the page of the team. */
export function RecoverySection(): JSX.Element | null {
  const handouts = useSignal<readonly Handout[]>([])
  const making = useSignal(false)
  useEffect(() => void quietly(load), [])
  const now = recovery.value
  if (now === null) return null
  const again = () =>
    act(
      say('recovery.again'),
      () => call('recovery.handouts', null),
      () => say('recovery.made'),
    )
  const onMade = (made: readonly Handout[]) => {
    handouts.value = made
    making.value = false
  }
  return h(
    'section',
    { 'aria-labelledby': 'recovery-title', class: 'recovery' },
    h('h2', { id: 'recovery-title' }, say('recovery.title')),
    h('p', { role: 'status' }, said.value ?? ''),
    now.isUnvouched ? h('p', { class: 'alarm' }, mark('stop', say('recovery.unvouched'))) : null,
    now.inForce === null ? h('p', null, say('recovery.none')) : h(Custodians, { of: now.inForce }),
    requested(now),
    dueWords(now),
    h(Ways, { now }),
    making.value ? h(SetUp, { onMade, onCancel: () => (making.value = false) }) : null,
    h(
      'div',
      { class: 'ways' },
      making.value ? null : button(say('recovery.make'), () => (making.value = true)),
      now.inForce === null && now.waiting === null
        ? null
        : button(say('recovery.again'), () => void again().then((out) => out && onMade(out.handouts)), { kind: 'quiet' }),
    ),
    handouts.value.length === 0
      ? null
      : h(
          'ul',
          { class: 'plain-list' },
          ...handouts.value.map((one) =>
            h(
              'li',
              { key: one.saveAs },
              button(say('recovery.save', { name: one.name }), () => save(one)),
            ),
          ),
        ),
    working(),
  )
}

function Custodians({ of }: { readonly of: NonNullable<RecoveryView['inForce']> }): JSX.Element {
  return h(
    'div',
    null,
    h('p', null, say('recovery.what')),
    h('p', { class: 'quiet' }, say('recovery.since', { day: dayInWords(of.since), version: of.version })),
    h(
      'ul',
      { class: 'plain-list' },
      ...of.custodians.map(({ name, fingerprint, asked }) =>
        h(
          'li',
          { key: fingerprint },
          h('bdi', null, say('recovery.custodian', { name, fingerprint })),
          asked === null ? null : [' ', mark('caution', say('recovery.asked', { day: dayInWords(asked) }))],
        ),
      ),
    ),
  )
}

/** guards T-09: nobody uses shares without every member reading it. */
function requested({ newcomer, inForce, readyAt, usedOn }: RecoveryView): JSX.Element | null {
  if (newcomer === null || usedOn !== null) return null
  const count = inForce?.custodians.filter(({ asked }) => asked !== null).length ?? 1
  return h(
    'div',
    { class: 'alarm' },
    h('p', null, mark('caution', say('recovery.requested', { count, member: newcomer.member, fingerprint: newcomer.fingerprint }))),
    readyAt === null ? null : h('p', null, say('recovery.ready', { time: timeInWords(readyAt) })),
  )
}

function dueWords({ due, usedOn }: RecoveryView): JSX.Element | null {
  if (due === null) return null
  return h(
    'p',
    null,
    mark('caution', due === 'used' ? say('recovery.due.used', { day: dayInWords(usedOn ?? '') }) : say('recovery.due.maker_left')),
  )
}

type Now = { readonly now: RecoveryView }

/** What can be done now, one line each with its button; nothing blocks anything else. */
function Ways({ now }: Now): JSX.Element {
  const sign = (kind: 'epoch' | 'recovery') =>
    act(
      say('recovery.sign'),
      () => call('recovery.coSign', { kind }),
      () => say('recovery.signed'),
    )
  const cover = () =>
    act(
      say('recovery.cover'),
      () => call('recovery.cover', null),
      () => say('recovery.signed'),
    )
  const takeOver = () =>
    act(
      say('recovery.taking'),
      () => call('recovery.takeOver', null),
      (out) => say('recovery.taken', out),
    )
  const change = () =>
    act(
      say('recovery.changing'),
      () => call('recovery.changeKeys', null),
      ({ counts, epoch, cases }) => (counts ? say('recovery.changed', { epoch, count: cases }) : say('recovery.changed_waits', { epoch })),
    )
  const { pendingEpoch, waiting, handed, uncovered, casesDue, epochDue } = now
  return h(
    'div',
    { class: 'due-list' },
    handed < 2 ? null : line(say('recovery.handed', { count: handed }), say('recovery.take_over'), () => void takeOver()),
    epochDue || casesDue > 0 ? line(say('recovery.keys_due', { count: casesDue }), say('recovery.keys'), () => void change()) : null,
    pendingEpoch === null
      ? null
      : pendingEpoch.mine
        ? h('p', null, say('recovery.pending_mine', { epoch: pendingEpoch.epoch }))
        : line(say('recovery.pending', { epoch: pendingEpoch.epoch }), say('recovery.sign'), () => void sign('epoch')),
    waiting === null
      ? null
      : waiting.mine
        ? h('p', null, say('recovery.waiting_mine', { version: waiting.version }))
        : line(say('recovery.waiting', { version: waiting.version }), say('recovery.sign'), () => void sign('recovery')),
    uncovered === 0 ? null : line(say('recovery.uncovered', { count: uncovered }), say('recovery.cover'), () => void cover()),
  )
}

function line(words: string, go: string, onGo: () => void): JSX.Element {
  return h('div', { class: 'due-line' }, h('p', null, words), button(go, onGo, { kind: 'first' }))
}

/** A moment in the member's own time, with its minutes. */
export function timeInWords(iso: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(language.value === 'th' ? 'th-u-ca-gregory-nu-latn' : localeOf(language.value), options).format(
    new Date(iso),
  )
}
