import { h, type JSX } from 'preact'
import { type Basis, isUnverified } from '#formats/public-record.ts'
import { mark } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'

/** A code in words; a newer server may know codes that this page does not. */
export function wordsOf(prefix: string, code: string): string {
  const key = `commitments.${prefix}_${code}`
  return isKey(key) ? say(key) : code
}

/** Where something stands: an address, a code, or that somebody was there. */
export function sourceWords(source: string): JSX.Element {
  return source === 'own_record' ? h('span', null, say('commitments.own_record')) : h('span', { class: 'source', dir: 'ltr' }, source)
}

/** The mark of what nobody checked, wherever it stands (R-EP-25). */
export const unchecked = (): JSX.Element => mark('caution', say('commitments.unverified'))

/** When a source was opened, or the mark. */
export const readWords = (readOn: string | null): JSX.Element =>
  readOn === null ? unchecked() : h('span', { class: 'quiet' }, say('commitments.was_read', { day: dayInWords(readOn) }))

/** A reference as it is cited, with its mark where nobody checked it. */
export const cited = ({ ref, basis }: { readonly ref: string; readonly basis: string }): (JSX.Element | string)[] => [
  h('bdi', { dir: 'ltr' }, ref),
  ...(isUnverified(basis as Basis) ? [' ', unchecked()] : []),
]
