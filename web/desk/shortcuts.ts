import { lock, undo, watchIdle } from './actions.ts'
import { current, type Dialog, dialog, lettersOn, panelOpen, screen } from './desk-state.ts'
import { step } from './triage.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

const opens = (next: Dialog) => () => {
  if (current.value !== null && panelOpen.value) dialog.value = next
}

const openPanel = () => {
  if (current.value === null) step(1)
  panelOpen.value = current.value !== null
}

const LETTERS: Readonly<Record<string, () => void>> = {
  j: () => step(1),
  k: () => step(-1),
  ']': () => step(1),
  '[': () => step(-1),
  '1': () => {
    if (current.value?.taken === null && current.value.lane !== 4) opens('take')()
  },
  '2': opens('duplicate'),
  '3': opens('decline'),
  r: () => {
    if (current.value?.opened?.hasMailbox === true) opens('reply')()
  },
  u: () => void undo(),
  '?': () => {
    dialog.value = 'help'
  },
}

/** Closes what is on top: a form first, then the panel. */
function closeTop(): void {
  if (dialog.value !== null) dialog.value = null
  else panelOpen.value = false
}

/** One key, one action; single letters never act inside fields and can be switched off (WCAG 2.1.4). */
function pressed(event: KeyboardEvent): void {
  watchIdle()
  if (event.ctrlKey && event.key.toLowerCase() === 'l') {
    event.preventDefault()
    void lock(false)
    return
  }
  if (screen.value !== 'inbox' || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') closeTop()
  else if (!isTyping(event.target)) pressedOutside(event)
}

function pressedOutside(event: KeyboardEvent): void {
  const isOpen = event.key === 'Enter' && event.target === document.body
  const act = isOpen ? openPanel : lettersOn.value ? LETTERS[event.key.toLowerCase()] : undefined
  if (act === undefined) return
  event.preventDefault()
  act()
}

/** Listens for keys, and for signs that somebody is there. */
export function listen(): void {
  addEventListener('keydown', pressed)
  addEventListener('pointerdown', watchIdle)
  // A page that the browser keeps for Back would keep what it shows.
  addEventListener('pagehide', () => void lock(false))
}
