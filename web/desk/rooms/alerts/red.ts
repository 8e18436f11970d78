import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { button, mark } from '../../views/parts.ts'
import { nameIn, say } from '../../words.ts'
import type { RedLine } from './calls.ts'
import { wordOf } from './codes.ts'
import { act, load, red } from './state.ts'

/** The alert that is about to be taken back. */
const taking = signal<string | null>(null)

/** What stands with an office that may not have it any more; first of all, since somebody is in danger by it. guards T-21 */
export function RedOnes(): JSX.Element | null {
  const lines = red.value
  if (lines.length === 0) return null
  const alerts = [...new Set(lines.map(({ alert }) => alert))]
  return h(
    'section',
    { 'aria-labelledby': 'red-title' },
    h('h2', { id: 'red-title' }, say('alerts.red_title')),
    h('ul', { class: 'drafts' }, ...alerts.map((alert, n) => h(One, { key: alert, alert, lines, isFirst: n === 0 }))),
  )
}

type OneParts = { readonly alert: string; readonly lines: readonly RedLine[]; readonly isFirst: boolean }

function One({ alert, lines, isFirst }: OneParts): JSX.Element {
  const own = lines.filter((one) => one.alert === alert)
  return h(
    'li',
    null,
    h('a', { href: hrefOf('alerts', alert) }, h('span', { class: 'code', dir: 'ltr' }, alert)),
    ` ${say('alerts.red_by')} `,
    h('span', { class: 'code', dir: 'ltr' }, own[0]?.by ?? ''),
    ...own.map(({ delivery, name, office, why }) =>
      h('p', { key: delivery, class: 'wrong' }, h('bdi', null, nameIn(name, office)), ': ', mark('stop', wordOf('reason', why))),
    ),
    taking.value === alert
      ? h(
          Box,
          {
            title: `${say('alerts.withdraw')}: ${alert}`,
            go: say('alerts.withdraw'),
            onGo: () => void take(alert),
            onCancel: () => (taking.value = null),
          },
          h('p', null, say('alerts.withdraw_effect')),
        )
      : h(
          'p',
          null,
          button(say('alerts.withdraw'), () => (taking.value = alert), isFirst ? { kind: 'first', key: 'B' } : {}),
        ),
  )
}

async function take(alert: string): Promise<void> {
  if (await act(say('alerts.withdraw'), () => call('alerts.withdraw', { alert }), say('alerts.taken_back'), load)) taking.value = null
}

/** The key of the board: asks for the first of them; `Enter` takes it back. */
export function takeFirst(): void {
  taking.value = red.value[0]?.alert ?? null
}

export function forgetRed(): void {
  taking.value = null
}
