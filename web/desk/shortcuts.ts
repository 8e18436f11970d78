import { lock, undo, watchIdle } from './actions.ts'
import { address, closePanel, go, openFull } from './address.ts'
import { lettersOn, overlay, screen } from './desk-state.ts'
import type { Room } from './room.ts'
import { ROOMS } from './rooms.ts'

/** How long `G` waits for its letter. */
const GO_MS = 1_500
let goes = 0

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** The room whose keys count: that of the last panel, else the one that fills the work area. */
export function roomHere(): Room | undefined {
  const { room, panels } = address.value
  return ROOMS.find(({ id }) => id === (panels.at(-1)?.room ?? room))
}

const walk = (by: 1 | -1) => () => ROOMS.find(({ id }) => id === address.value.room)?.walk?.(by)

const EVERYWHERE: Readonly<Record<string, () => void>> = {
  U: () => void undo(),
  '?': () => {
    overlay.value = 'help'
  },
  '[': walk(-1),
  ']': walk(1),
  G: () => {
    goes = performance.now()
  },
}

/** Closes what is on top: what lies over the page, a form of the room, then the last panel. */
function closeTop(): void {
  if (overlay.value !== null) overlay.value = null
  else if (roomHere()?.close?.() !== true) closePanel()
}

/** How a key is written in a command: `N`, `1`, `Enter`, `Alt 3`. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return event.altKey ? `Alt ${event.code.startsWith('Digit') ? event.code.slice(5) : key}` : key
}

/** One key, one action; single letters never act inside fields and can be switched off (WCAG 2.1.4). */
function pressed(event: KeyboardEvent): void {
  watchIdle()
  if (event.ctrlKey && event.key.toLowerCase() === 'l') {
    event.preventDefault()
    void lock(false)
    return
  }
  if (screen.value !== 'open' || event.ctrlKey || event.metaKey) return
  if (event.key === 'Escape') closeTop()
  else if (!isTyping(event.target)) pressedOutside(event)
}

function pressedOutside(event: KeyboardEvent): void {
  const act = actionOf(event)
  if (act === undefined) return
  event.preventDefault()
  act()
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const name = nameOf(event)
  // A focused button or link has its own Enter.
  if (name === 'Enter' && event.target !== document.body) return undefined
  if (name.length === 1 && !lettersOn.value) return undefined
  if (performance.now() - goes < GO_MS) {
    goes = 0
    const room = ROOMS.find(({ letter }) => letter === name)
    if (room !== undefined) return () => go(room.id)
  }
  const own = roomHere()
    ?.commands?.()
    .find(({ key }) => key === name)
  if (own !== undefined) return own.run
  if (name === 'Enter') return openFull
  return event.altKey ? undefined : EVERYWHERE[name]
}

/** Listens for keys, and for signs that somebody is there. */
export function listen(): void {
  addEventListener('keydown', pressed)
  addEventListener('pointerdown', watchIdle)
  // A page that the browser keeps for Back would keep what it shows.
  addEventListener('pagehide', () => void lock(false))
}
