import { h, type JSX } from 'preact'
import type { Due } from '#features/diplomacy/calendar/calendar.contract.ts'
import type { Raised } from '#features/diplomacy/raising/raising.contract.ts'
import type { Note, Round, Track } from '#features/diplomacy/rounds/round.contract.ts'
import { hrefOf } from '../../address.ts'
import { termWords } from '../../parts/code-field.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { mark } from '../../views/parts.ts'
import { countryName, dayInWords, isKey, say } from '../../words.ts'

/** The word of a code of dialogues in the language on the screen; the code itself where there is none. */
export function wordOf(group: string, code: string): string {
  const key = `dialogues.${group}.${code}`
  return isKey(key) ? say(key) : code
}

/** The sentence of a refusal, where this room has one. */
export function faultOf(code: string): string | null {
  const key = `dialogues.fault.${code}`
  return isKey(key) ? say(key) : null
}

export const options = (group: string, codes: readonly string[]) => codes.map((id) => ({ id, words: wordOf(group, id) }))
export const code = (text: string): JSX.Element => h('span', { class: 'code', dir: 'ltr' }, text)
export const codeLink = (text: string, ...at: readonly string[]): JSX.Element =>
  h('a', { href: hrefOf('dialogues', text, ...at), class: 'code', dir: 'ltr' }, text)
export const trackWords = (kind: string, partner: string): string => `${termWords('dialogue_tracks', kind)} · ${countryName(partner)}`
export const nameOfTrack = ({ kind, partner }: Pick<Track, 'kind' | 'partner'>): string => trackWords(kind, partner)

/** What an exchange is called: its number where a source gives one, its kind otherwise. */
export function nameOfRound({ kind, ordinal }: Pick<Round, 'kind' | 'ordinal'>): string {
  return ordinal === null ? wordOf('kind', kind) : say('dialogues.nth', { n: ordinal })
}

/** Announced is said as announced, whatever the day; unconfirmed is said as such. */
export function statusMark({ status, unconfirmed }: Pick<Round, 'status' | 'unconfirmed'>): JSX.Element {
  if (unconfirmed) return mark('caution', say('dialogues.unconfirmed'))
  return mark(status === 'held' ? 'picked' : 'plain', wordOf('status', status))
}

export const whenWords = ({ happened }: Pick<Round, 'happened'>): string => whenInWords(happened)

/** Red is a shape and a word: what it rested on holds no more. */
export function standingMark(standing: Raised['standing']): JSX.Element {
  return mark(standing === 'given' ? 'picked' : 'stop', wordOf('standing', standing))
}

export const subjectWords = (subject: string): JSX.Element =>
  subject === 'reporter' ? h('span', null, say('consent.reporter')) : code(subject)

const NOTES: Readonly<Record<Note['kind'], (note: Note) => string>> = {
  missing: ({ from, until }) =>
    from === until
      ? say('dialogues.note_missing_one', { n: Number(from) })
      : say('dialogues.note_missing', { from: Number(from), until: Number(until) }),
  unconfirmed: ({ round }) => say('dialogues.note_unconfirmed', { round: String(round) }),
  restarted: ({ round, from }) => say('dialogues.note_restarted', { round: String(round), n: Number(from) }),
  no_point: ({ round }) => say('dialogues.note_no_point', { round: String(round) }),
  silent: ({ since }) => say('dialogues.note_silent', { day: dayInWords(String(since)) }),
}

export const noteWords = (note: Note): string => NOTES[note.kind](note)

export const dueWords = ({ what }: Pick<Due, 'what'>): string => wordOf('due', what)
