import { h, type JSX } from 'preact'
import { faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import type { NoticeLine } from './calls.ts'
import { BreakGlass, Honey } from './glass.ts'
import { Asked, Waiting } from './requests.ts'
import { Roles } from './roles.ts'
import { approvals, said } from './state.ts'

/** What waits for a second person, who may do what, and what the whole team is told. */
export function ApprovalsPage(): JSX.Element {
  return h(
    'div',
    { class: 'narrow approvals' },
    h('h1', null, say('approvals.title')),
    faultBox(),
    h('p', { role: 'status' }, said.value()),
    working(),
    approvals.value.founding ? h('p', null, mark('caution', say('approvals.founding'))) : null,
    h(Waiting, {}),
    h(Asked, {}),
    h(Roles, {}),
    h(BreakGlass, {}),
    h(Honey, {}),
    notices(),
  )
}

function notices(): JSX.Element {
  const all = approvals.value.notices
  return h(
    'section',
    { 'aria-labelledby': 'approvals-notices' },
    h('h2', { id: 'approvals-notices' }, say('approvals.notices')),
    all.length === 0 ? h('p', { class: 'quiet' }, say('approvals.notices_none')) : null,
    h('ul', { class: 'people' }, ...all.map((one) => h('li', { key: one.id }, ...noticeParts(one)))),
  )
}

/** Openings of what nobody should open, and what stopped somebody, stand with a shape. */
const GRAVE = /^(tripwire|honey|glass|keys)\./

function noticeParts({ kind, subject, about, at }: NoticeLine): JSX.Element[] {
  const key = `approvals.notice.${kind}`
  const words = isKey(key)
    ? say(key, { member: about ?? '', subject })
    : say('approvals.notice.other', { kind, member: about ?? '', subject })
  return [
    h('span', { key: 'words' }, GRAVE.test(kind) ? mark('caution', words) : words),
    h('span', { class: 'quiet', key: 'day' }, ` ${dayInWords(at)}`),
  ]
}
