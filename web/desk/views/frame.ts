import { h, type JSX } from 'preact'
import { LANGUAGE_NAMES, LANGUAGES } from '#kernel/languages.ts'
import { lock, undo } from '../actions.ts'
import { address, hrefOf } from '../address.ts'
import { keyList, overlay, screen, team, toast } from '../desk-state.ts'
import { ROOMS } from '../rooms.ts'
import { language, nameIn, say, speak } from '../words.ts'
import { Door, Unlock } from './door.ts'
import { Help } from './help.ts'
import { Join } from './join.ts'
import { button, mark } from './parts.ts'

/** The whole page: a head, one quiet line of honest state, the work. */
export function Frame(): JSX.Element {
  return h(
    'div',
    { class: 'frame' },
    h('a', { class: 'skip', href: '#work' }, say('desk.skip')),
    h('header', { class: 'head' }, h('p', { class: 'name' }, say('desk.title')), teamLine(), languages(), stateLine()),
    h('main', { id: 'work', tabIndex: -1 }, work()),
    h('div', { role: 'status', class: 'toast-place' }, toastBox()),
  )
}

function work(): JSX.Element {
  if (screen.value === 'unlock') return h(Unlock, {})
  if (screen.value === 'join') return h(Join, {})
  if (screen.value !== 'open') return h(Door, {})
  return overlay.value === 'help' ? h(Help, {}) : rooms()
}

/** The room, and beside it what is open: never over it. */
function rooms(): JSX.Element {
  const { room, at, panels } = address.value
  const here = ROOMS.find(({ id }) => id === room) ?? ROOMS[0]
  const beside = panels.map(({ room: of, code }) => ROOMS.find(({ id }) => id === of)?.panel?.(code)).filter((one) => one !== undefined)
  return h('div', { class: `desk panels-${beside.length}` }, here?.view(at), ...beside)
}

function teamLine(): JSX.Element | null {
  const now = team.value
  if (now === null || screen.value !== 'open') return null
  return h(
    'nav',
    { class: 'team-line', 'aria-label': say('desk.title') },
    h('bdi', { class: 'team-name' }, nameIn(now.names, now.team)),
    h('span', { class: 'code', dir: 'ltr' }, now.member),
    ...ROOMS.filter(({ stands }) => stands !== 'unseen').map(({ id, title }) =>
      h('a', { key: id, href: hrefOf(id), 'aria-current': address.value.room === id ? 'page' : undefined }, title()),
    ),
    button(say('desk.help'), () => (overlay.value = 'help'), { key: '?', kind: 'quiet' }),
    button(say('desk.lock'), () => void lock(false), { key: 'Ctrl L', kind: 'quiet' }),
  )
}

/** Honest state, where it matters and never hidden in settings. guards T-38 */
function stateLine(): JSX.Element {
  const list = team.value?.keys ?? keyList.value
  const lines = [
    list?.ok === true && list.mode === 'self-rooted' ? mark('caution', say('desk.self_rooted')) : null,
    list?.ok === false && list.code !== 'roster.absent' ? mark('stop', say('desk.keys_unchecked', { code: list.code })) : null,
    list?.ok === true && list.clock === 'wrong' ? mark('caution', say('desk.clock_wrong')) : null,
    team.value !== null && !team.value.hasRecovery ? mark('plain', say('desk.no_recovery')) : null,
  ].filter((line) => line !== null)
  return h('div', { class: 'state', id: 'state' }, ...lines.map((line, at) => h('p', { key: at }, line)))
}

function languages(): JSX.Element {
  return h(
    'ul',
    { class: 'languages', 'aria-label': say('desk.languages') },
    language.value === 'en' ? null : h('li', { class: 'quiet' }, say('desk.not_reviewed')),
    ...LANGUAGES.map((one) =>
      h(
        'li',
        { key: one },
        h('button', { type: 'button', lang: one, 'aria-pressed': language.value === one, onClick: () => speak(one) }, LANGUAGE_NAMES[one]),
      ),
    ),
  )
}

function toastBox(): JSX.Element | null {
  const now = toast.value
  if (now === null) return null
  return h(
    'div',
    { class: 'toast' },
    h('span', null, now.words()),
    now.undo === null ? null : button(say('undo.do'), () => void undo(), { key: 'U' }),
  )
}
