import { h, type JSX } from 'preact'
import { go } from '../../address.ts'
import { fault } from '../../desk-state.ts'
import type { Inside } from '../../late.ts'
import { faultBox, working } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'
import { ConsultationsPage } from './consultations.ts'
import { SharedPage } from './shared.ts'
import { forgetCoalition, form } from './state.ts'
import { StatementPage } from './statement.ts'
import { StatementsPage } from './statements.ts'

const TABS = ['statements', 'consultations', 'shared'] as const
type Tab = (typeof TABS)[number]
const PAGES: Readonly<Record<Tab, () => JSX.Element>> = { statements: StatementsPage, consultations: ConsultationsPage, shared: SharedPage }

/** Organisations speak together: joint statements that each signs for itself, consultations, and what others read of one's own. */
export const coalitionRoom: Inside = {
  view: ([at = '']) => h(Page, { tab: TABS.find((one) => one === at) ?? 'statements', of: at.startsWith('L-') ? at : '' }),
  commands: () => TABS.map((tab) => ({ id: `coalition.${tab}`, words: () => say(`coalition.${tab}`), run: () => go('coalition', tab) })),
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: forgetCoalition,
}

function Page({ tab, of }: { readonly tab: Tab; readonly of: string }): JSX.Element {
  return h(
    'section',
    { class: 'tables coalition', 'aria-labelledby': 'coalition-title' },
    h('h1', { id: 'coalition-title', tabIndex: -1 }, say('coalition.title')),
    h(
      'nav',
      { class: 'tabs', 'aria-label': say('coalition.title') },
      h(
        'ul',
        null,
        ...TABS.map((one) =>
          h(
            'li',
            { key: one },
            h('a', { href: `#/coalition/${one}`, ...(one === tab ? { 'aria-current': 'page' } : {}) }, say(`coalition.${one}`)),
          ),
        ),
      ),
    ),
    h('div', null, faultWords(), working()),
    of === '' ? [h('h2', { key: 'head' }, say(`coalition.${tab}`)), h(PAGES[tab], { key: tab })] : h(StatementPage, { key: of, of }),
  )
}

/** What the server refused, in the words of this room where it has some. */
function faultWords(): JSX.Element {
  const key = `coalition.fault.${fault.value?.code.replace('coalition.', '') ?? ''}`
  if (!isKey(key)) return faultBox()
  return h(
    'div',
    { role: 'alert', class: 'alert' },
    h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, say(key))),
  )
}
