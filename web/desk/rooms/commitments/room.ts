import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { quietly } from '../../actions.ts'
import { go } from '../../address.ts'
import { fault } from '../../desk-state.ts'
import type { Inside } from '../../late.ts'
import { faultBox, working } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'
import { AgreementsPage } from './agreements.ts'
import { ConsequencesPage } from './consequences.ts'
import { DraftsPage } from './drafts.ts'
import { EvidencePage } from './evidence.ts'
import { LawPage } from './law.ts'
import { LawsPage } from './laws.ts'
import { ProjectsPage } from './projects.ts'
import { RequestsPage } from './requests.ts'
import { forgetCommitments, form, loadWaiting, open, waiting } from './state.ts'

const TABS = ['evidence', 'consequences', 'laws', 'agreements', 'drafts', 'projects', 'law', 'requests'] as const
type Tab = (typeof TABS)[number]
const PAGES: Readonly<Record<Tab, () => JSX.Element>> = {
  evidence: EvidencePage,
  consequences: ConsequencesPage,
  laws: LawsPage,
  agreements: AgreementsPage,
  drafts: DraftsPage,
  projects: ProjectsPage,
  law: LawPage,
  requests: RequestsPage,
}

/** States held to their word: evidence on commitments, consequences, laws and agreements, treaty drafts read for safeguards, projects screened, requests with clocks. */
export const commitmentsRoom: Inside = {
  view: ([at]) => h(Page, { tab: TABS.find((one) => one === at) ?? 'evidence' }),
  commands: () =>
    TABS.map((tab) => ({ id: `commitments.${tab}`, words: () => say(`commitments.${tab}`), run: () => go('commitments', tab) })),
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  due: () => ({ week: waiting.value.news + waiting.value.week, late: waiting.value.late }),
  beat: () => quietly(loadWaiting),
  forget: forgetCommitments,
}

function Page({ tab }: { readonly tab: Tab }): JSX.Element {
  // A form belongs to its page.
  useEffect(() => () => open(null), [tab])
  return h(
    'section',
    { class: 'tables commitments', 'aria-labelledby': 'commitments-title' },
    h('h1', { id: 'commitments-title', tabIndex: -1 }, say('commitments.title')),
    h(
      'nav',
      { class: 'tabs', 'aria-label': say('commitments.title') },
      h(
        'ul',
        null,
        ...TABS.map((one) =>
          h(
            'li',
            { key: one },
            h('a', { href: `#/commitments/${one}`, ...(one === tab ? { 'aria-current': 'page' } : {}) }, say(`commitments.${one}`)),
          ),
        ),
      ),
    ),
    h('div', null, faultWords(), working()),
    h('h2', null, say(`commitments.${tab}`)),
    h(PAGES[tab], { key: tab }),
  )
}

/** What the server refused, in the words of this room where it has some. */
function faultWords(): JSX.Element {
  const key = `commitments.fault.${fault.value?.code ?? ''}`
  if (!isKey(key)) return faultBox()
  return h(
    'div',
    { role: 'alert', class: 'alert' },
    h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, say(key))),
  )
}
