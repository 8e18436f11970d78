import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { takeBack } from './state.ts'

/** Alerts with an office that may not have them any more: due now, of whoever sent them, and seen by the whole team. */
export function TakeBack(): JSX.Element | null {
  const alerts = [...new Map(takeBack.value.map((one) => [one.alert, one])).values()]
  if (alerts.length === 0) return null
  return h(
    'section',
    { 'aria-labelledby': 'take-back-title' },
    h('h2', { id: 'take-back-title' }, mark('stop', say('alerts.red_title'))),
    h(
      'ul',
      { class: 'drafts' },
      ...alerts.map(({ alert, by, case: code }) =>
        h(
          'li',
          { key: alert },
          h('a', { href: hrefOf('alerts', alert) }, h('span', { class: 'code', dir: 'ltr' }, alert)),
          ` ${say('alerts.red_by')} `,
          h('span', { class: 'code', dir: 'ltr' }, by),
          code === null ? null : h('span', { class: 'code', dir: 'ltr' }, ` ${code}`),
        ),
      ),
    ),
  )
}
