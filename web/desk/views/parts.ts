import { type ComponentChildren, h, type JSX } from 'preact'
import { busy, fault } from '../desk-state.ts'
import type { Fault } from '../model.ts'
import { type Key, say } from '../words.ts'

export type Piece = ComponentChildren

/** A mark that is a shape and a word; colour alone says nothing. */
export function mark(kind: 'caution' | 'stop' | 'plain' | 'picked', words: string): JSX.Element {
  return h('span', { class: `mark ${kind}` }, words)
}

export function button(
  words: string,
  onClick: () => void,
  more: { key?: string; kind?: 'first' | 'quiet'; disabled?: boolean } = {},
): JSX.Element {
  return h(
    'button',
    { type: 'button', class: more.kind ?? 'plain', onClick, disabled: more.disabled === true, 'aria-keyshortcuts': more.key },
    words,
    more.key === undefined ? null : h('kbd', { 'aria-hidden': 'true', dir: 'ltr' }, more.key),
  )
}

/** A form stays on its page. */
export const submits =
  (go: () => void) =>
  (event: Event): void => {
    event.preventDefault()
    go()
  }

type FieldParts = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly lines?: number
  readonly isLatin?: boolean
  readonly wrong?: string | null
  readonly focus?: boolean
  /** What the browser offers while somebody types, found by id or by words. */
  readonly choices?: readonly { readonly id: string; readonly words: string }[]
}

/** A labelled field; what is wrong stands at the field, in the same words as above the form. */
export function field({ id, label, hint, value, onValue, lines, isLatin, wrong, focus, choices = [] }: FieldParts): JSX.Element {
  const described = [hint === undefined ? null : `${id}-hint`, wrong == null ? null : `${id}-wrong`].filter((one) => one !== null)
  const parts = {
    id,
    value,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: false,
    dir: isLatin === true ? 'ltr' : 'auto',
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
    'aria-invalid': wrong == null ? undefined : 'true',
    autofocus: focus === true,
    onInput: (event: InputEvent) => onValue((event.currentTarget as HTMLInputElement).value),
  }
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    hint === undefined ? null : h('p', { class: 'hint', id: `${id}-hint` }, hint),
    lines === undefined
      ? h('input', { ...parts, type: 'text', list: choices.length === 0 ? undefined : `${id}-choices` })
      : h('textarea', { ...parts, rows: lines }),
    offered(id, choices),
    wrong == null ? null : h('p', { class: 'wrong', id: `${id}-wrong` }, wrong),
  )
}

function offered(id: string, choices: NonNullable<FieldParts['choices']>): JSX.Element | null {
  if (choices.length === 0) return null
  return h('datalist', { id: `${id}-choices` }, ...choices.map((one) => h('option', { key: one.id, value: one.id }, one.words)))
}

/** What is going on, in words, with a bar as soon as there is something to measure. */
export function working(): JSX.Element {
  const now = busy.value
  return h(
    'div',
    { class: 'working', role: 'status' },
    now === null ? null : h('p', null, now.words),
    now === null ? null : h('progress', { 'aria-label': now.words, ...(now.all === 0 ? {} : { value: now.done, max: now.all }) }),
  )
}

const TYPED: ReadonlySet<string> = new Set<Key>([
  'unlock.empty',
  'unlock.count',
  'unlock.word',
  'unlock.check',
  'unlock.code',
  'unlock.refused',
  'unlock.no_key',
  'unlock.insecure',
  'passkey.changed',
  'join.refused',
  'join.confirm_differs',
  'reply.full',
  'reply.no_mailbox',
  'reply.closed',
  'recovery.no_card',
  'recovery.three',
  'recovery.no_packet',
  'recovery.not_yours',
  'recovery.no_request',
])

/** What the server, or the person in front of an authenticator, said no to: each has a sentence of its own. */
const SAID: ReadonlySet<string> = new Set<Key>([
  'assessment.same_person',
  'assessment.unscreened',
  'assessment.not_tnr',
  'assessment.standard_needed',
  'information.hedge_raised',
  'entry.check_stands',
  'actor.circle',
  'consent.nobody',
  'person.community_purpose',
  'incidents.address',
  'recovery.one_custodian',
  'transfer.key_changed',
  'transfer.exclusions_changed',
  'transfer.unsigned',
  'device.refused',
  'passkey.declined',
  'passkey.refused',
  'passkey.ran_back',
  'passkey.enough',
  'outside.refused',
  'outside.unknown',
  'outside.away',
  'session.refused',
  'record.not_found',
  'approval.needed',
  'approval.decided',
  'approval.same_person',
  'approval.same_device',
  'approval.other_payload',
  'approval.stale',
  'approval.too_new',
  'role.needed',
  'role.last_steward',
  'glass.unreviewed',
  'glass.held',
  'alert.barred',
  'plan.closed',
  'alert.no_consent',
  'alert.clock_unfit',
  'alert.nobody_known',
  'alert.nobody_named',
  'alert.marking_too_open',
  'alert.office_left_out',
  'alert.not_so',
  'alert.reason_needed',
  'alert.unsigned',
  'alert.shows_away',
  'alert.files_stay',
  'node.fingerprint_differs',
])

/** The sentence of a fault, in the reader's language: what happened, what is kept, what to do, and the code. */
export function faultWords(of: Fault): string {
  if (of.kind === 'typed' && TYPED.has(of.code)) return say(of.code as Key, { at: of.at ?? 0, count: of.count ?? 0 })
  if (of.kind === 'offline') return say('desk.offline')
  if (SAID.has(of.code)) return say(of.code as Key)
  if (of.kind === 'gone') return say('error.gone')
  if (of.code === 'wrap.weak') return say('unlock.weak', { code: of.code })
  if (of.code === 'wrap.blocked') return say('error.blocked')
  if (of.kind === 'sealed') return say('error.sealed', { code: of.code })
  return say('error.server', { code: of.code })
}

/** The fault of the last action, where a screen reader hears it. */
export function faultBox(): JSX.Element {
  const now = fault.value
  return h(
    'div',
    { role: 'alert', class: 'alert' },
    now === null ? null : h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, faultWords(now))),
  )
}
