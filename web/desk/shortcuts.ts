import { lock, watchIdle } from './actions.ts'
import { go } from './address.ts'
import { closeTop, enterPanel, houseCommands, roomsHere } from './commands.ts'
import { overlay, screen } from './desk-state.ts'
import { keyOf, lettersOn } from './own-keys.ts'
import type { Command } from './room.ts'
import { ROOMS } from './rooms.ts'

/** How long `G` waits for its letter. */
const GO_MS = 1_500
/** The key that leads to rooms; it can be another one, or none. */
export const GO = { id: 'desk.go', key: 'G' }
let goUntil = 0

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !isSwitch(target)

/** A box or a circle takes no letters; only Space and arrows are its own. */
const isSwitch = (target: HTMLElement): boolean =>
  target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type)

const hasOwnEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a,button,summary,input,select,textarea,[role="option"]') !== null

/** How a key is written in a command: `N`, `1`, `Enter`, `Alt 3`. */
export function nameOf({ key, code, altKey }: Pick<KeyboardEvent, 'key' | 'code' | 'altKey'>): string {
  // With Alt some keyboards write another sign; the place of the key counts.
  const placed = /^(?:Digit|Key)(.)$/.exec(code)?.[1]
  const name = key.length === 1 ? key.toUpperCase() : key
  return altKey ? `Alt ${placed ?? name}` : name
}

/** One key, one action; single letters never act inside fields and can be switched off (WCAG 2.1.4). */
function pressed(event: KeyboardEvent): void {
  watchIdle()
  const action = isControl(event, 'l')
    ? () => void lock(false)
    : screen.value === 'open' && !event.isComposing
      ? openAction(event)
      : undefined
  if (action === undefined) return
  event.preventDefault()
  action()
}

const isControl = ({ ctrlKey, key, altKey }: KeyboardEvent, letter: string): boolean => ctrlKey && !altKey && key.toLowerCase() === letter

function openAction(event: KeyboardEvent): (() => void) | undefined {
  if (isControl(event, 'k')) return togglePalette
  if (event.ctrlKey || event.metaKey) return undefined
  if (event.key === 'Escape') return closeTop
  return overlay.value !== null || isTyping(event.target) ? undefined : actionOf(event)
}

function togglePalette(): void {
  overlay.value = overlay.value === 'palette' ? null : 'palette'
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const name = nameOf(event)
  if (name === 'Enter') return hasOwnEnter(event.target) ? undefined : (commandOf(name)?.run ?? enterPanel)
  if (name.length === 1 && !lettersOn.value) return undefined
  return wayTo(name) ?? commandHeld(name, event)?.run
}

/** `G`, and then a letter: to a room. */
function wayTo(name: string): (() => void) | undefined {
  if (name === keyOf(GO)) {
    return () => {
      goUntil = performance.now() + GO_MS
    }
  }
  if (performance.now() >= goUntil) return undefined
  goUntil = 0
  const room = ROOMS.find(({ letter }) => letter !== '' && letter === name)
  return room === undefined ? undefined : () => go(room.id)
}

/** A key that is held walks on, and does nothing else twice: what opens an alert would acknowledge it next. */
function commandHeld(name: string, { repeat }: KeyboardEvent): Command | undefined {
  const command = commandOf(name)
  return repeat && !/[.](?:next|previous)$/.test(command?.id ?? '') ? undefined : command
}

function commandOf(name: string): Command | undefined {
  const all = [...roomsHere().flatMap(({ commands }) => commands?.() ?? []), ...houseCommands()]
  return all.find((command) => keyOf(command) === name)
}

/** Listens for keys, and for signs that somebody is there. */
export function listen(): void {
  addEventListener('keydown', pressed)
  addEventListener('pointerdown', watchIdle)
  // A page that the browser keeps for Back would keep what it shows.
  addEventListener('pagehide', () => void lock(false))
}
