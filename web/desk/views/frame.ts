import { h, type JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { lock, undo } from '../actions.ts'
import { address, hrefOf } from '../address.ts'
import { fault, keyList, overlay, screen, team, toast } from '../desk-state.ts'
import { approvalLines } from '../rooms/approvals/lines.ts'
import { recoveryLines } from '../rooms/recovery/lines.ts'
import { signInLines } from '../rooms/sign-in/lines.ts'
import { ROOMS } from '../rooms.ts'
import { nameIn, say } from '../words.ts'
import { Door, Unlock } from './door.ts'
import { Help } from './help.ts'
import { Join } from './join.ts'
import { Languages } from './languages.ts'
import { Palette } from './palette.ts'
import { button, mark } from './parts.ts'
import { Rail } from './rail.ts'
import { CodesOnly, PasskeyWords, Waiting } from './waiting.ts'

/** The whole page: a head, one thin line of honest state, the rooms, the work. */
export function Frame(): JSX.Element {
  const isOpen = screen.value === 'open'
  return h(
    'div',
    { class: isOpen ? 'frame is-open' : 'frame' },
    h('button', { type: 'button', class: 'skip', onClick: () => document.getElementById('work')?.focus() }, say('desk.skip')),
    h(
      'header',
      { class: 'head' },
      h('p', { class: 'name' }, say('desk.title')),
      isOpen ? null : h(Languages, {}),
      ...(isOpen ? [teamLine(), dueLine(), lockButton()] : []),
      stateLine(),
      isOpen ? offlineBanner() : null,
    ),
    isOpen ? h(Rail, {}) : null,
    h('main', { id: 'work', tabIndex: -1 }, isOpen ? h(Rooms, {}) : way()),
    isOpen && overlay.value === 'palette' ? h(Palette, {}) : null,
    h('div', { role: 'status', class: 'toast-place' }, toastBox()),
  )
}

function way(): JSX.Element {
  if (screen.value === 'unlock') return h(Unlock, {})
  if (screen.value === 'waiting') return h(Waiting, {})
  if (screen.value === 'passkey-words') return h(PasskeyWords, {})
  if (screen.value === 'codes') return h(CodesOnly, {})
  return screen.value === 'join' ? h(Join, {}) : h(Door, {})
}

/** The room, and beside it what is open: never over it. On the way to another room the focus goes to its beginning. */
function Rooms(): JSX.Element {
  const { room, at, panels } = address.value
  const place = [room, ...at].join('/')
  const first = useRef(true)
  // What was refused in one place is none of the next; that the line is down is.
  useLayoutEffect(() => {
    if (!first.current && fault.value?.kind !== 'offline') fault.value = null
  }, [place])
  useEffect(() => {
    if (!first.current) document.getElementById('work')?.focus()
    first.current = false
  }, [place])
  if (overlay.value === 'help') return h(Help, {})
  const here = ROOMS.find(({ id }) => id === room) ?? ROOMS[0]
  const beside = panels.map(({ room: of, code }) => ROOMS.find(({ id }) => id === of)?.panel?.(code)).filter((one) => one !== undefined)
  return h('div', { class: `desk panels-${beside.length}` }, h('div', { class: 'work', key: place }, here?.view(at)), ...beside)
}

function teamLine(): JSX.Element | null {
  const now = team.value
  if (now === null) return null
  return h(
    'p',
    { class: 'team-line' },
    h('bdi', { class: 'team-name' }, nameIn(now.names, now.team)),
    h('span', { class: 'code', dir: 'ltr' }, now.member),
    h('span', { class: 'marking' }, say('frame.marking')),
  )
}

function lockButton(): JSX.Element {
  return button(say('desk.lock'), () => void lock(false), { key: 'Ctrl L', kind: 'quiet' })
}

/** Honest state, where it matters and never hidden in settings. guards T-38 */
function stateLine(): JSX.Element {
  const list = team.value?.keys ?? keyList.value
  const lines = [
    list?.ok === true && list.mode === 'self-rooted' ? mark('caution', say('desk.self_rooted')) : null,
    list?.ok === false && list.code !== 'roster.absent' ? mark('stop', say('desk.keys_unchecked', { code: list.code })) : null,
    list?.ok === true && list.clock === 'wrong' ? mark('caution', say('desk.clock_wrong')) : null,
    team.value !== null && !team.value.hasRecovery ? mark('plain', say('desk.no_recovery')) : null,
    ...(screen.value === 'open' ? [...recoveryLines(), ...approvalLines(), ...signInLines()] : []),
  ].filter((line) => line !== null)
  return h('div', { class: 'state', id: 'state' }, ...lines.map((line, at) => h('p', { key: at }, line)))
}

/** One line instead of badges; nothing when nothing is due. */
function dueLine(): JSX.Element | null {
  const sums = ROOMS.map((room) => ({ room, ...(room.due?.() ?? { week: 0, late: 0 }) })).filter(({ week, late }) => week + late > 0)
  const [first] = sums
  if (first === undefined) return null
  const count = (of: 'week' | 'late') => sums.reduce((sum, one) => sum + one[of], 0)
  return h('a', { class: 'due', href: hrefOf(first.room.id) }, say('frame.due', { week: count('week'), late: count('late') }))
}

/** What is written meanwhile waits in memory (UX-C-05). */
function offlineBanner(): JSX.Element | null {
  if (fault.value?.kind !== 'offline') return null
  return h('p', { class: 'banner', role: 'status' }, mark('caution', say('desk.offline')))
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
