import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { go, hrefOf } from '../../address.ts'
import { Panel } from '../../parts/panel.ts'
import { WhoCanRead } from '../../parts/who-can-read.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { ownerWord, riskMark } from './list.ts'
import { dialog, type OpenedCase, opened, rows } from './state.ts'
import { caseTabs } from './tabs.ts'
import { codeWord } from './words-of.ts'
import { openCase, step } from './work.ts'

/** One case in full: its head, its tabs, and the tab that is open. */
export function CasePage({ code, tab }: { readonly code: string; readonly tab: string }): JSX.Element {
  useEffect(() => void openCase(code), [code])
  const now = opened.value?.view.case === code ? opened.value : null
  const all = caseTabs()
  const here = all.find(({ id }) => id === tab) ?? all[0]
  return h(
    'section',
    { class: 'case-page', 'aria-labelledby': 'case-title' },
    h(
      'header',
      { class: 'case-head' },
      h('p', null, h('a', { href: hrefOf('cases') }, say('cases.back'))),
      h(
        'h1',
        { id: 'case-title', tabIndex: -1 },
        h('span', { class: 'code', dir: 'ltr' }, code),
        now?.sealed.label ? h('bdi', { class: 'case-label', translate: 'no' }, ` ${now.sealed.label.text}`) : null,
      ),
      now === null ? null : headLine(now),
    ),
    faultBox(),
    dialog.value === null ? working() : null,
    h(
      'nav',
      { class: 'tabs', 'aria-label': say('cases.tabs') },
      h(
        'ul',
        null,
        ...all.map(({ id, title }, n) =>
          h(
            'li',
            { key: id },
            h(
              'a',
              { href: hrefOf('cases', code, id), 'aria-current': here?.id === id ? 'page' : undefined },
              title(),
              n < 8 ? h('kbd', { 'aria-hidden': 'true', dir: 'ltr' }, `Alt ${n + 1}`) : null,
            ),
          ),
        ),
      ),
    ),
    now === null || here === undefined ? null : h('div', { class: 'case-tab', key: `${code} ${here.id}` }, here.view(code)),
  )
}

function headLine({ view }: OpenedCase): JSX.Element {
  return h(
    'div',
    { class: 'case-line' },
    mark(
      view.state === 'open' ? 'plain' : 'caution',
      view.movedInto === null ? codeWord(view.state) : say('cases.merged_into', { code: view.movedInto }),
    ),
    h('span', null, `${say('cases.owner')}: `, h('bdi', null, ownerWord(view.owner))),
    h('span', null, `${say('cases.risk')}: `, riskMark(view.risk)),
    view.deadline === null ? null : h('span', null, `${say('cases.deadline')}: ${dayInWords(view.deadline)}`),
    h('span', null, say('cases.readers', { count: view.readers.length })),
    h(WhoCanRead, { code: view.case }),
    h('a', { href: hrefOf('alerts', 'new', view.case) }, say('alerts.new')),
  )
}

/** A case beside the list: codes at once, words when it is opened in full. */
export function CasePanel({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void openCase(code), [code])
  const now = opened.value?.view.case === code ? opened.value : null
  const row = rows.value?.find((one) => one.case === code)
  return h(
    Panel,
    { code, title: h('span', { class: 'code', dir: 'ltr' }, code), hasFull: true, walk: step },
    faultBox(),
    now === null && row === undefined ? null : facts(now, code),
    button(say('cases.open_full'), () => go('cases', code), { kind: 'first' }),
  )
}

function facts(now: OpenedCase | null, code: string): JSX.Element | null {
  const view = now?.view ?? rows.value?.find((one) => one.case === code)
  if (view === undefined) return null
  const pairs: readonly (readonly [string, JSX.Element | string])[] = [
    [say('cases.state'), codeWord(view.state)],
    [say('cases.owner'), ownerWord(view.owner)],
    [say('cases.risk'), riskMark(view.risk)],
    [say('cases.host'), view.host === null ? say('cases.unsaid') : countryName(view.host)],
    [say('cases.origin'), view.origin === null ? say('cases.unsaid') : countryName(view.origin)],
    [say('cases.deadline'), view.deadline === null ? say('cases.unsaid') : dayInWords(view.deadline)],
  ]
  return h(
    'div',
    null,
    h('dl', { class: 'facts' }, ...pairs.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)])),
    now === null ? null : h(WhoCanRead, { code }),
    now?.sealed.summary ? h('p', { class: 'sealed-text', dir: 'auto', translate: 'no' }, now.sealed.summary.text) : null,
  )
}
