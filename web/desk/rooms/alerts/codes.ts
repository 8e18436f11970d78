import { h, type JSX } from 'preact'
import { mark } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'

type Topic = 'kind' | 'level' | 'asks' | 'state' | 'reason' | 'step' | 'for' | 'against'

/** The words of a code; a newer server may know codes that this page does not. */
export function wordOf(topic: Topic, code: string | number): string {
  const key = `alerts.${topic}.${code}`
  return isKey(key) ? say(key) : String(code)
}

export function roleWord(role: string): string {
  const key = `approvals.role.${role}`
  return isKey(key) ? say(key) : role
}

/** For which use whoever an alert speaks of has to have agreed. */
export function scopeWord(scope: string): string {
  const key = `consent.scope.${scope}`
  return isKey(key) ? say(key) : scope
}

/** Whether a team is of another installation: no name given here holds two strokes. */
export const isAway = (team: string): boolean => team.includes('--')

/** TLP is the same in every language, and reads from left to right. */
export const tlpMark = (tlp: string): JSX.Element => h('span', { class: 'code', dir: 'ltr' }, tlp)

type Standing = {
  readonly state: string
  readonly step: number
  readonly acknowledgedAs: string | null
  readonly reason: string | null
  readonly stillOut?: boolean
}

/** A role is of a version before until this one is acknowledged, and nobody of the office took it back. */
const ROLELESS: readonly string[] = ['queued', 'delivered', 'opened', 'stopped', 'recalled', 'withdrawn']

/** Where an office stands: a shape and words, and what happened on the way. */
export function standing(one: Standing): JSX.Element {
  const { state, step } = one
  const isWaiting = state === 'delivered' || state === 'opened'
  const isBad = step === 3 || state === 'refused' || state === 'stopped'
  const more = onTheWay(one, isWaiting)
  const role = ROLELESS.includes(state) ? null : one.acknowledgedAs
  return h(
    'span',
    null,
    mark(isBad ? 'stop' : isWaiting ? 'caution' : 'plain', wordOf('state', state)),
    role === null ? null : ` ${say('alerts.as', { role: roleWord(role) })}`,
    more.length === 0 ? null : ` · ${more.join(' · ')}`,
    // The server alone says that it is gone here; that it is gone elsewhere it does not say before it was told.
    one.stillOut === true ? [h('br', null), mark('caution', say('alerts.still_out'))] : null,
  )
}

function onTheWay({ state, step, reason }: Standing, isWaiting: boolean): readonly string[] {
  return [
    // Why the office refused is no reason of the sender's withdrawal.
    reason === null || state === 'withdrawn' ? [] : [wordOf('reason', reason)],
    step > 0 && isWaiting ? [wordOf('step', step)] : [],
    // Nobody signs a withdrawal: the server emptied the copy.
    state === 'withdrawn' ? [say('alerts.told')] : [],
  ].flat()
}
