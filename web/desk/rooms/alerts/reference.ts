import { h, type JSX } from 'preact'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import { say } from '../../words.ts'

/** So many hexadecimal digits of a UUID v4 stand before the one that is the same in all of them. */
const FREE = 12
const LENGTH = 6

/**
 * What two offices call one alert on the telephone, `7Q4-MXK`: made from what its delivery is called on both sides, so nothing more
 * crosses for it. Each office has another one: by the code of the sender two of them would find out that they hold the same alert.
 */
export function referenceOf(delivery: string): string {
  let left = Number.parseInt(delivery.replaceAll('-', '').slice(0, FREE), 16)
  let code = ''
  for (let n = 0; n < LENGTH; n += 1) {
    code += CODE_ALPHABET[left % CODE_ALPHABET.length] ?? ''
    left = Math.floor(left / CODE_ALPHABET.length)
  }
  return `${code.slice(0, 3)}-${code.slice(3)}`
}

export const Reference = ({ delivery }: { readonly delivery: string }): JSX.Element =>
  h('span', { class: 'quiet' }, say('alerts.reference'), ' ', h('span', { class: 'code', dir: 'ltr' }, referenceOf(delivery)))
