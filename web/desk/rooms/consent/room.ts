import { h } from 'preact'
import { address, go, openPanel } from '../../address.ts'
import { Empty } from '../../parts/empty.ts'
import { Panel } from '../../parts/panel.ts'
import { fillWhoCanRead } from '../../parts/who-can-read.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { addCaseTab } from '../cases/tabs.ts'
import { Sharing } from './sharing.ts'
import { forgetConsent, heed } from './state.ts'
import { WhoCanReadChip } from './who-can-read.ts'

const CASE = /^C-[2-9A-HJ-NP-Z]{6}$/
const SEALED = /^[CPR]-[2-9A-HJ-NP-Z]{6}$/

fillWhoCanRead(WhoCanReadChip)
addCaseTab({ id: 'sharing', title: () => say('consent.tab'), view: (code) => h(Sharing, { code }) })

/** Sharing of one case, reached by its address, its tab and `W`. */
export const consentRoom: Room = {
  id: 'sharing',
  letter: '',
  title: () => say('consent.tab'),
  stands: 'unseen',
  view: ([code = '']) =>
    h(
      'div',
      { class: 'page' },
      h('h1', null, say('consent.heading', { code })),
      CASE.test(code) ? h(Sharing, { code }) : h(Empty, { words: say('consent.no_case') }),
    ),
  panel: (code) => h(Panel, { code, title: say('consent.heading', { code }), hasFull: true }, h(WhoCanReadChip, { code })),
  commands,
  beat: heed,
  forget: forgetConsent,
}

/** `W`: who can read what is shown here. */
function commands(): Command[] {
  const { at, panels } = address.value
  const code = [...panels.map((panel) => panel.code), ...at].findLast((part) => SEALED.test(part))
  if (code === undefined) return []
  const shows = { id: 'sharing.who', words: () => say('consent.who_can_of', { code }), key: 'W', run: () => openPanel('sharing', code) }
  return CASE.test(code)
    ? [shows, { id: 'sharing.page', words: () => say('consent.heading', { code }), run: () => go('sharing', code) }]
    : [shows]
}
