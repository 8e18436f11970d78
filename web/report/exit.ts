import type { Language } from '#kernel/languages.ts'

/** Everyday pages, one for each language: recipes. No broadcaster, nothing that a state would look twice at. */
export const EVERYDAY: Readonly<Record<Language, string>> = {
  en: 'https://cookpad.com/uk',
  vi: 'https://cookpad.com/vn',
  th: 'https://cookpad.com/th',
  fr: 'https://cookpad.com/fr',
  ar: 'https://cookpad.com/eg',
}

const PRESSES = 3
const WITHIN_MS = 5_000

/** Empties the page at once, then goes on to an everyday site in place of this one, so that Back leads nowhere. guards T-16 */
export function leaveFor(language: Language, forgetAll: () => void): void {
  document.documentElement.className = 'left'
  document.body.replaceChildren()
  document.title = ''
  forgetAll()
  // Two frames: the empty page is on the glass before anything is asked of the network.
  requestAnimationFrame(() => requestAnimationFrame(() => location.replace(EVERYDAY[language])))
}

/** Shift three times within five seconds, whatever has the focus. */
export function onThreeShifts(leave: () => void): void {
  let presses: number[] = []
  addEventListener('keydown', (event) => {
    if (event.key !== 'Shift' || event.repeat) return
    const now = performance.now()
    presses = [...presses.filter((then) => now - then < WITHIN_MS), now]
    if (presses.length >= PRESSES) leave()
  })
}

/** A tab that is not looked at shows nothing: neither in the list of open apps nor to who comes by. */
export function coverWhenHidden(): void {
  const cover = (): void => {
    document.documentElement.classList.toggle('hidden', document.visibilityState === 'hidden')
  }
  document.addEventListener('visibilitychange', cover)
  addEventListener('pagehide', () => document.documentElement.classList.add('hidden'))
  cover()
}
