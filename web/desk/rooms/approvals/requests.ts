import { h, type JSX } from 'preact'
import type { Bound } from '#crypto/team/approval.ts'
import { call } from '../../actions.ts'
import { Empty } from '../../parts/empty.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, isKey, type Key, say } from '../../words.ts'
import type { Request } from './calls.ts'
import { approvals, change, waitingForMe } from './state.ts'

const known = (key: string): Key | null => (isKey(key) ? key : null)

/** What is asked for, in words; an action that this version has no words for stands with its code. */
export function actionWords(action: string): string {
  const key = known(`approvals.action.${action}`)
  return key === null ? say('approvals.action.other', { action }) : say(key)
}

/** A role, a code, a day: as it is signed, and in words where it is a word of ours. */
function boundWords(value: Bound): string {
  if (typeof value === 'boolean') return say(value ? 'approvals.true' : 'approvals.false')
  if (value === null) return '–'
  if (Array.isArray(value)) return value.join(', ')
  const role = known(`approvals.role.${String(value)}`)
  return role === null ? String(value) : say(role)
}

function boundName(name: string): string {
  const key = known(`approvals.bind.${name}`)
  return key === null ? name : say(key)
}

/** What waits for this member's yes, with exactly what it binds. */
export function Waiting(): JSX.Element {
  const all = waitingForMe.value
  return h(
    'section',
    { 'aria-labelledby': 'approvals-waits' },
    h('h2', { id: 'approvals-waits' }, say('approvals.waits')),
    all.length === 0
      ? h(Empty, { words: say('approvals.waits_none'), teaches: say('approvals.waits_teach') })
      : h('ul', { class: 'people' }, ...all.map((one) => h('li', { key: one.id }, h(Waits, { request: one })))),
  )
}

function Waits({ request }: { readonly request: Request }): JSX.Element {
  const answer = (yes: boolean) =>
    change(
      () => call('approvals.answer', { id: request.id, yes }),
      () => say('approvals.decided'),
    )
  return h(
    'div',
    { class: 'request' },
    heading(request),
    h('p', { class: 'quiet' }, say('approvals.asks', { member: request.by, day: dayInWords(request.at) })),
    h('p', { class: 'label' }, say('approvals.binds')),
    bound(request),
    request.problem === null
      ? h(
          'div',
          { class: 'ways' },
          button(say('approvals.yes'), () => void answer(true), { kind: 'first' }),
          button(say('approvals.no'), () => void answer(false)),
        )
      : h('p', null, mark('stop', say('approvals.problem'))),
  )
}

function heading({ action, case: place }: Request): JSX.Element {
  return h('h3', null, actionWords(action), place === null ? null : h('span', { class: 'code', dir: 'ltr' }, ` ${place}`))
}

/** Every bound value, none left out: what is not seen is not approved. */
function bound({ binds, subject }: Request): JSX.Element {
  const rows: [string, string][] = Object.entries(binds).map(([name, value]) => [boundName(name), boundWords(value)])
  return h(
    'dl',
    { class: 'facts' },
    ...[[say('approvals.subject'), subject] as const, ...rows].flatMap(([name, value], at) => [
      h('dt', { key: `${at}t` }, name),
      h('dd', { key: `${at}d` }, h('bdi', { class: 'code' }, value)),
    ]),
  )
}

/** What was asked in the last thirty days and what became of it. */
export function Asked(): JSX.Element {
  const all = approvals.value.requests.filter((one) => !waitingForMe.value.includes(one))
  return h(
    'section',
    { 'aria-labelledby': 'approvals-mine' },
    h('h2', { id: 'approvals-mine' }, say('approvals.mine')),
    all.length === 0 ? h('p', { class: 'quiet' }, say('approvals.mine_none')) : null,
    h('ul', { class: 'people' }, ...all.map((one) => h('li', { key: one.id }, h(Past, { request: one })))),
  )
}

function Past({ request }: { readonly request: Request }): JSX.Element {
  const { id, by, mine, at, state, over, problem } = request
  const day = dayInWords(at)
  return h(
    'div',
    { class: 'request' },
    h(
      'p',
      null,
      h('strong', null, actionWords(request.action)),
      ' ',
      h('bdi', { class: 'code' }, request.subject),
      h('br', null),
      h('span', { class: 'quiet' }, mine ? say('approvals.you_asked', { day }) : say('approvals.asks', { member: by, day })),
    ),
    h(
      'p',
      null,
      problem === null ? mark(over && isOpen(request) ? 'caution' : 'plain', stateWords(request)) : mark('stop', say('approvals.problem')),
    ),
    mine && !over && problem === null ? ways(request) : null,
    mine && state === 'waiting' && !over ? button(say('approvals.withdraw'), () => void withdraw(id), { kind: 'quiet' }) : null,
  )
}

const isOpen = ({ state }: Request): boolean => state === 'waiting' || state === 'approved'
const withdraw = (id: string) =>
  change(
    () => call('approvals.withdraw', { id }),
    () => say('approvals.decided'),
  )
/** What this room carries out itself; everything else is done where it was asked for. */
const OURS: ReadonlySet<string> = new Set(['role.grant', 'role.take', 'honey.mark'])

function ways({ id, state, action }: Request): JSX.Element | null {
  if (state !== 'approved') return null
  if (!OURS.has(action)) return h('p', { class: 'quiet' }, say('approvals.elsewhere'))
  const go = () =>
    change(
      () => call('approvals.carryOut', { id }),
      () => say('approvals.decided'),
    )
  return h(
    'div',
    { class: 'ways' },
    button(say('approvals.carry_out'), () => void go(), { kind: 'first' }),
  )
}

function stateWords(request: Request): string {
  if (request.over && isOpen(request)) return say('approvals.state.over')
  return say(`approvals.state.${request.state}`, { member: request.answered?.by ?? '' })
}
