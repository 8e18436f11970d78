import { h } from '../dom.ts'
import type { Shell } from '../screens.ts'
import type { Key } from '../words.ts'
import type { Outcome, Session } from './session.ts'

/** What is happening now, in words and aloud. */
export function busyLine(shell: Shell, busy: Exclude<Session['busy'], null>): HTMLElement {
  return h('p', { class: 'lead busy', role: 'status' }, shell.say(`mail.busy.${busy}`))
}

const SAYS: Readonly<Partial<Record<Outcome, Key>>> = {
  no_line: 'mail.not.no_line',
  busy: 'mail.not.busy',
  full: 'mail.not.full',
  refused: 'mail.not.refused',
  'lists.refused': 'mail.no_keys',
  'recipient.malformed': 'mail.not.reader_gone',
  'wrap.blocked': 'mail.not.blocked',
  'mailbox.something_hidden': 'mail.alarm.hidden',
  'mailbox.alarm_not_seen': 'mail.not.alarm',
  'mailbox.memory_missing': 'mail.not.memory',
  'mailbox.nobody_left': 'mail.not.nobody',
  'envelope.team_count': 'mail.not.nobody',
  'body.too_large': 'mail.not.too_long',
  'chain.at_its_end': 'mail.not.too_many',
}

/** Says why an action did not go out; nothing that was typed is lost. Returns whether it went out. */
export function outcomeFault(shell: Shell, outcome: Outcome, field?: string): boolean {
  if (outcome === 'sent') return true
  shell.fault(SAYS[outcome] ?? 'mail.not.fault', field)
  return false
}
