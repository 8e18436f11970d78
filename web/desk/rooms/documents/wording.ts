import type { DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { readDateRange } from '#kernel/daterange.ts'
import { findTerm } from '#kernel/vocabulary.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { countryName, dayInWords, isKey, say } from '../../words.ts'

/** A code in words, or the code itself where a newer server sent one that is not known here. */
function word(family: 'kind' | 'role' | 'law' | 'place', code: string): string {
  const key = `documents.${family}.${code}`
  return isKey(key) ? say(key) : code
}

export const kindWord = (kind: string): string => word('kind', kind)

/** What a proposal is: of a relation, what its second part is to the first. */
export function whatItIs({ kind, role }: DeskProposal): string {
  return kind === 'relation' && role !== null ? word('role', role) : kindWord(kind)
}

/** What it says, in the words of the document; of an act and of a hedge, in those of our own lists. */
export function whatItSays({ kind, value, words, joins }: DeskProposal): string {
  if (kind === 'method') return methodWords(value)
  if (kind === 'hedge') return termWords('certainty_hedge', value)
  return kind === 'relation' && joins.length > 0 ? joins.map((one) => shortly(one.words, 80)).join(' – ') : shortly(words)
}

/** What a normal form means to a reader; null for what says itself. */
export function readAs(kind: string, value: string): string | null {
  switch (kind) {
    case 'date':
      return dayWords(value)
    case 'place':
      return placeWords(value)
    case 'legal_reference':
      return lawWords(value)
    case 'round':
      return roundWords(value)
    default:
      return null
  }
}

function dayWords(value: string): string | null {
  const range = readDateRange(value)
  return range === null ? null : whenInWords(range)
}

function placeWords(value: string): string {
  if (/^[A-Z]{2}$/.test(value)) return countryName(value)
  const [form = '', name = ''] = value.split(/:(.*)/s)
  return name === '' ? value : `${word('place', form)}: ${capitals(name)}`
}

/** The normal form has no capitals; a name in Latin letters is not read without. */
function capitals(name: string): string {
  return name.replace(/(?<![\p{L}\p{M}'’])\p{Ll}/gu, (letter) => letter.toUpperCase())
}

/** `VN-PC-2015:116`: the law, whose it is, its edition and the article. The number of a file stays as it is. */
function lawWords(value: string): string {
  const [law = '', article] = value.split(':', 2)
  const [, state = '', code = '', year] = /^([A-Z]{2})-([A-Z]{2,6})(?:-(\d{4}))?$/.exec(law) ?? []
  const isOurs = isKey(`documents.law.${code}`)
  const named = isOurs ? [word('law', code), state === 'XX' ? say('documents.state_unsaid') : countryName(state), year] : [law]
  return [...named, article === undefined ? undefined : say('documents.article', { n: article })]
    .filter((one) => one !== undefined)
    .join(' · ')
}

/** `hrd:9`, `hrd:launch:2003`. */
function roundWords(value: string): string {
  const [, track = value, number, year] = /^(.+?):(?:(\d+)|launch:(\d{4}))$/.exec(value) ?? []
  const name = findTerm('dialogue_tracks', track) === undefined ? track.replaceAll('_', ' ') : termWords('dialogue_tracks', track)
  if (number !== undefined) return `${name} · ${say('documents.round_n', { n: number })}`
  return year === undefined ? name : `${name} · ${say('documents.launched', { year })}`
}

type Note = { readonly kind: 'plain' | 'caution'; readonly words: string }

/** What else the rules read: an open date, a mood, a strength, the days on which a name held. */
export function notesOn({ kind, precision, role, valid }: DeskProposal): Note[] {
  const notes: Note[] = []
  if (kind === 'date' && precision !== null && ['since', 'before', 'range'].includes(precision))
    notes.push({ kind: 'plain', words: termWords('date_precision', precision) })
  if (role !== null && kind !== 'relation')
    notes.push({ kind: kind === 'method' && role !== 'told' ? 'caution' : 'plain', words: word('role', role) })
  const [from = '..', until = '..'] = (valid ?? '').split('/')
  if (/^\d/.test(from)) notes.push({ kind: 'plain', words: say('documents.name_from', { day: dayInWords(from) }) })
  if (/^\d/.test(until)) notes.push({ kind: 'plain', words: say('documents.name_until', { day: dayInWords(until) }) })
  return notes
}

export function shortly(words: string, most = 240): string {
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`
}
