import { h, type JSX } from 'preact'
import { termWords } from '../../parts/code-field.ts'
import { listed } from '../../parts/listed.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import type { Names, Typed, Words } from './calls.ts'
import { tlpMark, wordOf } from './codes.ts'

type MarksParts = { readonly marks: Pick<Typed, 'kind' | 'tlp' | 'level' | 'asks' | 'answerBy' | 'endsAt'> }

/** Day and hour, in UTC: an alert is a matter of minutes. */
export const momentWords = (moment: string) => listed([dayInWords(moment), `${moment.slice(11, 16)} UTC`])

const REACHED = {
  delivered: 'deliveredAt',
  opened: 'openedAt',
  acknowledged: 'acknowledgedAt',
  acting: 'actingAt',
  answered: 'answeredAt',
  refused: 'refusedAt',
} as const
type Reached = { readonly state: string } & Readonly<Record<(typeof REACHED)[keyof typeof REACHED], string | null>>

/** Since when it stands there. The marks before it may be of an earlier version, so none of them is shown. */
export function sinceWords(row: Reached): string | null {
  const { state } = row
  const at = state in REACHED ? row[REACHED[state as keyof typeof REACHED]] : null
  return at === null ? null : momentWords(at)
}

export const cameWords = (moment: string | null): string => (moment === null ? '' : say('alerts.came', { time: momentWords(moment) }))

/** Everything about an alert but its words. */
export function Marks({ marks }: MarksParts): JSX.Element {
  const lines: readonly [string, JSX.Element | string][] = [
    [say('alerts.form.kind'), wordOf('kind', marks.kind)],
    [say('alerts.form.level'), wordOf('level', marks.level)],
    [say('alerts.form.tlp'), h('span', null, tlpMark(marks.tlp), ` ${termWords('handling_markings', marks.tlp)}`)],
    [say('alerts.form.asks'), wordOf('asks', marks.asks)],
    [say('alerts.answer_by'), momentWords(marks.answerBy)],
    [say('alerts.ends_at'), momentWords(marks.endsAt)],
  ]
  return h('dl', { class: 'facts' }, ...lines.map(([head, words]) => h('div', { key: head }, h('dt', null, head), h('dd', null, words))))
}

/** Whose alert it is, the same on both sides. */
export const From = ({ name, from }: { readonly name: Names; readonly from: string }): JSX.Element =>
  h('p', null, say('alerts.from'), ' ', h('bdi', null, nameIn(name, from)))

/** The words, as they were sealed; names of other offices where the sender shows them. */
export function Said({ words }: { readonly words: Words | null }): JSX.Element | null {
  if (words === null) return null
  const line = (text: string) => h('p', { class: 'said', dir: 'auto', translate: 'no' }, text)
  const others = words.others.map(({ team, name }) => nameIn(name, team))
  return h(
    'div',
    null,
    words.text === '' && words.wish === '' ? h('p', { class: 'quiet' }, say('alerts.form.no_words')) : null,
    words.text === '' ? null : line(words.text),
    words.wish === '' ? null : h('div', null, h('p', { class: 'label' }, say('alerts.form.wish')), line(words.wish)),
    others.length === 0 ? null : h('p', null, say('alerts.others', { names: listed(others) })),
  )
}
